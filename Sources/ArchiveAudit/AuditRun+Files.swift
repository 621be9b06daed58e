// The exhibits in files, the other files of the archive's folder, and the mark outside it. Files of exhibits are read by several
// threads, a folder of the 256 each at a time.

import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// Where the files of exhibits are, from the archive's folder.
enum BlobFiles {
    static func path(of digest: Digest) -> String {
        let hex = digest.hex
        return "blobs/\(hex.prefix(2))/\(hex.dropFirst(2))"
    }
}

/// What a thread found in one of the folders.
private struct BlobResult: Sendable {
    var faults: [(digest: Digest?, fault: Fault)] = []
    var blobs: UInt64 = 0
    var bytes: UInt64 = 0
}

extension AuditRun {
    /// What Docket makes in an archive's folder.
    private static let ownFiles: Set<String> = [
        "docket.sqlite", "docket.sqlite-wal", "docket.sqlite-shm", "blobs", "signing-key",
        "signing-key.next", "lock", "reserve",
    ]

    mutating func checkFiles() {
        checkKeyFiles()
        checkFolder()
        checkBlobs()
        passed(
            .blobMissing, "Each exhibit in a file that was met is there.")
        passed(.blobSize, "Each has the size that its filing says.")
        passed(.blobDigest, "\(report.coverage.blobs) files have the bytes that were filed.")
    }

    private mutating func checkFolder() {
        for name in names(in: ground.folder) where !Self.ownFiles.contains(name) {
            warn(.stranger, .file(name), repair: .byHand, "Docket makes no such file.")
        }
        for name in names(in: ground.folder + "/blobs")
        where name != "incoming" && !Self.isHex(name, 2) {
            warn(
                .stranger, .file("blobs/" + name), repair: .byHand,
                "Docket makes no such file.")
        }
        for name in names(in: ground.folder + "/blobs/incoming") {
            warn(
                .stranger, .file("blobs/incoming/" + name), repair: .byHand,
                "Left by a filing that was broken off, or one is under way.")
        }
        passed(.stranger, "No stray file is in the archive's folder.")
    }

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func isHex(_ name: String, _ count: Int) -> Bool {
        name.utf8.count == count && Hexadecimal.decode(name) != nil
    }

    /// Reads the files that the reach names; those that are new were read with their entries.
    private mutating func checkBlobs() {
        var isNamed: (@Sendable (Digest) -> Bool)?
        let isRead: @Sendable (Digest) -> Bool
        switch plan.reach {
        case .incremental: return
        case .slice(let number, let count):
            isRead = { $0.value.words.0 % count == number - 1 }
        case .full:
            let known = blobs.sorted()
            isRead = { _ in true }
            // Only a run in one piece has met all filings.
            if cursor == nil, !plan.isBudgeted { isNamed = { known.holds($0.value.words.0) } }
        }
        let (ground, isOrphanless) = (ground, isNamed)
        var damaged: [(Digest, Fault)] = []
        do {
            let done = try inParallel(
                0..<256, workers: plan.workers, isOver: plan.isOver,
                makeWorker: { () -> ((UInt64) -> BlobResult) in
                    {
                        Self.readFolder(
                            UInt8(truncatingIfNeeded: $0), ground, isRead: isRead,
                            isNamed: isOrphanless)
                    }
                },
                take: { _, result in
                    report.coverage.blobs += result.blobs
                    report.coverage.bytes += result.bytes
                    for (digest, fault) in result.faults {
                        if let digest { damaged.append((digest, fault)) } else { faults.add(fault) }
                    }
                })
            if done < 256 { report.isComplete = false }
        } catch {
            add(.row, .file("blobs"), repair: .copy, "They cannot be read: \(error).")
        }
        name(damaged)
    }

    private static func readFolder(
        _ number: UInt8, _ ground: AuditGround, isRead: (Digest) -> Bool,
        isNamed: ((Digest) -> Bool)?
    ) -> BlobResult {
        var result = BlobResult()
        let prefix = Hexadecimal.encode([number])
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: ground.folder + "/blobs/" + prefix)
        for name in (names ?? []).sorted() {
            let path = "blobs/\(prefix)/\(name)"
            guard let digest = Digest(hex: prefix + name) else {
                result.faults.append(
                    (
                        nil,
                        Fault(
                            warning: .stranger, .file(path), repair: .byHand,
                            "This file is no exhibit.")
                    ))
                continue
            }
            if let isNamed, !isNamed(digest) {
                result.faults.append(
                    (
                        nil,
                        Fault(
                            warning: .blobOrphan, .file(path), repair: .byHand,
                            "No filing names these bytes: left by a filing that was broken off.")
                    ))
            }
            if isRead(digest) { result.read(digest, path, ground) }
        }
        return result
    }

    /// Tells faults of files with the first entry that names them. Only after damage are all filings read for it.
    private mutating func name(_ damaged: [(Digest, Fault)]) {
        guard !damaged.isEmpty else { return }
        var first: [Digest: LeafIndex] = [:]
        let wanted = Set(damaged.map(\.0))
        try? scan.filings(in: 0..<ground.head.size.value) { index, text in
            guard let filing = try? FilingFields(parsing: text), wanted.contains(filing.content),
                first[filing.content] == nil
            else { return }
            first[filing.content] = index
        }
        for (digest, fault) in damaged {
            var place = fault.place
            place.index = first[digest]
            if let index = first[digest] {
                let cursor = try? scan.select(
                    "SELECT docketing FROM docketing WHERE idx = ?1", Int64(clamping: index.value))
                if let cursor, (try? cursor.next()) == true {
                    let docketing = try? Docketing(parsing: cursor.bytes(0))
                    place.matter = docketing?.matter
                    place.number = docketing?.number
                }
            }
            faults.add(fault.moved(to: place))
        }
    }
}

extension BlobResult {
    /// Reads one file whole.
    fileprivate mutating func read(_ digest: Digest, _ path: String, _ ground: AuditGround) {
        func damage(_ bytes: UInt64, _ sentence: String) {
            let place = Place.file(path, bytes: 0..<bytes)
            faults.append((digest, Fault(.blobDigest, place, repair: .copy, sentence)))
        }
        do {
            guard let found = try ground.blobs.measure(digest) else { return }
            blobs += 1
            bytes += found.size
            if found.digest != digest { damage(found.size, "The exhibit's bytes were changed.") }
        } catch {
            damage(0, "The exhibit cannot be read: \(error).")
        }
    }
}

extension [UInt64] {
    /// Whether the sorted numbers have `value` among them.
    fileprivate func holds(_ value: UInt64) -> Bool {
        var range = startIndex..<endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if self[middle] == value { return true }
            range = self[middle] < value ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return false
    }
}
