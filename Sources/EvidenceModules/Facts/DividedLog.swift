// An archive that signs two states of its log that cannot both be true (RFC 9162 §8.3.3, a split view): what shows it, and what of the log can still
// be relied on. A state of this size that the log did not have, as its own proofs show, contradicts it; so do two states of one
// size. Each has to be the archive's: signed with a key of the annex that was nobody else's, or proven to be older than
// the time since when others may have had it. Whatever an opponent makes with such a key counts against nobody.
//
// The log is *settled* up to the largest of its checkpoints that as many witnesses cosigned as the annex demands, and that no smaller one
// which they cosigned contradicts: honest witnesses cosign one history. What it holds above that is the archive's word.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A checkpoint that the archive signed.
struct SignedState: Sendable, Hashable {
    let document: Digest
    let checkpoint: Checkpoint
    /// Whether as many witnesses cosigned it as the annex demands.
    let isWitnessed: Bool
    /// Whether it is a state of the log that the exhibits are in.
    let isOwn: Bool
    /// The exhibit in which it stands first; nil for the checkpoint that the proofs are for.
    let place: LeafIndex?
}

/// Two states that cannot both be of one log.
struct LogFork: Sendable, Hashable {
    let state: SignedState
    let other: SignedState

    /// At this size at the latest they differ.
    var size: TreeSize { min(state.checkpoint.size, other.checkpoint.size) }
}

/// What checkpoints say of the log.
struct DividedLog: Sendable {
    /// At most `forkLimit`, those of the smallest sizes.
    private(set) var forks: [LogFork] = []
    /// The largest witnessed state of the log that no smaller witnessed one contradicts.
    private(set) var settled: SignedState?

    // One is enough to convict; an archive that signs thousands must not cost the judge more.
    private static let forkLimit = 16

    init() {}

    /// - Parameter proven: the roots that the log had, by size.
    init(_ states: [SignedState], proven: [TreeSize: RootHash]) {
        let filled = states.filter { $0.checkpoint.size.value > 0 }
        let found = DividedLog.forks(filled, proven: proven)
        let limit = found.flatMap { [$0.state, $0.other] }
            .filter { $0.isWitnessed && !$0.isOwn }.map(\.checkpoint.size).min()
        settled = filled.filter { state in
            state.isOwn && state.isWitnessed && (limit.map { state.checkpoint.size < $0 } ?? true)
        }.max { $0.checkpoint.size < $1.checkpoint.size }
        forks = Array(found.prefix(DividedLog.forkLimit))
    }

    private static func forks(
        _ states: [SignedState], proven: [TreeSize: RootHash]
    ) -> [LogFork] {
        var known: [TreeSize: SignedState] = [:]
        for state in states where state.isOwn && known[state.checkpoint.size] == nil {
            known[state.checkpoint.size] = state
        }
        let main = states.first { $0.isOwn && $0.place == nil }
        var forks: [LogFork] = []
        for state in states where !state.isOwn {
            let (size, root) = (state.checkpoint.size, state.checkpoint.root)
            if let other = known[size] {
                guard other.checkpoint.root != root else { continue }
                forks.append(LogFork(state: state, other: other))
            } else if let own = proven[size], own != root, let main {
                forks.append(LogFork(state: state, other: main))
            } else {
                known[size] = state
            }
        }
        return forks.sorted { ($0.size, $0.state.document) < ($1.size, $1.state.document) }
    }
}
