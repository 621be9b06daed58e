// `--quiet`, the same in every command. Nothing that Docket prints has a colour, so NO_COLOR and --no-color have nothing to turn off; the
// one line that moves, progress, needs a terminal whose TERM is not `dumb`.

import ArgumentParser

/// How much a command talks.
package struct TalkOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "No talk and no progress on standard error; errors stay.")
    package var quiet = false

    package init() {}

    /// ArgumentParser calls this once the command line is read, before the command runs.
    package mutating func validate() throws {
        if quiet { Console.silence() }
    }
}
