// `--quiet`, the same in every command. Only explanations have colours, on a terminal whose TERM is not `dumb` and where NO_COLOR is not set
// (`Console.isColoured`); the one line that moves, progress, needs such a terminal, too.

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
