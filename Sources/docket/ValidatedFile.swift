// One file of `docket validate` and the content that it is over: read with a bound on memory, and whatever goes wrong is this file's
// own affair.

import Cryptography
import DurableFiles
import EvidenceValues
import Foundation
import SignatureValidation
import VerifyCommand

/// A file that is to be validated.
struct ValidatedFile {
    /// What signatures and time-stamps over NAME are called behind NAME.
    static let extensions: Set = ["p7s", "p7m", "cms", "sig", "tst", "tsr"]

    private let name: String
    private let given: DetachedContent?

    init(_ name: String, content: DetachedContent?) {
        self.name = name
        given = content
    }

    /// Reads and validates it.
    func outcome(
        others: GivenMaterial, policy: ValidationPolicy, memory: ObjectMemory
    ) -> ValidateOutcome {
        do {
            return .validated(try record(others, policy, memory))
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
        let bytes = try DurableFile.read(name, limit: CMSSignedData.maximumSize)
        let algorithms = FileValidation.neededDigests(of: bytes)
        let source = algorithms.isEmpty ? nil : content
        var record = FileValidation(
            name: name, bytes: bytes, content: try source?.content(for: algorithms),
            others: others, policy: policy, memory: memory
        ).record
        for position in record.objects.indices
        where record.objects[position].kind == "content" && record.objects[position].file == nil {
            record.objects[position].file = source?.name
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
