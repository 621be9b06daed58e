// What must hold of every parser of the log, whatever bytes it gets: it refuses, or what it read is written again to the byte. The
// fuzzer (Fuzz/run) compiles this file too and looks for bytes of which it does not hold, or at which a parser traps.
//
// A policy is written by people, with free blanks: of it, what it read is written in the plain way, and that reads as the same.

import EvidenceValues
import TransparencyLog

/// A parser of the log under its name, which is that of its folder of samples.
struct ParserProperty: Sendable {
    /// What came of one input.
    enum Outcome: Sendable, Hashable { case refused, same, changed }

    let name: String
    /// What it read, written again; nil if it refused.
    private let rewrite: @Sendable ([UInt8]) -> [UInt8]?

    /// What comes of `bytes`; `.changed` is a defect.
    func outcome(of bytes: [UInt8]) -> Outcome {
        guard let written = rewrite(bytes) else { return .refused }
        return written == bytes ? .same : .changed
    }

    static let all: [ParserProperty] = texts + notes + names + tiles

    private static let texts: [ParserProperty] = [
        .init(name: "entry") { try? Entry(parsing: $0).bytes },
        .init(name: "filing") { try? Filing(parsing: $0).bytes },
        .init(name: "docketing") { try? Docketing(parsing: $0).bytes },
        .init(name: "receipt") { try? Receipt(parsing: $0).bytes },
        .init(name: "erasure") { try? Erasure(parsing: $0).bytes },
        .init(name: "hold") { try? Hold(parsing: $0).bytes },
        .init(name: "release") { try? Release(parsing: $0).bytes },
        .init(name: "restore") { try? Restore(parsing: $0).bytes },
        .init(name: "rotation") { (try? Rotation(parsing: $0).text).map { Array($0.utf8) } },
    ]

    private static let notes: [ParserProperty] = [
        .init(name: "note") { text($0) { try UnopenedNote(parsing: $0).note } },
        .init(name: "checkpoint") { text($0) { try Checkpoint(noteText: $0).text } },
        .init(name: "tlog-proof") { (try? TlogProof(parsing: $0).text).map { Array($0.utf8) } },
        .init(name: "consistency-proof") { bytes in
            (try? ConsistencyProof.parse(bytes)).map {
                Array($0.proof.text(checkpoint: $0.note).utf8)
            }
        },
        .init(name: "add-checkpoint") {
            (try? AddCheckpointRequest(parsing: $0).text).map { Array($0.utf8) }
        },
        .init(name: "witnessed-log") { try? WitnessedLog(parsing: $0).bytes },
    ]

    private static let names: [ParserProperty] = [
        .init(name: "verifier-key") { text($0) { try VerifierKey(text: $0).text } },
        .init(name: "note-signer") {
            text($0) { try NoteSigner(secretKeyText: $0).secretKeyText }
        },
        .init(name: "cosigner") { text($0) { try Cosigner(secretKeyText: $0).secretKeyText } },
        .init(name: "witness-policy") { bytes in
            guard let policy = try? WitnessPolicy(parsing: bytes) else { return nil }
            return (try? WitnessPolicy(parsing: policy.bytes)) == policy ? bytes : []
        },
        .init(name: "tile-path") { text($0) { try TilePath(parsing: $0).text } },
    ]

    /// The first byte is the width, less one.
    private static let tiles: [ParserProperty] = [
        .init(name: "hash-tile") { bytes in
            guard let width = bytes.first,
                let tile = Tile(level: 0, index: 0, width: Int(width) + 1)
            else { return nil }
            return (try? HashTile(tile, parsing: Array(bytes.dropFirst()))).map {
                [width] + $0.bytes
            }
        },
        .init(name: "entry-bundle") { bytes in
            guard let width = bytes.first else { return nil }
            return
                (try? EntryBundle(parsing: Array(bytes.dropFirst()), width: Int(width) + 1)).map {
                    [width] + $0.bytes
                }
        },
    ]

    private static func text(
        _ bytes: [UInt8], _ rewrite: (String) throws -> String
    ) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return (try? rewrite(text)).map { Array($0.utf8) }
    }
}
