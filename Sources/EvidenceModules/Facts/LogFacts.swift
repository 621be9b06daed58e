// What the archive's checkpoints say of its log, as facts for article R-12. Only those checkpoints are spoken of on which something can rest: the
// states that contradict each other, and the newest settled one; a log of many years has thousands, of which the rest say nothing more.

import EvidenceValues
import SignatureValidation
import TransparencyLog

extension Evidence {
    /// The states that the archive signed on which something rests, in the notes of the exhibits and the checkpoint that the proofs are for: what
    /// witnesses settled, and where some note has another root than the log, all of its size. The rest of thousands is not even opened.
    var signedStates: [SignedState] {
        guard let keys = log.keys, let main = log.checkpoint else { return [] }
        let policy = policy.trust.witnessPolicy(of: keys.archive)?.policy
        let notes = ([FiledNote(note: main.note, entry: nil)] + filedNotes(in: exhibits))
            .compactMap { filed in
                checkpoint(in: filed.note, of: keys.archive).map { (filed: filed, checkpoint: $0) }
            }
        let doubtful = Set(notes.map(\.checkpoint).filter { !isOwn($0) }.map(\.size))
        return notes.compactMap { filed, checkpoint in
            let isWitnessed = policy.map { isMet($0, on: filed.note) } ?? false
            let mayContradict =
                filed.entry == nil ? !doubtful.isEmpty : doubtful.contains(checkpoint.size)
            guard isWitnessed || mayContradict, isSigned(filed.note, keys) else { return nil }
            return SignedState(
                document: filed.digest, checkpoint: checkpoint, isWitnessed: isWitnessed,
                isOwn: isOwn(checkpoint), place: filed.entry)
        }
    }

    /// Whether the archive signed it, and nobody else can have. Spec: facts-20
    private func isSigned(_ note: String, _ keys: KeyHistory) -> Bool {
        guard let dated = try? keys.openStatement(note: note) else { return false }
        return dated.mustBeOlderThan.map { isProven(note, before: $0) } ?? true
    }

    private func checkpoint(in note: String, of origin: ArchiveOrigin) -> Checkpoint? {
        guard let text = try? UnopenedNote(parsing: note).text,
            let checkpoint = try? Checkpoint(noteText: text), checkpoint.origin == origin
        else { return nil }
        return checkpoint
    }

    /// Whether it is a state of the log that the exhibits are in.
    private func isOwn(_ checkpoint: Checkpoint) -> Bool {
        guard let main = log.checkpoint?.checkpoint, checkpoint.size <= main.size else {
            return false
        }
        let root = checkpoint.size == main.size ? main.root : log.consistent[checkpoint.size]
        return root == checkpoint.root
    }

    private func isMet(_ policy: WitnessPolicy, on note: String) -> Bool {
        let counted = (witnesses.cosignatures(on: note)?.verified ?? [])
            .filter(clocks.cosignatures.contains)
        return policy.evaluate(counted.map(\.signer)).isMet
    }

    /// `checkpoint`, `witnessed`, `consistent` and `forked`. Spec: facts-20, facts-21
    var logFacts: [Fact] {
        guard let archive = log.archive else { return [] }
        let party = Term.party(archive.party)
        let states = Set(dividedLog.forks.flatMap { [$0.state, $0.other] })
            .union([dividedLog.settled].compactMap(\.self))
        let forks = dividedLog.forks.map { fork in
            Fact(
                "forked",
                [
                    party, .count(fork.size.term), .document(fork.state.document),
                    .document(fork.other.document),
                ], exhibits: Set([fork.state.place, fork.other.place].compactMap(\.self)).sorted())
        }
        return forks + states.flatMap { facts(on: $0, of: party) }
    }

    private func facts(on state: SignedState, of party: Term) -> [Fact] {
        let (itself, places) = (Term.document(state.document), [state.place].compactMap(\.self))
        let size = Term.count(state.checkpoint.size.term)
        var facts = [Fact("checkpoint", [itself, party, size], exhibits: places)]
        if state.isWitnessed { facts.append(Fact("witnessed", [itself], exhibits: places)) }
        if state == dividedLog.settled {
            facts.append(Fact("consistent", [itself], exhibits: places))
        }
        return facts
    }

    /// Whether it can be relied on that the archive logged something in this entry: it signed no other log, or witnesses settled this one so
    /// far, or somebody else's clock shows that it existed, and not by way of the log. Spec: facts-22
    func isSettled(_ digest: Digest, at index: LeafIndex) -> Bool {
        guard let boundsApartFromLog else { return true }
        if let settled = dividedLog.settled, settled.checkpoint.size.contains(index) { return true }
        let object = EvidenceObject.content(digest)
        guard reliableInterval(of: object).hi != nil,
            let clock = boundsApartFromLog.witnesses(of: object).hi
        else { return false }
        return clock.party != log.archive?.party
    }
}

extension TreeSize {
    /// As a number of rules; no log is as large as the largest.
    fileprivate var term: Int64 { Int64(clamping: value) }
}
