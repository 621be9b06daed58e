// What must hold of the annex's parser: it refuses, or writes the text again to the byte. The fuzzer (Fuzz/run) compiles this file too.

import Agreements

/// The annex as a target of the fuzzer.
enum AnnexProperty {
    static let name = "annex"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self),
            let annex = try? Annex(parsing: text)
        else { return true }
        return Array(annex.text.utf8) == bytes
    }
}
