// A row of the tables of files made for the purpose.

import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// A file, when it is validated, and what must come out.
struct FileCase: Sendable, CustomTestStringConvertible {
    typealias Make = @Sendable (FilePKI, inout LongTermWriter) throws -> Void

    let name: String
    let date: String
    let indication: Indication
    let subIndication: SubIndication?
    let level: String
    var content: [UInt8]? = FilePKI.content
    var lists: @Sendable (FilePKI) throws -> [[UInt8]] = { _ in [] }
    var algorithms: [ApprovedAlgorithm] = []
    let make: Make

    init(
        _ name: String, at date: String, _ indication: Indication,
        _ subIndication: SubIndication? = nil, level: String, content: [UInt8]? = FilePKI.content,
        algorithms: [ApprovedAlgorithm] = [],
        lists: @escaping @Sendable (FilePKI) throws -> [[UInt8]] = { _ in [] },
        _ make: @escaping Make
    ) {
        self.name = name
        self.date = date
        self.indication = indication
        self.subIndication = subIndication
        self.level = level
        self.content = content
        self.algorithms = algorithms
        self.lists = lists
        self.make = make
    }

    var testDescription: String { name }

    func bytes(_ pki: FilePKI) throws -> [UInt8] {
        var writer = LongTermWriter(content: FilePKI.content)
        try make(pki, &writer)
        return writer.bytes
    }

    func validate(_ bytes: [UInt8], _ pki: FilePKI) throws -> FileRecord {
        try pki.validate(
            bytes, at: date, content: content, lists: try lists(pki), algorithms: algorithms)
    }
}
