// Filings that wait for their server, in a folder of the user's own. A filing N is there when its text `N.queued` is, which appears whole
// and last; its content `N.content` is there before it and goes after it. So whoever dies at any moment leaves filings that are whole,
// and at most a content without a text, which the next one to queue or to send takes away.
//
// Invariants: content, filing and signature are written once and never changed; the digest in the filing is of the copy, whatever
// becomes of the user's file; a filing leaves the queue only when its receipt is where the user wanted it, or when he drops it.

package import DurableFiles
package import EvidenceValues
import Foundation
import TransparencyLog

/// Why something cannot be queued.
package enum QueueError: Error, Sendable, Hashable {
    /// A path with a line feed, or none from the root on.
    case badReceiptPath(String)
    /// A file of the queue is not what it was.
    case damaged(path: String)
    /// Nothing with this number waits.
    case notQueued(UInt64)
    /// The filing is too large for a header.
    case tooLarge(limit: Int)
}

/// The queue in a folder.
package struct FilingQueue: Sendable {
    package let folder: String

    /// Bytes read at once of what is copied.
    private static let pieceSize = 1 << 20
    /// Larger numbers were given by nobody here.
    private static let numberLimit: UInt64 = 1 << 48
    private static let queued = ".queued"
    private static let content = ".content"

    /// - Parameter folder: made when something is queued.
    package init(folder: String) { self.folder = folder }

    /// Copies a file into the queue, and puts behind it the filing that `prepare` makes of digest and size of the copy.
    /// - Parameter observe: is shown the pieces as they pass.
    package func add(
        _ file: RangedFile, for server: ServerAddress, receiptPath: String, at now: Instant,
        observe: ([UInt8]) -> Void = { _ in },
        prepare: (Digest, UInt64) throws -> PreparedFiling
    ) throws -> QueuedFiling {
        guard receiptPath.hasPrefix("/"), !receiptPath.utf8.contains(0x0A) else {
            throw QueueError.badReceiptPath(receiptPath)
        }
        try DurableFile.makeFolder(folder, mode: 0o700)
        return try FolderLock.holding(folder) {
            try removeLeftovers()
            let number = (try numbers(Self.queued).max() ?? 0) + 1
            let copy = path(number, Self.content)
            let digest = try FilingQueue.copy(file, to: copy, observe)
            do {
                let waiting = QueuedFiling(
                    number: number, server: server, queued: now, receiptPath: receiptPath,
                    filing: try prepare(digest, UInt64(file.count)))
                guard waiting.bytes.count <= QueuedFiling.maximumSize else {
                    throw QueueError.tooLarge(limit: QueuedFiling.maximumSize)
                }
                try DurableFile.write(
                    waiting.bytes, to: path(number, Self.queued), isSecret: true)
                return waiting
            } catch {
                try? DurableFile.remove(copy)
                throw error
            }
        }
    }

    /// What waits, in the order in which it was queued.
    package func waiting() throws -> [QueuedFiling] {
        try numbers(Self.queued).sorted().compactMap { number in
            let path = path(number, Self.queued)
            // It may have been sent by another process just now.
            guard DurableFile.exists(path) else { return nil }
            let bytes = try DurableFile.read(path, limit: QueuedFiling.maximumSize)
            guard let filing = QueuedFiling(number: number, parsing: bytes) else {
                throw QueueError.damaged(path: path)
            }
            return filing
        }
    }

    /// The copy that is filed.
    package func content(of filing: QueuedFiling) throws -> RangedFile {
        let path = path(filing.number, Self.content)
        guard let file = try RangedFile(path), UInt64(file.count) == filing.filing.filing.size
        else { throw QueueError.damaged(path: path) }
        return file
    }

    /// The filing with this number.
    package func filing(_ number: UInt64) throws -> QueuedFiling {
        guard let filing = try waiting().first(where: { $0.number == number }) else {
            throw QueueError.notQueued(number)
        }
        return filing
    }

    /// Takes a filing out of the queue, if it is still this one that has its number.
    package func remove(_ filing: QueuedFiling) throws {
        try FolderLock.holding(folder) {
            let path = path(filing.number, Self.queued)
            guard DurableFile.exists(path),
                try DurableFile.read(path, limit: QueuedFiling.maximumSize) == filing.bytes
            else { throw QueueError.notQueued(filing.number) }
            try DurableFile.remove(path)
            // The text must be gone for good before the content goes, or a crash could leave a filing without its content.
            try DurableFile.synchronize(folder: folder)
            try DurableFile.remove(self.path(filing.number, Self.content))
        }
    }

    /// Takes away contents without a text, and files that never got their name. The lock is held.
    private func removeLeftovers() throws {
        let whole = Set(try numbers(Self.queued))
        for number in try numbers(Self.content) where !whole.contains(number) {
            try DurableFile.remove(path(number, Self.content))
        }
        for name in try names() where name.hasSuffix(".part") {
            try DurableFile.remove(folder + "/" + name)
        }
    }

    private static func copy(
        _ file: RangedFile, to path: String, _ observe: ([UInt8]) -> Void
    ) throws -> Digest {
        var hasher = Hasher256()
        let copy = try NewFile(for: path, isSecret: true)
        try copy.write { write in
            var position = 0
            while position < file.count {
                let end = min(file.count, position + pieceSize)
                let piece = try file.bytes(position..<end)
                hasher.update(piece)
                observe(piece)
                try write(piece)
                position = end
            }
        }
        try copy.promote()
        return hasher.finalize()
    }

    private func names() throws -> [String] {
        guard DurableFile.exists(folder) else { return [] }
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw DurableFile.unreadable(folder, error)
        }
    }

    private func numbers(_ suffix: String) throws -> [UInt64] {
        try names().filter { $0.hasSuffix(suffix) }.compactMap { name in
            UInt64(name.dropLast(suffix.count)).flatMap { $0 < Self.numberLimit ? $0 : nil }
        }
    }

    private func path(_ number: UInt64, _ suffix: String) -> String {
        "\(folder)/\(number)\(suffix)"
    }
}
