// Keys in tokens: SoftHSM's, which sign, and those of a module of our own, which does what tokens do when they are broken.

import EvidenceTesting
import Foundation
import Testing

/// SoftHSM (Debian: softhsm2).
private enum SoftHSM {
    static let module = [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    ].first { FileManager.default.fileExists(atPath: $0) }

    static let isPresent: Bool = {
        if module == nil { print("SKIPPED: SoftHSM is not installed (Debian: softhsm2)") }
        return module != nil
    }()

    /// softhsm2-util imports keys only; this puts a certificate (DER) beside one.
    static let importer = """
        import ctypes, sys
        module, pin, path, identifier = sys.argv[1:5]
        lib, U = ctypes.CDLL(module), ctypes.c_ulong
        lib.C_Initialize(None)
        slots, count, session, made = (U * 16)(), U(16), U(), U()
        lib.C_GetSlotList(1, slots, ctypes.byref(count))
        assert lib.C_OpenSession(slots[0], U(6), None, None, ctypes.byref(session)) == 0
        assert lib.C_Login(session, U(1), pin.encode(), U(len(pin))) == 0
        class Attribute(ctypes.Structure):
            _fields_ = [('type', U), ('value', ctypes.c_char_p), ('size', U)]
        number = lambda n: n.to_bytes(ctypes.sizeof(U), 'little')
        values = [(0, number(1)), (0x80, number(0)), (1, b'\\1'), (2, b'\\0'), (0x101, b'0'),
            (0x102, bytes.fromhex(identifier)), (0x11, open(path, 'rb').read())]
        array = (Attribute * len(values))(*[Attribute(t, v, len(v)) for t, v in values])
        assert lib.C_CreateObject(session, array, U(len(values)), ctypes.byref(made)) == 0
        lib.C_Finalize(None)
        """
}

@Suite(.enabled(if: SoftHSM.isPresent, "SoftHSM is not installed (Debian: softhsm2)"), .serialized)
struct SigningWithTokens {
    private let signing: SigningBench
    private let module: String
    private var bench: CliWorkbench { signing.bench }

    /// A folder of its own: two authorities in one would share their serial numbers.
    private static let made = Result { try makeToken() }

    init() throws {
        signing = try Self.made.get()
        module = try #require(SoftHSM.module)
    }

