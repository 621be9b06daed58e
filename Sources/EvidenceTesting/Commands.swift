// Other people's programs as a second opinion: runs a command and gives back what it said. And folders that vanish after a test.

import Foundation

/// A folder that is removed when its owner goes.
package final class TestFolder: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "docket-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file of this folder, replacing what was there.
    package func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path).appending(path: name))
    }

    /// Reads a file of this folder.
    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path).appending(path: name)))
    }
}

/// What a command answered.
package struct CommandResult: Sendable {
    package let status: Int32
    /// Standard output and standard error, as they came.
    package let output: String

    /// The path of one of the package's own programs, which the build puts beside the tests.
    package static func product(_ name: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
    }

    /// Runs a program found in PATH, or given by its path, in `folder`, and waits for it.
    package static func run(
        _ program: String, _ arguments: [String], in folder: String, input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> CommandResult {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        // A file and no pipe: a program that does not read its input would break a pipe, and the signal would end us.
        let scratch = try TestFolder()
        try scratch.write("input", input)
        process.standardInput = try FileHandle(
            forReadingFrom: URL(filePath: scratch.path).appending(path: "input"))
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return CommandResult(
            status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }
}
