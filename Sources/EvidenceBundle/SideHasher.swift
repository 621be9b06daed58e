// SHA-256 of many bytes on the other core, beside whatever else is done with them. The pieces are handed over, not copied, and few of them
// wait at any time, so memory stays bounded. Few bytes are hashed at once, because waking a thread costs more.

internal import Dispatch
package import EvidenceValues
internal import Synchronization
internal import TransparencyLog

/// A running SHA-256 on a thread of its own. Used by one thread at a time.
package final class SideHasher {
    /// Below this, everything is hashed on the thread that hands it over.
    private static let worthwhile = 1 << 20
    /// What is handed over at once, at least.
    private static let piece = 1 << 17

    private var here = Hasher256()
    private let worker: Worker?
    private var gathered: [UInt8] = []

    /// A hasher of about `count` bytes.
    package init(expecting count: Int) {
        worker = count < SideHasher.worthwhile ? nil : Worker()
    }

    /// Appends `bytes` to what is hashed.
    package func update(_ bytes: [UInt8]) {
        guard let worker else { return here.update(bytes) }
        if gathered.isEmpty && bytes.count >= SideHasher.piece { return worker.add(bytes) }
        gathered += bytes
        if gathered.count >= SideHasher.piece {
            worker.add(gathered)
            gathered = []
        }
    }

    /// The digest of all bytes so far.
    package func finalize() -> Digest {
        guard let worker else { return here.finalize() }
        worker.add(gathered)
        gathered = []
        return worker.digest
    }
}

/// Hashes the pieces that are given to it, in their order.
private final class Worker: Sendable {
    /// Pieces that wait at most.
    private static let waiting = 4

    private let hasher = Mutex(Hasher256())
    private let queue = DispatchQueue(label: "docket.side-hasher")
    private let room = DispatchSemaphore(value: waiting)

    func add(_ bytes: [UInt8]) {
        room.wait()
        queue.async {
            self.hasher.withLock { $0.update(bytes) }
            self.room.signal()
        }
    }

    /// Of all that was added.
    var digest: Digest { queue.sync { hasher.withLock { $0.finalize() } } }
}