    /// A token `Alpha` with the keys p256 (01), p384 (02) and rsa (03), and a certificate beside the first.
    private static func makeToken() throws -> SigningBench {
        let signing = try SigningBench()
        let bench = signing.bench
        try FileManager.default.createDirectory(
            atPath: bench.path("tokens"), withIntermediateDirectories: true)
        try bench.write(
            "hsm.conf",
            "directories.tokendir = \(bench.path("tokens"))\nobjectstore.backend = file\n"
                + "log.level = ERROR\n")
        for (name, pin) in [("pin", "4321"), ("wrong-pin", "9999")] {
            try bench.write(name, pin)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: bench.path(name))
        }
        var script = "set -e\nexport SOFTHSM2_CONF=hsm.conf\n"
        script += "softhsm2-util --init-token --free --label Alpha --so-pin 12345678 --pin 4321\n"
        for (index, name) in SigningBench.keys.enumerated() {
            script += "openssl pkcs8 -topk8 -nocrypt -in \(name).key -out \(name).p8\n"
            script += "softhsm2-util --import \(name).p8 --token Alpha --label \(name)"
            script += " --id 0\(index + 1) --pin 4321\n"
        }
        script += "openssl x509 -in p256.pem -outform DER -out p256.der\n"
        try bench.write("importer.py", SoftHSM.importer)
        script += "python3 importer.py \(try #require(SoftHSM.module)) 4321 p256.der 01\n"
        let result = try bench.run("/bin/sh", ["-c", script])
        try #require(result.status == 0, "\(result.errors)")
        return signing
    }

    private func sign(_ arguments: [String]) throws -> (result: CliResult, output: String) {
        let output = UUID().uuidString + ".p7s"
        let result = try bench.run(
            "env",
            [
                "SOFTHSM2_CONF=" + bench.path("hsm.conf"), try CommandResult.product("docket"),
                "sign", "c.md", "-o", output, "--pkcs11", module,
            ] + arguments)
        return (result, output)
    }

    @Test func `gives what openssl takes, for each key, level and form`() throws {
        let pin = ["--key-passphrase-file", "pin"]
        var count = 0
        try signing.withAuthority { url in
            for name in SigningBench.keys {
                for level in [[], ["--level", "T", "--tsa", url]] {
                    for attached in [false, true] {
                        for rsa in name == "rsa" ? ["pss", "pkcs1"] : ["pss"] {
                            let (result, output) = try sign(
                                ["--key", "pkcs11:token=Alpha;object=" + name, "--rsa", rsa]
                                    + ["--cert", name + ".pem"] + pin + level
                                    + (attached ? ["--attached"] : []))
                            #expect(result.status == 0, "\(name): \(result.errors)")
                            #expect(try signing.opensslAccepts(output, detached: !attached))
                            count += 1
                        }
                    }
                }
            }
            let (long, output) = try sign(
                ["--key", "pkcs11:id=%01", "--level", "LT", "--tsa", url, "--trust", "ca.pem"]
                    + ["--with", "ca.crl"] + pin)
            #expect(long.status == 0, "\(long.errors)")
            #expect(try signing.opensslAccepts(output))
            count += 1
        }
        print("docket sign with tokens: \(count) combinations")
        #expect(count == 17)
    }

    @Test func `takes the certificate from the token and the PIN from where it is named`() throws {
        for arguments in [
            ["--key", "pkcs11:object=p256?pin-source=file:" + bench.path("pin")],
            ["--key", "pkcs11:token=Alpha;id=%01;type=private", "--key-passphrase-file", "pin"],
        ] {
            let (result, output) = try sign(arguments)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try signing.opensslAccepts(output))
        }
    }

    static let refused: [(arguments: [String], words: String)] = [
        (
            ["--key", "pkcs11:object=p256", "--key-passphrase-file", "wrong-pin"],
            "the PIN is wrong"
        ),
        (["--key", "pkcs11:object=p256"], "there is no terminal to ask at"),
        (
            ["--key", "pkcs11:token=Beta", "--key-passphrase-file", "pin"],
            "no token is the one that --key names"
        ),
        (["--key-passphrase-file", "pin"], "several keys are there"),
        (
            ["--key", "pkcs11:object=none", "--key-passphrase-file", "pin"],
            "has no private key that --key names"
        ),
        (
            ["--key", "pkcs11:object=p384", "--key-passphrase-file", "pin"],
            "holds no certificate with the key"
        ),
        (
            ["--key", "pkcs11:object=p384", "--cert", "p256.pem", "--key-passphrase-file", "pin"],
            "is not the key of"
        ),
        (
            ["--key", "pkcs11:object=rsa", "--cert", "p256.pem", "--key-passphrase-file", "pin"],
            "is not the key of p256.pem"
        ),
        (
            [
                "--key", "pkcs11:object=rsa", "--cert", "rsa1024.pem", "--key-passphrase-file",
                "pin",
            ],
            "rsa-1024 are not supported"
        ),
    ]

    @Test func `is refused with a message, and writes nothing`() throws {
        for (arguments, words) in Self.refused {
            let (result, output) = try sign(arguments)
            #expect(result.status == 1, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(!bench.exists(output))
        }
        // What it lists can be given as it stands.
        let (several, _) = try sign(["--key-passphrase-file", "pin"])
        let uris = several.errors.split(whereSeparator: \.isWhitespace)
            .filter { $0.hasPrefix("pkcs11:") && $0.contains("object=p256") }
        #expect(uris.count == 1)
        let (result, _) = try sign(
            ["--key", String(uris.first ?? ""), "--key-passphrase-file", "pin"])
        #expect(result.status == 0, "\(result.errors)")
    }
}

