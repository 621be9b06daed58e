// Where the objects that checks speak of stand in a file: found by their bytes, in one pass over the file, since a token's or an
// attribute's contents stand in it whole. An object of a PEM text, or one that BER cut into pieces, stands nowhere in one piece.

import Cryptography
import EvidenceValues

/// An object to be found.
struct FileObject: Sendable {
    let kind: String
    let digest: Digest
    let bytes: [UInt8]
    let name: String
    /// Whether it was given beside the file.
    var isOutside = false
}

/// The objects of a file with their positions.
struct ObjectsInFile: Sendable {
    /// How often a byte of the file may be compared. Real files need one or two; a file made of beginnings of its own objects would
    /// need as many as it has bytes, and does without positions.
    private static let maximumComparisons = 16

    let records: [ObjectRecord]

    init(_ file: NamedFile, _ objects: [FileObject]) {
        let offsets = ObjectsInFile.offsets(of: objects, in: file.bytes)
        records = objects.indices.map { index in
            let object = objects[index]
            return ObjectRecord(
                kind: object.kind, digest: object.digest, file: object.isOutside ? nil : file.name,
                offset: offsets[index].map { $0 + file.start },
                size: object.bytes.count, name: object.name)
        }
    }

    init(
        _ file: NamedFile, _ inside: FileMaterial, _ found: SignatureTokens, content: FileObject?
    ) {
        var objects = found.signers.map { placed in
            FileObject(
                kind: "signature", digest: placed.signer.signatureDigest,
                bytes: placed.signer.signatureValue,
                name: placed.signer.certificate?.displayName ?? "")
        }
        objects += found.tokens.map { placed in
            FileObject(
                kind: "time-stamp", digest: placed.digest, bytes: placed.bytes,
                name: placed.token?.genTime.text ?? "")
        }
        self.init(file, (content.map { [$0] } ?? []) + objects + inside.objects)
    }

    // One pass: a position is looked at only if its byte begins some object that is still sought.
    private static func offsets(of objects: [FileObject], in file: [UInt8]) -> [Int?] {
        var offsets = [Int?](repeating: nil, count: objects.count)
        var sought = objects.indices.filter {
            !objects[$0].isOutside && !objects[$0].bytes.isEmpty
        }
        var begins = [Bool](repeating: false, count: 256)
        for index in sought { begins[Int(objects[index].bytes[0])] = true }
        var left = maximumComparisons * file.count
        let file = file.span
        for position in file.indices where begins[Int(file[position])] {
            var place = 0
            while place < sought.count {
                let object = objects[sought[place]].bytes
                let same = prefix(of: object.span, at: position, in: file, limit: left)
                left -= same + 1
                if same == object.count {
                    offsets[sought.remove(at: place)] = position
                } else {
                    place += 1
                }
            }
            guard left > 0, !sought.isEmpty else { break }
        }
        return offsets
    }

    // How many bytes of the object stand at a position, up to a limit.
    private static func prefix(
        of object: Span<UInt8>, at position: Int, in file: Span<UInt8>, limit: Int
    ) -> Int {
        guard object.count <= file.count - position, limit > 0 else { return 0 }
        let end = min(object.count, limit)
        var count = 0
        while count < end, object[count] == file[position + count] { count += 1 }
        return count
    }
}
