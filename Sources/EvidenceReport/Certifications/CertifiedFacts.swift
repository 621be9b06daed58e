// What a verification gives to a draft: the file, the contents that were read and compared, those that were not, the checks that
// passed, and those that did not. Every list here is taken from the record; nothing is concluded.

import EvidenceValues

/// The parts of a record that a draft may speak of.
struct CertifiedFacts {
    /// More checks that did not pass are left to the report, and counted.
    private static let toldChecks = 40

    let record: VerificationRecord
    /// Exhibits whose bytes were read and compared.
    let compared: [ExhibitRecord]
    /// Exhibits whose entries are here, but not their bytes, or only in encrypted form.
    let absent: [ExhibitRecord]
    private let names: ExhibitNames

    init(_ record: VerificationRecord) {
        self.record = record
        names = ExhibitNames(record)
        compared = record.exhibits.filter(CertifiedFacts.isCompared)
        absent = record.exhibits.filter { !CertifiedFacts.isCompared($0) }
    }

    // What a key opened may be the plaintext of an exhibit, of which no entry names the digest.
    private static func isCompared(_ exhibit: ExhibitRecord) -> Bool {
        guard exhibit.disclosure == .present, let path = exhibit.path, !path.hasPrefix("sealed/")
        else { return false }
        return !exhibit.checks.contains { $0.outcome == .failed }
    }

    /// Whether what rests on the annex may be told: else whoever made the file chose whom to trust.
    private var isPinned: Bool { record.agreementIsPinned && record.annexIsPinned }
    private static let unpinned = "not shown: the annex is not pinned"

    /// What is proven of the time at which it existed.
    func existence(_ exhibit: ExhibitRecord) -> String {
        isPinned ? Wording.bounds(exhibit.bounds) : CertifiedFacts.unpinned
    }

    /// Who filed it, as a signature shows; empty for the archive itself.
    func filer(_ exhibit: ExhibitRecord) -> String {
        isPinned ? exhibit.filer?.text ?? "" : CertifiedFacts.unpinned
    }

    /// `FRUTA (total-passed), an unknown signer (indeterminate)`.
    func signers(_ exhibit: ExhibitRecord) -> String {
        guard isPinned else { return CertifiedFacts.unpinned }
        return exhibit.signatures.map { signature in
            (signature.signer?.text ?? "an unknown signer") + " ("
                + signature.indication.rawValue + ")"
        }.joined(separator: ", ")
    }

    /// `text` where Markdown must not obey it.
    func safe(_ text: String) -> String { Markdown.escape(text) }

    /// What warns the reader of every draft, below its title.
    func warnings(_ words: String) -> [String] {
        let status = Wording.warning(record.status).map { "**\($0).** " } ?? ""
        return [
            "> **DRAFT, not signed.** \(words)", ">",
            "> \(status)Verified by \(safe(record.tool)) as at \(Wording.time(record.validationTime)): "
                + "**\(record.status.rawValue)**. \(safe(record.sentence))", "",
        ]
    }

    /// The file that was verified.
    var file: [String] {
        [
            "| | |", "|---|---|",
            "| SHA-256 | `\(record.bundleDigest.hex)` |",
            "| The same as this project writes it | `\(record.bundleDigest)` |",
            "| Size | \(Wording.size(record.bundleSize)) |",
            "| Matter | \(safe(record.matter.text)) |",
            "| Archive, as its log names itself | \(safe(record.archive.text)) |",
            "| Entries in its log | \(record.treeSize) |",
            "| Root hash of its log | `\(record.rootHash)` |",
            "| Agreement | `\(record.agreement)`, "
                + "\(record.agreementIsPinned ? "pinned" : "NOT pinned") |",
            "| Annex | `\(record.annex)`, \(record.annexIsPinned ? "pinned" : "NOT pinned") |",
        ]
    }

    /// The contents that were read and compared, with their digests.
    func comparedTable(_ columns: [(title: String, cell: (ExhibitRecord) -> String)]) -> [String] {
        guard !compared.isEmpty else { return ["None."] }
        let titles = ["Exhibit", "Bytes"] + columns.map(\.title) + ["SHA-256"]
        return [
            "| " + titles.joined(separator: " | ") + " |",
            "|" + titles.map { _ in "---|" }.joined(),
        ]
            + compared.map { exhibit in
                let cells =
                    [safe(names.label(exhibit)), "\(exhibit.size)"]
                    + columns.map { safe($0.cell(exhibit)) } + ["`\(exhibit.digest.hex)`"]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }

    /// What the file does not hold, so that nothing can be certified of its bytes.
    var absentList: [String] {
        let count = ExhibitCount(record)
        let here =
            absent.map(absence)
            + record.erased.map { "- " + safe($0.sentence(names.number($0))) + "." }
        let unseen = count.leftOut > UInt64(absent.count { $0.matter == record.matter })
        return here
            + (unseen
                ? [
                    "- \(count.leftOut) of \(record.highestNumber) exhibits of the matter are not in "
                        + "the file with their bytes."
                ] : here.isEmpty ? ["Nothing: the file holds all that it speaks of."] : [])
    }

    /// Why nothing is said of an exhibit's bytes, as an item of a list.
    private func absence(_ exhibit: ExhibitRecord) -> String {
        let label = "- " + safe(names.label(exhibit))
        guard exhibit.disclosure != .opened else {
            return label + ": opened with a key, which this draft does not cover."
        }
        let isSealed = exhibit.disclosure == .sealed || exhibit.path != nil
        let reason =
            isSealed ? "in the file in encrypted form, or with a check that failed" : "left out"
        return label + ": \(reason). Its entry names the SHA-256 `\(exhibit.digest.hex)`."
    }

    /// The checks that passed, by code, in the program's words.
    var passed: [String] {
        guard isPinned else {
            return [
                "None that counts: the agreement and the annex were not pinned, so whoever made the file "
                    + "chose whom to trust."
            ]
        }
        let passed = record.checks.filter { $0.outcome == .passed }
        var seen: Set<String> = []
        let lines = passed.compactMap { check -> String? in
            guard seen.insert(check.code).inserted else { return nil }
            let count = passed.count { $0.code == check.code }
            return
                "- `\(check.code)`\(count > 1 ? ", \(count) times" : ""): \(safe(check.sentence))"
        }
        return lines.isEmpty ? ["None."] : lines
    }

    /// The checks that did not pass, each.
    var open: [String] {
        let open = record.checks.filter { $0.outcome != .passed }
        let told = open.prefix(CertifiedFacts.toldChecks).map { check in
            "- `\(check.code)` (\(check.outcome.rawValue)), \(safe(check.subject)): "
                + safe(check.sentence)
        }
        guard open.count > told.count else { return told.isEmpty ? ["None."] : told }
        return told + ["- \(open.count - told.count) more, which the report lists."]
    }

    /// Who vouches for order and completeness.
    var witnessing: String {
        isPinned
            ? safe(record.witnessing.sentence)
            : "Order and completeness of the log are nobody's statement that counts here."
    }
}
