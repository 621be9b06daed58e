// What the system calls an error.

import Foundation

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String {
    // The C string is the library's and is copied at once.
    unsafe String(cString: strerror(code)).lowercased()
}