@Suite(.serialized) struct BrokenTokens {
    private let signing: SigningBench
    private let module: String
    private var bench: CliWorkbench { signing.bench }

    /// `Tests/Tokens/token.c`, built once by the toolchain's clang.
    private static let made = Result { try build() }

    init() throws {
        signing = try SigningBench.shared.get()
        module = try Self.made.get()
        try bench.write("token-pin", "1234")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: bench.path("token-pin"))
    }

    private static func build() throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Tokens/token.c").path
        let bench = try SigningBench.shared.get().bench
        let library = bench.path("token.so")
        let swift = URL(
            filePath: try CommandResult.run("which", ["swift"], in: "/").output
                .trimmingCharacters(in: .whitespacesAndNewlines)
        ).resolvingSymlinksInPath()
        let clang = swift.deletingLastPathComponent().appending(path: "clang").path
        let built = try bench.run(
            FileManager.default.isExecutableFile(atPath: clang) ? clang : "clang",
            ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", library, source])
        try #require(built.status == 0, "\(built.errors)")
        return library
    }

    private static let whole = [
        "initialize", "open", "login", "sign", "logout", "close", "finalize",
    ]
    private static let early = ["initialize", "open", "login", "logout", "close", "finalize"]

    static let cases: [(mode: String, words: String, calls: [String])] = [
        ("", "is not the key of", whole),
        ("empty", "there is no token", ["initialize", "finalize"]),
        ("blank", "there is no token", ["initialize", "finalize"]),
        ("two", "token=First%20token;serial=1", ["initialize", "finalize"]),
        ("broken", "CKR 0x5", ["initialize"]),
        ("locked", "locked after too many wrong PINs", ["initialize", "finalize"]),
        ("locks", "locked after too many wrong PINs", early),
        ("expired", "demands a new PIN", early), ("unset", "has no PIN yet", early),
        ("drawn", "token removed", early), ("drawn later", "token removed", whole),
        ("final", "the last try before it locks", whole),
        (
            "pad", "asks for its PIN at its own keys",
            ["initialize", "open", "login by the token", "sign", "logout", "close", "finalize"]
        ),
        (
            "always", "is not the key of",
            [
                "initialize", "open", "login", "login again", "sign", "logout", "close", "finalize",
            ]
        ),
        ("huge", "is not the key of", whole), ("liar", "the token refused", whole),
    ]

    @Test func `are told apart, and left closed`() throws {
        for (mode, words, calls) in Self.cases {
            let log = UUID().uuidString + ".log"
            let result = try bench.run(
                "env",
                [
                    "DOCKET_TOKEN=" + mode, "DOCKET_TOKEN_LOG=" + bench.path(log),
                    try CommandResult.product("docket"), "sign", "c.md", "-o", "never.p7s",
                    "--pkcs11", module, "--cert", "p256.pem", "--key-passphrase-file", "token-pin",
                ])
            #expect(result.status == 1, "\(mode): \(result.errors)")
            #expect(result.errors.contains(words), "\(mode): \(result.errors)")
            let said = String(decoding: try bench.folder.read(log), as: UTF8.self)
            #expect(said.split(separator: "\n").map(String.init) == calls, "\(mode)")
            #expect(!bench.exists("never.p7s"))
        }
        #expect(Self.cases.count == 16)
    }

    @Test func `are no tokens where the library is another`() throws {
        let libc = try bench.run("/bin/sh", ["-c", "ldd /bin/sh | grep -o '/[^ ]*libc[^ ]*'"])
        let path = libc.output.trimmingCharacters(in: .whitespacesAndNewlines)
        try #require(path.hasPrefix("/"))
        let result = try bench.docket(
            ["sign", "c.md", "-o", "never.p7s", "--pkcs11", path, "--cert", "p256.pem"])
        #expect(result.status == 1)
        #expect(result.errors.contains("is no PKCS #11 module"))
    }
}
