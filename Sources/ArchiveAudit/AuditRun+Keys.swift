// What the archive's machine keeps beside the log: the files of its keys, of which nothing secret is looked at, and the high-water mark.

import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

extension AuditRun {
    /// The keys in files: for their owner alone, and those that the log says sign now, or next.
    mutating func checkKeyFiles() {
        let names = KeyFileReading.names
        var isOpen = false
        var isThere = false
        for name in names {
            let path = ground.folder + "/" + name
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            // Copies for reading have no key.
            guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue else {
                continue
            }
            isThere = true
            guard mode & 0o077 != 0 else { continue }
            isOpen = true
            warn(
                .keyMode, .file(name), repair: .byHand,
                "Others than its owner may read or change the signing key.")
        }
        if isThere, !isOpen { passed(.keyMode, "Only its owner may read the signing key.") }
        checkKeys(names)
    }

    /// Whether the files hold the keys that the log says. Who may not read them cannot say.
    private mutating func checkKeys(_ names: [String]) {
        let found = names.map { KeyFileReading($0, in: ground.folder) }
        for (name, file) in zip(names, found) {
            guard case .damaged = file else { continue }
            add(.key, .file(name), repair: .byHand, "This is no key file.")
        }
        guard case .key(let main) = found[0], let current = ground.history.current,
            main != current.key
        else { return }
        // A rotation that was committed and not finished: whoever opens the archive to file finishes it.
        if case .key(current.key) = found[1], main == current.rotation?.rotation.old { return }
        // Nor may one have been made meanwhile.
        let count = (try? scan.number("SELECT count(*) FROM archive_key")).flatMap { $0 } ?? 0
        guard count < ground.history.periods.count else { return }
        add(
            .key, .file(names[0]), repair: .byHand,
            "It holds the key \(main.text), which does not sign for this log now.")
    }

    /// The size of the mark; nil if there is none or it cannot be read.
    var markSize: TreeSize? {
        if case .known(let mark) = ground.mark { return mark.size }
        return nil
    }

    /// The high-water mark against the log.
    mutating func checkMark() {
        guard let key = ground.first else { return }
        let file = HighWaterMark(key: key, surroundings: surroundings)
        let place = Place(file.path)
        if case .known = ground.mark { checkSlots(file) }
        switch ground.mark {
        case .missing:
            return warn(.mark, place, "There is no high-water mark on this machine yet.")
        case .damaged(let reason):
            add(
                .mark, place, repair: .byHand,
                "The high-water mark cannot be compared: \(reason).")
        case .known(let mark) where isLeftBehind(mark):
            warn(
                .mark, place,
                "A restore was declared and the mark not lowered yet; whoever opens the archive to file does it."
            )
        case .known(let mark) where mark.size > ground.head.size:
            add(
                .mark, place, repair: .copy,
                "The log has \(ground.head.size) entries and once had \(mark.size): an old copy was restored."
            )
        case .known(let mark):
            let isNewest = mark.size == ground.head.size
            let peaks = (isNewest ? truePeaks : nil) ?? tiles.peaks(of: mark.size.value)
            if peaks?.root != mark.root {
                add(
                    .mark, place, repair: .nothing,
                    "At size \(mark.size) the log once had another root: it was forked.")
            }
        }
        passed(.mark, "The log is not behind its high-water mark, and goes on from it.")
    }

    /// Whether the newest entry declares that this mark was left behind on purpose. Spec: erasure-16
    private func isLeftBehind(_ mark: Checkpoint) -> Bool {
        guard ground.head.size.value > 0 else { return false }
        let newest = LeafIndex(ground.head.size.value - 1)
        let record = try? scan.record(at: newest, kind: .restore)
        return record.flatMap { try? Restore(parsing: $0) }?.left == mark
    }

    /// A slot of the mark that is damaged though the other verifies.
    private mutating func checkSlots(_ mark: HighWaterMark) {
        let keys = ground.history.periods.map(\.key)
        guard var damaged = try? mark.damagedSlots(keys: keys) else { return }
        // Whoever files meanwhile may have been in the middle of one.
        if !damaged.isEmpty { damaged = (try? mark.damagedSlots(keys: keys)) ?? damaged }
        for bytes in damaged {
            var place = Place(mark.path)
            place.bytes = bytes
            warn(
                .mark, place,
                "One of the mark's two slots is damaged; the other verifies, and the next filings write both."
            )
        }
    }
}

/// Which key a file is, as far as it says.
enum KeyFileReading {
    /// The files of keys in an archive's folder.
    static let names = ["signing-key", "signing-key.next"]

    /// There is none, or it may not be read.
    case unknown
    case damaged
    case key(VerifierKey)

    init(_ name: String, in folder: String) {
        guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else {
            self = .unknown
            return
        }
        let file = try? SecretKeyFile(parsing: Array(bytes))
        self = file.map { .key($0.verifierKey) } ?? .damaged
    }
}
