// `docket key`, as scripts use it; and that no output ever shows a key or a passphrase.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Commands about keys` {
    static let passphrase = "correct horse battery"

    /// A workbench with two passphrase files.
    func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench()
        for (name, text) in [("pass", Self.passphrase), ("other", "staple staple staple")] {
            try bench.write(name, text + "\n")
            try protect(bench.path(name))
        }
        try bench.write("contract.md", "# Contract\n")
        return bench
    }

    func protect(_ path: String, mode: Int = 0o600) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func run(_ bench: CliWorkbench, _ arguments: String...) throws -> CliResult {
        let result = try bench.docket(arguments)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result
    }

    func file(_ bench: CliWorkbench, _ arguments: String...) throws -> CliResult {
        try bench.docket(["file", "--matter", "BAN-1", "contract.md"] + arguments)
    }

    @Test func `a key under a passphrase files with it, and is not needed to read`() throws {
        let bench = try bench()
        _ = try run(bench, "init", "--origin", "archive.example/trade", "--passphrase-file", "pass")
        let key = try bench.folder.read("archive/signing-key")
        #expect(String(decoding: key, as: UTF8.self).contains("ENCRYPTED PRIVATE KEY"))
        let refused = try file(bench)
        #expect(refused.status == 1 && refused.errors.contains("--passphrase-file"))
        let wrong = try file(bench, "--passphrase-file", "other")
        #expect(wrong.status == 1 && wrong.errors.contains("does not open"))
        #expect(try file(bench, "--passphrase-file", "pass").status == 0)
        for arguments in [["list"], ["show", "0"], ["key", "show"], ["key", "show", "--json"]] {
            #expect(try bench.docket(arguments).status == 0, "\(arguments)")
        }
        try protect(bench.path("pass"), mode: 0o644)
        let exposed = try file(bench, "--passphrase-file", "pass")
        #expect(exposed.status == 1 && exposed.errors.contains("chmod 600"))
    }

    @Test func `openssl opens the key, and Docket the key that openssl sealed anew`() throws {
        let bench = try bench()
        _ = try run(bench, "init", "--origin", "archive.example/trade", "--passphrase-file", "pass")
        let path = bench.path("archive/signing-key")
        let shown = try bench.run(
            "openssl",
            [
                "pkcs8", "-in", path, "-passin", "file:pass", "-topk8", "-v2", "aes-256-cbc",
                "-iter",
                "1000", "-passout", "file:other", "-out", "resealed.pem",
            ])
        #expect(shown.status == 0, "\(shown.errors)")
        let line = try bench.folder.read("archive/signing-key").prefix { $0 != 0x0A }
        try bench.folder.write(
            "archive/signing-key", line + [0x0A] + bench.folder.read("resealed.pem"))
        #expect(try file(bench, "--passphrase-file", "other").status == 0)
    }

    @Test func `the passphrase is set, changed and removed`() throws {
        let bench = try bench()
        let key = try run(bench, "init", "--origin", "archive.example/trade").output
        _ = try run(bench, "key", "passphrase", "--new-passphrase-file", "pass")
        #expect(try file(bench).status == 1)
        _ = try run(
            bench, "key", "passphrase", "--passphrase-file", "pass", "--new-passphrase-file",
            "other")
        #expect(try file(bench, "--passphrase-file", "pass").status == 1)
        _ = try run(bench, "key", "passphrase", "--passphrase-file", "other", "--remove")
        #expect(try file(bench).status == 0)
        #expect(try run(bench, "key", "show").output.contains(key))
        try bench.write("short", "seven77")
        try protect(bench.path("short"))
        let short = try bench.docket(["key", "passphrase", "--new-passphrase-file", "short"])
        #expect(short.status == 1 && short.errors.contains("too short"))
    }

    @Test func `a rotation in three steps keeps the recovery key offline`() throws {
        let bench = try bench()
        let first = try run(bench, "init", "--origin", "archive.example/trade").output
        let line = try run(
            bench, "key", "recovery", "--party", "ARCH", "--origin", "archive.example/trade",
            "--passphrase-file", "pass", "--output", "recovery.key"
        ).output
        #expect(
            line.hasPrefix("recovery ARCH archive.example/trade archive.example/trade/recovery+"))
        let vkey = String(line.split(separator: " ").last?.dropLast() ?? "")
        #expect(try file(bench).status == 0)
        let receipt = try bench.folder.read("contract.md.receipt")
        _ = try run(
            bench, "key", "rotate", "--prepare", "asked", "--recovery-key", vkey)
        // Elsewhere: nothing of the archive is there.
        let offline = try CliWorkbench()
        for name in ["asked", "recovery.key", "pass"] {
            try offline.folder.write(name, bench.folder.read(name))
            try protect(offline.path(name))
        }
        let signed = try offline.docket([
            "key", "sign-rotation", "asked", "--recovery", "recovery.key",
            "--recovery-passphrase-file", "pass",
        ])
        #expect(signed.status == 0, "\(signed.errors)")
        try bench.write("note", signed.output)
        let second = try run(bench, "key", "rotate", "--accept", "note", "--keep-old", "old.key")
            .output
        #expect(
            try SecretKeyFile(parsing: bench.folder.read("old.key")).verifierKey.text + "\n"
                == first)
        #expect(second != first)
        try FileManager.default.removeItem(atPath: bench.path("contract.md.receipt"))
        #expect(try file(bench).status == 0)
        #expect(try bench.folder.read("contract.md.receipt") == receipt)
        let again = try bench.docket(["key", "rotate", "--accept", "note"])
        #expect(again.status == 1 && again.errors.contains("no rotation"))
    }

    @Test func `a rotation in one step, under the same passphrase`() throws {
        let bench = try bench()
        _ = try run(bench, "init", "--origin", "archive.example/trade", "--passphrase-file", "pass")
        _ = try run(bench, "key", "recovery", "--party", "ARCH", "--output", "recovery.key")
        let rotate = ["key", "rotate", "--recovery", "recovery.key", "--passphrase-file", "pass"]
        let rotated = try bench.docket(rotate)
        #expect(rotated.status == 0)
        #expect(rotated.errors.contains("The line of the old key stays"), "\(rotated.errors)")
        #expect(try file(bench, "--passphrase-file", "pass").status == 0)
        #expect(
            try bench.docket(
                rotate + ["--reason", "compromised", "--since", "2026-03-01T12:00:00Z", "--json"]
            ).status == 0)
        let shown = try run(bench, "key", "show").output
        #expect(shown.contains("compromised since 2026-03-01T12:00:00Z"))
        #expect(shown.split(separator: "\n").count { $0.hasPrefix("from size") } == 3)
    }

    @Test(arguments: ["gone", "open", "other"])
    func `a key that was stolen is replaced, wherever its file is`(trouble: String) throws {
        let bench = try bench()
        _ = try run(bench, "init", "--origin", "archive.example/trade")
        _ = try run(bench, "key", "recovery", "--party", "ARCH", "--output", "recovery.key")
        #expect(try file(bench).status == 0)
        let path = bench.path("archive/signing-key")
        switch trouble {
        case "gone": try FileManager.default.removeItem(atPath: path)
        case "open": try protect(path, mode: 0o644)
        default: try bench.write("archive/signing-key", "no key\n")
        }
        if trouble == "other" { try protect(path) }
        try bench.write("more.md", "more\n")
        let refused = try bench.docket(["file", "--matter", "BAN-1", "more.md"])
        #expect(refused.status == 1)
        // With the old key's signature it needs the old key.
        let rotate = ["key", "rotate", "--recovery", "recovery.key"]
        #expect(try bench.docket(rotate).status == 1)
        let rotated = try bench.docket(
            rotate + ["--reason", "compromised", "--since", "2026-03-01T12:00:00Z"])
        #expect(rotated.status == 0, "\(rotated.errors)")
        #expect(try bench.docket(["file", "--matter", "BAN-1", "more.md"]).status == 0)
        #expect(try bench.docket(["audit"]).status == 0)
    }

    @Test func `what the old key signed is proven and published under the new one`() throws {
        let bench = try bench()
        let old = try run(bench, "init", "--origin", "archive.example/trade").output
            .trimmingCharacters(in: .newlines)
        #expect(try file(bench).status == 0)
        try bench.folder.write("old.cp", Array(try run(bench, "checkpoint").output.utf8))
        _ = try run(bench, "export", "--tiles", "tiles")
        _ = try run(bench, "cosign", "--witness-request")
        _ = try run(bench, "key", "recovery", "--party", "ARCH", "--output", "recovery.key")
        let new = try run(bench, "key", "rotate", "--recovery", "recovery.key").output
            .trimmingCharacters(in: .newlines)
        try bench.write("more.md", "after the rotation\n")
        _ = try run(bench, "file", "--matter", "BAN-1", "more.md")
        try bench.folder.write("new.cp", Array(try run(bench, "checkpoint").output.utf8))
        _ = try run(bench, "consistency", "old.cp", "new.cp", "-o", "proof")
        _ = try run(bench, "export", "--tiles", "tiles")
        let receipt = [
            "receipt", "contract.md.receipt", "--checkpoint", "new.cp", "--proof", "proof", "--key",
        ]
        #expect(try bench.docket(receipt + [old, "--key", new]).status == 0)
        #expect(try bench.docket(receipt + [new, "--key", old]).status == 0)
        #expect(try bench.docket(receipt + [old]).status == 2)
        #expect(try bench.docket(receipt + [new]).status == 2)
    }

    @Test
    func `a bundle carries the rotation, and verifies under an annex that knows the recovery key`()
        throws
    {
        let bench = try CliMatter.copy()
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        let archive = try #require(annex.split(separator: "\n").last { $0.hasPrefix("archive ") })
        let party = String(archive.split(separator: " ")[1])
        let made = try run(bench, "key", "recovery", "--party", party, "-o", "recovery.key")
        try bench.write(
            "keyed.txt", annex.replacing(archive, with: archive + "\n" + made.output.dropLast()))
        _ = try run(bench, "key", "rotate", "--recovery", "recovery.key")
        // One more exhibit, so that the newest checkpoint is under the new key alone.
        try bench.write("after.md", "After the rotation.\n")
        _ = try bench.docket(["file", "--matter", "BAN-1", "after.md"] + CliMatter.identity)
        let bundle =
            ["bundle", "--matter", "BAN-1", "--claims", "claims.txt"] + CliMatter.identity
        let pins = ["--agreement", "m/agreement.md", "--annex", "keyed.txt"]
        let bundled = try bench.docket(bundle + pins + ["-o", "rotated.asice"])
        #expect(bundled.status == 0, "\(bundled.errors)")
        let verified = try bench.verify(["rotated.asice"] + pins)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        #expect(verified.output.contains("AUTHENTIC"))
        // Who knows neither the new key nor the recovery key does not believe it.
        let old = try bench.verify(["rotated.asice"] + CliMatter.pins)
        #expect(old.status != 0, "\(old.output)")
        // What was bundled before the rotation is as good as it was.
        #expect(try bench.verify(["b.asice"] + CliMatter.pins).status == 0)
    }

    @Test func `no output shows a key or a passphrase`() throws {
        let bench = try bench()
        var talk = ""
        func keep(_ arguments: [String]) throws {
            for extra in [[], ["--json"]] {
                let result = try bench.docket(arguments + extra)
                talk += result.output + result.errors
            }
        }
        var secrets = [Self.passphrase, "staple staple staple", "PRIVATE+KEY", "PRIVATE KEY"]
        func remember(_ name: String) throws {
            guard let file = try? SecretKeyFile(parsing: bench.folder.read(name)),
                case .plain(let signer) = file
            else { return }
            // PRIVATE+KEY+name+id+base64, which may have a + in it.
            let parts = signer.secretKeyText.split(separator: "+", maxSplits: 4)
            secrets.append(String(try #require(parts.last)))
        }
        try keep(["init", "--origin", "archive.example/trade"])
        try remember("archive/signing-key")
        try keep(["key", "recovery", "--party", "ARCH", "--output", "recovery.key"])
        try remember("recovery.key")
        for arguments in [
            ["key", "show"], ["file", "--matter", "BAN-1", "contract.md"], ["list"], ["audit"],
            ["key", "rotate", "--recovery", "recovery.key"],
            ["key", "rotate", "--recovery", "pass"], ["key", "rotate", "--accept", "pass"],
            ["key", "sign-rotation", "pass", "--recovery", "pass"],
            ["key", "passphrase", "--new-passphrase-file", "pass"],
            ["key", "passphrase", "--passphrase-file", "other", "--remove"],
            ["key", "passphrase", "--passphrase-file", "archive/signing-key", "--remove"],
            ["receipt", "archive/signing-key"], ["checkpoint"], ["--help"], ["key", "--help"],
        ] { try keep(arguments) }
        try remember("archive/signing-key")
        #expect(secrets.count >= 6 && talk.count > 2000)
        #expect(secrets.allSatisfy { $0.count > 10 })
        for secret in secrets { #expect(!talk.contains(secret), "\(secret)") }
    }

    @Test func `the document shows a key under a passphrase`() throws {
        let text = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "docs/formats/key.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "\n```\n")
        let plain = try #require(blocks.first { $0.hasPrefix("PRIVATE+KEY+") }) + "\n"
        let sealed = try #require(blocks.first { $0.hasPrefix("archive.example/trade+") }) + "\n"
        let signer = try SecretKeyFile(parsing: Array(sealed.utf8)).signer {
            try EncryptedKey.open($0, passphrase: Secret("correct horse".utf8))
        }
        #expect(signer.secretKeyText + "\n" == plain)
    }
}
