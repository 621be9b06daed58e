// What a checkpoint commits to. A note found in evidence counts if its origin is the log's and its root at its size is the log's
// own, as the caller proved; then it commits to every known entry below its size. Its signature does not matter here: nobody
// can know a root before the entries under it exist, whoever signs it. A note of another log, or with another root, commits
// to nothing that could be shown.

import EvidenceValues
import TransparencyLog

/// Reads notes against what was proven of the log.
struct NoteReader: Sendable {
    private let main: Checkpoint?
    private let consistent: [TreeSize: RootHash]
    private let witnesses: WitnessKeys
    /// The known entries that the main checkpoint includes, ascending.
    private let entries: [Entry]

    init(log: LogContext, exhibits: [FiledExhibit], witnesses: WitnessKeys) {
        self.witnesses = witnesses
        main = log.checkpoint?.checkpoint
        consistent = log.consistent
        guard let size = main?.size else {
            entries = []
            return
        }
        entries = exhibits.map(\.entry).filter { size.contains($0.index) }
            .sorted { ($0.index, $0.leafHash) < ($1.index, $1.leafHash) }
    }

    /// How many of the known entries the note commits to; nil if it is no checkpoint of this log as it was proven.
    func entryCount(_ note: String) -> Int? {
        guard let main, let text = try? UnopenedNote(parsing: note).text,
            let checkpoint = try? Checkpoint(noteText: text), checkpoint.origin == main.origin,
            checkpoint.size <= main.size
        else { return nil }
        let root = checkpoint.size == main.size ? main.root : consistent[checkpoint.size]
        guard root == checkpoint.root else { return nil }
        return entries.prefix { checkpoint.size.contains($0.index) }.count
    }

    /// Tells the graph that `object` holds the note, the note its text and the cosignatures on it, and each of them the entries.
    func commit(_ object: EvidenceObject, to note: String, in graph: inout CommitmentGraph) {
        let content = EvidenceObject.content(Digest.sha256(Array(note.utf8)))
        graph.commit(object, to: content)
        guard let unopened = try? UnopenedNote(parsing: note) else { return }
        let text = EvidenceObject.content(Digest.sha256(Array(unopened.text.utf8)))
        graph.commit(content, to: text)
        for cosignature in witnesses.cosignatures(on: note)?.verified ?? [] {
            graph.commit(content, to: cosignature.object)
            graph.commit(cosignature.object, to: text)
        }
        if let count = entryCount(note) { graph.commit(text, to: .entries(count)) }
    }

    /// Tells the graph which entries the first so many are.
    func commitEntries(in graph: inout CommitmentGraph) {
        for (position, entry) in entries.enumerated() {
            graph.commit(.entries(position + 1), to: .entry(entry.leafHash))
            graph.commit(.entries(position + 1), to: .entries(position))
        }
    }
}
