// `docket pseudonym` by the real program, with `openssl cms` as the peer: what one side seals the arbiter opens, and nobody is believed to be
// behind a pseudonym who did not sign it.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Pseudonyms from the command line` {
    private let bench: CliWorkbench
    private let place = ["--origin", "archive.example/trade", "--matter", "BAN-1"]

    init() throws {
        bench = try CliWorkbench()
        for name in ["PSN-7", "ERIKA", "OTHER", "JUDGE", "STRANGER"] {
            let made = try bench.run(
                "openssl",
                [
                    "req", "-x509", "-nodes", "-days", "3650", "-subj", "/CN=\(name)", "-newkey",
                    "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", "\(name).key", "-out",
                    "\(name).crt",
                ])
            try #require(made.status == 0, "\(made.errors)")
        }
    }

    @discardableResult
    private func seal(as pseudonym: String = "PSN-7", status: Int32 = 0) throws -> CliResult {
        let sealed = try bench.docket(
            ["pseudonym", "seal"] + place + [
                "--pseudonym-key", "\(pseudonym).key", "--pseudonym-cert", "\(pseudonym).crt",
                "--key", "ERIKA.key", "--cert", "ERIKA.crt", "--to", "JUDGE.crt", "-o",
                "identity.p7m",
            ])
        try #require(sealed.status == status, "\(sealed.errors)")
        return sealed
    }

    private func open(
        _ file: String = "identity.p7m", as arbiter: String = "JUDGE", in place: [String]? = nil,
        of pseudonym: String = "PSN-7", more: [String] = []
    ) throws -> CliResult {
        try bench.docket(
            ["pseudonym", "open", file] + (place ?? self.place) + [
                "--pseudonym-cert", "\(pseudonym).crt", "--key", "\(arbiter).key", "--cert",
                "\(arbiter).crt",
            ] + more)
    }

    @Test func `the arbiter reads who it is, and nobody else`() throws {
        try seal()
        let opened = try open(more: ["-o", "who.crt"])
        #expect(opened.status == 0, "\(opened.errors)")
        #expect(opened.output == "PSN-7 is ERIKA\n")
        #expect(try bench.folder.read("who.crt") == bench.folder.read("ERIKA.crt"))
        let again = try open(more: ["--json"])
        #expect(again.output.contains(#""identity":"ERIKA""#))
        let stranger = try open(as: "STRANGER")
        #expect(stranger.status == 2)
        #expect(stranger.output.isEmpty)
    }

    @Test func `it is of one archive, one matter and one certificate`() throws {
        try seal()
        for place in [
            ["--origin", "archive.example/other", "--matter", "BAN-1"],
            ["--origin", "archive.example/trade", "--matter", "BAN-2"],
        ] {
            let opened = try open(in: place)
            #expect(opened.status == 2)
            #expect(opened.errors.contains("of another archive, matter, pseudonym or certificate"))
        }
        #expect(try open(of: "OTHER").status == 2)
    }

    @Test func `nobody is laid a pseudonym at the door`() throws {
        try seal()
        let text = try bench.run(
            "openssl",
            [
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "identity.p7m", "-recip",
                "JUDGE.crt", "-inkey", "JUDGE.key", "-out", "identity",
            ])
        try #require(text.status == 0, "\(text.errors)")
        let lines = String(decoding: try bench.folder.read("identity"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        try #require(lines.count == 10)
        // Another name above the same signatures; then one signature in the place of the other.
        let renamed = lines.map { $0 == "identity ERIKA" ? "identity OTHER" : $0 }
        let swapped =
            lines[..<9] + ["identity-signature " + lines[8].dropFirst("pseudonym-signature ".count)]
        for (number, forged) in [renamed, Array(swapped)].enumerated() {
            try bench.write("forged\(number)", forged.joined(separator: "\n") + "\n")
            let sealed = try bench.docket([
                "seal", "forged\(number)", "--without-digest", "--to", "JUDGE.crt", "-o",
                "forged\(number).p7m",
            ])
            try #require(sealed.status == 0, "\(sealed.errors)")
            let opened = try open("forged\(number).p7m", more: ["-o", "forged.crt"])
            #expect(opened.status == 2)
            #expect(opened.output.isEmpty)
            #expect(opened.errors.contains("does not verify"))
            #expect(!bench.exists("forged.crt"))
        }
    }

    @Test func `a key is one person's, and nothing is written over`() throws {
        let same = try seal(as: "ERIKA", status: 1)
        #expect(same.errors.contains("pseudonym and identity are not apart"))
        #expect(!bench.exists("identity.p7m"))
        try seal()
        let before = try bench.folder.read("identity.p7m")
        #expect(try seal(status: 1).errors.contains("exists already"))
        #expect(try bench.folder.read("identity.p7m") == before)
        try bench.write("no.p7m", "not sealed")
        #expect(try open("no.p7m").status == 2)
    }
}
