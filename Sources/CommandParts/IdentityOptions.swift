// Who signs: a key with its certificate, from two files of PEM, from one of PKCS#12, or from a token. What is secret comes from a file or
// from a person at a terminal (Passphrases), never from the command line.

package import ArgumentParser
package import Cryptography
import DurableFiles
import EvidenceValues
import TokenKeys
import VerifyCommand

/// `--key K --cert C`, `--pkcs12 FILE`, or `--pkcs11 MODULE --key URI`: who signs.
package struct IdentityOptions: ParsableArguments {
    @Option(help: "The private key: a file of PEM, or a pkcs11: URI of a token's key.")
    package var key: String?
    @Option(help: "The certificate's file: PEM or DER, its issuers' behind it.") package var cert:
        String?
    @Option(help: "Key and certificate in one file of PKCS#12.") package var pkcs12: String?
    @Option(help: "A token's PKCS #11 module, by its whole path.") package var pkcs11: String?
    @Option(
        help: ArgumentHelp(
            "The file with the key's passphrase or PIN; - is standard input.",
            visibility: .hidden))
    package var keyPassphraseFile: String?

    /// A key or a certificate with its chain is far smaller.
    private static let limit = 1_048_576

    package init() {}

    /// Whether anybody is named.
    package var isGiven: Bool { key != nil || cert != nil || pkcs12 != nil || pkcs11 != nil }

    /// The identity, or nil where none is given.
    package func identity() throws -> SigningIdentity? {
        guard isGiven else { return nil }
        if let pkcs12 {
            guard key == nil, cert == nil, pkcs11 == nil else {
                throw Self.usage("--pkcs12 brings key and certificate", "give it alone")
            }
            return try identity(pkcs12: pkcs12)
        }
        if pkcs11 != nil || key?.hasPrefix("pkcs11:") == true { return try tokenIdentity() }
        guard let key, let cert else {
            throw Self.usage("--key and --cert belong together", "give both or neither")
        }
        return try Self.identity(key: key, cert: cert, passphraseFile: keyPassphraseFile)
    }

    /// The identity of a key and a certificate in files.
    package static func identity(
        key: String, cert: String, passphraseFile: String?
    ) throws -> SigningIdentity {
        let bytes = try DurableFile.read(key, limit: limit)
        let certificate = try DurableFile.read(cert, limit: limit)
        do {
            guard PrivateKeyFile.isSealed(bytes) else {
                return try SigningIdentity(keyPEM: bytes, certificate: certificate)
            }
            return try Passphrases.openKey(key, file: passphraseFile) { passphrase in
                try SigningIdentity(
                    keyPEM: bytes, passphrase: passphrase, certificate: certificate)
            }
        } catch let error as SigningError {
            throw Failure.signing(error, key: key, cert: cert)
        }
    }

    private func identity(pkcs12 path: String) throws -> SigningIdentity {
        let bytes = try DurableFile.read(path, limit: Self.limit)
        do {
            // Many a file has an empty passphrase; whoever made one knows of none to type.
            if let open = try? SigningIdentity(pkcs12: bytes, passphrase: Secret([])) {
                return open
            }
            return try Passphrases.openKey(path, file: keyPassphraseFile) { passphrase in
                try SigningIdentity(pkcs12: bytes, passphrase: passphrase)
            }
        } catch let error as SigningError {
            throw Failure.signing(error, key: path, cert: "what is in \(path)")
        }
    }

    private func tokenIdentity() throws -> SigningIdentity {
        let uri = try tokenURI()
        guard let path = pkcs11 ?? uri.module else {
            throw Self.usage("which module speaks with the token?", "give --pkcs11 MODULE")
        }
        guard path.hasPrefix("/") else {
            throw Self.usage(
                "\(path) is no whole path", "a module is code that runs: name it from / on")
        }
        do {
            let module = try TokenModule(path: path)
            let token = try module.token(matching: uri)
            let session = try TokenSession(
                module, with: token, pin: try pin(for: token, uri: uri))
            let key = try session.key(matching: uri)
            let bytes =
                try cert.map { try DurableFile.read($0, limit: Self.limit) }
                ?? session.certificate(of: key)
            let name = cert ?? "the token's certificate"
            do {
                let certificates = try SigningIdentity.certificates(bytes)
                return try SigningIdentity(
                    key: key, certificate: certificates[0], chain: Array(certificates.dropFirst()))
            } catch {
                throw Failure.signing(error, key: key.uri, cert: name)
            }
        } catch let error as TokenError {
            throw Failure.token(error)
        }
    }

    private func tokenURI() throws -> TokenURI {
        guard let key else { return TokenURI() }
        do { return try TokenURI(parsing: key) } catch {
            switch error {
            case .secret:
                throw Self.usage(
                    "a PIN does not belong on a command line, where others see it",
                    "leave pin-value out; --key-passphrase-file FILE names a file with the PIN")
            case .unsupported(let name):
                throw Self.usage(
                    "\(name) in a pkcs11: URI selects nothing here",
                    "token, serial, manufacturer, model, slot-id, object, id; ?module-path, pin-source"
                )
            case .malformed:
                throw Self.usage(
                    "\(key) is no pkcs11: URI", "write pkcs11:token=LABEL;object=LABEL (RFC 7512)")
            }
        }
    }

    /// The token's PIN, asked for once: whoever tries again and again locks the token.
    private func pin(for token: TokenDescription, uri: TokenURI) throws -> Secret? {
        guard token.needsPIN, !token.isLocked else { return nil }
        let name = "the token \(Console.shown(token.label))"
        if token.asksItself {
            Console.note("\(name) asks for its PIN at its own keys")
            return nil
        }
        if let file = Passphrases.keyFile(keyPassphraseFile) ?? uri.pinFile {
            if token.isFinalTry { Console.note("\(name): the last try before it locks") }
            return try Passphrases.read(file)
        }
        let warning = token.isFinalTry ? " (the last try before it locks)" : ""
        return try Passphrases.ask("PIN for \(name)\(warning): ", for: name)
    }

    private static func usage(_ message: String, _ hint: String) -> Failure {
        Failure(message, hint: hint, status: ExitStatus.usage)
    }
}
