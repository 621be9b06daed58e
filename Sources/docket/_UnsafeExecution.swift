// Becoming another program: this process goes on as that one, with its files, its terminal and its number. Pointers are kept here: they
// are of copies of the arguments, which live until the call, and behind it only where it failed.

private import Glibc

/// Runs another program in place of this one.
enum Execution {
    /// Goes on as the program at `path`. Returns only if that is not possible, with the system's number for the reason.
    static func become(_ path: String, _ arguments: [String]) -> Int32 {
        // Each copy is ours and ends with a zero byte; the list ends with nil, as execv asks.
        var pointers = unsafe arguments.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        // The path and the list live for the call.
        _ = unsafe execv(path, pointers)
        let reason = errno
        // Nobody else has these copies.
        // swift-format-ignore: ReplaceForEachWithForLoop, which would join `unsafe` and the name behind it.
        unsafe pointers.forEach { unsafe free($0) }
        return reason
    }
}
