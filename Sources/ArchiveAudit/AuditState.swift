// What one audit leaves for the next: up to where everything was read, with the root that it had, and where a run that was out of
// time goes on. It stands beside the high-water mark, outside the archive. Whoever loses it loses time only: without it everything
// counts as new. What it says is compared with the log before it is believed; but whoever can write the file and knows the log can say
// that more was read than was, so only a full audit without a budget, which believes nothing of it, is worth its whole name.

package import EvidenceValues
import TransparencyLog

/// A place in a run over the whole archive or over one slice of it.
package struct AuditCursor: Sendable, Hashable {
    package let reach: AuditReach
    /// The first unit of work that was not done.
    package var next: UInt64
    /// The units of work that the run began with; what came since is new, and read as such.
    package let size: TreeSize

    package init(reach: AuditReach, next: UInt64, size: TreeSize) {
        self.reach = reach
        self.next = next
        self.size = size
    }
}

/// The state between two audits of one archive.
package struct AuditState: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-audit-state/v1"
    /// Bytes at most; the longest possible is far below.
    package static let maximumSize = 4096

    package let origin: ArchiveOrigin
    /// All entries below were read at least once.
    package let size: TreeSize
    package let root: RootHash
    /// Where the run goes on that was out of time; nil if the last one was finished.
    package let cursor: AuditCursor?
    /// The slice that was finished last; nil if none was.
    package let slice: AuditReach?

    package init(
        origin: ArchiveOrigin, size: TreeSize, root: RootHash, cursor: AuditCursor?,
        slice: AuditReach? = nil
    ) {
        self.origin = origin
        self.size = size
        self.root = root
        self.cursor = cursor
        self.slice = slice
    }

    /// Whether it is of this log: its root at its size is the tree's.
    func isOf(_ ground: AuditGround, _ tiles: StoredTiles) -> Bool {
        origin == ground.origin && size <= ground.head.size
            && (cursor?.size ?? size) <= ground.head.size
            && tiles.peaks(of: size.value)?.root == root
    }

    /// The same, without what it says of runs that were not finished, and of slices.
    var forgotten: AuditState {
        AuditState(origin: origin, size: size, root: root, cursor: nil)
    }

    /// The slice whose turn it is, of `count`: the one that was broken off, else the one behind that which was finished last.
    package static func nextSlice(of count: UInt64, after state: AuditState?) -> AuditReach? {
        if let reach = state?.cursor?.reach, case .slice(_, count) = reach { return reach }
        if case .slice(let number, count)? = state?.slice {
            return AuditReach(slice: "\(number % count + 1)/\(count)")
        }
        return AuditReach(slice: "1/\(count)")
    }

    /// The state that `bytes` are, or nil: then everything counts as new.
    package init?(parsing bytes: [UInt8]) {
        guard bytes.count <= AuditState.maximumSize,
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 7, lines[0] == AuditState.format,
            let origin = AuditState.value("archive", lines[1]).flatMap({ ArchiveOrigin($0) }),
            let size = AuditState.value("size", lines[2]).flatMap({ UInt64($0) }),
            let root = AuditState.value("root", lines[3]).flatMap({ Digest(text: $0) }),
            let cursor = AuditState.value("cursor", lines[4]),
            let slice = AuditState.value("slice", lines[5])
        else { return nil }
        self.init(
            origin: origin, size: TreeSize(size), root: RootHash(root),
            cursor: AuditState.readCursor(cursor), slice: AuditReach(slice: slice))
        guard self.bytes == bytes else { return nil }
    }

    /// The one text of this state.
    package var bytes: [UInt8] {
        var text = AuditState.format + "\narchive \(origin.text)\nsize \(size.value)\n"
        text += "root \(root.digest.text)\n"
        if let cursor {
            text += "cursor \(cursor.next) of \(cursor.size) in \(cursor.reach)\n"
        } else {
            text += "cursor none\n"
        }
        if case .slice(let number, let count)? = slice {
            text += "slice \(number)/\(count)\n"
        } else {
            text += "slice none\n"
        }
        return Array(text.utf8)
    }

    private static func value(_ name: String, _ line: String) -> String? {
        line.hasPrefix(name + " ") ? String(line.dropFirst(name.utf8.count + 1)) : nil
    }

    private static func readCursor(_ text: String) -> AuditCursor? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 5, parts[1] == "of", parts[3] == "in", let next = UInt64(parts[0]),
            let size = UInt64(parts[2])
        else { return nil }
        let reach: AuditReach? =
            switch (parts.count, parts[4]) {
            case (5, "full"): .full
            case (6, "slice"): AuditReach(slice: parts[5])
            default: nil
            }
        return reach.map { AuditCursor(reach: $0, next: next, size: TreeSize(size)) }
    }
}
