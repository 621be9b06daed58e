// The arbiter's executable: `docket verify` alone, without store, database or network, so that a court's expert can build and trust it
// by itself.

import ArgumentParser
import VerifyCommand

/// `docket-verify FILE …`.
@main
struct DocketVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docket-verify", abstract: VerifyCommand.configuration.abstract,
        discussion: VerifyCommand.configuration.discussion, version: toolVersion)

    @OptionGroup var command: VerifyCommand

    mutating func run() throws { try command.run() }

    static func main() { enter() }
}
