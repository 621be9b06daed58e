// `docketd bootstrap`: the first operator, or the way back in when every operator has lost his token. Whoever may run it on the machine may
// do everything anyway. It needs the book of access for itself, so the service must be stopped.

import ArchiveService
import ArgumentParser
import CommandParts
import Cryptography
import EvidenceStore
import EvidenceValues
import ServiceAccess
import ServiceInterface
import VerifyCommand

/// Lets the first operator in.
struct BootstrapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bootstrap", abstract: "Make an operator and print his token.",
        discussion: """
            The service must not be running. The token is printed once; give it to nobody.

            Example:
              docketd bootstrap ADMIN --config /etc/docketd/docketd.yaml > admin.token
            """)

    @Argument(help: "The operator's name: a letter, then letters, digits and - _ .")
    var name: String
    @OptionGroup var options: ConfigurationOptions
    @Option(help: "Days that the token is valid.") var days = 30

    /// Days of a first token at most: long enough to set up a service.
    private static let maximumDays = 365

    func run() throws { try reporting(Failure.any, bootstrap) }

    private func bootstrap() throws {
        forbidCoreDumps()
        guard let principal = PrincipalID(name) else {
            throw Failure(
                "\(name) is no name", hint: "a letter, then letters, digits and - _ .; 32 at most",
                status: ExitStatus.usage)
        }
        guard (1...Self.maximumDays).contains(days) else {
            throw Failure("--days is 1 to \(Self.maximumDays)", status: ExitStatus.usage)
        }
        let configuration = try options.read()
        let surroundings = try ConfigurationOptions.surroundings(configuration)
        let archive = try Archive.openReadOnly(
            at: configuration.archive, surroundings: surroundings)
        let book = try AccessBook.open(
            at: ServiceCore.accessPath(configuration), archive: archive.origin,
            clock: surroundings.clock, random: surroundings.random)
        let issued = try book.bootstrap(
            principal, lifetime: TimeSpan(seconds: Int64(days) * 86_400))
        try book.close()
        Console.note("the operator \(principal) may use this token until \(issued.expires):")
        Console.line(issued.token.text)
    }
}
