// One file of `docket validate` and the content that it is over: read with a bound on memory, and whatever goes wrong is this file's
// own affair.

import CommandParts
import Cryptography
import DurableFiles
import EvidenceModules
import EvidenceValues
import Foundation
import SignatureValidation
import VerifyCommand

/// A file that is to be validated.
struct ValidatedFile {
    /// What signatures and time-stamps over NAME are called behind NAME.
    static let extensions: Set = ["p7s", "p7m", "cms", "sig", "tst", "tsr"]

    /// Smaller files are read whole, whatever they are.
    private static let smallSize = 1 << 20

    private let name: String
    private let given: DetachedContent?

    init(_ name: String, content: DetachedContent?) {
        self.name = name
        given = content
    }

    /// Reads and validates it; `objects` tells where what was given stands.
    func outcome(
        others: GivenMaterial, objects: GivenObjects, policy: ValidationPolicy,
        memory: ObjectMemory
    ) -> ValidateOutcome {
        do {
            return .validated(objects.completing(try record(others, policy, memory)))
        } catch {
            return .unread(
                name: name, Failure(error) ?? Failure("cannot read \(name): \(error)"))
        }
    }

    private func record(
        _ others: GivenMaterial, _ policy: ValidationPolicy, _ memory: ObjectMemory
    ) throws -> FileRecord {
        guard !GivenFiles.isFolder(name) else {
            throw Failure("\(name) is a folder", hint: "name the files in it, such as \(name)/*")
        }
        guard name != "-", let file = try RangedFile(name) else {
            // What can be read once only stands in memory.
            let bytes = try DurableFile.read(name, limit: CMSSignedData.maximumSize)
            let needed = FileValidation.neededDigests(of: bytes)
            return try record(of: bytes, needed, others, policy, memory)
        }
        if file.count <= CMSSignedData.maximumSize {
            let bytes = try file.bytes(0..<file.count)
            let needed = FileValidation.neededDigests(of: bytes)
            if !needed.isEmpty || file.count <= Self.smallSize {
                return try record(of: bytes, needed, others, policy, memory)
            }
        }
        // Beyond that nothing is detached: the limit is on all that is not content.
        let digested = DigestedFile(file)
        return try FileValidation(
            name: name, source: digested, digest: digested.digest, others: others, policy: policy,
            memory: memory
        ).record
    }

    private func record(
        of bytes: [UInt8], _ algorithms: [DigestAlgorithm], _ others: GivenMaterial,
        _ policy: ValidationPolicy, _ memory: ObjectMemory
    ) throws -> FileRecord {
        let source = algorithms.isEmpty ? nil : content
        var record = FileValidation(
            name: name, bytes: bytes, content: try source?.content(for: algorithms),
            others: others, policy: policy, memory: memory
        ).record
        for position in record.objects.indices
        where record.objects[position].kind == "content" && record.objects[position].file == nil {
            record.objects[position].file = source?.name
        }
        if record.kind == "unknown", let found = recognisedRecord(name: name, content: bytes) {
            record.tell(found)
        }
        return record
    }

    /// What was given, or the file beside it.
    private var content: DetachedContent? {
        if let given { return given }
        guard let point = name.lastIndex(of: "."),
            ValidatedFile.extensions.contains(name[name.index(after: point)...].lowercased())
        else { return nil }
        let beside = String(name[..<point])
        return GivenFiles.isRegularFile(beside) ? DetachedContent(beside) : nil
    }
}

extension FileRecord {
    /// There is nothing to validate in a record that one side could have made alone, and it is said why. Spec: transcripts-10
    fileprivate mutating func tell(_ found: RecognisedRecord) {
        kind = found.kind.rawValue
        checks = found.warnings.map { Check($0.code, .warning, subject: digest.text, $0.sentence) }
        guard let first = found.warnings.first else { return }
        sentence = first.sentence + " There is nothing to validate."
        checks[0] = Check(
            first.code, .failed, .formatFailure, subject: digest.text, first.sentence)
    }
}

extension RangedFile: RangedBytes {
    func read(_ range: Range<Int>) throws -> [UInt8] {
        try bytes(range)
    }
}
