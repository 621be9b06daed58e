// What `docket judge` and `docket explain` are asked about: a bundle, or a matter straight from an archive; whose trust; which claims; and
// what is supposed. Both sorts of case go the same way from there: the evidence is verified by the code that the arbiter runs.

import Agreements
import ArgumentParser
import BundleExport
import CommandParts
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues
import Foundation
import VerifyCommand

/// The options of a case.
struct CaseOptions: ParsableArguments {
    @OptionGroup var pins: PinOptions
    @Option(help: "Judge this matter as the archive holds it, in place of a bundle.")
    var matter: String?
    @Option(help: "Other claims than the bundle's own; with --matter, the claims.")
    var claims: String?
    @Option(help: "The time of judgement, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(
        help: ArgumentHelp(
            "What if this exhibit were not there? A number, archive:NUMBER, digest or name. May be repeated.",
            valueName: "exhibit"))
    var without: [String] = []
    @Option(
        help: ArgumentHelp(
            "What if this file had been filed, by nobody known? May be repeated.",
            valueName: "file"))
    var with: [String] = []
    @OptionGroup var opening: OpeningOptions
    @OptionGroup var options: ArchiveOptions

    /// The case, verified and judged, with what is supposed.
    func opened(_ bundle: String?) throws -> JudgedCase {
        guard (bundle == nil) != (matter == nil) else {
            throw Failure(
                bundle == nil ? "what is to be judged?" : "--matter judges what the archive holds",
                hint: "give either a bundle or --matter", status: ExitStatus.usage)
        }
        guard bundle != nil || !opening.isGiven else {
            throw Failure(
                "nothing in an archive is sealed", hint: "--open-with opens a bundle",
                status: ExitStatus.usage)
        }
        guard without.count <= Hypothesis.most, with.count <= Hypothesis.most else {
            throw Failure(
                "more than \(Hypothesis.most) exhibits cannot be supposed at once",
                status: ExitStatus.usage)
        }
        let given = try claims.map { try CaseOptions.claims($0) }
        let files = try with.map(CaseOptions.file)
        let start = ContinuousClock.now
        let verified = try bundle.map { try self.bundle($0, given) } ?? self.held(given)
        let judged = JudgedCase(
            verified: verified, isBundle: bundle != nil,
            hypothesis: Hypothesis(
                without: try excluded(from: verified.verification.record), with: files))
        Console.note("judged in \(CaseOptions.words(ContinuousClock.now - start))")
        return judged
    }

    private func bundle(_ path: String, _ claims: [UInt8]?) throws -> VerifiedBundle {
        try DurableFile.requireReadable(path)
        return try VerifiedBundle(
            file: path, trust: try pins.arbiterTrust(), at: try Moment.given(at),
            tool: toolVersion, claims: claims, key: try opening.key())
    }

    /// Spec: judging-3
    private func held(_ claims: [UInt8]?) throws -> VerifiedBundle {
        let trust = try pins.arbiterTrust()
        guard case .copy(let agreement)? = trust.agreement, case .copy(let annex)? = trust.annex
        else {
            throw Failure(
                "the archive has no agreement and no annex to judge by",
                hint: "give the files: --agreement FILE --annex FILE", status: ExitStatus.usage)
        }
        guard let claims else {
            throw Failure(
                "what is claimed?", hint: "give --claims FILE", status: ExitStatus.usage)
        }
        let signature = pins.annexFile.map { $0 + ".p7s" }
        let request = BundleRequest(
            matter: try Given.matter(matter ?? ""), agreement: agreement, annex: annex,
            annexSignature: try signature.flatMap {
                DurableFile.exists($0) ? try DurableFile.read($0) : nil
            }, claims: claims, identity: nil, time: try Moment.given(at), tool: toolVersion)
        return try judgeMatter(request, from: try options.openReadOnly())
    }

    private func excluded(from record: VerificationRecord) throws -> Set<LeafIndex> {
        var indexes: Set<LeafIndex> = []
        for text in without {
            do { indexes.formUnion(try record.exhibits(meant: text)) } catch {
                throw CaseOptions.failure(error)
            }
        }
        return indexes
    }

    private static func claims(_ path: String) throws -> [UInt8] {
        let bytes = try DurableFile.read(path)
        _ = try SignedText.claims(bytes, from: path)
        return bytes
    }

    private static func file(_ path: String) throws -> Hypothesis.File {
        let bytes = try DurableFile.read(path)
        let last = URL(filePath: path).lastPathComponent
        guard let name = FileName(last) else {
            throw Failure(
                "\(last) cannot be an exhibit's name",
                hint: "rename the file: no hidden characters, 200 bytes at most")
        }
        return Hypothesis.File(name: name, content: bytes)
    }

    private static func failure(_ error: SelectionError) -> Failure {
        switch error {
        case .unknown(let text):
            Failure(
                "no exhibit is called \(text)",
                hint: "give a docket number, archive:NUMBER, sha-256:… or the exhibit's name",
                status: ExitStatus.usage)
        case .ambiguous(let text, let numbers):
            Failure(
                "\(numbers.count) exhibits are called \(text)",
                hint: "give a number: \(numbers.joined(separator: ", "))",
                status: ExitStatus.usage)
        }
    }

    /// `43 ms`, `2.1 s`.
    private static func words(_ duration: Duration) -> String {
        let milliseconds = Int(duration / .milliseconds(1))
        return milliseconds < 1000
            ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }

    /// The words for what may go wrong.
    static func words(_ error: any Error) -> Failure? {
        error is ExportError ? BundleCommand.words(error) : Failure.any(error)
    }
}

/// A case that was verified and judged.
struct JudgedCase {
    let verified: VerifiedBundle
    /// What was supposed and what would be found; nil if nothing was.
    let supposition: Supposition?
    let question: JudgedQuestion

    init(verified: VerifiedBundle, isBundle: Bool, hypothesis: Hypothesis) {
        self.verified = verified
        question = JudgedQuestion(
            bundle: isBundle ? verified.verification.record.bundleDigest : nil,
            claims: verified.claims, areClaimsOwn: isBundle && verified.areClaimsOwn)
        guard !hypothesis.isEmpty else {
            supposition = nil
            return
        }
        let supposed = verified.supposing(hypothesis)
        supposition = Supposition(
            without: hypothesis.without, record: supposed.record, findings: supposed.findings)
    }

    var record: VerificationRecord { verified.verification.record }
    var findings: Findings? { verified.verification.findings }

    /// Leaves with the status of the evidence; what is hypothetical is never authentic. Spec: judging-8
    func leave() throws {
        let status = ExitCode(record.status.exitStatus)
        guard supposition == nil else {
            throw status == ExitStatus.failed ? status : ExitStatus.conditional
        }
        if status != .success { throw status }
    }
}
