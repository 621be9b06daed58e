// `docket sign` as a user runs it: each kind of key, each level, detached and enclosing; what it shows, and what it refuses.

import EvidenceTesting
import Foundation
import Testing

@Suite(.serialized) struct SigningFiles {
    private let signing: SigningBench
    private var bench: CliWorkbench { signing.bench }

    init() throws { signing = try SigningBench.shared.get() }

    private func sign(_ arguments: [String]) throws -> (result: CliResult, output: String) {
        let output = UUID().uuidString + ".p7s"
        let result = try bench.docket(["sign", "-o", output] + arguments)
        return (result, output)
    }

    /// The ways to give a key without a token.
    private static func identities(_ name: String) -> [[String]] {
        [
            ["--key", name + ".key", "--cert", name + ".pem"],
            [
                "--key", name + ".enc", "--cert", name + ".pem", "--key-passphrase-file",
                "passphrase",
            ],
            ["--pkcs12", name + ".p12", "--key-passphrase-file", "passphrase"],
        ]
    }

    @Test func `gives what openssl takes, for each key, level and form`() throws {
        var count = 0
        try signing.withAuthority { url in
            for name in SigningBench.keys {
                for (index, identity) in Self.identities(name).enumerated() {
                    for level in [
                        ["--level", "B"], ["--level", "T", "--tsa", url],
                        ["--level", "LT", "--tsa", url, "--trust", "ca.pem", "--with", "ca.crl"],
                    ] {
                        // The form does not depend on where the key comes from.
                        for attached in index == 0 ? [false, true] : [false] {
                            let (result, output) = try sign(
                                ["c.md"] + identity + level + (attached ? ["--attached"] : []))
                            #expect(result.status == 0, "\(name) \(level): \(result.errors)")
                            #expect(try signing.opensslAccepts(output, detached: !attached))
                            count += 1
                        }
                    }
                }
            }
        }
        print("docket sign: \(count) combinations")
        #expect(count == 36)
    }

    @Test func `extends signatures of ours and of openssl`() throws {
        let (made, b) = try sign(["c.md"] + Self.identities("p256")[0])
        try #require(made.status == 0, "\(made.errors)")
        try signing.openssl(
            "cms", "-sign", "-binary", "-outform", "DER", "-in", "c.md", "-signer", "rsa.pem",
            "-inkey", "rsa.key", "-cades", "-out", "foreign.p7s")
        try signing.withAuthority { url in
            for base in [b, "foreign.p7s"] {
                let (first, t) = try sign(
                    ["c.md", "--extend", base, "--level", "T", "--tsa", url])
                #expect(first.status == 0, "\(first.errors)")
                #expect(try signing.opensslAccepts(t))
                let (second, lt) = try sign(
                    [
                        "c.md", "--extend", t, "--level", "LT", "--trust", "ca.pem", "--with",
                        "ca.crl",
                    ])
                #expect(second.status == 0, "\(second.errors)")
                #expect(try signing.opensslAccepts(lt))
                let (both, straight) = try sign(
                    [
                        "c.md", "--extend", base, "--level", "LT", "--tsa", url, "--trust",
                        "ca.pem", "--with", "ca.crl",
                    ])
                #expect(both.status == 0, "\(both.errors)")
                #expect(try signing.opensslAccepts(straight))
                // Without the file it is said that the file was not looked at.
                let (blind, _) = try sign(["--extend", base, "--level", "T", "--tsa", url])
                #expect(blind.status == 0)
                #expect(blind.errors.contains("not the file"))
                let (again, _) = try sign(
                    ["c.md", "--extend", t, "--level", "T", "--tsa", url])
                #expect(again.errors.contains("has a time-stamp already"))
            }
        }
    }

