// No byte of a valid file can change without the verdict changing, where everything in the file is needed; and where something is not
// needed, as a time-stamp while the certificate is still valid, the bytes that may change are those of its attribute and no others,
// which is read off the file's structure.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

private struct MutationCase: Sendable, CustomTestStringConvertible {
    let name: String
    let date: String
    let make: FileCase.Make
    /// Lists from outside the file.
    let lists: @Sendable (FilePKI) throws -> [[UInt8]]
    var testDescription: String { name }
}

private let mutable = [
    MutationCase(name: "B", date: "2026-02-04", make: baseline) { [try $0.list("2026-02-03")] },
    MutationCase(name: "T", date: "2027-02-02", make: stamped) { [try $0.list("2026-02-03")] },
    MutationCase(name: "LT", date: "2027-02-02", make: withList) { _ in [] },
    MutationCase(name: "LTA", date: "2029-01-01", make: archived) { _ in [] },
]

private let baseline: FileCase.Make = { pki, writer in try writer.sign(by: pki.fruta) }
private let stamped: FileCase.Make = { pki, writer in
    try baseline(pki, &writer)
    try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
}
private let withList: FileCase.Make = { pki, writer in
    try stamped(pki, &writer)
    writer.add(lists: [try pki.list("2026-02-03")])
}
private let archived: FileCase.Make = { pki, writer in
    try withList(pki, &writer)
    try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
}

/// Every byte if DOCKET_ALL_BYTES is set, else a sample.
private let allBytesStep =
    ProcessInfo.processInfo.environment["DOCKET_ALL_BYTES"] == nil ? 17 : 1

@Suite struct `Changed files` {
    private func record(_ bytes: [UInt8], _ item: MutationCase, _ pki: FilePKI) throws
        -> FileRecord
    {
        try pki.validate(bytes, at: item.date, lists: try item.lists(pki))
    }

    /// Where the versions of the file's SignedData stand, its own and those of its tokens: RFC 5652 §5.1 derives them from what is
    /// inside, so nothing signs them and nothing rests on them.
    private func versions(in file: [UInt8], _ record: FileRecord) -> Set<Int> {
        let starts = [0] + record.objects.filter { $0.kind == "time-stamp" }.compactMap(\.offset)
        return Set(
            starts.map { start in
                // ContentInfo, contentType, [0], SignedData, and the INTEGER's tag and length.
                var position = start + header(file, at: start)
                position += header(file, at: position) + Int(file[position + 1])
                position += header(file, at: position)
                position += header(file, at: position)
                return position + 2
            })
    }

    private func header(_ file: [UInt8], at position: Int) -> Int {
        let first = Int(file[position + 1])
        return first < 0x80 ? 2 : 2 + (first & 0x7F)
    }

    private static let step = allBytesStep

    @Test(arguments: mutable)
    fileprivate func `never pass where all in them but versions is needed`(_ item: MutationCase)
        throws
    {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try item.make(pki, &writer)
        let good = writer.bytes
        let before = try record(good, item, pki)
        try #require(before.indication == .totalPassed, "\(before.sentence)")
        let signature = try #require(before.objects.first { $0.kind == "signature" })
        let start = try #require(signature.offset)
        let value = start..<start + signature.size
        var reasons: Set<SubIndication?> = []
        var survivors: [Int] = []
        var tried = 0
        for position in stride(from: 0, to: good.count, by: Self.step) {
            var changed = good
            changed[position] ^= UInt8(1 << (position % 8))
            tried += 1
            let after = try record(changed, item, pki)
            if after.indication == .totalPassed { survivors.append(position) }
            #expect((after.subIndication == nil) == (after.indication == .totalPassed))
            if value.contains(position) { reasons.insert(after.subIndication) }
        }
        print("mutations of \(item.name): \(tried) of \(good.count) bytes, pass \(survivors)")
        let unprotected = versions(in: good, before).union(FileRegions.indexVersions(in: good))
        #expect(Set(survivors).isSubset(of: unprotected))
        #expect(reasons == [.sigCryptoFailure])
    }

