// The bananas matter as a user has it: built by docket-scenario, its claims filed, audited and taken out as a bundle by the real
// programs. Made once; a test that changes the archive takes a copy.

import EvidenceTesting
import Foundation
import Testing

/// A workbench with the matter BAN-1: `archive`, the built folder `m`, and the bundle `b.asice`.
enum CliMatter {
    static let identity = [
        "--key", "m/keys/FRUTA.pem", "--cert", "m/certificates/FRUTA.pem",
    ]
    static let pins = ["--agreement", "m/agreement.md", "--annex", "m/annex.txt"]
    static let bundle =
        ["bundle", "--matter", "BAN-1", "--claims", "claims.txt"] + pins + identity

    private static let made = Result { try make() }

    /// The matter that all tests share; nobody changes it.
    static func shared() throws -> CliWorkbench { try made.get() }

    /// A copy to be changed.
    static func copy() throws -> CliWorkbench {
        let source = try shared()
        let bench = try CliWorkbench()
        for name in ["archive", "state", "m", "claims.txt", "b.asice"] {
            try FileManager.default.copyItem(atPath: source.path(name), toPath: bench.path(name))
        }
        return bench
    }

    private static func make() throws -> CliWorkbench {
        let bench = try CliWorkbench()
        let story = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Evidence/bananas.json").standardized.path
        try succeed(bench, CommandResult.product("docket-scenario"), ["build", story, "-o", "m"])
        for name in ["archive", "claims.txt"] {
            try FileManager.default.copyItem(
                atPath: bench.path("m/" + name), toPath: bench.path(name))
        }
        let docket = try CommandResult.product("docket")
        try succeed(
            bench, docket,
            ["file", "--matter", "BAN-1", "--kind", "claims", "claims.txt"] + identity)
        try succeed(bench, docket, ["audit", "--no-file"])
        try succeed(bench, docket, bundle + ["-o", "b.asice"])
        return bench
    }

    private static func succeed(
        _ bench: CliWorkbench, _ program: String, _ arguments: [String]
    ) throws {
        let result = try bench.run(program, arguments)
        try #require(result.status == 0, "\(arguments): \(result.errors)")
    }
}
