// What the tests of Cryptography share: public vectors, which lie beside the package and not in it, and the `openssl` command, which
// makes small certificates and is the second opinion on what Docket makes.
import EvidenceTesting
import EvidenceValues
import Foundation
import Synchronization
import Testing

@testable import Cryptography

typealias Vectors = PublicVectors

extension PublicVectors {
    /// Every file below a folder, as paths from `evidence/`, sorted.
    static func files(below path: String) throws -> [String] {
        let root = try url(path)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        return names.sorted().map { path + "/" + $0 }.filter {
            var isFolder: ObjCBool = false
            let full = root.deletingLastPathComponent().appending(path: $0).path
            _ = unsafe FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }
}

/// The `openssl` command.
enum OpenSSLCommand {
    static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isPresent: Bool { path != nil }

    /// Runs it in a folder; the exit status and what it printed to either stream.
    static func run(_ arguments: [String], in folder: URL) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let log = folder.appending(path: "log-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        (process.standardOutput, process.standardError) = (handle, handle)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        return (process.terminationStatus, text)
    }
}

/// A CA, three parties and a TSA, made by the `openssl` command once for each run of the tests.
struct CommandLinePKI {
    let folder: URL
    /// Some hours after everything became valid.
    let now: Instant

    static let shared = Result { try CommandLinePKI() }

    private static let configuration = """
        [req]
        distinguished_name = dn
        [dn]
        [ca]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign,cRLSign
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        [party]
        basicConstraints = CA:FALSE
        keyUsage = critical,digitalSignature,nonRepudiation
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        [tsa]
        basicConstraints = CA:FALSE
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        [encipher]
        basicConstraints = CA:FALSE
        keyUsage = critical,keyEncipherment
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        [tsa_config]
        serial = tsa.serial
        crypto_device = builtin
        signer_cert = tsa.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256, sha512
        accuracy = secs:1, millisecs:500
        ess_cert_id_alg = sha256
        [list_config]
        database = list-index.txt
        crlnumber = list-number
        default_md = sha256
        default_crl_days = 30
        certificate = ca.pem
        private_key = ca.key
        [ca_config]
        database = index.txt
        crlnumber = crlnumber
        default_md = sha256
        default_crl_days = 30
        certificate = ca.pem
        private_key = ca.key
        """

    private init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "docket-pki-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(CommandLinePKI.configuration.utf8).write(to: folder.appending(path: "c.cnf"))
        try Data("01\n".utf8).write(to: folder.appending(path: "tsa.serial"))
        try Data("01\n".utf8).write(to: folder.appending(path: "crlnumber"))
        try Data().write(to: folder.appending(path: "index.txt"))
        let p256 = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        let p384 = ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
        for (name, section, key) in [
            ("ca", "ca", p256), ("other-ca", "ca", p256), ("p256", "party", p256),
            ("p384", "party", p384), ("rsa", "party", ["rsa:2048"]), ("tsa", "tsa", p256),
            ("encipher", "encipher", p256), ("rsa1024", "party", ["rsa:1024"]),
        ] {
            var arguments =
                ["req", "-x509", "-config", "c.cnf", "-extensions", section, "-newkey"] + key
            arguments += ["-noenc", "-keyout", name + ".key", "-out", name + ".pem"]
            arguments += ["-days", "30", "-subj", "/O=Docket/CN=" + name.uppercased()]
            if section != "ca" { arguments += ["-CA", "ca.pem", "-CAkey", "ca.key"] }
            let result = try OpenSSLCommand.run(arguments, in: folder)
            try #require(result.status == 0, "\(result.text)")
        }
        let text = [UInt8](try Data(contentsOf: folder.appending(path: "ca.pem")))
        let ca = try ParsedCertificate.readAll(pemOrDER: text)[0]
        now = ca.notBefore.advanced(by: TimeSpan(seconds: 7200))
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    func certificate(_ name: String) throws -> ParsedCertificate {
        try ParsedCertificate.readAll(pemOrDER: try bytes(name + ".pem"))[0]
    }

    func identity(_ name: String) throws -> SigningIdentity {
        try SigningIdentity(
            keyPEM: try bytes(name + ".key"), certificate: try bytes(name + ".pem"))
    }

    func write(_ bytes: [UInt8], as name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    // `openssl ca` and `openssl ts` rename files with their next number, which two at once would take from each other.
    private static let numbers = Mutex(())

    func openssl(_ arguments: String...) throws -> (status: Int32, text: String) {
        try CommandLinePKI.numbers.withLock { _ in
            try OpenSSLCommand.run(arguments, in: folder)
        }
    }

    /// The response of `openssl ts` to a query.
    func response(to query: [UInt8]) throws -> [UInt8] {
        let name = UUID().uuidString
        try write(query, as: name + ".tsq")
        let result = try openssl(
            "ts", "-reply", "-config", "c.cnf", "-section", "tsa_config", "-queryfile",
            name + ".tsq", "-out", name + ".tsr")
        try #require(result.status == 0, "\(result.text)")
        return try bytes(name + ".tsr")
    }

    var authority: TrustedTSA {
        get throws {
            TrustedTSA(
                party: try #require(PartyID("TSA")), derBytes: try certificate("ca").derBytes)
        }
    }

    var anchor: TrustAnchor {
        get throws {
            TrustAnchor(
                party: try #require(PartyID("CA")), derBytes: try certificate("ca").derBytes)
        }
    }
}
