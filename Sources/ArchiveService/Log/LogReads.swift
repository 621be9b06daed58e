// What is read of the log for everybody, kept for who comes next: the checkpoint for a moment, tiles and bundles for as long as there is room.

import EvidenceStore
import EvidenceValues
import Synchronization
import TransparencyLog

/// Reads of the log.
final class LogReads: Sendable {
    /// Bytes of tiles and bundles that are kept at most; then all are dropped, and the asked ones read again.
    private static let maximumKept = 32 << 20
    /// How long a checkpoint is given without asking whether there is a newer one: to a person it is now.
    private static let freshness = Duration.milliseconds(100)

    private struct State {
        var checkpoint: (read: ContinuousClock.Instant, bytes: TaggedBytes)?
        var tiles: [TilePath: TaggedBytes] = [:]
        var kept = 0
    }

    private let core: ServiceCore
    private let state = Mutex(State())

    init(_ core: ServiceCore) { self.core = core }

    /// The newest checkpoint with the cosignatures that there are.
    func checkpoint() async throws -> TaggedBytes {
        let now = ContinuousClock.now
        if let known = state.withLock({ $0.checkpoint }), now - known.read < LogReads.freshness {
            return known.bytes
        }
        let note = try await core.readers.read { try $0.cosigned($0.checkpoint()) }
        let bytes = TaggedBytes(Array(note.utf8))
        state.withLock { $0.checkpoint = (now, bytes) }
        return bytes
    }

    /// A tile or bundle; nil if the log does not reach so far.
    func tile(_ path: TilePath) async throws -> TaggedBytes? {
        if let known = state.withLock({ $0.tiles[path] }) { return known }
        let bytes = try await core.readers.read { archive in
            switch path {
            case .hashes(let tile): try archive.hashTile(tile)?.bytes
            case .entries(let tile): try archive.entryBundle(tile)?.bytes
            }
        }
        guard let bytes else { return nil }
        let found = TaggedBytes(bytes)
        state.withLock { state in
            if state.kept + bytes.count > LogReads.maximumKept {
                state.tiles = [:]
                state.kept = 0
            }
            if state.tiles.updateValue(found, forKey: path) == nil { state.kept += bytes.count }
        }
        return found
    }
}
