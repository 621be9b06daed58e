// A large file that is read once, in order, and digested on another thread from the very bytes that the reader got: hashing the whole
// costs no second reading, and what is validated is what the digest names, even if somebody changes the file meanwhile.

import Cryptography
import Dispatch
package import DurableFiles
package import EvidenceValues
import Synchronization

/// A file whose SHA-256 is worked out while it is read.
package final class DigestedFile: RangedBytes, Sendable {
    /// Windows that wait to be hashed: a few, of which each is a quarter of a MiB.
    private static let maximumWaiting = 8
    private static let windowSize = 1 << 18

    package let count: Int
    private let file: RangedFile
    private let queue = DispatchQueue(label: "docket.digest")
    private let room = DispatchSemaphore(value: DigestedFile.maximumWaiting)
    /// The first byte that was not handed to the hash.
    private let next = Mutex(0)
    private let hash = Mutex(RunningContent([.sha256]))

    package init(_ file: RangedFile) {
        self.file = file
        count = file.count
    }

    /// The bytes of a range; what of them was not read before, and continues what was, is hashed.
    package func read(_ range: Range<Int>) throws -> [UInt8] {
        let bytes = try file.bytes(range)
        let known = next.withLock { next in
            let known = next - range.lowerBound
            guard known >= 0, range.upperBound > next else { return bytes.count }
            next = range.upperBound
            return known
        }
        if known < bytes.count { add(known == 0 ? bytes : Array(bytes[known...])) }
        return bytes
    }

    /// The digest, what was not read yet included. Called once, when nobody reads any more.
    package func digest() throws -> Digest {
        var position = next.withLock { $0 }
        while position < count {
            let end = min(count, position + DigestedFile.windowSize)
            add(try file.bytes(position..<end))
            position = end
        }
        return try queue.sync {
            guard case .hashes(let hashes) = hash.withLock({ $0.finish() }),
                let digest = hashes[.sha256].flatMap({ Digest(bytes: $0) })
            else { throw FileFailure.unreadable(path: file.path, reason: "SHA-256 is missing") }
            return digest
        }
    }

    private func add(_ bytes: [UInt8]) {
        room.wait()
        queue.async {
            self.hash.withLock { $0.add(bytes) }
            self.room.signal()
        }
    }
}
