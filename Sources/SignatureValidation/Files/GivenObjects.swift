// Where the objects stand that were given beside a file, so that whoever reads of a list or an authority's certificate can look it up:
// what a record speaks of is added to its objects, and nothing else, for folders of trust hold hundreds.

package import Cryptography
package import EvidenceValues

/// The objects of files that were given, by digest.
package struct GivenObjects: Sendable {
    private var known: [Digest: ObjectRecord] = [:]

    package init() {}

    /// Takes in what the file `name` holds; of two files with one object the first counts.
    package mutating func add(_ file: [UInt8], name: String, memory: ObjectMemory) {
        guard let content = FileObjects(file) else { return }
        for object in content.objects {
            guard var record = GivenObjects.record(of: object, memory), known[record.digest] == nil
            else { continue }
            record.file = name
            record.offset = content.isText ? nil : 0
            known[record.digest] = record
        }
    }

    /// The record with the given objects that it speaks of and that are not in its file.
    package func completing(_ record: FileRecord) -> FileRecord {
        var named = Set(record.objects.map(\.digest))
        var record = record
        for digest in GivenObjects.mentioned(in: record) where named.insert(digest).inserted {
            if let object = known[digest] { record.objects.append(object) }
        }
        return record
    }

    private static func record(of object: [UInt8], _ memory: ObjectMemory) -> ObjectRecord? {
        switch FileForm(object) {
        case .certificate:
            guard let certificate = memory.certificate(object) else { return nil }
            return ObjectRecord(
                kind: "certificate", digest: certificate.digest, file: nil, offset: nil,
                size: object.count, name: certificate.subject)
        case .revocationList:
            guard let list = memory.revocation.list(pemOrDER: object) else { return nil }
            return ObjectRecord(
                kind: "revocation-list", digest: list.digest, file: nil, offset: nil,
                size: object.count, name: "\(list.issuer), \(list.thisUpdate)")
        case .ocspResponse:
            guard let response = memory.revocation.response(der: object) else { return nil }
            return ObjectRecord(
                kind: "ocsp-response", digest: response.digest, file: nil, offset: nil,
                size: object.count, name: response.producedAt.text)
        default: return nil
        }
    }

    // In the order in which the record speaks of them.
    private static func mentioned(in record: FileRecord) -> [Digest] {
        record.signatures.flatMap(mentioned) + record.timeStamps.flatMap(mentioned)
            + record.checks.compactMap { Digest(text: $0.subject) }
    }

    private static func mentioned(_ signature: SignatureRecord) -> [Digest] {
        signature.pathCertificates + signature.revocation.map(\.source)
            + signature.timeStamps.flatMap(mentioned)
            + signature.countersignatures.flatMap(mentioned)
            + signature.checks.compactMap { Digest(text: $0.subject) }
    }

    private static func mentioned(_ stamp: TimeStampRecord) -> [Digest] {
        stamp.pathCertificates + stamp.revocation.map(\.source)
            + stamp.checks.compactMap { Digest(text: $0.subject) }
    }
}
