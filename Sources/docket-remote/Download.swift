// Something large, taken piece by piece into a file that gets its name when all of it is there and is what it must be. Memory is one piece,
// and a piece that does not come is asked for again.

import DurableFiles
import EvidenceValues
import RemoteClient
import TransparencyLog
import VerifyCommand

/// What is at a path of the server.
struct Download {
    let session: RemoteSession
    let path: String

    /// Bytes of a piece: few requests, little memory.
    private static let pieceSize = 4 * 1_048_576

    /// Writes it to `output`, where nothing is yet.
    /// - Parameters:
    ///   - size: how many bytes there are.
    ///   - digest: what they hash to.
    ///   - check: the last look at the file before it gets its name.
    func write(
        to output: String, size: UInt64, digest: Digest, check: (String) throws -> Void = { _ in }
    ) throws {
        let file = try NewFile(for: output)
        var hasher = Hasher256()
        try file.write { write in
            try pieces(Int(clamping: size)) { piece in
                hasher.update(piece)
                try write(piece)
            }
        }
        let found = hasher.finalize()
        guard found == digest else {
            throw RemoteError.wrongContent(expected: digest, found: found)
        }
        try check(file.path)
        try file.promote()
    }

    private func pieces(_ size: Int, _ take: ([UInt8]) throws -> Void) throws {
        var progress = Progress("fetching, MiB")
        defer { progress.finish() }
        var (position, tag): (Int, String?) = (0, nil)
        let (archive, path) = (session.archive, path)
        while position < size {
            let range = position..<min(size, position + Self.pieceSize)
            let known = tag
            let piece = try waiting { try await archive.piece(of: path, range, tag: known) }
            guard piece.total == size, piece.bytes.count == range.count else {
                throw RemoteError.strange(what: "\(path) has another size than was said")
            }
            try take(piece.bytes)
            (position, tag) = (range.upperBound, piece.tag)
            progress.step(position >> 20, of: size >> 20)
        }
    }
}
