// Public test vectors beside the checkout, `../shared/vectors` or `$DOCKET_VECTORS`. They are not part of the repository; where they
// are missing the tests over them are skipped, and known answers that matter most stand in the tests themselves.

import EvidenceValues
import Foundation

/// The folder of public vectors.
enum Vectors {
    static let root: String? = {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/vectors")
        let given = ProcessInfo.processInfo.environment["DOCKET_VECTORS"]
        let path = given ?? beside.path
        return FileManager.default.fileExists(atPath: path + "/logs") ? path : nil
    }()

    static var areThere: Bool { root != nil }

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: (root ?? "") + "/" + path))
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try data(path), as: UTF8.self)
    }

    static func json<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: data(path))
    }

    /// All files below `path` whose name ends so, sorted.
    static func files(_ path: String, ending: String) -> [String] {
        guard let root, let all = FileManager.default.enumerator(atPath: root + "/" + path) else {
            return []
        }
        return all.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
            .map { path + "/" + $0 }
    }
}

/// The value, which a test knows to be there.
func required<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a value that the test needs is missing") }
    return value
}
