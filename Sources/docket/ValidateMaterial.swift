// What the user of `docket validate` gives besides the files: evidence that helps and is not trusted, algorithms that are approved.

import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import SignatureValidation
import VerifyCommand

extension GivenMaterial {
    /// Certificates, lists and answers in files and folders, which `objects` remembers; a file that holds none is told.
    init(files paths: [String], objects: inout GivenObjects, memory: ObjectMemory) throws {
        self.init()
        for file in try paths.flatMap(GivenFiles.of) {
            let bytes = try DurableFile.read(file)
            guard add(bytes, memory: memory) > 0 else {
                Console.note(
                    "\(file) holds no certificate, revocation list or OCSP answer and was left out")
                continue
            }
            objects.add(bytes, name: file, memory: memory)
        }
    }
}

/// Approved algorithms as a user brings them (docs/formats/algorithms.md).
enum AlgorithmFile {
    static func read(_ file: String) throws -> [ApprovedAlgorithm] {
        let bytes = try DurableFile.read(file, limit: AlgorithmCatalogue.maximumSize)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(file) is no UTF-8", hint: "docs/formats/algorithms.md")
        }
        do { return try AlgorithmCatalogue(parsing: text).algorithms } catch {
            let place: String
            switch error {
            case .line(let line): place = "\(file):\(line)"
            case .malformed: place = file
            }
            throw Failure(
                "\(place): the algorithms cannot be read",
                hint: "docs/formats/algorithms.md says how they are written")
        }
    }
}
