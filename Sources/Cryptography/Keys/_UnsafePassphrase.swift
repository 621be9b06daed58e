// Asking a person for a passphrase: on the terminal, without echo, by OpenSSL, which puts the terminal right again whatever happens. And
// keeping what a process knows out of core dumps.
internal import COpenSSL
package import EvidenceValues

/// Passphrases that people type.
package enum TypedPassphrase {
    /// Bytes of a passphrase at most.
    package static let maximumSize = 1024

    /// What somebody types at the terminal; nil if he gives up, types more than fits, or two different ones where he is asked twice.
    /// The caller knows that there is a terminal.
    package static func ask(_ prompt: String, twice: Bool) -> Secret? {
        defer { _ = drainErrors() }
        var buffer = [CChar](repeating: 0, count: maximumSize + 1)
        // OpenSSL writes at most `count` characters with a final zero into memory that Swift owns; the prompt lives for the call.
        let result = unsafe EVP_read_pw_string_min(
            &buffer, 0, Int32(buffer.count), prompt, twice ? 1 : 0)
        defer { unsafe OPENSSL_cleanse(&buffer, buffer.count) }
        guard result == 0 else { return nil }
        return Secret(buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)))
    }
}

/// From here on the system writes no core dump of this process, and nobody but root reads its memory (prctl(2), PR_SET_DUMPABLE).
package func forbidCoreDumps() { docket_forbid_core_dumps() }
