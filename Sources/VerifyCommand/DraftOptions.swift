// Certifications that a verification drafts for people to sign (docs/certifications.md). Nothing here is certified: who signs answers
// for it.

import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport

/// The drafts that a verification fills in.
package struct DraftOptions: ParsableArguments {
    @Option(
        name: .customLong("draft-902"),
        help: ArgumentHelp(
            "Draft a certification under US Federal Rules of Evidence 902(13) and (14), as Markdown.",
            valueName: "file"))
    var federalRules902: String?
    @Option(
        name: .customLong("draft-eidas"),
        help: ArgumentHelp(
            "Draft the report on integrity of eIDAS Article 45j, as Markdown.", valueName: "file"))
    var archiving45j: String?

    package init() {}

    private var wanted: [(kind: CertificationKind, path: String)] {
        let paths: [(CertificationKind, String?)] = [
            (.federalRules902, federalRules902), (.archiving45j, archiving45j),
        ]
        return paths.compactMap { kind, path in path.map { (kind, $0) } }
    }

    /// Whether a draft was asked for.
    var isAsked: Bool { !wanted.isEmpty }

    /// Refuses what cannot be written, before anything is read.
    func check() throws {
        for (_, path) in wanted where DurableFile.exists(path) {
            throw FileFailure.exists(path: path)
        }
        guard wanted.count < 2 || federalRules902 != archiving45j else {
            throw Failure(
                "two drafts cannot be one file", hint: "name two files", status: ExitStatus.usage)
        }
    }

    /// Writes the drafts that were asked for. Where there is none, the verification says why: its report and status stand.
    func write(_ found: BundleVerification) throws {
        for (kind, path) in wanted {
            switch Result(catching: { () throws(CertificationRefusal) in
                try renderCertification(kind, found.record)
            }) {
            case .success(let draft):
                try DurableFile.write(draft, to: path)
                Console.note("\(path) is a draft; who signs it answers for it")
            case .failure(.failed):
                Console.note("\(path) is not written: of what is provably wrong nothing is drafted")
            case .failure(.hypothetical):
                Console.note("\(path) is not written: part of this is only supposed")
            }
        }
    }
}
