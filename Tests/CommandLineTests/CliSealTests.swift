// Contents that only some may read, by the real programs and with `openssl cms` as the peer: sealed for the archive (`docket seal`), and sealed to an arbiter in a
// bundle (`docket bundle --seal`).

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// Keys of an arbiter and a stranger, made by `openssl`.
private enum SealingKeys {
    static func make(in bench: CliWorkbench) throws {
        let kinds = [
            "arbiter": ["rsa:2048"], "expert": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            "stranger": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        ]
        for (name, kind) in kinds {
            let made = try bench.run(
                "openssl",
                ["req", "-x509", "-nodes", "-days", "3650", "-subj", "/CN=\(name)", "-newkey"]
                    + kind
                    + ["-keyout", "\(name).key", "-out", "\(name).crt"])
            try #require(made.status == 0, "\(made.errors)")
        }
    }

    static func opening(_ name: String) -> [String] {
        ["--open-with", "\(name).key", "--open-cert", "\(name).crt"]
    }
}

@Suite struct `Sealing from the command line` {
    @Test(arguments: ["arbiter", "expert"])
    func `makes what openssl opens, and opens what openssl makes`(_ name: String) throws {
        let bench = try CliWorkbench()
        try SealingKeys.make(in: bench)
        try bench.write("contract.md", "# Contract\n\nTen tonnes of bananas.\n")
        let sealed = try bench.docket(
            ["seal", "contract.md", "--to", "\(name).crt", "-o", "c.p7m", "--json"])
        #expect(sealed.status == 0, "\(sealed.errors)")
        #expect(
            sealed.output.contains(Digest.sha256(try bench.folder.read("contract.md")).text))
        let key = ["-recip", "\(name).crt", "-inkey", "\(name).key"]
        let opened = try bench.run(
            "openssl",
            ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", "c.p7m", "-out", "c.md"] + key)
        #expect(opened.status == 0, "\(opened.errors)")
        #expect(try bench.folder.read("c.md") == bench.folder.read("contract.md"))
        let own = ["--key", "\(name).key", "--cert", "\(name).crt"]
        let unsealed = try bench.docket(["unseal", "c.p7m", "-o", "d.md"] + own)
        #expect(unsealed.status == 0, "\(unsealed.errors)")
        #expect(try bench.folder.read("d.md") == bench.folder.read("contract.md"))
        let padding = name == "arbiter" ? ["-keyopt", "rsa_padding_mode:oaep"] : []
        let made = try bench.run(
            "openssl",
            [
                "cms", "-encrypt", "-binary", "-aes-256-cbc", "-in", "contract.md", "-outform",
                "PEM", "-out", "peer.p7m", "-recip", "\(name).crt",
            ] + padding)
        #expect(made.status == 0, "\(made.errors)")
        // CBC notices no change, and openssl names no digest.
        let doubtful = try bench.docket(["unseal", "peer.p7m", "-o", "e.md"] + own)
        #expect(doubtful.status == 1 && !bench.exists("e.md"), "\(doubtful.errors)")
        let given = try bench.docket(
            ["unseal", "peer.p7m", "-o", "e.md", "--without-digest"] + own)
        #expect(given.status == 0, "\(given.errors)")
        #expect(try bench.folder.read("e.md") == bench.folder.read("contract.md"))
    }

    @Test func `tells one thing of everything that does not open`() throws {
        let bench = try CliWorkbench()
        try SealingKeys.make(in: bench)
        try bench.write("contract.md", "Ten tonnes of bananas.\n")
        let sealed = try bench.docket(["seal", "contract.md", "--to", "expert.crt", "-o", "c.p7m"])
        #expect(sealed.status == 0, "\(sealed.errors)")
        let whole = try bench.folder.read("c.p7m")
        let own = ["--key", "expert.key", "--cert", "expert.crt", "-o", "d.md"]
        var said: Set<String> = []
        for back in [1, 40, 60, 70, 100] {
            var changed = whole
            changed[whole.count - back] ^= 1
            try bench.folder.write("c.p7m", changed)
            let result = try bench.docket(["unseal", "c.p7m"] + own)
            #expect(result.status != 0 && !bench.exists("d.md"), "\(back)")
            if result.status == 2 { said.insert(result.errors) }
        }
        #expect(said.count == 1)
        try bench.folder.write("c.p7m", whole)
        let stranger = try bench.docket(
            ["unseal", "c.p7m", "--key", "stranger.key", "--cert", "stranger.crt", "-o", "d.md"])
        #expect(stranger.status == 2 && !bench.exists("d.md"))
    }

    @Test(arguments: [
        ["seal", "contract.md", "--to", "contract.md", "-o", "x"],
        ["seal", "contract.md", "--to", "arbiter.crt", "-o", "contract.md"],
        ["unseal", "contract.md", "--key", "arbiter.key", "--cert", "arbiter.crt", "-o", "x"],
        ["unseal", "contract.md", "--key", "arbiter.key", "--cert", "expert.crt", "-o", "x"],
    ])
    func `writes nothing where it cannot`(_ arguments: [String]) throws {
        let bench = try CliWorkbench()
        try SealingKeys.make(in: bench)
        try bench.write("contract.md", "Ten tonnes of bananas.\n")
        let result = try bench.docket(arguments)
        #expect(result.status == 1, "\(result.errors)")
        #expect(!bench.exists("x"))
        #expect(try bench.folder.read("contract.md") == Array("Ten tonnes of bananas.\n".utf8))
    }
}

