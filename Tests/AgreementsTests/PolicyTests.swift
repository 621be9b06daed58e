// The agreement that comes with Docket is read here as any other.

import EvidenceValues
import Foundation
import Testing

@testable import Agreements

/// Where the files of the package are.
enum PackageFiles {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

@Suite struct `The policy seca-1.0` {
    @Test func `it parses and has its articles in order`() throws {
        let agreement = try Agreement(parsing: PackageFiles.text("Policies/seca-1.0.md"))
        #expect(agreement.version == "seca-1.0")
        #expect(agreement.articles.map(\.id) == agreement.articles.map(\.id).sorted())
        #expect(agreement.articles.count >= 18)
        #expect(agreement.articles.allSatisfy { !$0.prose.isEmpty })
    }
}
