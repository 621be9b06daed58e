// What the report draws of clocks and of the log: each token and cosignature that was found, with what came of it, and each state of the
// log that leads to the one the evidence comes from. It decides nothing: what bounds rest on is TrustedClocks' work.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

extension Evidence {
    /// Every clock's word that was found, by time.
    var clockRecords: [ClockRecord] {
        (tokenRecords + cosignatureRecords).sorted { $0.order < $1.order }
    }

    private var tokenRecords: [ClockRecord] {
        var seen: Set<Digest> = []
        var found: [ClockRecord] = []
        for exhibit in exhibits {
            for held in exhibit.holdings.tokens {
                guard let validation = clocks.tokens[held.digest],
                    seen.insert(held.digest).inserted
                else { continue }
                let covered = known.objects(
                    with: held.token.imprint, by: held.token.imprintAlgorithm)
                found.append(
                    ClockRecord(
                        form: .token, source: held.digest, party: validation.party,
                        time: validation.token.genTime,
                        standing: standing(
                            .content(held.digest),
                            isHeard: clocks.trusted.contains(held.digest)),
                        covers: Set(covered.compactMap(\.shownName)).sorted(),
                        exhibit: exhibit.index))
            }
        }
        return found
    }

    private var cosignatureRecords: [ClockRecord] {
        let places = Dictionary(
            filedNotes(in: exhibits).map { (UnopenedNote.text(of: $0.note), $0) },
            uniquingKeysWith: { first, _ in first })
        return clocks.cosignatures.map { cosignature in
            let note = places[cosignature.text]
            let source = note?.digest ?? .sha256(Array(cosignature.text.utf8))
            return ClockRecord(
                form: .cosignature, source: source, party: cosignature.witness.party,
                time: cosignature.time, standing: standing(cosignature.object, isHeard: true),
                covers: [], exhibit: note?.entry)
        }
    }

    private func standing(_ object: EvidenceObject, isHeard: Bool) -> ClockRecord.Standing {
        if clocks.impeached.contains(where: { $0.object == object }) { return .contradicted }
        return isHeard ? .heard : .unproven
    }

    /// The states of the log, by size.
    var checkpointRecords: [CheckpointRecord] {
        guard let main = log.checkpoint else { return [] }
        let notes = [FiledNote(note: main.note, entry: nil)] + filedNotes(in: exhibits)
        var seen: Set<Digest> = []
        let found = notes.compactMap { note -> CheckpointRecord? in
            guard seen.insert(note.digest).inserted,
                let checkpoint = try? Checkpoint(noteText: UnopenedNote(parsing: note.note).text),
                checkpoint.origin == main.checkpoint.origin, isState(checkpoint)
            else { return nil }
            return CheckpointRecord(
                note: note.digest, size: checkpoint.size, provenBy: provenTime(of: note.note),
                exhibit: note.entry)
        }
        return found.sorted { ($0.size, $0.note) < ($1.size, $1.note) }
    }

    // A checkpoint with the root that the log has at its size, whoever signed it.
    private func isState(_ checkpoint: Checkpoint) -> Bool {
        log.consistent[checkpoint.size] == checkpoint.root
            || log.checkpoint?.checkpoint.size == checkpoint.size
                && log.checkpoint?.checkpoint.root == checkpoint.root
    }

    /// Who certainly signed which content.
    static func speakers(_ signatures: [JudgedSignature]) -> [Digest: [PartyID]] {
        var found: [Digest: Set<PartyID>] = [:]
        for signature in signatures where signature.standing == .certain {
            guard let content = signature.record.content, let signer = signature.record.signer
            else { continue }
            found[content, default: []].insert(signer)
        }
        return found.mapValues { $0.sorted() }
    }
}

extension ClockRecord {
    /// No two records have the same: one witness cosigns a note once at a time.
    fileprivate var order: (Instant, Digest, String, String) {
        (time, source, form.rawValue, party?.text ?? "")
    }
}

extension UnopenedNote {
    /// The signed text of a note; empty for what is none.
    fileprivate static func text(of note: String) -> String {
        (try? UnopenedNote(parsing: note))?.text ?? ""
    }
}

extension EvidenceObject {
    /// The digest under which a report knows it; nil for what has no name there.
    fileprivate var shownName: Digest? {
        switch self {
        case .content(let digest), .signature(let digest): digest
        case .cosignature, .entry, .entries: nil
        }
    }
}
