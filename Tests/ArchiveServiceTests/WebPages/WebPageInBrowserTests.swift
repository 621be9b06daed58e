// The page in headless Chromium: Tests/Tools/page_tests.py drives it against a small archive in Python, which makes receipts and checks
// signatures (by openssl) without any code of ours. What it tests stands there; here each of its tests is asked for its result.

import EvidenceTesting
import Foundation
import Testing

@testable import ArchiveService

private enum PageTests {
    static let tools = URL(filePath: #filePath).appending(path: "../../../Tools")
        .standardizedFileURL
    /// What `make peers` installs.
    static let isPresent = ["chromium", "python3", "openssl", "timeout"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }
    /// Seconds for all tests: ten times what they take.
    static let limit = "600"

    /// What the script prints, and its exit status.
    static func run(
        _ arguments: [String], script: String = "page_tests.py"
    ) throws -> (output: String, status: Int32) {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "docket-page-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data().write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            [limit, "/usr/bin/python3", tools.appending(path: script).path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONDONTWRITEBYTECODE": "1"]) { _, new in new }
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (
            String(decoding: try Data(contentsOf: file), as: UTF8.self), process.terminationStatus
        )
    }
}

@Suite(.enabled(if: PageTests.isPresent, "no browser here: make peers"))
struct `The web page in a browser` {
    @Test func `every test of page_tests.py passes`() throws {
        let names = try PageTests.run(["--list"]).output.split(separator: "\n")
        #expect(names.count >= 29)
        let (output, status) = try PageTests.run([])
        let passed = output.split(separator: "\n").filter { $0.hasPrefix("ok: ") }
        #expect(passed.map { $0.dropFirst(4) } == names, "\(output)")
        #expect(status == 0)
    }

    @Test func `parties and an arbiter use the page of the real service`() throws {
        let docketd = URL(filePath: try CommandResult.product("docketd"))
        let (output, status) = try PageTests.run(
            [docketd.deletingLastPathComponent().path], script: "page_live.py")
        #expect(status == 0, "\(output)")
        #expect(output.split(separator: "\n").filter { $0.hasPrefix("ok: ") }.count == 11)
    }

    @Test func `the small archive serves the page under the service's policy`() throws {
        let mock = try String(
            contentsOf: PageTests.tools.appending(path: "page_mock.py"), encoding: .utf8)
        let joined = mock.replacing("\"\n          \"", with: "")
        #expect(joined.contains("POLICY = (\"\(WebAsset.policy)\")\n"))
    }
}
