// What `docket validate` found of one file, as lines for people: the conclusion first, then for each signature what it rests on, then
// what did not pass, with the file and bytes that it is about. Names come from evidence, so hidden characters are made visible.

package import EvidenceValues

/// The validation of one file as lines for a terminal, ending in a line feed.
package func renderText(_ record: FileRecord) -> String {
    let text = ValidationText(record)
    return text.lines.map { Shown.text($0) + "\n" }.joined()
}

private struct ValidationText {
    private let record: FileRecord
    /// Where the objects are that checks speak of.
    private let places: [String: ObjectRecord]

    init(_ record: FileRecord) {
        self.record = record
        places = Dictionary(record.objects.map { ($0.digest.text, $0) }) { first, _ in first }
    }

    var lines: [String] {
        let answer = Answer(record.indication)
        let reason = record.subIndication.map { " (\($0.rawValue))" } ?? ""
        var lines = [
            "\(answer.sign) \(record.name): \(answer.word.uppercased())\(reason). \(record.sentence)"
        ]
        for signature in record.signatures { lines += self.signature(signature, "signature") }
        for stamp in record.timeStamps { lines += timeStamp(stamp, indent: "  ") }
        lines += failures
        return lines
    }

    private func signature(_ signature: SignatureRecord, _ what: String) -> [String] {
        let who = signature.subject.isEmpty ? "an unknown signer" : signature.subject
        let answer = Answer(signature.indication).word.lowercased()
        // One signature alone has said its sentence as the file's.
        let isRepeated = signature.sentence.isEmpty || signature.sentence == record.sentence
        var lines = [
            "  \(what) of \(who) (\(signature.level)): \(answer)"
                + (isRepeated ? "" : ". \(signature.sentence)")
        ]
        lines.append(line("signed", signed(signature)))
        if let time = signature.controlTime {
            lines.append(line("control", "its certificates were good at \(Wording.time(time))"))
        }
        lines += path(signature.path)
        lines += revocation(signature.revocation)
        lines += signature.timeStamps.flatMap { timeStamp($0, indent: "    ") }
        if !signature.makers.isEmpty {
            lines.append(line("makers", signature.makers.joined(separator: ", ")))
        }
        return lines
            + signature.countersignatures.flatMap { self.signature($0, "countersignature") }
    }

    private func signed(_ signature: SignatureRecord) -> String {
        let claimed =
            signature.claimedTime.map { "at \(Wording.time($0)) as the signer says; " } ?? ""
        guard signature.bounds != .unbounded else { return claimed + "nothing proves when" }
        return claimed + "proven: \(Wording.bounds(signature.bounds))"
    }

    private func path(_ names: [String]) -> [String] {
        names.isEmpty ? [] : [line("path", names.joined(separator: " ← "))]
    }

    private func revocation(_ answers: [RevocationRecord]) -> [String] {
        answers.map { answer in
            let name = places[answer.certificate.text]?.name ?? answer.certificate.text
            let form = answer.form == .response ? "answer" : "list"
            let since = answer.revocationDate.map { " at \(Wording.time($0))" } ?? ""
            let reason = answer.reason.map { " (\($0))" } ?? ""
            return line(
                "revocation",
                "\(name): \(answer.status.rawValue)\(since)\(reason), by the \(form) of "
                    + "\(Wording.time(answer.thisUpdate)) of \(answer.signer)")
        }
    }

    private func timeStamp(_ stamp: TimeStampRecord, indent: String) -> [String] {
        let who = stamp.subject.isEmpty ? stamp.authority?.text ?? "nobody known" : stamp.subject
        let use = stamp.use == .document ? "" : " (\(stamp.use.rawValue))"
        let answer = Answer(stamp.indication).word.lowercased()
        let reason = stamp.subIndication.map { " (\($0.rawValue))" } ?? ""
        var lines = [
            indent + "time-stamp\(use) of \(Wording.time(stamp.time)) by \(who): \(answer)\(reason)"
        ]
        guard stamp.use == .document else { return lines }
        lines += path(stamp.path) + revocation(stamp.revocation)
        if !stamp.makers.isEmpty {
            lines.append(line("makers", stamp.makers.joined(separator: ", ")))
        }
        return lines
    }

    /// Each thing that did not pass, once: what failed, then what is open, then warnings.
    private var failures: [String] {
        var seen: Set<Check> = []
        let open = checks.filter { $0.outcome != .passed && seen.insert($0).inserted }
        guard !open.isEmpty else { return [] }
        let head = open.contains { $0.outcome != .warning } ? "  did not pass:" : "  note:"
        let order: [Check.Outcome] = [.failed, .indeterminate, .warning]
        let sorted = order.flatMap { outcome in open.filter { $0.outcome == outcome } }
        return [head]
            + sorted.map { check in
                let reason = check.subIndication.map { ", " + $0.rawValue } ?? ""
                let place = self.place(check.subject).map { "; " + $0 } ?? ""
                return "    \(Answer(check.outcome).word.lowercased()): \(check.sentence) "
                    + "[\(check.code)\(reason)\(place)]"
            }
    }

    private var checks: [Check] {
        record.checks + record.signatures.flatMap(checks) + record.timeStamps.flatMap(\.checks)
    }

    private func checks(_ signature: SignatureRecord) -> [Check] {
        signature.checks + signature.timeStamps.flatMap(\.checks)
            + signature.countersignatures.flatMap(checks)
    }

    /// The file and bytes of what a check rests on; nil for the file as a whole.
    private func place(_ subject: String) -> String? {
        guard let object = places[subject] else {
            return subject == record.digest.text || subject.isEmpty ? nil : subject
        }
        guard let file = object.file else { return "\(object.kind) given by you" }
        guard let offset = object.offset else { return "\(object.kind) in \(file)" }
        return "\(object.kind) in \(file), bytes \(offset) to \(offset + object.size)"
    }

    private func line(_ label: String, _ text: String) -> String {
        "    " + label + String(repeating: " ", count: max(1, 11 - label.count)) + text
    }
}
