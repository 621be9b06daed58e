// A witness that decides: it cosigns what continues what it cosigned, and nothing else; its state proves itself.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Witnesses` {
    static let tree = MerkleTree((0..<20).map { LeafHash.of(entryBytes: Array("\($0)".utf8)) })
    static let now = required(Instant(text: "2026-02-02T11:04:12.345Z"))

    static func witness() throws -> Witness {
        Witness(try Cosigner(name: "witness.example/w1", seed: [UInt8](repeating: 9, count: 32)))
    }

    static func log() throws -> WitnessedLog {
        required(WitnessedLog(keys: [try Samples.signer().verifierKey]))
    }

    static func note(_ size: UInt64) throws -> String {
        let root = required(tree.root(at: TreeSize(size)))
        return try Checkpoint(origin: Samples.origin, size: TreeSize(size), root: root)
            .sign(with: Samples.signer()).note
    }

    static func request(from old: UInt64, to new: UInt64) throws -> AddCheckpointRequest {
        let proof = tree.consistencyProof(from: TreeSize(old), to: TreeSize(new))
        return AddCheckpointRequest(
            old: TreeSize(old), hashes: proof?.hashes ?? [], note: try note(new))
    }

    /// The state after cosigning these sizes one after the other.
    static func state(_ sizes: UInt64...) throws -> WitnessedLog {
        var state = try log()
        var last: UInt64 = 0
        for size in sizes {
            state = try witness().decide(request(from: last, to: size), about: state, at: now).next
            last = size
        }
        return state
    }

    // Spec: witness-8
    @Test func `what it answers is a cosignature of the checkpoint at that second`() throws {
        let witness = try Self.witness()
        let key = witness.cosigner.verifierKey
        let request = try Self.request(from: 0, to: 7)
        let decision = try witness.decide(request, about: Self.log(), at: Self.now)
        let opened = try UnopenedNote(parsing: request.note + decision.answer).open(with: [key])
        #expect(opened.signers.map(\.time) == [Instant(text: "2026-02-02T11:04:12Z")])
        let verified = try #require(try decision.next.verify(by: key))
        #expect(verified.checkpoint.size == TreeSize(7))
        #expect(verified.time == Self.now.wholeSecond)
        #expect(try WitnessedLog(parsing: decision.next.bytes) == decision.next)
    }

    // Spec: checkpoint-7
    @Test func `an answer cannot bring a text of its own`() throws {
        let signed = try Checkpoint.open(note: Self.note(7), with: Samples.signer().verifierKey)
        let cosigner = try Self.witness().cosigner
        func accepts(_ answer: String) -> Bool {
            (try? CosignedCheckpoint.verify(answer, over: signed, by: [cosigner.verifierKey]))
                != nil
        }
        let text = signed.checkpoint.text
        #expect(accepts(try cosigner.cosign(text, at: Self.now)))
        #expect(!accepts("more\n\n" + (try cosigner.cosign(text + "\nmore\n", at: Self.now))))
    }

    // Spec: witness-6
    @Test func `a note that has no room for the cosignature is refused, and not stored`() throws {
        let signer = try Samples.signer()
        let text = Checkpoint(
            origin: Samples.origin, size: TreeSize(7),
            root: required(Self.tree.root(at: TreeSize(7)))
        ).text
        let room = UnopenedNote.maximumSize - (try signer.sign(text)).utf8.count
        for (spare, fits) in [(0, false), (1000, true)] {
            let long = text + String(repeating: "x", count: room - 1 - spare) + "\n"
            let request = AddCheckpointRequest(
                old: TreeSize(0), hashes: [], note: try signer.sign(long))
            let decision = try? Self.witness().decide(request, about: Self.log(), at: Self.now)
            #expect((decision != nil) == fits)
        }
    }

    @Test func `all growth is cosigned, step by step`() throws {
        for first in 0...19 as ClosedRange<UInt64> {
            for second in first...20 {
                let state = try Self.state(first)
                let next = try Self.witness().decide(
                    Self.request(from: first, to: second), about: state, at: Self.now
                ).next
                #expect(next.bytes.count > 100)
            }
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stored: [UInt64]
        let expected: WitnessRefusal
        let status: Int
        var change: @Sendable (AddCheckpointRequest) throws -> AddCheckpointRequest = { $0 }
        var from: UInt64 = 5
        var to: UInt64 = 9
    }

    static func signed(_ size: UInt64, root: Digest) throws -> String {
        try Samples.signer().sign(
            "\(Samples.origin)\n\(size)\n\(Base64.encode(root.bytes))\n")
    }

    static let refused: [Refused] = [
        Refused(
            testDescription: "an old size above the new one", stored: [5],
            expected: .oldSizeTooLarge, status: 400,
            change: { .init(old: TreeSize(10), hashes: $0.hashes, note: $0.note) }),
        Refused(
            testDescription: "a note whose text is no checkpoint", stored: [5],
            expected: .malformed, status: 400,
            change: {
                .init(old: $0.old, hashes: [], note: try Samples.signer().sign("archive\n"))
            }),
        Refused(
            testDescription: "a note by another key", stored: [5],
            expected: .noTrustedSignature, status: 403,
            change: {
                let other = try NoteSigner(name: "other", seed: [UInt8](repeating: 1, count: 32))
                let text = try UnopenedNote(parsing: $0.note).text
                return .init(old: $0.old, hashes: $0.hashes, note: try other.sign(text))
            }),
        Refused(
            testDescription: "a false signature", stored: [5],
            expected: .noTrustedSignature, status: 403,
            change: {
                .init(
                    old: $0.old, hashes: $0.hashes,
                    note: $0.note.replacing("\n9\n", with: "\n8\n"))
            }),
        Refused(
            testDescription: "a stale old size", stored: [5, 6],
            expected: .conflict(known: TreeSize(6)), status: 409),
        Refused(
            testDescription: "an old size of 0 for a log that is known", stored: [5],
            expected: .conflict(known: TreeSize(5)), status: 409, from: 0),
        Refused(
            testDescription: "a proof from nothing", stored: [],
            expected: .inconsistent(.wrongLength), status: 422,
            change: { .init(old: $0.old, hashes: [NodeHash(Samples.digest("x"))], note: $0.note) },
            from: 0),
        Refused(
            testDescription: "no proof", stored: [5],
            expected: .inconsistent(.wrongLength), status: 422,
            change: { .init(old: $0.old, hashes: [], note: $0.note) }),
        Refused(
            testDescription: "a false proof", stored: [5],
            expected: .inconsistent(.wrongRoot), status: 422,
            change: {
                .init(old: $0.old, hashes: $0.hashes.reversed(), note: $0.note)
            }),
        Refused(
            testDescription: "another root of the same size", stored: [5],
            expected: .otherRoot, status: 422,
            change: {
                .init(
                    old: $0.old, hashes: [], note: try Self.signed(5, root: Samples.digest("x")))
            }),
        Refused(
            testDescription: "a root of the empty tree that is none", stored: [],
            expected: .otherRoot, status: 422,
            change: {
                .init(
                    old: $0.old, hashes: [], note: try Self.signed(0, root: Samples.digest("x")))
            }, from: 0),
    ]

    // Spec: witness-6, witness-7
    @Test(arguments: Self.refused) func `is not cosigned:`(one: Refused) throws {
        var state = try Self.log()
        var last: UInt64 = 0
        for size in one.stored {
            state = try Self.witness()
                .decide(Self.request(from: last, to: size), about: state, at: Self.now).next
            last = size
        }
        let request = try one.change(Self.request(from: one.from, to: one.to))
        #expect(throws: one.expected) {
            try Self.witness().decide(request, about: state, at: Self.now)
        }
        #expect(one.expected.status == one.status)
    }

    @Test func `a log that it does not know is refused, whatever its checkpoint`() throws {
        #expect(throws: WitnessRefusal.unknownLog) {
            try Self.witness().decide(Self.request(from: 0, to: 1), about: nil, at: Self.now)
        }
        #expect(WitnessRefusal.unknownLog.status == 404)
    }

    @Test func `a refusal for a stale size names the size, and only that has a body`() {
        let body = WitnessRefusal.conflict(known: TreeSize(6)).body
        #expect(body?.text == "6\n" && body?.mediaType == "text/x.tlog.size")
        #expect(WitnessRefusal.otherRoot.body == nil)
    }

    @Test func `the same checkpoint again is cosigned again, at the new time`() throws {
        let later = Self.now.advanced(by: TimeSpan(seconds: 60))
        let state = try Self.state(5)
        let again = try Self.witness().decide(
            Self.request(from: 5, to: 5), about: state, at: later)
        let key = try Self.witness().cosigner.verifierKey
        #expect(try again.next.verify(by: key)?.time == later.wholeSecond)
    }

    @Test func `a clock that went back cosigns nothing`() throws {
        let earlier = Self.now.advanced(by: TimeSpan(seconds: -1))
        #expect(throws: WitnessRefusal.clockBehind(last: Self.now.wholeSecond)) {
            try Self.witness().decide(
                Self.request(from: 5, to: 9), about: Self.state(5), at: earlier)
        }
    }

    @Test func `signatures by strangers are not stored`() throws {
        let request = try Self.request(from: 0, to: 5)
        let noisy = AddCheckpointRequest(
            old: request.old, hashes: [],
            note: request.note + "\u{2014} stranger.example sE1vjwAAAABopPLqcjWV\n")
        let next = try Self.witness().decide(noisy, about: Self.log(), at: Self.now).next
        #expect(try next == Self.state(5))
    }

    @Test func `every changed byte of a state is refused, or stops the witness`() throws {
        let state = try Self.state(5)
        let request = try Self.request(from: 5, to: 9)
        let key = try Self.witness().cosigner.verifierKey
        for changed in Mutations.flips(state.bytes) + Mutations.cuts(state.bytes)
            + Mutations.lines(state.bytes)
        {
            guard let other = try? WitnessedLog(parsing: changed) else { continue }
            #expect(other.bytes == changed)
            // Only the order of the signatures, or one twice, may differ from what was written.
            guard let last = try? other.verify(by: key) else {
                #expect(throws: WitnessRefusal.self) {
                    try Self.witness().decide(request, about: other, at: Self.now)
                }
                continue
            }
            #expect(last.checkpoint.size == TreeSize(5) && last.time == Self.now.wholeSecond)
        }
    }

    // Spec: witness-5
    @Test func `requests come back from their texts, and no other text is one`() throws {
        for (old, new) in [(0, 1), (5, 5), (5, 9), (1, 20)] as [(UInt64, UInt64)] {
            let request = try Self.request(from: old, to: new)
            let bytes = Array(request.text.utf8)
            #expect(try AddCheckpointRequest(parsing: bytes) == request)
            #expect(request.origin == Samples.origin)
            for changed in Mutations.lines(bytes) + Mutations.cuts(bytes) {
                guard let other = try? AddCheckpointRequest(parsing: changed) else { continue }
                #expect(Array(other.text.utf8) == changed)
            }
        }
    }

    @Test(arguments: [
        ("", FormatError.Reason.truncated), ("old 1\n", .truncated), ("10\n\nx\n", .wrongFormat),
        ("old 01\n\nx\n", .badValue), ("old -1\n\nx\n", .badValue), ("old \n\nx\n", .badValue),
        ("old 1 \n\nx\n", .badValue), ("old 1\nabc=\n\nx\n", .badValue),
        ("old 18446744073709551616\n\nx\n", .badValue), ("old 1\n\nx\n", .badValue),
        ("old 1\n\n", .badValue),
        (
            "old 1\n"
                + String(
                    repeating: "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", count: 64)
                + "\nx\n", .tooMany
        ),
    ]) func `another text is no request`(text: String, reason: FormatError.Reason) {
        let error = #expect(throws: FormatError.self) {
            try AddCheckpointRequest(parsing: Array(text.utf8))
        }
        #expect(error?.reason == reason)
    }

    @Test func `cosigners come back from their secret texts, and are of their own type`() throws {
        let cosigner = try Self.witness().cosigner
        let text = cosigner.secretKeyText
        #expect(try Cosigner(secretKeyText: text).verifierKey == cosigner.verifierKey)
        #expect(cosigner.verifierKey.algorithm == .cosignature)
        for changed in Mutations.cuts(Array(text.utf8)) {
            guard let other = String(validating: changed, as: UTF8.self) else { continue }
            #expect(throws: NoteError.self) { try Cosigner(secretKeyText: other) }
        }
        #expect(throws: NoteError.unsupportedAlgorithm(1)) {
            try Cosigner(secretKeyText: Samples.signer().secretKeyText)
        }
        #expect(throws: NoteError.unsupportedAlgorithm(4)) {
            try NoteSigner(secretKeyText: text)
        }
        #expect(throws: NoteError.malformedNote) {
            try cosigner.cosign("no line feed", at: Self.now)
        }
        let before = required(Instant(seconds: -1))
        #expect(throws: NoteError.malformedNote) { try cosigner.cosign("a\n", at: before) }
    }
}
