// Public test vectors, which lie beside the package and not in it, and the rows of Tests/public-vectors.md, which tell of cases what no
// table of their suite states.

package import Foundation

/// Public test vectors: `../shared/vectors` beside the package, or the folder that DOCKET_VECTORS names.
package enum PublicVectors {
    /// Why a case cannot be read.
    package enum Failure: Error {
        case absent
        case noRow(suite: String, name: String?)
    }

    /// The package's own folder.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Nil when they are not there.
    package static let folder: URL? = {
        let beside = root.deletingLastPathComponent().appending(path: "shared/vectors")
        let named = ProcessInfo.processInfo.environment["DOCKET_VECTORS"].map {
            URL(filePath: $0)
        }
        return [named, beside].compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }()

    package static var arePresent: Bool { folder != nil }

    /// Where a file of the vectors on evidence is.
    package static func url(_ path: String) throws -> URL {
        guard let folder else { throw Failure.absent }
        return folder.appending(path: "evidence/" + path)
    }

    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: try url(path)))
    }

    package static func json<Value: Decodable>(_ path: String, as: Value.Type) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(try bytes(path)))
    }

    /// The rows of Tests/public-vectors.md for a suite, without its name: case, what is expected, and what else there is.
    package static func rows(of suite: String) throws -> [[String]] {
        let url = root.appending(path: "Tests/public-vectors.md")
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap {
            line -> [String]? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count >= 3 && cells[0] == suite ? Array(cells.dropFirst()) : nil
        }
        guard !rows.isEmpty else { throw Failure.noRow(suite: suite, name: nil) }
        return rows
    }

    /// The one thing that is expected of a case.
    package static func row(of suite: String, _ name: String) throws -> String {
        guard let row = try rows(of: suite).first(where: { $0[0] == name }) else {
            throw Failure.noRow(suite: suite, name: name)
        }
        return row[1]
    }
}
