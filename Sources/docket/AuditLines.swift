// What an audit found, as lines for people.

import ArchiveAudit
import EvidenceValues
import VerifyCommand

/// Prints a report.
enum AuditLines {
    static func text(_ report: AuditReport) {
        for fault in report.faults { Console.line(line(fault)) }
        for (code, count) in report.omitted.sorted(by: { $0.key < $1.key }) {
            Console.line("failed  \(code.rawValue)  … and \(count) more")
        }
        for erasure in report.erasures {
            Console.line(
                "erased  entry \(erasure.index)  under \(erasure.ground) (entry \(erasure.record))")
        }
        let told = report.evidence.filter {
            $0.outcome != .passed || $0.code == "EVIDENCE.VALIDATED"
        }
        for check in told {
            Console.line(
                "\(check.outcome.rawValue)  \(check.code)  \(check.subject)  \(check.sentence)")
        }
        if let parties = report.parties { tell(parties) }
        let coverage = report.coverage
        let verdict = report.isClean ? "clean" : "DAMAGED"
        let part = report.isComplete ? "\(report.reach)" : "\(report.reach), not finished"
        Console.line(
            "\(report.origin): \(verdict) (\(part)); read \(coverage.entries) entries of "
                + "\(report.size), \(coverage.contents + coverage.blobs) contents, "
                + "\(coverage.checkpoints) checkpoints, \(coverage.bytes) bytes")
        Console.line("root \(report.root) at size \(report.size)")
    }

    private static func tell(_ parties: PartyReport) {
        let fresh = Set(parties.filed)
        for finding in parties.findings {
            let isNew = fresh.contains(finding) ? "  (new, filed)" : ""
            let matters = finding.matters.map(\.text).joined(separator: ", ")
            let entries = finding.places.map(\.description).joined(separator: ", ")
            Console.line(
                "\(finding.weight.rawValue)  \(finding.code)  (\(matters), entries \(entries))"
                    + "  \(finding.sentence)\(isNew)")
        }
        if parties.omitted > 0 {
            Console.line(
                "warning  AUDIT.OMITTED  \(parties.omitted) statements of third parties were not compared: "
                    + "there are more than \(PartyRegister.mostNotes)")
        }
        Console.line(
            "third parties: \(parties.misconduct.count) findings of misconduct, "
                + "\(parties.warnings.count) warnings; examined \(parties.examined) matters, "
                + "kept the notes on \(parties.kept)")
    }

    private static func line(_ fault: Fault) -> String {
        let place = fault.place
        var words = ["\(fault.outcome.rawValue)  \(fault.code.rawValue)  \(place.subject)"]
        if let matter = place.matter {
            words.append("(\(matter)\(place.number.map { " no. \($0)" } ?? ""))")
        }
        if let table = place.table, let row = place.row {
            words.append("[\(table) \(row)]")
        } else if let bytes = place.bytes, let file = place.file {
            words.append("[\(file) \(bytes.lowerBound)..<\(bytes.upperBound)]")
        }
        words.append(" \(fault.sentence)")
        if let repair = fault.repair { words.append("{\(repair.rawValue)}") }
        return words.joined(separator: " ")
    }
}
