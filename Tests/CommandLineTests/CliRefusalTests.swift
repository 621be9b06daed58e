// Bad input of every sort: one clear message on standard error, the documented exit status, nothing on standard output that looks like
// an answer, and the archive as it was. (Issue 2, "Bad input".)

import EvidenceTesting
import Foundation
import Testing

/// A command line that must be refused.
struct RefusedCommand: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    let status: Int32
    /// What the message must say.
    let words: String
    /// The files that it needs, with their text.
    var files: [String: String] = [:]

    var testDescription: String { name }

    static let sign = ["--key", "FRUTA.pem", "--cert", "FRUTA.crt"]
    static let bundle = [
        "bundle", "--matter", "BAN-1", "--agreement", "a.md", "--annex", "x.txt", "--claims",
        "c.txt",
        "-o", "b.asice",
    ]
    static let agreement = "# A\n\nVersion: a-1\n"

    static let cases: [RefusedCommand] = [
        .init(
            name: "a missing file", arguments: ["file", "--matter", "BAN-1", "none.md"], status: 1,
            words: "cannot read none.md: no such file"),
        .init(
            name: "a folder", arguments: ["file", "--matter", "BAN-1", "archive"], status: 1,
            words: "cannot read archive: "),
        .init(
            name: "one good file and one missing",
            arguments: ["file", "--matter", "BAN-1", "contract.md", "none.md"], status: 1,
            words: "cannot read none.md"),
        .init(
            name: "another's key",
            arguments: [
                "file", "--matter", "BAN-1", "--key", "MARKT.pem", "--cert", "FRUTA.crt",
                "contract.md",
            ], status: 1, words: "MARKT.pem is not the key of FRUTA.crt"),
        .init(
            name: "a key that is none",
            arguments: [
                "file", "--matter", "BAN-1", "--key", "contract.md", "--cert", "FRUTA.crt",
                "contract.md",
            ], status: 1, words: "contract.md is no private key"),
        .init(
            name: "a certificate that is none",
            arguments: [
                "file", "--matter", "BAN-1", "--key", "FRUTA.pem", "--cert", "contract.md",
                "contract.md",
            ], status: 1, words: "contract.md is no certificate"),
        .init(
            name: "a key without certificate",
            arguments: ["file", "--matter", "BAN-1", "--key", "FRUTA.pem", "contract.md"],
            status: 64, words: "--key and --cert belong together"),
        .init(
            name: "no signer", arguments: ["sign", "contract.md", "-o", "s.p7s"], status: 64,
            words: "who signs?"),
        .init(
            name: "a matter that is none", arguments: ["file", "--matter", "a b", "contract.md"],
            status: 64, words: "a b is no matter"),
        .init(
            name: "a kind that is none",
            arguments: ["file", "--matter", "BAN-1", "--kind", "opinion", "contract.md"],
            status: 64, words: "opinion is no kind"),
        .init(
            name: "a link that is none",
            arguments: [
                "file", "--matter", "BAN-1", "--regarding", "likes:contract.md", "contract.md",
            ],
            status: 64, words: "says not how"),
        .init(
            name: "no arguments", arguments: ["file"], status: 64,
            words: "missing expected argument"),
        .init(
            name: "no such command", arguments: ["burn"], status: 64, words: "unexpected argument"),
        .init(
            name: "a taken receipt", arguments: ["file", "--matter", "BAN-1", "contract.md"],
            status: 1,
            words: "contract.md.receipt exists and is not the receipt",
            files: ["contract.md.receipt": "mine"]),
        .init(
            name: "a receipt that is none", arguments: ["receipt", "contract.md"], status: 2,
            words: "contract.md is no docket-receipt/v1"),
        .init(
            name: "a missing receipt", arguments: ["receipt", "none"], status: 1,
            words: "cannot read none"),
        .init(
            name: "an existing archive", arguments: ["init", "--origin", "archive.example/trade"],
            status: 1, words: "exists and is not empty"),
        .init(
            name: "no such archive", arguments: ["list", "--archive", "nowhere"], status: 1,
            words: "there is no archive in"),
        .init(
            name: "no such entry", arguments: ["show", "99"], status: 1, words: "has no entry 99"),
        .init(
            name: "a bundle that is none", arguments: ["verify", "contract.md"], status: 2,
            words: "no sound bundle: CONTAINER.NOT_ZIP"),
        .init(
            name: "a missing bundle", arguments: ["verify", "none.asice"], status: 1,
            words: "cannot read none.asice"),
        .init(
            name: "a pinned digest that is none",
            arguments: ["verify", "contract.md", "--agreement", "sha-256:AAAA"], status: 64,
            words: "is no digest"),
        .init(
            name: "a time that is none", arguments: ["verify", "contract.md", "--at", "yesterday"],
            status: 64, words: "yesterday is no time"),
        .init(
            name: "an agreement with a syntax error", arguments: bundle, status: 1,
            words: "a.md:",
            files: ["a.md": "nothing\n", "x.txt": "", "c.txt": ""]),
        .init(
            name: "an agreement with a hidden character", arguments: bundle, status: 1,
            words: "a.md:1:4: the agreement cannot be read: a hidden character, U+202E",
            files: ["a.md": "# A\u{202E}B\n", "x.txt": "", "c.txt": ""]),
        .init(
            name: "a token that is none",
            arguments: ["timestamp", "accept", "contract.md", "contract.md", "-o", "t.tst"],
            status: 2,
            words: "contract.md is no time-stamp"),
        .init(
            name: "an authority that is no address",
            arguments: [
                "timestamp", "request", "contract.md", "--tsa", "file:///etc/passwd", "-o", "t",
            ],
            status: 64, words: "no address of an authority"),
        .init(
            name: "an authority that does not answer",
            arguments: [
                "timestamp", "request", "contract.md", "--tsa", "http://127.0.0.1:9/", "-o", "t",
            ], status: 1, words: "no answer from the authority"),
        .init(
            name: "a checkpoint that is none",
            arguments: ["sign", "contract.md", "--checkpoint", "contract.md", "-o", "s.p7s"] + sign,
            status: 1, words: "contract.md is no signed checkpoint"),
    ]
}