    @Test func `refuses a time-stamp for something else`() throws {
        try signing.withAuthority { url in
            let first = try sign(
                ["c.md", "--level", "T", "--tsa", url] + Self.identities("p256")[0])
            #expect(first.result.status == 0)
            let (result, output) = try sign(
                ["c.md", "--level", "T", "--tsa", url + "other"] + Self.identities("p256")[0])
            #expect(result.status == 2)
            #expect(result.errors.contains("is no time-stamp for this request"))
            #expect(!bench.exists(output))
        }
    }

    @Test func `refuses LT when material is missing, and says which`() throws {
        try signing.withAuthority { url in
            for (given, words) in [
                (["--with", "p256.ocsp"], "a list or OCSP answer of ca on tsa"),
                (["--with", "p256.pem"], "a list or OCSP answer of ca on p256"),
            ] {
                let (result, output) = try sign(
                    ["c.md", "--level", "LT", "--tsa", url, "--trust", "ca.pem"] + given
                        + Self.identities("p256")[0])
                #expect(result.status == 1)
                #expect(result.errors.contains(words), "\(result.errors)")
                #expect(!bench.exists(output))
            }
            let (result, _) = try sign(
                ["c.md", "--level", "LT", "--tsa", url, "--trust", "p384.pem", "--with", "ca.crl"]
                    + Self.identities("p256")[0])
            #expect(result.status == 2)
            #expect(result.errors.contains("is no authority that is trusted"))
        }
    }

    static let refused: [(arguments: [String], status: Int32, words: String)] = [
        (["c.md", "--key", "p256.key", "--cert", "p384.pem"], 1, "is not the key of p384.pem"),
        (
            ["c.md", "--key", "rsa1024.key", "--cert", "rsa1024.pem"], 1,
            "rsa-1024 are not supported"
        ),
        (["c.md", "--key", "expired.key", "--cert", "expired.pem"], 1, "the certificate expired"),
        (
            ["c.md", "--key", "p256.enc", "--cert", "p256.pem", "--key-passphrase-file", "wrong"],
            1, "the passphrase does not open p256.enc"
        ),
        (["c.md", "--key", "p256.enc", "--cert", "p256.pem"], 1, "no terminal to ask at"),
        (
            ["c.md", "--pkcs12", "p256.p12", "--key-passphrase-file", "wrong"], 1,
            "the passphrase does not open p256.p12"
        ),
        (["c.md", "--pkcs12", "p256.p12"], 1, "no terminal to ask at"),
        (
            ["c.md", "--pkcs12", "c.md", "--key-passphrase-file", "wrong"], 1,
            "c.md is no PKCS#12 file"
        ),
        (["c.md", "--pkcs12", "p256.p12", "--key", "p256.key"], 64, "--pkcs12 brings key"),
        (["c.md", "--key", "p256.key"], 64, "--key and --cert belong together"),
        (["c.md", "--key", "pkcs11:token=a"], 64, "which module"),
        (["c.md", "--key", "pkcs11:x", "--pkcs11", "/m.so"], 64, "is no pkcs11: URI"),
        (["c.md", "--pkcs11", "m.so"], 64, "is no whole path"),
        (["c.md", "--pkcs11", "/nowhere/m.so"], 1, "the module cannot be loaded"),
        (
            ["c.md", "--key", "pkcs11:a=b?pin-value=1", "--pkcs11", "/m.so"], 64,
            "selects nothing here"
        ),
        (
            ["c.md", "--key", "pkcs11:token=b?pin-value=1", "--pkcs11", "/m.so"], 64,
            "a PIN does not belong on a command line"
        ),
        (["--key", "p256.key", "--cert", "p256.pem"], 64, "what is to be signed?"),
        (
            ["c.md", "--key", "p256.key", "--cert", "p256.pem", "--level", "T"], 64,
            "give --tsa URL"
        ),
        (
            ["c.md", "--key", "p256.key", "--cert", "p256.pem", "--tsa", "http://x"], 64,
            "level B has no time-stamp"
        ),
        (
            ["c.md", "--key", "p256.key", "--cert", "p256.pem", "--with", "ca.crl"], 64,
            "LT and --with belong together"
        ),
        (["--extend", "c.md"], 64, "give --level T"),
        (["--extend", "c.md", "--level", "T", "--key", "p256.key"], 64, "not to sign again"),
        (
            ["--extend", "c.md", "--level", "T", "--tsa", "http://127.0.0.1:9/"], 1,
            "cannot be extended"
        ),
        (["nowhere", "--key", "p256.key", "--cert", "p256.pem"], 1, "cannot read nowhere"),
    ]

