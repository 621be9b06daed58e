// What README.md tells people to type is run as it stands there: the check of a receipt by hand must work with a shell,
// sha256sum and openssl alone, and must fail when any part of the receipt was changed.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `The README` {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The shell block behind the comment that says that a test runs it.
    private static func handCheck() throws -> String {
        let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let after = try #require(
            text.components(separatedBy: "A test runs these very commands.").last)
        let block = try #require(after.components(separatedBy: "```sh\n").dropFirst().first)
        return try #require(block.components(separatedBy: "```").first)
    }

    /// The contract of the committed matter, its receipt and the archive's key, in a new folder.
    private static func prepare(_ change: (inout String, inout String) -> Void = { _, _ in }) throws
        -> (folder: URL, key: String)
    {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "docket-readme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sample = root.appending(path: "Evidence/bananas")
        try FileManager.default.copyItem(
            at: sample.appending(path: "archive"), to: folder.appending(path: "archive"))
        try shell("chmod -R u+w,go-rwx archive", in: folder)
        let docket = try #require(productsFolder()).appending(path: "docket").path
        let listing = try shell("'\(docket)' list --archive archive", in: folder).output
        let line = try #require(
            listing.split(separator: "\n").first { $0.hasSuffix(" contract.md") })
        let index = try #require(
            line.components(separatedBy: "entry ").last?.split(separator: " ").first)
        try shell(
            "'\(docket)' show \(index) --archive archive -o contract.md --receipt contract.md.receipt",
            in: folder)
        var receipt = try String(
            contentsOf: folder.appending(path: "contract.md.receipt"), encoding: .utf8)
        var content = try String(contentsOf: folder.appending(path: "contract.md"), encoding: .utf8)
        change(&receipt, &content)
        try receipt.write(
            to: folder.appending(path: "contract.md.receipt"), atomically: false, encoding: .utf8)
        try content.write(
            to: folder.appending(path: "contract.md"), atomically: false, encoding: .utf8)
        let annex = try String(contentsOf: sample.appending(path: "annex.txt"), encoding: .utf8)
        let key = try #require(
            annex.split(separator: "\n").first { $0.hasPrefix("archive ") }?.split(separator: " ")
                .last)
        return (folder, String(key))
    }

    private static func productsFolder() -> URL? {
        var folder = Bundle.main.bundleURL
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            folder = bundle.bundleURL.deletingLastPathComponent()
        }
        let candidates = [
            folder, folder.deletingLastPathComponent(), root.appending(path: ".build/debug"),
        ]
        return candidates.first {
            FileManager.default.isExecutableFile(atPath: $0.appending(path: "docket").path)
        }
    }

    @discardableResult
    private static func shell(
        _ script: String, in folder: URL, environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-e", "-c", script]
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
            .merging(["XDG_STATE_HOME": folder.appending(path: "state").path]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test func `its check by hand accepts a receipt`() throws {
        let (folder, key) = try Self.prepare()
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Self.shell(
            Self.handCheck(), in: folder, environment: ["VERIFIER_KEY": key])
        #expect(result.status == 0)
        #expect(result.output.contains("Signature Verified Successfully"))
    }

    @Test(arguments: [
        "the content", "the filing", "the docketing", "the entry's time", "a hash of the proof",
        "the root", "the signature",
    ]) func `its check by hand refuses a change of`(part: String) throws {
        let (folder, key) = try Self.prepare { receipt, content in
            var lines = receipt.components(separatedBy: "\n")
            func change(_ prefix: String, after marker: String, offset: Int = 0) {
                guard let start = lines.firstIndex(where: { $0.hasPrefix(marker) }),
                    let position = lines[start...].firstIndex(where: { $0.hasPrefix(prefix) })
                else { return }
                let line = Array(lines[position + offset])
                let middle = line.count - 5
                lines[position + offset] =
                    String(line[..<middle]) + (line[middle] == "A" ? "B" : "A")
                    + String(line[(middle + 1)...])
            }
            switch part {
            case "the content": content += " "
            case "the filing": change("nonce", after: "docket-filing/v1")
            case "the docketing": change("nonce", after: "docket-docketing/v1")
            case "the entry's time": change("received", after: "docket-entry/v1")
            case "a hash of the proof": change("index", after: "c2sp.org", offset: 1)
            case "the root": change("archive.", after: "c2sp.org", offset: 2)
            default: change("—", after: "c2sp.org")
            }
            receipt = lines.joined(separator: "\n")
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Self.shell(
            Self.handCheck(), in: folder, environment: ["VERIFIER_KEY": key])
        #expect(result.status != 0)
        #expect(!result.output.contains("Signature Verified Successfully"))
    }
}
