// docket-scenario: builds a scenario (docs/formats/scenario.md) into a folder, or lists its mutants. For trying Docket out and for its
// tests; nobody needs it to keep evidence.

import ArgumentParser
import EvidenceTesting
import Foundation

/// The command.
struct ScenarioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docket-scenario",
        abstract: "Build a matter from a description, for trying things out.",
        discussion: """
            EXAMPLE
              docket-scenario build Evidence/bananas.json -o /tmp/bananas
              docket list --archive /tmp/bananas/archive --matter BAN-1
            """,
        subcommands: [
            BuildCommand.self, CheckCommand.self, HostileCommand.self, ListCommand.self,
        ])
}

/// `docket-scenario build`.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build a scenario, or one of its mutants, into a folder.")

    @Argument(help: "The description, a JSON file (docs/formats/scenario.md).")
    var scenario: String

    @Option(name: [.customShort("o"), .customLong("output")], help: "The folder to make.")
    var output: String

    @Option(help: "Build this mutant instead of the scenario itself.")
    var mutant: String?

    func run() throws {
        try ScenarioEdge.reporting {
            let built = try ScenarioEdge.build(
                URL(filePath: scenario), mutant: mutant, in: output)
            ScenarioEdge.say(
                "built \(built.scenario.title) in \(built.folder); see README.txt there")
        }
    }
}

/// `docket-scenario list`.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the mutants of a scenario.")

    @Argument(help: "The description, a JSON file.")
    var scenario: String

    func run() throws {
        try ScenarioEdge.reporting {
            let parsed = try ScenarioEdge.scenario(URL(filePath: scenario), mutant: nil)
            for mutant in parsed.mutants { print("\(mutant.name)\t\(mutant.title)") }
        }
    }
}

/// Where errors become words.
enum ScenarioEdge {
    static func read(_ file: URL) throws -> [UInt8] {
        do { return Array(try Data(contentsOf: file)) } catch {
            fail("cannot read \(file.relativePath)")
        }
    }

    /// A description, or a mutant of it, with the cast that it names, which lies beside it.
    static func scenario(_ file: URL, mutant: String?) throws -> Scenario {
        try Scenario(parsing: try read(file), mutant: mutant) { name in
            (try? Data(contentsOf: file.deletingLastPathComponent().appending(path: name)))
                .map(Array.init)
        }
    }

    /// Carries it out in `folder`.
    static func build(_ file: URL, mutant: String?, in folder: String) throws -> BuiltScenario {
        let parsed = try scenario(file, mutant: mutant)
        let agreement = file.deletingLastPathComponent().appending(path: parsed.agreement)
        return try parsed.build(in: folder, agreement: try read(agreement.standardizedFileURL))
    }

    static func say(_ sentence: String) {
        FileHandle.standardError.write(Data((sentence + "\n").utf8))
    }

    static func reporting(_ work: () throws -> Void) throws {
        do { try work() } catch let error as ScenarioError {
            fail((error.path.isEmpty ? "" : error.path + ": ") + words(error.reason))
        }
    }

    private static func fail(_ sentence: String) -> Never {
        say("docket-scenario: error: \(sentence)")
        ScenarioCommand.exit(withError: ExitCode(1))
    }

    private static func words(_ reason: ScenarioError.Reason) -> String {
        switch reason {
        case .malformed(let place):
            "no JSON at line \(place.line), column \(place.column): expected \(place.expected)"
        case .unknownKey(let key, let known):
            "unknown key \"\(key)\"; known are \(known.joined(separator: ", "))"
        case .missingKey(let key): "missing \(key)"
        case .wrongValue(let expected, let found): "expected \(expected), found \(found)"
        case .unknownName(let name): "nothing is called \(name) here"
        case .duplicateName(let name): "\(name) is there already"
        case .outOfOrder(let time, let last): "\(time) is before \(last), the step above"
        case .failed(let reason): reason
        }
    }
}

ScenarioCommand.main()
