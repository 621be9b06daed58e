// What is said where a bundle cannot be made or read, in the codes of problems and of checks. The sentence of a check may name exhibits, so
// only those who may read the matter get it, in an answer and never in the log.

import BundleExport
import DurableFiles
package import EvidenceBundle
import EvidenceValues
package import ServiceInterface

extension Problem {
    /// What is said of an error of the exporter.
    package init(exporting error: any Error) {
        switch error {
        case let error as ExportError: self = Problem.export(error)
        case let error as DisclosureError: self = Problem.disclosure(error)
        case let error as BundleError: self.init(error)
        case is FileFailure: self.init(.readOnly)
        default: self.init(error)
        }
    }

    /// What is said of what is no bundle.
    package init(_ error: BundleError) {
        switch error {
        case .unreadable: self.init(.badBundle)
        case .refused(let code, let member, let line):
            var members: [String: JSONValue] = ["check": .string(code)]
            if let member { members["member"] = .string(member) }
            if let line { members["line"] = .integer(Int64(line)) }
            self.init(.badBundle, members: members)
        }
    }

    private static func export(_ error: ExportError) -> Problem {
        switch error {
        case .noSuchMatter: Problem(.notFound, detail: "Nothing is filed in the matter.")
        case .tooManyExhibits(_, let limit):
            Problem(
                .contentTooLarge, detail: "The matter has more exhibits than a bundle holds.",
                members: ["limit": .integer(Int64(limit))])
        case .unsound(let check):
            Problem(
                isText(check) ? .badText : .damaged, detail: check.sentence,
                members: ["check": .string(check.code)])
        case .refused(let error): Problem(error)
        }
    }

    private static func isText(_ check: Check) -> Bool {
        ["AGREEMENT.", "ANNEX.", "CLAIMS."].contains { check.code.hasPrefix($0) }
    }

    private static func disclosure(_ error: DisclosureError) -> Problem {
        let detail =
            switch error {
            case .selection(.unknown(let name)): "No exhibit is called \(name)."
            case .selection(.ambiguous(let name, let numbers)):
                "\(numbers.count) exhibits are called \(name)."
            case .notSealable(let name): "\(name) is the archive's own and is not sealed."
            case .withheldAndSealed(let index):
                "The exhibit of entry \(index) cannot be left out and sealed."
            case .tooLarge(let name): "\(name) is too large to be sealed."
            case .noRecipient: "Nobody is named to whom to seal."
            case .sealing: "Nothing can be sealed to one of the certificates."
            }
        return Problem(.badParameter, detail: detail)
    }
}
