// Where a user's own state is: marks against restored copies, keys of archives that he met, filings that wait. XDG Base Directory: a
// relative XDG_STATE_HOME is to be ignored.

import Foundation
import VerifyCommand

/// The user's state folder.
package enum UserState {
    /// Docket's part of it; nobody has made it yet.
    package static func folder(for what: String) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/docket"
        }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return home + "/.local/state/docket"
        }
        throw Failure(
            "there is no place for \(what)",
            hint: "set XDG_STATE_HOME or HOME to a folder outside the archive")
    }
}
