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
}

/// The objects of a file with their positions.
struct ObjectsInFile: Sendable {
    let records: [ObjectRecord]

    init(_ file: NamedFile, _ objects: [FileObject]) {
        let offsets = ObjectsInFile.offsets(of: objects, in: file.bytes)
        records = objects.indices.map { index in
            let object = objects[index]
            return ObjectRecord(
                kind: object.kind, digest: object.digest, file: file.name,
                offset: offsets[index].map { $0 + file.start },
                size: object.bytes.count, name: object.name)
        }
    }

    init(_ file: NamedFile, _ inside: FileMaterial, _ found: SignatureTokens) {
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
        self.init(file, objects + inside.objects)
    }

    // One pass: a position is looked at only if its byte begins some object that is still sought.
    private static func offsets(of objects: [FileObject], in file: [UInt8]) -> [Int?] {
        var offsets = [Int?](repeating: nil, count: objects.count)
        var starts = [[Int]](repeating: [], count: 256)
        for (index, object) in objects.enumerated() {
            if let first = object.bytes.first { starts[Int(first)].append(index) }
        }
        for position in file.indices where !starts[Int(file[position])].isEmpty {
            let byte = Int(file[position])
            starts[byte].removeAll { index in
                guard stands(objects[index].bytes, at: position, in: file) else { return false }
                offsets[index] = position
                return true
            }
        }
        return offsets
    }

    private static func stands(_ object: [UInt8], at position: Int, in file: [UInt8]) -> Bool {
        guard object.count <= file.count - position else { return false }
        for index in object.indices where object[index] != file[position + index] { return false }
        return true
    }
}
