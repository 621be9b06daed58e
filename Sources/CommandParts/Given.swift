// What stands on the command line, as values; what is no value is refused as wrong usage, with the way to write it.

import ArgumentParser
package import EvidenceValues
import VerifyCommand

/// Reads arguments.
package enum Given {
    package static func matter(_ text: String) throws -> MatterID {
        guard let matter = MatterID(text) else {
            throw usage("\(text) is no matter", "letters, digits and - _ . such as BAN-1")
        }
        return matter
    }

    /// The bundle, which is shown by itself; nil if none is among the files.
    package static func bundle(among files: [String]) throws -> String? {
        guard let bundle = files.first(where: { $0.hasSuffix(".asice") }) else { return nil }
        guard files.count == 1 else {
            throw usage("a bundle is shown by itself", "name one bundle, or no bundle among files")
        }
        return bundle
    }

    /// A kind that anybody may file.
    package static func kind(_ text: String) throws -> ExhibitKind {
        let kind = try kind(text, among: ExhibitKind.unreserved)
        guard !kind.isReserved else {
            throw usage(
                "\(text) is a kind that only the archive's own operations file",
                "--kind document files a copy")
        }
        return kind
    }

    /// Any kind, those of the archive's own operations too.
    package static func anyKind(_ text: String) throws -> ExhibitKind {
        try kind(text, among: ExhibitKind.allCases)
    }

    private static func kind(_ text: String, among kinds: [ExhibitKind]) throws -> ExhibitKind {
        guard let kind = ExhibitKind(rawValue: text) else {
            let kinds = kinds.map(\.rawValue).joined(separator: ", ")
            throw usage("\(text) is no kind of exhibit", "the kinds are \(kinds)")
        }
        return kind
    }

    package static func index(_ text: String) throws -> LeafIndex {
        guard let value = UInt64(text), String(value) == text else {
            throw usage("\(text) is no index", "docket list shows the index of each entry")
        }
        return LeafIndex(value)
    }

    /// `RELATION:FILE` or `RELATION:sha-256:…`.
    package static func link(_ text: String) throws -> Link {
        guard let colon = text.firstIndex(of: ":"),
            let relation = LinkRelation(rawValue: String(text[..<colon]))
        else {
            let relations = LinkRelation.allCases.map(\.rawValue).joined(separator: ", ")
            throw usage(
                "\(text) says not how the exhibit regards what",
                "write RELATION:FILE or RELATION:sha-256:… with one of \(relations)")
        }
        let target = String(text[text.index(after: colon)...])
        if let digest = Digest(text: target) { return Link(relation, digest) }
        return Link(relation, try MeasuredFile(target).digest)
    }

    private static func usage(_ message: String, _ hint: String) -> Failure {
        Failure(message, hint: hint, status: ExitStatus.usage)
    }
}
