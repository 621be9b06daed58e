// A party's keys in every form that `docket sign` takes, an authority that answers over HTTP, lists and OCSP answers: made by the system's
// own programs, so that what Docket reads and writes is not only Docket's.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

/// A workbench with `c.md` to sign, `NAME.key` and `NAME.pem` for p256, p384 and rsa, and their CA, `ca.pem`.
struct SigningBench {
    let bench: CliWorkbench

    /// The keys, and the suffix under which each is found in PKCS#12 (`.p12`) and under a passphrase (`.enc`).
    static let keys = ["p256", "p384", "rsa"]
    static let passphrase = "correct horse"

    static let shared = Result { try SigningBench() }

    private static let configuration = """
        [req]
        distinguished_name = dn
        [dn]
        [ca]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign,cRLSign,digitalSignature
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
        [tsa_config]
        serial = tsa.serial
        signer_cert = tsa.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ess_cert_id_alg = sha256
        crypto_device = builtin
        [ca_config]
        database = index.txt
        crlnumber = crlnumber
        default_md = sha256
        default_crl_days = 30
        certificate = ca.pem
        private_key = ca.key

        """

    init() throws {
        bench = try CliWorkbench()
        try bench.write("c.cnf", Self.configuration)
        try bench.write("tsa.serial", "01\n")
        try bench.write("crlnumber", "01\n")
        try bench.write("c.md", "Ten tonnes of bananas.\n")
        try bench.write("passphrase", Self.passphrase)
        try bench.write("wrong", "incorrect")
        let p256 = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        let p384 = ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
        for (name, section, key) in [
            ("ca", "ca", p256), ("p256", "party", p256), ("p384", "party", p384),
            ("rsa", "party", ["rsa:2048"]), ("rsa1024", "party", ["rsa:1024"]),
            ("tsa", "tsa", p256),
        ] {
            try certify(name, section, key)
        }
        try expire("expired")
        var index = ""
        for name in Self.keys + ["tsa"] {
            try seal(name)
            let serial = try openssl("x509", "-in", name + ".pem", "-noout", "-serial")
                .dropFirst("serial=".count).trimmingCharacters(in: .whitespacesAndNewlines)
            index += "V\t301231235959Z\t\t\(serial)\tunknown\t/CN=\(name)\n"
        }
        try bench.write("index.txt", index)
        try openssl("ca", "-config", "c.cnf", "-name", "ca_config", "-gencrl", "-out", "ca.crl")
        for name in ["passphrase", "wrong"] { try restrict(name) }
        try openssl(
            "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey",
            "ca.key", "-issuer", "ca.pem", "-cert", "p256.pem", "-respout", "p256.ocsp", "-ndays",
            "9")
    }

    private func certify(_ name: String, _ section: String, _ key: [String]) throws {
        var arguments = ["req", "-x509", "-config", "c.cnf", "-extensions", section, "-newkey"]
        arguments += key + ["-noenc", "-keyout", name + ".key", "-out", name + ".pem"]
        arguments += ["-days", "30", "-subj", "/O=Docket/CN=" + name]
        if section != "ca" { arguments += ["-CA", "ca.pem", "-CAkey", "ca.key"] }
        let made = try bench.run("/usr/bin/openssl", arguments)
        try #require(made.status == 0, "\(made.errors)")
    }

    /// A key whose certificate was valid in 2020 only; openssl issues none.
    private func expire(_ name: String) throws {
        let identity = try CliWorkbench.authority().issue(
            name,
            validity: Validity(
                from: try #require(Instant(text: "2020-01-01T00:00:00Z")),
                to: try #require(Instant(text: "2021-01-01T00:00:00Z"))))
        try bench.write(name + ".key", identity.keyPEM)
        try bench.write(name + ".pem", identity.certificatePEM)
    }

    private func seal(_ name: String) throws {
        try openssl(
            "pkcs12", "-export", "-inkey", name + ".key", "-in", name + ".pem", "-certfile",
            "ca.pem", "-out", name + ".p12", "-passout", "file:passphrase")
        try openssl(
            "pkcs8", "-topk8", "-in", name + ".key", "-out", name + ".enc", "-passout",
            "file:passphrase")
    }

    /// Secrets are for their owner alone, or they are refused.
    private func restrict(_ name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: bench.path(name))
    }

    @discardableResult
    func openssl(_ arguments: String...) throws -> String {
        let result = try bench.run("/usr/bin/openssl", arguments)
        try #require(result.status == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    /// Whether `openssl cms -verify` takes a signature over `c.md` as CAdES.
    func opensslAccepts(_ signature: String, detached: Bool = true) throws -> Bool {
        let content = detached ? ["-content", "c.md"] : []
        let result = try bench.run(
            "/usr/bin/openssl",
            ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature] + content
                + ["-CAfile", "ca.pem", "-purpose", "any", "-cades", "-out", signature + ".out"])
        return result.status == 0
    }

    /// Answers on a free port of loopback, whose number is its first line of output, until it is told to stop.
    private static let server = """
        import http.server, subprocess
        class Authority(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                open('query', 'wb').write(self.rfile.read(int(self.headers['Content-Length'])))
                subprocess.run(['openssl', 'ts', '-reply', '-config', 'c.cnf', '-section', 'tsa_config',
                    '-queryfile', 'query', '-out', 'reply'], check=True, capture_output=True)
                reply = open('reply', 'rb').read()
                if self.path == '/other':
                    reply = open('other', 'rb').read()
                self.send_response(200)
                self.send_header('Content-Length', str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)
                open('other', 'wb').write(reply)
            def log_message(self, *_): pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Authority)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    /// Runs `body` with the address of an authority.
    func withAuthority<Result>(_ body: (String) throws -> Result) throws -> Result {
        let process = try bench.prepared("/usr/bin/env", ["python3", "-c", Self.server])
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // A test's thread may block other signals, and its children inherit that.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let port = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try body("http://127.0.0.1:\(port)/")
    }
}
