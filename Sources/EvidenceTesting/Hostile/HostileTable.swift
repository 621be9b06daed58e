// The whole table of hostile bundles, in Markdown (docs/hostile-bundles.md) and as files.

import EvidenceBundle
import EvidenceValues
import Foundation

extension HostileTrick {
    /// All of them, in the order of the table.
    package static let all: [HostileTrick] =
        containers + names + manifests + contents + seals + checkpoints + proofs + entries + filings
        + times + law + authority + erasures + evidence + trust

    /// The table's row.
    private var row: String {
        let outcome = verdict.outcome == .unproven ? "not proven" : verdict.outcome.rawValue
        return "| \(title) | \(attacker.rawValue) | \(outcome) | `\(verdict.code)` |"
    }

    /// The sections of docs/hostile-bundles.md.
    package static var table: String {
        var text = ""
        for area in HostileArea.allCases {
            let tricks = all.filter { $0.area == area }
            text +=
                "\n## \(area.rawValue.prefix(1).uppercased() + area.rawValue.dropFirst()): \(tricks.count)\n\n"
            text += "| trick | by | answer | reason |\n|---|---|---|---|\n"
            text += tricks.map { $0.row + "\n" }.joined()
        }
        return text
    }

    /// Writes each bundle into a folder, with the arbiter's texts beside it where they are not the sound ones', and a list of what to expect.
    package static func write(to folder: String) throws -> Int {
        let url = URL(filePath: folder)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        var list = "file\ttime\tanswer\treason\ttrick\n"
        var numbers: [HostileArea: Int] = [:]
        for trick in all {
            let number = (numbers[trick.area] ?? 0) + 1
            numbers[trick.area] = number
            let digits = String(number)
            let name =
                "\(trick.area.rawValue)-"
                + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
            let bundle = try trick.bundle()
            try Data(bundle.bytes).write(to: url.appending(path: name + ".asice"))
            try write(bundle.trust.agreement, name + ".agreement.md", url)
            try write(bundle.trust.annex, name + ".annex.txt", url)
            list +=
                "\(name).asice\t\(bundle.time)\t\(trick.verdict.outcome.rawValue)\t\(trick.verdict.code)\t\(trick.title)\n"
        }
        try Data(list.utf8).write(to: url.appending(path: "expected.tsv"))
        return all.count
    }
}

extension HostileTrick {
    /// What the arbiter pins, as his copy or as its digest.
    private static func write(_ pin: Pin?, _ name: String, _ folder: URL) throws {
        switch pin {
        case .copy(let bytes): try Data(bytes).write(to: folder.appending(path: name))
        case .digest(let digest):
            try Data((digest.text + "\n").utf8).write(to: folder.appending(path: name + ".digest"))
        case nil: break
        }
    }
}
