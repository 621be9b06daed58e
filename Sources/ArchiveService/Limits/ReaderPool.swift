// Read-only archives beside the one that writes, each used by one thread at a time. They are opened when they are needed and kept: as
// many as the blocking pool has threads at most.

package import EvidenceStore
import Synchronization

/// Readers of the archive.
package final class ReaderPool: Sendable {
    /// An archive that one thread at a time uses.
    private final class Reader: Sendable {
        let archive: Mutex<Archive>

        init(folder: String, surroundings: Surroundings) throws {
            archive = Mutex(try Archive.openReadOnly(at: folder, surroundings: surroundings))
        }
    }

    private let folder: String
    private let surroundings: Surroundings
    private let blocking: BlockingPool
    private let idle = Mutex<[Reader]>([])

    package init(folder: String, surroundings: Surroundings, blocking: BlockingPool) {
        self.folder = folder
        self.surroundings = surroundings
        self.blocking = blocking
    }

    /// Reads on a thread of the blocking pool.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Archive) throws -> Value
    ) async throws -> Value {
        try await blocking.run { try self.readHere(body) }
    }

    /// Reads on this thread, which is one that may block.
    package func readHere<Value: Sendable>(
        _ body: (Archive) throws -> Value
    ) throws -> Value {
        let reader =
            try idle.withLock { $0.popLast() }
            ?? Reader(folder: folder, surroundings: surroundings)
        defer { idle.withLock { $0.append(reader) } }
        return try reader.archive.withLock { try body($0) }
    }

    /// Closes what is open; whoever reads afterwards opens anew.
    package func close() {
        for reader in idle.withLock({ idle in
            defer { idle = [] }
            return idle
        }) {
            reader.archive.withLock { try? $0.close() }
        }
    }
}
