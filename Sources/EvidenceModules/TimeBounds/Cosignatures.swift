// Cosignatures of the annex's witnesses (C2SP tlog-cosignature, type 0x04): a witness signs a checkpoint's text together with the time
// at which it did. So the text existed by then, and with it every entry that its root covers; and whatever holds the cosignature
// itself did not exist before. A line by a key that the annex does not list says nothing, whatever its name.
//
// Invariants: a `Cosignature` was verified; its witness counts for the checkpoint's log, so it is none of the log's operator.

package import EvidenceValues
package import TransparencyLog

/// What a witness of the annex signed.
package struct Cosignature: Sendable, Hashable {
    package let checkpoint: Checkpoint
    /// The signed text.
    package let text: String
    package let witness: TrustedWitness
    /// The key and the time, as they were verified.
    package let signer: VerifiedSigner
    /// When the witness says that it signed; never 1970-01-01, which says nothing.
    package let time: Instant
}

extension Cosignature {
    /// The witness's statement as an object in time: there is one for each key, time and text, on however many notes it stands.
    var object: EvidenceObject {
        .cosignature(.sha256(Array("\(witness.verifierKey)\n\(time)\n\(text)".utf8)))
    }

    var name: String { "cosignature of \(witness.party), \(time)" }
}

/// What the witnesses of the annex signed on one note.
package struct NoteCosignatures: Sendable {
    package let checkpoint: Checkpoint
    package fileprivate(set) var verified: [Cosignature] = []
    /// Witnesses in whose key's name a line stands that the key did not sign.
    package fileprivate(set) var forged: [TrustedWitness] = []
}

/// The keys of the annex's witnesses.
package struct WitnessKeys: Sendable {
    private let trust: PinnedTrust
    private let keys: [TrustedWitness: VerifierKey]

    package init(_ trust: PinnedTrust) {
        self.trust = trust
        keys = Dictionary(
            trust.witnesses.compactMap { witness in
                (try? VerifierKey(text: witness.verifierKey)).map { (witness, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What is signed on `note`; nil if it is no checkpoint's. Verifies at most one signature for each of its lines.
    package func cosignatures(on note: String) -> NoteCosignatures? {
        guard let unopened = try? UnopenedNote(parsing: note),
            let checkpoint = try? Checkpoint(noteText: unopened.text)
        else { return nil }
        var found = NoteCosignatures(checkpoint: checkpoint)
        let present = Set(unopened.signatures.map(\.keyID))
        for witness in trust.witnesses(of: checkpoint.origin) {
            guard let key = keys[witness], present.contains(key.keyID) else { continue }
            do throws(NoteError) {
                for signer in try unopened.open(with: [key]).signers {
                    guard let time = signer.time, time.milliseconds > 0 else { continue }
                    found.verified.append(
                        Cosignature(
                            checkpoint: checkpoint, text: unopened.text, witness: witness,
                            signer: signer, time: time))
                }
            } catch {
                // A line of another name with the same ID is nobody's; only a false one is told.
                if error != .noKnownSignature { found.forged.append(witness) }
            }
        }
        return found
    }
}

/// A note, and where it stands.
package struct FiledNote: Sendable, Hashable {
    package let note: String
    /// The entry whose filing or exhibit holds it; nil for the checkpoint that the proofs are for.
    package let entry: LeafIndex?

    package init(note: String, entry: LeafIndex?) {
        self.note = note
        self.entry = entry
    }

    /// The digest of the note's bytes.
    package var digest: Digest { .sha256(Array(note.utf8)) }

    /// Where it stands, in words.
    package var place: String { entry.map { "entry \($0)" } ?? "log/checkpoint" }
}

/// Two checkpoints of one log, of one size and with two roots, that one witness cosigned: it showed two histories, or was made to.
struct WitnessFork: Sendable, Hashable {
    let first: Cosignature
    let second: Cosignature
    let firstPlace: String
    let secondPlace: String

    var check: Check {
        let checkpoint = first.checkpoint
        return Check(
            "WITNESS.FORKED", .failed, subject: first.witness.party.text,
            "The witness \(first.witness.party) cosigned two different logs \(checkpoint.origin) of size "
                + "\(checkpoint.size): root \(checkpoint.root) (\(firstPlace)) at \(first.time), root "
                + "\(second.checkpoint.root) (\(secondPlace)) at \(second.time).")
    }
}

/// The cosignatures in all notes of the evidence.
struct CosignatureCollection: Sendable {
    /// Each once, in the order of the notes.
    private(set) var all: [Cosignature] = []
    private var places: [Cosignature: String] = [:]

    init(_ notes: [FiledNote], keys: WitnessKeys) {
        var read: Set<String> = []
        for filed in notes where read.insert(filed.note).inserted {
            for cosignature in keys.cosignatures(on: filed.note)?.verified ?? []
            where places[cosignature] == nil {
                places[cosignature] = filed.place
                all.append(cosignature)
            }
        }
    }

    /// What witnesses signed against each other or themselves, of those that `counts` holds for; one for each witness and size.
    func forks(_ counts: (Cosignature) -> Bool) -> [WitnessFork] {
        struct Place: Hashable {
            let witness: TrustedWitness
            let origin: ArchiveOrigin
            let size: TreeSize
        }
        var first: [Place: Cosignature] = [:]
        var forks: [WitnessFork] = []
        var told: Set<Place> = []
        for cosignature in all where counts(cosignature) {
            let checkpoint = cosignature.checkpoint
            let place = Place(
                witness: cosignature.witness, origin: checkpoint.origin, size: checkpoint.size)
            guard let known = first[place] else {
                first[place] = cosignature
                continue
            }
            guard known.checkpoint.root != checkpoint.root, told.insert(place).inserted else {
                continue
            }
            forks.append(
                WitnessFork(
                    first: known, second: cosignature, firstPlace: places[known] ?? "",
                    secondPlace: places[cosignature] ?? ""))
        }
        return forks
    }
}
