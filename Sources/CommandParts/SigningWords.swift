// Words for keys that do not sign: of files, of PKCS#12, of tokens.

package import Cryptography
package import TokenKeys
package import VerifyCommand

extension Failure {
    /// Why a key and certificate cannot sign.
    package static func signing(_ error: SigningError, key: String, cert: String) -> Failure {
        switch error {
        case .unreadableKey, .encryptedKey, .wrongPassphrase, .unsupportedEncryption, .tooCostly,
            .unreadablePKCS12:
            unopened(error, key)
        case .unsupportedKey(let name):
            Failure(
                "keys of type \(name) are not supported",
                hint: "use P-256, P-384 or RSA from 2048 bits")
        case .certificate:
            Failure("\(cert) is no certificate", hint: "PEM or DER, as openssl x509 writes it")
        case .keyMismatch:
            Failure(
                "\(key) is not the key of \(cert)", hint: "give the key that the certificate names")
        case .token(let code): tokenCode(code, while: "signing")
        case .failed(let reason):
            Failure("signing failed: \(reason)")
        case .notExtensible:
            Failure(
                "the signature cannot be extended: it must be CMS with exactly one signer, and have room"
            )
        case .archived:
            Failure(
                "the signature has an archive time-stamp, which anything added could break",
                hint: "add another archive time-stamp with the tool that made the first")
        case .tokenMismatch:
            Failure("the time-stamp is not one over this signature")
        case .contentNeeded:
            Failure("the content is too large to be enclosed", hint: "sign it detached")
        }
    }

    private static func unopened(_ error: SigningError, _ key: String) -> Failure {
        switch error {
        case .encryptedKey:
            Failure(
                "\(key) is under a passphrase", hint: "name its file with --key-passphrase-file")
        case .wrongPassphrase:
            Failure(
                "the passphrase does not open \(key)",
                hint: "name the file of another with --key-passphrase-file")
        case .unsupportedEncryption(let name):
            Failure(
                "\(key) is encrypted by \(name), which Docket does not open",
                hint: "openssl pkcs8 -topk8 and openssl pkcs12 -export write the form of today")
        case .tooCostly:
            Failure("\(key) demands more work than Docket will do", hint: "docs/formats/key.md")
        case .unreadablePKCS12:
            Failure("\(key) is no PKCS#12 file with one key and its certificate")
        default:
            Failure(
                "\(key) is no private key in PEM",
                hint: "PKCS#8, SEC1 or PKCS#1, as openssl writes it")
        }
    }

    /// Why a token gives no key.
    package static func token(_ error: TokenError) -> Failure {
        switch error {
        case .unloadable(let words):
            Failure("the module cannot be loaded: \(words)", hint: "give its whole path")
        case .notAModule: Failure("that library is no PKCS #11 module of version 2")
        case .noToken:
            Failure("there is no token", hint: "is it in its slot, and set up?")
        case .noMatchingToken(let there):
            Failure("no token is the one that --key names", hint: list("there is", there))
        case .severalTokens(let there):
            Failure("several tokens are there", hint: list("choose with --key one of", there))
        case .noKey(let there):
            Failure(
                "the token has no private key that --key names",
                hint: there.isEmpty ? "it has none" : list("it has", there))
        case .severalKeys(let there):
            Failure("several keys are there", hint: list("choose with --key one of", there))
        case .noCertificate:
            Failure("the token holds no certificate with the key", hint: "give it with --cert FILE")
        case .severalCertificates(let count):
            Failure(
                "the token holds \(count) certificates for the key",
                hint: "give the right one with --cert FILE")
        case .pinNeeded, .wrongPIN, .pinLocked, .pinExpired, .pinNeverSet: pin(error)
        case .refused(let call, let code): tokenCode(code, while: call.rawValue)
        }
    }

    private static func pin(_ error: TokenError) -> Failure {
        switch error {
        case .wrongPIN:
            Failure(
                "the PIN is wrong; it was tried once",
                hint: "a token locks itself after a few wrong ones")
        case .pinLocked:
            Failure(
                "the token is locked after too many wrong PINs",
                hint: "its maker's tool unlocks it with the PUK")
        case .pinExpired:
            Failure("the token demands a new PIN", hint: "its maker's tool sets one")
        case .pinNeverSet:
            Failure("the token has no PIN yet", hint: "its maker's tool sets one")
        default:
            Failure("the token wants a PIN", hint: "name its file with --key-passphrase-file")
        }
    }

    private static func tokenCode(_ code: UInt, while doing: String) -> Failure {
        let known: [UInt: String] = [
            0x5: "general error", 0x30: "device error", 0x32: "token removed",
            0x63: "the key does not permit this", 0x68: "the key does not permit this",
            0x70: "this way to sign is unknown to it", 0xA4: "the PIN is locked",
            0xE0: "token removed",
        ]
        let number = "CKR 0x" + String(code, radix: 16, uppercase: true)
        let words = known[code].map { "\($0) (\(number))" } ?? number
        return Failure(
            "the token refused, \(doing): \(words)",
            hint: code == 0x70 ? "try --rsa pkcs1" : nil)
    }

    /// Some of many.
    private static func list(_ what: String, _ uris: [String]) -> String {
        let shown = uris.prefix(8).joined(separator: " ")
        return "\(what) \(shown)" + (uris.count > 8 ? " and \(uris.count - 8) more" : "")
    }
}
