// Time-stamp tokens and responses (RFC 3161). What a token is over is what has its imprint: a document, a signature value, the note
// of a checkpoint. The token proves that it existed by then; nothing more.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A token filed by itself.
struct TimeStampModule: EvidenceModule {
    static let kind = ExhibitKind.timeStamp

    let token: TimeStampToken

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard let token = try? TimeStampToken(der: content) else { return nil }
        let isToken = token.tokenBytes == content
        return MediaType(isToken ? "application/timestamp-token" : "application/timestamp-reply")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        try self.init(decoding: content, memory: ObjectMemory())
    }

    init(decoding content: [UInt8], memory: ObjectMemory) throws(MalformedEvidence) {
        do throws(TimeStampError) {
            token = try TimeStampToken(der: content, memory: memory)
        } catch {
            throw MalformedEvidence(
                code: "TST.MALFORMED", words: TimeStampModule.words(error))
        }
    }

    var holdings: Holdings {
        var holdings = Holdings()
        holdings.collect(token)
        return holdings
    }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        graph.commit(object, to: token, known: known)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        guard let validation = evidence.clocks.tokens[digest] else { return Judgement() }
        let known = evidence.clocks.existence[digest] ?? .unbounded
        var checks = validation.checks(existence: known, policy: evidence.policy)
        for link in exhibit.filing.links where link.relation == .timeStamps {
            checks.append(imprintCheck(link.target, in: evidence))
        }
        let isFalse = evidence.clocks.impeached.contains { $0.object == .content(digest) }
        if isFalse
            || evidence.interval(of: .content(digest)).contradicts(beyond: evidence.policy.skew)
        {
            checks.append(
                Check(
                    "TST.ORDER", .indeterminate, .timestampOrderFailure, subject: digest.text,
                    "What the time-stamp is over can only have been made after the time that it "
                        + "states: this clock"
                        + (isFalse ? " is false." : ", or the one that shows it, is false.")))
        }
        return Judgement(checks: checks)
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard let validation = evidence.clocks.tokens[digest] else { return .anyone }
        return evidence.makers(
            validation, known: evidence.clocks.existence[digest] ?? .unbounded)
    }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] {
        let forged = TimeStampFacts.forged(token, exhibit, in: evidence)
        guard token.imprintAlgorithm == .sha256, let imprint = Digest(bytes: token.imprint) else {
            return forged
        }
        return forged + [
            Fact(
                "commits", [.document(exhibit.filing.content), .document(imprint)],
                exhibits: evidence.places(exhibit.entry.index, of: imprint))
        ]
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let authority =
            evidence.clocks.tokens[digest]?.party?.text ?? "an authority not of the annex"
        var details = ["states \(token.genTime), accuracy \(token.accuracy)"]
        details.append(
            "imprint \(token.imprintAlgorithm.rawValue) \(Hexadecimal.encode(token.imprint))")
        details.append("serial \(Hexadecimal.encode(token.serial)), policy \(token.policy)")
        return Description(
            summary: "Time-stamp of \(authority), \(token.genTime).", details: details)
    }

    private var digest: Digest { Digest.sha256(token.tokenBytes) }

    // Whether the token is over what it was filed as a time-stamp of.
    private func imprintCheck(_ target: Digest, in evidence: Evidence) -> Check {
        let content = evidence.content(target)
        let isSHA256 = token.imprintAlgorithm == .sha256
        let covers = token.covers(
            isSHA256 ? .digest(target) : content.map { .bytes($0) } ?? .digest(target))
        switch covers {
        case true?:
            return Check(
                "TST.IMPRINT", .passed, subject: digest.text,
                "The time-stamp is over the exhibit that it was filed for.")
        case false?:
            return Check(
                "TST.IMPRINT", .failed, .hashFailure, subject: digest.text,
                "The time-stamp is not over the exhibit that it was filed for.")
        case nil:
            return Check(
                "TST.IMPRINT", .indeterminate, .signedDataNotFound, subject: digest.text,
                "The bytes that the time-stamp was filed for are not at hand.")
        }
    }

    private static func words(_ error: TimeStampError) -> String {
        switch error {
        case .rejected(let status): "a refusal of the authority (status \(status))"
        case .signerCount(let count): "a time-stamp with \(count) signers"
        case .notTimeStamp(let type): "a SignedData over something else (\(type))"
        default: "no time-stamp token, or with bytes behind it"
        }
    }
}