    @Test func `is refused with a message, and writes nothing`() throws {
        for (arguments, status, words) in Self.refused {
            let before = try bench.names()
            let (result, _) = try sign(arguments)
            #expect(result.status == status, "\(arguments): \(result.errors)")
            let hinted = result.errors
            #expect(hinted.contains(words), "\(arguments): \(hinted)")
            #expect(result.output == "")
            #expect(try bench.names() == before)
        }
        #expect(Self.refused.count == 24)
    }

    @Test func `signs with an expired certificate only when told`() throws {
        let (result, output) = try sign([
            "c.md", "--key", "expired.key", "--cert", "expired.pem", "--outside-validity",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("warning: the certificate expired"))
        #expect(bench.exists(output))
    }

    @Test func `pads RSA as it is told`() throws {
        for (arguments, name) in [
            ([], "rsassaPss"), (["--rsa", "pss"], "rsassaPss"),
            (["--rsa", "pkcs1"], "sha256WithRSAEncryption"),
        ] {
            let (result, output) = try sign(["c.md"] + Self.identities("rsa")[0] + arguments)
            #expect(result.status == 0, "\(result.errors)")
            let text = try signing.openssl("asn1parse", "-inform", "DER", "-in", output)
            // The last one is the signature's own; those before are the certificates'.
            let last = text.split(separator: "\n").last {
                $0.contains(":rsassaPss") || $0.contains(":sha256WithRSAEncryption")
            }
            #expect(last?.hasSuffix(":" + name) == true)
        }
    }

    @Test func `shows what is signed, and warns of what acts in it`() throws {
        try bench.write("bad.html", "<html>\u{202E}<script>x()</script>\n")
        let identity = Self.identities("p256")[0]
        let (result, output) = try sign(["bad.html", "--json"] + identity)
        // There is no terminal, so nobody is asked.
        #expect(result.status == 0, "\(result.errors)")
        #expect(bench.exists(output))
        #expect(result.errors.contains("about to sign bad.html: 30 bytes"))
        #expect(result.errors.contains("  | <html>⟨U+202E⟩<script>"))
        #expect(result.errors.contains("warning: the file holds a script"))
        #expect(result.errors.contains("warning: characters turn the direction of writing"))
        #expect(result.output.contains(#""warnings":["html-script","text-bidirectional"]"#))
        let quiet = try sign(["bad.html", "--quiet"] + identity)
        #expect(quiet.result.errors == "" && quiet.result.status == 0)
    }

    @Test func `asks at a terminal before it signs what acts`() throws {
        try bench.write("act.html", "<html><script>x()</script>\n")
        let docket = try CommandResult.product("docket")
        for (answer, agreed, isWritten) in [
            ("n", "", false), ("", "", false), ("y", "", true), ("n", "--yes", true),
        ] {
            let output = UUID().uuidString + ".p7s"
            let command =
                "\(docket) sign act.html --key p256.key --cert p256.pem -o \(output) \(agreed)"
            // script(1) gives the command a terminal.
            let result = try bench.run(
                "/bin/sh",
                ["-c", "printf '\(answer)\\n' | TERM=xterm script -qec '\(command)' /dev/null"])
            #expect(bench.exists(output) == isWritten, "\(answer): \(result.output)")
            #expect(result.output.contains("sign it all the same?") == (agreed == ""))
        }
    }
}