    @Test(arguments: mutable)
    fileprivate func `never pass when cut or extended`(_ item: MutationCase) throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try item.make(pki, &writer)
        let good = writer.bytes
        for count in stride(from: 0, to: good.count, by: 139) {
            #expect(try record(Array(good.prefix(count)), item, pki).indication != .totalPassed)
            #expect(
                try record(Array(good.dropFirst(count + 1)), item, pki).indication != .totalPassed)
        }
        #expect(try record(good + [0], item, pki).indication == .totalFailed)
        #expect(try record(good + good, item, pki).indication == .totalFailed)
    }

    @Test func `pass with changes in what is not needed and nowhere else`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try stamped(pki, &writer)
        let good = writer.bytes
        let item = MutationCase(name: "T, still valid", date: "2026-02-04", make: stamped) {
            [try $0.list("2026-02-03")]
        }
        let before = try record(good, item, pki)
        try #require(before.indication == .totalPassed, "\(before.sentence)")
        let token = try #require(before.objects.first { $0.kind == "time-stamp" })
        let start = try #require(token.offset)
        // The attribute's identifier stands before its value: without it the token is none that Docket knows.
        let attribute = (start - 24)..<(start + token.size)
        var survivors = 0
        for position in stride(from: 0, to: good.count, by: Self.step) {
            var changed = good
            changed[position] ^= UInt8(1 << (position % 8))
            guard try record(changed, item, pki).indication == .totalPassed else { continue }
            survivors += 1
            let isVersion = versions(in: good, before).contains(position)
            #expect(attribute.contains(position) || isVersion, "byte \(position)")
        }
        print("mutations of an unneeded time-stamp: \(survivors) pass")
        #expect(survivors > 0)
    }
}

/// The numbers of X₍ₙ₊₁₎ = a·Xₙ + c (Knuth's MMIX), so that each run tries the same places.
private struct Positions {
    var state: UInt64
    mutating func next(below count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
}

/// Changed bytes of valid files, by where they stood and what came of them.
private struct Outcomes {
    private var counts: [FileRegion: [String: Int]] = [:]
    var (files, changes) = (0, 0)

    mutating func note(_ region: FileRegion, _ reason: SubIndication?) {
        counts[region, default: [:]][reason?.rawValue ?? "-", default: 0] += 1
        changes += 1
    }

    var text: String {
        let lines = counts.map { region, reasons in
            "\(region) " + reasons.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
        }
        return "\(files), \(changes) changes: " + lines.sorted().joined(separator: "; ")
    }
}

@Suite struct `Two hundred valid files` {
    /// How many files of each kind are changed at every byte: all with `DOCKET_ALL_BYTES=1`, one with `DOCKET_ALL_BYTES=kinds`. The
    /// others are changed at a sample.
    private static let full =
        switch ProcessInfo.processInfo.environment["DOCKET_ALL_BYTES"] {
        case nil: 0
        case "kinds": 1
        default: count
        }
    private static let count = (200 + validKinds.count - 1) / validKinds.count

    @Test(arguments: validKinds)
    fileprivate func `fail by any byte, and for the reason that is its own`(_ kind: ValidKind)
        throws
    {
        let people = try ValidFiles()
        var positions = Positions(state: 4)
        var outcomes = Outcomes()
        var wrong: [String] = []
        for number in 0..<Self.count {
            let file = try kind.make(people, number)
            let before = try file.validate(file.bytes)
            try #require(before.indication == .totalPassed, "\(before.sentence)")
            outcomes.files += 1
            let regions = FileRegions(file.bytes, signers: file.signers)
            let sample =
                number < Self.full
                ? Array(file.bytes.indices)
                : (0..<12).map { _ in positions.next(below: file.bytes.count) }
            for position in sample where !regions.unprotected.contains(position) {
                var changed = file.bytes
                changed[position] ^= UInt8(1 << positions.next(below: 8))
                let after = try file.validate(changed)
                let region = regions.regions[position]
                let reason = reason(of: after, before: before)
                outcomes.note(region, reason)
                if reason.map(region.permitted.contains) != true {
                    let around = file.bytes[max(0, position - 6)...].prefix(9)
                    wrong.append(
                        "\(number): byte \(position) of \(region) near \(around): "
                            + (reason?.rawValue ?? "passes"))
                }
            }
        }
        print("valid files, \(kind.name): \(outcomes.text)")
        #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
        #expect(outcomes.files == Self.count && outcomes.changes >= 5 * Self.count)
    }

    /// Why a file does not pass any more; nil if it does. A countersignature stands by itself: where it, or its signer's certificate,
    /// was changed, the signature passes and the countersignature does not.
    private func reason(of after: FileRecord, before: FileRecord) -> SubIndication? {
        guard after.indication == .totalPassed else { return after.subIndication }
        let countersignatures = after.signatures.flatMap(\.countersignatures)
        guard before.signatures.contains(where: { !$0.countersignatures.isEmpty }) else {
            return nil
        }
        // The attribute is none of its kind any more, or holds nothing that reads.
        if countersignatures.isEmpty { return .formatFailure }
        return countersignatures.allSatisfy({ $0.indication == .totalPassed })
            ? nil : countersignatures[0].subIndication
    }
}
