// What an arbiter opens with: his key, for what parties sealed to him or filed encrypted for him. The key opens; it gives no trust.

package import ArgumentParser
import DurableFiles
package import EvidenceBundle
import EvidenceValues

/// The key for contents that are sealed to the arbiter.
package struct OpeningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Your private key in PEM: opens what is sealed to you.", valueName: "key"))
    package var openWith: String?
    @Option(help: ArgumentHelp("The certificate of that key.", valueName: "certificate"))
    package var openCert: String?
    @Option(
        help: ArgumentHelp(
            "The file with that key's passphrase; - is standard input.", visibility: .hidden))
    package var openPassphraseFile: String?

    /// A key or a certificate with its chain is far smaller.
    private static let limit = 1_048_576

    package init() {}

    /// Whether a key is named.
    package var isGiven: Bool { openWith != nil || openCert != nil }

    /// The key, or nil where none is given.
    package func key() throws -> OpeningKey? {
        guard isGiven else { return nil }
        guard let openWith, let openCert else {
            throw Failure(
                "--open-with and --open-cert belong together", hint: "give both or neither",
                status: ExitStatus.usage)
        }
        return try OpeningOptions.key(
            openWith, certificate: openCert, passphraseFile: openPassphraseFile)
    }

    /// The key in a file, with its certificate.
    package static func key(
        _ path: String, certificate: String, passphraseFile: String?,
        passphraseOption: String = "--open-passphrase-file"
    ) throws -> OpeningKey {
        let passphrase = try passphraseFile.map { file in
            Secret(
                try DurableFile.read(file, limit: 4_096).split(
                    separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)[0])
        }
        do {
            return try OpeningKey(
                key: try DurableFile.read(path, limit: limit), passphrase: passphrase,
                certificate: try DurableFile.read(certificate, limit: limit))
        } catch let error as OpeningKeyError {
            throw failure(error, path, certificate, passphraseOption)
        }
    }

    private static func failure(
        _ error: OpeningKeyError, _ key: String, _ certificate: String, _ option: String
    ) -> Failure {
        switch error {
        case .unreadableKey:
            Failure("\(key) is no private key in PEM", hint: "PKCS#8, SEC1 or PKCS#1")
        case .passphraseNeeded:
            Failure(
                "\(key) is under a passphrase",
                hint: "\(option) FILE names a file with it")
        case .wrongPassphrase: Failure("the passphrase is not that of \(key)")
        case .unreadableCertificate: Failure("\(certificate) is no certificate")
        case .keyMismatch:
            Failure(
                "\(key) is not the key of \(certificate)",
                hint: "give the certificate that you gave to the parties")
        case .unsupported(let name):
            Failure(
                "nothing is opened with \(name)",
                hint: "an RSA key of 2048 bits or more, or one on a curve")
        }
    }
}
