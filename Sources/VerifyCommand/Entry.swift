// The door of both executables. ArgumentParser words its errors its own way; here they get the shape of all our errors.

package import ArgumentParser

extension ParsableCommand {
    /// Parses the command line, runs the command and exits with its status.
    /// - Parameter arguments: what to parse in place of the process's own.
    package static func enter(_ arguments: [String]? = nil) -> Never {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            exit(withError: nil)
        } catch let status as ExitCode {
            exit(withError: status)
        } catch {
            leave(error)
        }
    }

    private static func leave(_ error: any Error) -> Never {
        let status = exitCode(for: error)
        // Help and version come as errors too; they are data.
        guard status != .success else { exit(withError: error) }
        var message = message(for: error)
        if status == ExitStatus.usage, let first = message.first {
            message = first.lowercased() + message.dropFirst()
            if message.hasSuffix(".") { message.removeLast() }
        }
        Console.fail(
            message,
            hint: status == ExitStatus.usage
                ? "\(_commandName) --help shows how, and an example" : nil)
        exit(withError: status)
    }
}
