// `docket award`: an arbiter's decision as a signed document. Verification, judgement and the text are functions of the input; the only
// thing that the arbiter adds is his signature, and whether he decides despite evidence that does not hold.

import Agreements
import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceBundle
import EvidenceModules
import EvidenceReport
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Decides on a bundle.
struct AwardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "award",
        abstract: "Decide on a bundle: write the award and sign it.",
        discussion: """
            Verifies and judges the bundle under your own agreement and annex, writes the decision as FILE for people \
            and rules, and your detached signature over it as FILE.p7s. Refuses unless the evidence is authentic and \
            the annex lists the signer as arbiter. Filed, the award is evidence in the next instance.

            Example:
              docket award BAN-1.asice --agreement seca-1.0.md --annex seca-1.0.annex.txt \\
                --key ARBIT.pem --cert ARBIT.crt -o award.md

            Exit status: 0 done, 1 could not do it, 2 the evidence failed, 3 it is indeterminate, 64 wrong usage; \
            with --despite 0 also for evidence that does not hold.
            """)

    @Argument(help: "The bundle, NAME.asice.") var bundle: String
    @OptionGroup var pins: PinOptions
    @Option(help: "Other claims than the bundle's own.") var claims: String?
    @Option(help: "The time of the award, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @OptionGroup var identity: IdentityOptions
    @Option(name: [.short, .long], help: "Where the award goes; its signature goes to FILE.p7s.")
    var output: String
    @Flag(help: "Decide although the evidence is not authentic; the award says so.")
    var despite = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(AwardCommand.words, decide) }

    private var signatureFile: String { output + ".p7s" }

    private func decide() throws {
        for path in [output, signatureFile] where DurableFile.exists(path) {
            throw FileFailure.exists(path: path)
        }
        let trust = try pins.arbiterTrust()
        guard trust.agreement != nil, trust.annex != nil else {
            throw Failure(
                "an arbiter decides under an agreement and an annex that he accepts",
                hint: "give --agreement and --annex", status: ExitStatus.usage)
        }
        guard let signer = try identity.identity() else {
            throw Failure(
                "who decides?", hint: "give --key KEY.pem --cert CERTIFICATE.pem",
                status: ExitStatus.usage)
        }
        let given = try claims.map { path in
            let bytes = try DurableFile.read(path)
            _ = try SignedText.claims(bytes, from: path)
            return bytes
        }
        try DurableFile.requireReadable(bundle)
        let verified = try VerifiedBundle(
            file: bundle, trust: trust, at: try Moment.given(at), tool: toolVersion, claims: given)
        try requireAuthentic(verified.verification.record)
        let arbiter = try verified.arbiter(signer.certificate, chain: signer.chain)
        try write(try decision(of: arbiter, on: verified), signer, verified)
    }

    // Spec: award-7
    private func requireAuthentic(_ record: VerificationRecord) throws {
        guard record.status != .authentic else { return }
        guard despite else {
            throw Failure(
                "nothing is decided: \(record.sentence)",
                hint:
                    "nothing was written; docket verify shows all checks; --despite decides all the same",
                status: ExitCode(record.status.exitStatus))
        }
        Console.note("warning: the evidence is \(record.status.rawValue), and the award says so")
    }

    private func decision(
        of arbiter: PartyID, on verified: VerifiedBundle
    ) throws -> AwardDecision {
        guard let findings = verified.verification.findings else { throw AwardRefusal.notJudged }
        return AwardDecision(
            arbiter: arbiter, record: verified.verification.record, findings: findings,
            finding: .sha256(findingJSON(findings)), areClaimsOwn: verified.areClaimsOwn)
    }

    private func write(
        _ decision: AwardDecision, _ signer: SigningIdentity, _ verified: VerifiedBundle
    ) throws {
        let award = Array(renderAward(decision).utf8)
        try requireTerms(of: award, toBe: awardTerms(decision))
        let signature = try signCMS(
            .bytes(award), detached: true, identity: signer, extraCertificates: signer.chain,
            signingTime: decision.findings.time, checkpointNote: nil)
        try verified.requireSound(signature, over: award, by: decision.arbiter)
        // Neither has a name before both are on the disk. Spec: award-11
        let text = try NewFile(for: output)
        let seal = try NewFile(for: signatureFile)
        try text.write { try $0(award) }
        try seal.write { try $0(signature) }
        try seal.promote()
        try text.promote()
        tell(decision, .sha256(award))
    }

    // Spec: award-10
    private func requireTerms(of award: [UInt8], toBe terms: [String]) throws {
        do {
            guard try TermsBlock.read(award)?.atoms.map(\.text) == terms else {
                throw Failure("the award would state something else than was decided")
            }
        } catch let error as TermsError {
            throw Failure(
                "the award could not be read by rules: \(error.reason.rawValue), line \(error.line)",
                hint: "nothing was written; decide fewer claims at once with --claims")
        }
    }

    private func tell(_ decision: AwardDecision, _ digest: Digest) {
        Console.note(
            "\(decision.arbiter) decided on \(decision.findings.findings.count) claims; "
                + "the signature is in \(signatureFile)")
        guard json else { return Console.line(output) }
        Console.json(
            "award",
            [
                "file": .string(output), "signature": .string(signatureFile),
                "digest": .string(digest.text), "arbiter": .string(decision.arbiter.text),
                "status": .string(decision.record.status.rawValue),
                "finding": .string(decision.finding.text),
                "claims": .array(
                    decision.findings.findings.map { finding in
                        .object([
                            "claim": .string(finding.claim),
                            "value": .string(finding.value.rawValue),
                            "disposition": .string(Disposition(finding.value).rawValue),
                        ])
                    }),
            ])
    }

    private static func words(_ error: any Error) -> Failure? {
        guard let refusal = error as? AwardRefusal else { return Failure.any(error) }
        let nothing = "nothing was written"
        switch refusal {
        case .notPinned:
            return Failure(
                "agreement and annex of the bundle are not those that you accept", hint: nothing,
                status: ExitStatus.failed)
        case .notJudged: return Failure("no claim was judged", hint: nothing)
        case .untrusted(let reason):
            return Failure(
                "the certificate leads to no anchor of the annex\(code(reason))", hint: nothing)
        case .outsideValidity:
            return Failure(
                "the certificate is not valid at the time of the award", hint: nothing)
        case .notAnArbiter(let party):
            return Failure("the annex does not list \(party) as arbiter", hint: nothing)
        case .unsound(let reason):
            return Failure(
                "the signature that was made does not validate\(code(reason))", hint: nothing)
        }
    }

    private static func code(_ reason: SubIndication?) -> String {
        reason.map { " (\($0.rawValue))" } ?? ""
    }
}
