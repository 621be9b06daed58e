// What a witness does with a request (C2SP tlog-witness): it knows for each log the checkpoint that it cosigned last, and cosigns
// another only if that one continues it. This is the decision and nothing else: a function of the request, the state and the time.
// Whoever carries it out must make `next` durable before he gives `answer` away, with nothing in between that could change the
// state: else a crash or a race lets one witness cosign two histories.

package import EvidenceValues

/// Why a witness does not cosign.
package enum WitnessRefusal: Error, Sendable, Hashable {
    /// Not the text of a request, or its note is no checkpoint.
    case malformed
    /// The old size is larger than that of the checkpoint.
    case oldSizeTooLarge
    /// No signature by a key that the witness trusts for this log, or a false one.
    case noTrustedSignature
    /// The witness does not know this log.
    case unknownLog
    /// The old size is not that of the checkpoint that the witness cosigned last, which is `known`.
    case conflict(known: TreeSize)
    /// The checkpoint does not continue the last one, or the proof does not show it.
    case inconsistent(ProofError)
    /// The log signed two roots for one size, or a root of the empty tree that is none: proof of its misconduct.
    case otherRoot
    /// The witness's clock is behind the time of its own last cosignature.
    case clockBehind(last: Instant)
    /// What the witness stored is not what it cosigned.
    case damagedState(NoteError)

    /// The status of the answer over HTTP.
    package var status: Int {
        switch self {
        case .malformed, .oldSizeTooLarge: 400
        case .noTrustedSignature: 403
        case .unknownLog: 404
        case .conflict: 409
        case .inconsistent, .otherRoot: 422
        case .clockBehind, .damagedState: 500
        }
    }

    /// The body of the answer and its media type, where the protocol gives one.
    package var body: (text: String, mediaType: String)? {
        guard case .conflict(let known) = self else { return nil }
        return ("\(known.value)\n", "text/x.tlog.size")
    }
}

/// A cosignature that was decided on.
package struct WitnessDecision: Sendable, Hashable {
    /// What must be durable before `answer` leaves.
    package let next: WitnessedLog
    /// The line of the cosignature.
    package let answer: String
}

/// A witness.
package struct Witness: Sendable {
    package let cosigner: Cosigner

    package init(_ cosigner: Cosigner) { self.cosigner = cosigner }

    /// Decides on a request about `log`, the log of the request's origin; nil if there is none. Spec: witness-6 to witness-8
    package func decide(
        _ request: AddCheckpointRequest, about log: WitnessedLog?, at time: Instant
    ) throws(WitnessRefusal) -> WitnessDecision {
        guard let log else { throw WitnessRefusal.unknownLog }
        let last = try verifiedState(of: log)
        let note: UnopenedNote
        do throws(NoteError) {
            note = try UnopenedNote(parsing: request.note)
            _ = try note.open(with: log.keys)
        } catch {
            throw error == .malformedNote ? .malformed : .noTrustedSignature
        }
        let checkpoint = try Witness.checkpoint(note, of: log)
        guard request.old <= checkpoint.size else { throw WitnessRefusal.oldSizeTooLarge }
        let known = last?.checkpoint.size ?? TreeSize(0)
        guard request.old == known else { throw WitnessRefusal.conflict(known: known) }
        try Witness.checkGrowth(request, from: last?.checkpoint, to: checkpoint)
        let now = time.wholeSecond
        if let last, now < last.time { throw WitnessRefusal.clockBehind(last: last.time) }
        return try cosign(note, of: log, at: now)
    }

    /// The checkpoint cosigned last, read again as if a stranger had written it.
    private func verifiedState(
        of log: WitnessedLog
    ) throws(WitnessRefusal) -> (checkpoint: Checkpoint, time: Instant)? {
        do { return try log.verify(by: cosigner.verifierKey) } catch {
            throw .damagedState(error)
        }
    }

    private static func checkpoint(
        _ note: UnopenedNote, of log: WitnessedLog
    ) throws(WitnessRefusal) -> Checkpoint {
        let checkpoint: Checkpoint
        do throws(NoteError) { checkpoint = try Checkpoint(noteText: note.text) } catch {
            throw error == .wrongEmptyRoot ? .otherRoot : .malformed
        }
        guard checkpoint.origin == log.origin else { throw WitnessRefusal.unknownLog }
        return checkpoint
    }

    private static func checkGrowth(
        _ request: AddCheckpointRequest, from last: Checkpoint?, to new: Checkpoint
    ) throws(WitnessRefusal) {
        // Every log continues the empty one; nothing can be proven of it, so nothing may be given as its proof.
        guard let last, last.size.value > 0 else {
            guard request.hashes.isEmpty else { throw WitnessRefusal.inconsistent(.wrongLength) }
            return
        }
        let proof = ConsistencyProof(from: last.size, to: new.size, hashes: request.hashes)
        do { try proof.check(from: last.root, to: new.root) } catch {
            let isFork = last.size == new.size && error == .wrongRoot
            throw isFork ? .otherRoot : .inconsistent(error)
        }
    }

    private func cosign(
        _ note: UnopenedNote, of log: WitnessedLog, at time: Instant
    ) throws(WitnessRefusal) -> WitnessDecision {
        do {
            let line = try cosigner.cosign(note.text, at: time)
            let next = log.after(note, cosignature: line)
            // A note at the limits would be above them with one line more, and nobody could read the state again.
            guard try next.verify(by: cosigner.verifierKey) != nil else {
                throw WitnessRefusal.malformed
            }
            return WitnessDecision(next: next, answer: line)
        } catch {
            throw .malformed
        }
    }
}

extension AddCheckpointRequest {
    /// The first line of the checkpoint: of which log it claims to be. Nil if that is no origin.
    package var origin: ArchiveOrigin? {
        guard let text = try? UnopenedNote(parsing: note).text,
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).first
        else { return nil }
        return ArchiveOrigin(line)
    }
}