@Suite struct BadInput {
    @Test(arguments: RefusedCommand.cases)
    func `is refused with a message and a status, and changes nothing`(
        _ refused: RefusedCommand
    ) throws {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        try bench.makeIdentity("MARKT")
        for (name, text) in refused.files { try bench.write(name, text) }
        let before = try bench.archiveState()
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path))
        let result = try bench.docket(refused.arguments)
        #expect(result.status == refused.status)
        #expect(result.errors.contains("docket: error: "), "\(result.errors)")
        #expect(result.errors.contains(refused.words), "\(result.errors)")
        #expect(result.output == "")
        #expect(try bench.archiveState() == before)
        #expect(
            Set(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)) == files)
    }

    @Test func `of an error the first line is lower case and has no full stop`() throws {
        let bench = try CliWorkbench.withArchive()
        for refused in RefusedCommand.cases where refused.files.isEmpty {
            let result = try bench.docket(refused.arguments)
            for line in result.errors.split(separator: "\n") where line.hasPrefix("docket: error: ")
            {
                #expect(!line.hasSuffix("."), "\(line)")
                #expect(!line.contains("Optional("), "\(line)")
            }
        }
    }

    @Test func `the name of a file with a hidden character never reaches the terminal raw`() throws
    {
        let bench = try CliWorkbench.withArchive()
        let name = "a\u{1B}[31m\u{202E}b.md"
        try bench.write(name, "text")
        let result = try bench.docket(["file", "--matter", "BAN-1", name])
        #expect(result.status == 1)
        #expect(result.errors.contains("⟨U+"))
        #expect(!result.errors.contains("\u{1B}"))
        #expect(!result.errors.contains("\u{202E}"))
    }
}