@Suite struct `Disclosure from the command line` {
    @Test func `shows the arbiter what the others do not see`() throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        let made = try bench.docket(
            CliMatter.bundle + [
                "--withhold", "offer.md", "--seal", "contract.md", "--seal",
                "contract.md.MARKT.p7s", "--seal-to", "arbiter.crt", "--seal-to", "expert.crt",
                "-o", "s.asice",
            ])
        #expect(made.status == 0, "\(made.errors)")
        #expect(
            made.errors.contains("2 contents are sealed to") && made.errors.contains("1 contents"))
        let closed = try bench.verify(["s.asice"] + CliMatter.pins)
        #expect(closed.status == 0, "\(closed.output)")
        #expect(closed.output.contains("Withheld   no. ") && closed.output.contains("CN=arbiter"))
        #expect(closed.output.contains("C1  UNDETERMINED"))
        for name in ["arbiter", "expert"] {
            let opened = try bench.verify(
                ["s.asice"] + CliMatter.pins + SealingKeys.opening(name))
            #expect(opened.status == 0, "\(opened.output)")
            #expect(opened.output.contains("C1: undetermined without the key, proven with it"))
        }
        let stranger = try bench.verify(
            ["s.asice"] + CliMatter.pins + SealingKeys.opening("stranger"))
        #expect(stranger.output.contains("Opened     nothing"))
        let judged = try bench.docket(
            ["judge", "s.asice"] + CliMatter.pins + SealingKeys.opening("arbiter"))
        #expect(judged.status == 0 && judged.output.contains("C1  PROVEN"), "\(judged.output)")
    }

    @Test func `seals so that openssl opens it to the bytes that were filed`() throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        let made = try bench.docket(
            CliMatter.bundle + [
                "--seal", "contract.md", "--seal-to", "arbiter.crt", "-o", "s.asice",
            ])
        #expect(made.status == 0, "\(made.errors)")
        let unzipped = try bench.run("unzip", ["-q", "s.asice", "-d", "s"])
        #expect(unzipped.status == 0, "\(unzipped.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.path("s/sealed"))
        let name = try #require(names.first { $0.hasSuffix("contract.md.p7m") })
        let opened = try bench.run(
            "openssl",
            [
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "s/sealed/\(name)", "-out",
                "opened.md", "-recip", "arbiter.crt", "-inkey", "arbiter.key",
            ])
        #expect(opened.status == 0, "\(opened.errors)")
        let filed = try bench.run("unzip", ["-p", "b.asice", "exhibits/\(name.dropLast(4))"])
        #expect(String(decoding: try bench.folder.read("opened.md"), as: UTF8.self) == filed.output)
    }

    @Test(arguments: [
        ["--seal", "contract.md"], ["--seal-to", "arbiter.crt"],
        ["--withhold", "contract.md", "--seal", "contract.md", "--seal-to", "arbiter.crt"],
        ["--withhold", "nothing.md"],
    ])
    func `refuses what cannot be meant`(_ arguments: [String]) throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        let made = try bench.docket(CliMatter.bundle + arguments + ["-o", "s.asice"])
        #expect(made.status == 64, "\(made.errors)")
        #expect(!bench.exists("s.asice"))
    }

    @Test func `never seals the archive's own`() throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        let made = try bench.docket(
            CliMatter.bundle + ["--seal", "archive:1", "--seal-to", "arbiter.crt", "-o", "s.asice"])
        #expect(made.status == 1 && made.errors.contains("the archive's own"), "\(made.errors)")
    }

    @Test func `asks for key and certificate together`() throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        let pins = ["b.asice"] + CliMatter.pins
        #expect(try bench.verify(pins + ["--open-with", "arbiter.key"]).status == 64)
        let other = try bench.verify(
            pins + ["--open-with", "arbiter.key", "--open-cert", "expert.crt"])
        #expect(other.status == 1 && other.errors.contains("is not the key of"), "\(other.errors)")
    }

    @Test func `opens what was filed encrypted, and dates it by that`() throws {
        let bench = try CliMatter.copy()
        try SealingKeys.make(in: bench)
        try bench.write("note.md", "# Note\n\n```terms\nkind(note).\n```\n")
        let sealed = try bench.docket([
            "seal", "note.md", "--to", "arbiter.crt", "-o", "note.md.p7m",
        ])
        #expect(sealed.status == 0, "\(sealed.errors)")
        let filed = try bench.docket(
            ["file", "--matter", "BAN-1", "note.md.p7m"] + CliMatter.identity)
        #expect(filed.status == 0, "\(filed.errors)")
        let made = try bench.docket(CliMatter.bundle + ["-o", "e.asice"])
        #expect(made.status == 0, "\(made.errors)")
        let json = try bench.verify(
            ["e.asice", "--json"] + CliMatter.pins + SealingKeys.opening("arbiter"))
        #expect(json.output.contains("\"kind\":\"encrypted\""))
        #expect(json.output.contains("\"path\":\"opened/note.md\""))
        let closed = try bench.verify(["e.asice", "--json"] + CliMatter.pins)
        #expect(!closed.output.contains("opened/note.md"))
        #expect(closed.status == 0, "\(closed.output.prefix(300))")
    }
}
