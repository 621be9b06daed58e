// A time-stamp that stands by itself: a token, or the response that brought it (RFC 3161 §2.4.2). Without what it is over, everything
// but that is looked at, and the answer is that the data is missing.

import Cryptography
import EvidenceValues

/// A file that is a time-stamp.
struct TimeStampFile: Sendable {
    let record: FileRecord

    /// The time-stamp that these bytes are.
    init(reading object: [UInt8], in file: NamedFile, _ question: FileQuestion) {
        let token = Result { () throws(TimeStampError) in
            try TimeStampToken(der: object, memory: question.memory)
        }
        self.init(token, in: file, question)
    }

    /// A time-stamp as it was read.
    init(
        _ read: Result<TimeStampToken, TimeStampError>, in file: NamedFile,
        _ question: FileQuestion
    ) {
        let token: TimeStampToken
        do throws(TimeStampError) {
            token = try read.get()
        } catch {
            let check = TimeStampFile.refusal(of: error, file.digest)
            var record = file.record(kind: "time-stamp", [check], policy: question.policy)
            record.sentence = check.sentence
            self.record = record
            return
        }
        let placed = PlacedToken(
            .document, of: [], token.tokenBytes, read: .success(token),
            content: question.content, covered: [])
        let inside = FileMaterial(token, memory: question.memory)
        let validated = ValidatedToken(
            placed, existence: .unbounded,
            material: question.others.with(inside, memory: question.memory), policy: question.policy
        )
        var record = file.record(
            kind: "time-stamp", validated.record.indication, policy: question.policy)
        record.subIndication = validated.record.subIndication
        record.timeStamps = [validated.record]
        record.sentence = TimeStampSentence.of(validated.record)
        let own = FileObject(
            kind: "time-stamp", digest: placed.digest, bytes: placed.bytes,
            name: token.genTime.text)
        record.objects = ObjectsInFile(file, [own] + inside.objects).records
        self.record = record
    }

    /// Why bytes are not a token, as a check.
    static func refusal(of error: TimeStampError, _ digest: Digest) -> Check {
        let (code, words): (String, String) =
            switch error {
            case .malformed: ("TST.MALFORMED", "is not well-formed")
            case .rejected(let status):
                ("TST.REJECTED", "was refused by the authority (status \(status))")
            case .notTimeStamp: ("TST.CONTENT_TYPE", "holds something else than a time-stamp")
            case .signerCount(let count):
                ("TST.SIGNER_COUNT", "has \(count) signers instead of one")
            case .version: ("TST.MALFORMED", "is of an unknown version")
            case .time: ("TST.MALFORMED", "states no proper time")
            case .imprint: ("TST.MALFORMED", "is over a digest that proves nothing")
            }
        return Check(
            code, .failed, .formatFailure, subject: digest.text, "The time-stamp \(words).")
    }

    /// That what the token is over is not at hand.
    static func contentNeeded(_ digest: Digest) -> Check {
        Check(
            "TST.CONTENT_NEEDED", .indeterminate, .signedDataNotFound, subject: digest.text,
            "The bytes that the time-stamp is over are not at hand.")
    }
}
