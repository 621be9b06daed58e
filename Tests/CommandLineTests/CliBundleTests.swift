// The main job, by the real programs: file, audit, bundle, verify; what pins change, what a changed byte changes, and what else a
// bundle that is none can be. (Issue 2, points 7 and 8.)

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// A verification and its exit status.
struct VerifiedBundle: CustomTestStringConvertible, Sendable {
    let name: String
    var arguments: [String]
    let status: Int32
    /// What standard output must say.
    var words: String

    var testDescription: String { name }

    static let cases: [VerifiedBundle] = [
        .init(name: "both texts", arguments: CliMatter.pins, status: 0, words: "AUTHENTIC"),
        .init(
            name: "a folder with both", arguments: ["--trust", "m"], status: 0, words: "AUTHENTIC"),
        .init(name: "nothing pinned", arguments: [], status: 3, words: "conditional on agreement"),
        .init(
            name: "only the agreement", arguments: ["--agreement", "m/agreement.md"], status: 3,
            words: "conditional on agreement"),
        .init(
            name: "only the annex", arguments: ["--annex", "m/annex.txt"], status: 3,
            words: "conditional on agreement"),
        .init(
            name: "another agreement",
            arguments: ["--agreement", "other.md", "--annex", "m/annex.txt"], status: 2,
            words: "AGREEMENT.NOT_PINNED_ONE"),
        .init(
            name: "another annex",
            arguments: ["--agreement", "m/agreement.md", "--annex", "other.txt"], status: 2,
            words: "ANNEX.NOT_PINNED_ONE"),
        .init(
            name: "another agreement's digest",
            arguments: ["--agreement", Digest.sha256(of: "x"), "--annex", "m/annex.txt"], status: 2,
            words: "AGREEMENT.NOT_PINNED_ONE"),
    ]
}

extension Digest {
    fileprivate static func sha256(of text: String) -> String {
        Digest.sha256(Array(text.utf8)).text
    }
}

@Suite struct BundlesFromTheCommandLine {
    @Test(arguments: VerifiedBundle.cases)
    func `have the status that the arbiter's pins give them`(_ row: VerifiedBundle) throws {
        let bench = try otherTexts(try CliMatter.copy())
        let result = try bench.verify(["b.asice"] + row.arguments)
        #expect(result.status == row.status, "\(result.output)\(result.errors)")
        #expect(result.output.contains(row.words), "\(result.output)")
        #expect(try bench.docket(["verify", "b.asice"] + row.arguments).status == row.status)
    }

    @Test func `are authentic under the digests of both texts`() throws {
        let bench = try CliMatter.shared()
        let digests = try ["m/agreement.md", "m/annex.txt"].map {
            Digest.sha256(try bench.folder.read($0)).text
        }
        let result = try bench.verify(
            ["b.asice", "--agreement", digests[0], "--annex", digests[1]])
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `give a page that a person can read through`() throws {
        let bench = try CliMatter.copy()
        let result = try bench.verify(
            [
                "b.asice", "--agreement", "m/agreement.md", "--annex", "m/annex.txt", "--report",
                "r.html",
            ])
        #expect(result.status == 0, "\(result.output)")
        let page = try bench.folder.read("r.html")
        #expect(page.count <= 180_000, "\(page.count) bytes")
    }

    @Test func `say the same as JSON, in one document, as in words`() throws {
        let bench = try CliMatter.shared()
        let time = try #require(
            bench.run("unzip", ["-p", "b.asice", "bundle.txt"]).output.split(separator: "\n")
                .first { $0.hasPrefix("time ") }?.dropFirst(5))
        let arguments = ["b.asice", "--at", String(time)] + CliMatter.pins
        let json = try bench.verify(arguments + ["--json"])
        #expect(json.status == 0)
        #expect(json.errors == "")
        #expect(try bench.docket(["verify"] + arguments + ["--json"]).output == json.output)
        let document = try #require(try object(json.output))
        #expect(document["status"] as? String == "authentic")
        #expect(document["exit_status"] as? Int == 0)
        let text = try bench.verify(arguments).output
        #expect(text.contains(try #require(document["sentence"] as? String)))
        let inside = try #require(
            try object(bench.run("unzip", ["-p", "b.asice", "finding.json"]).output))
        #expect(NSDictionary(dictionary: inside).isEqual(document["findings"]))
        let findings = try #require(inside["findings"] as? [[String: Any]])
        #expect(findings.compactMap { $0["value"] as? String } == ["proven", "refuted", "refuted"])
    }

    @Test func `keep data on standard output and talk on standard error`() throws {
        let bench = try CliMatter.copy()
        let made = try bench.docket(CliMatter.bundle + ["-o", "again.asice"])
        #expect(made.output == "again.asice\n")
        #expect(made.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("docket: ") })
        let verified = try bench.verify(
            ["b.asice", "--report", "report.html"] + CliMatter.pins)
        #expect(verified.status == 0)
        #expect(!verified.output.contains("docket: "))
        #expect(verified.errors == "docket: the report is in report.html\n")
        let report = String(decoding: try bench.folder.read("report.html"), as: UTF8.self)
        #expect(report.hasPrefix("<!DOCTYPE html>"))
    }

    @Test(arguments: ["report", "bundle", "sign"])
    func `never replace a file that is there`(what: String) throws {
        let bench = try CliMatter.copy()
        try bench.write("mine", "mine\n")
        let arguments: [String] =
            switch what {
            case "report": ["verify", "b.asice", "--report", "mine"] + CliMatter.pins
            case "bundle": CliMatter.bundle + ["-o", "mine"]
            default: ["sign", "claims.txt", "-o", "mine"] + CliMatter.identity
            }
        let result = try bench.docket(arguments)
        #expect(result.status == 1)
        #expect(result.errors.contains("mine exists already"))
        #expect(result.output == "")
        #expect(try bench.folder.read("mine") == Array("mine\n".utf8))
    }

    @Test func `open with other people's programs`() throws {
        let bench = try CliMatter.copy()
        let script = """
            set -eu
            unzip -tqq b.asice
            python3 -c 'import zipfile; z = zipfile.ZipFile("b.asice"); assert z.testzip() is None
            assert z.namelist()[0] == "mimetype"'
            unzip -q b.asice -d x
            cd x/META-INF
            openssl cms -verify -binary -inform DER -in signature001.p7s \\
              -content ASiCManifest001.xml -CAfile ../../m/certificates/CA1-root.pem \\
              -purpose any -out /dev/null
            cd ..
            openssl dgst -sha256 -binary exhibits/*-contract.md | base64 > digest
            grep -qF "$(cat digest)" META-INF/ASiCManifest001.xml
            printf x >> META-INF/ASiCManifest001.xml
            ! openssl cms -verify -binary -inform DER -in META-INF/signature001.p7s \\
              -content META-INF/ASiCManifest001.xml -CAfile ../m/certificates/CA1-root.pem \\
              -purpose any -out /dev/null
            """
        let result = try bench.run("bash", ["-c", script])
        #expect(result.status == 0, "\(result.errors)")
    }

    private func object(_ text: String) throws -> [String: Any]? {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    }

    /// An agreement and an annex that are well-formed and not those of the bundle.
    private func otherTexts(_ bench: CliWorkbench) throws -> CliWorkbench {
        let agreement = String(decoding: try bench.folder.read("m/agreement.md"), as: UTF8.self)
        try bench.write("other.md", agreement + "\n")
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        try bench.write("other.txt", annex.replacing("\nversion 1\n", with: "\nversion 2\n"))
        return bench
    }
}

@Suite struct DamagedBundles {
    /// The beginnings of the names of members in which a byte is changed.
    static let members = [
        "exhibits/", "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s", "finding.json",
        "log/checkpoint", "claims.txt", "agreement/agreement.md", "filings/", "mimetype",
        "unverified/report.html",
    ]

    @Test(arguments: members)
    func `fail where a byte of a member is changed`(member: String) throws {
        let bench = try CliMatter.copy()
        let bytes = try bench.folder.read("b.asice")
        let data = try #require(localMember(member, in: bytes)?.data)
        try expectFailure(bench, bytes, at: data.lowerBound + data.count / 2)
    }

    @Test func `fail where a byte of the container is changed`() throws {
        let bench = try CliMatter.copy()
        let bytes = try bench.folder.read("b.asice")
        let header = try #require(localMember("finding.json", in: bytes)?.header)
        // The local header's signature, time and name; the central directory; the end record's counts.
        let end = bytes.count - 22
        for position in [header, header + 10, header + 30, end - 30, end, end + 10, end + 16] {
            try expectFailure(bench, bytes, at: position)
        }
    }

    @Test(arguments: [
        ("an empty file", Int32(2)), ("the first half", 2), ("all but the last byte", 2),
        ("a byte too many", 2), ("no ZIP at all", 2), ("a folder", 1), ("nothing", 1),
    ])
    func `and things that are no bundles have the documented status`(
        what: String, status: Int32
    ) throws {
        let bench = try CliMatter.copy()
        let bytes = try bench.folder.read("b.asice")
        switch what {
        case "an empty file": try bench.folder.write("x", [])
        case "the first half": try bench.folder.write("x", Array(bytes.prefix(bytes.count / 2)))
        case "all but the last byte": try bench.folder.write("x", bytes.dropLast())
        case "a byte too many": try bench.folder.write("x", bytes + [0])
        case "no ZIP at all": try bench.write("x", "# Contract\n")
        case "a folder":
            try FileManager.default.createDirectory(
                atPath: bench.path("x"), withIntermediateDirectories: false)
        default: break
        }
        let result = try bench.verify(["x", "--report", "report.html"] + CliMatter.pins)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.output == "")
        #expect(result.errors.contains("docket: error: "))
        #expect(result.errors.contains("docket: hint: "))
        #expect(!bench.exists("report.html"))
    }

    private func expectFailure(_ bench: CliWorkbench, _ bytes: [UInt8], at position: Int) throws {
        var damaged = bytes
        damaged[position] ^= 0x01
        try bench.folder.write("damaged.asice", damaged)
        let result = try bench.verify(["damaged.asice"] + CliMatter.pins)
        #expect(result.status == 2, "byte \(position): \(result.output.prefix(300))")
    }

    /// The first local file header of a member whose name begins so, and its data (APPNOTE.TXT 4.3.7).
    private func localMember(
        _ name: String, in bytes: [UInt8]
    ) -> (header: Int, data: Range<Int>)? {
        func number(_ offset: Int, _ size: Int) -> Int {
            (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        var header = 0
        while header + 30 < bytes.count, bytes[header..<header + 4] == [0x50, 0x4B, 3, 4] {
            let (nameSize, extra) = (number(header + 26, 2), number(header + 28, 2))
            let start = header + 30 + nameSize + extra
            let data = start..<start + number(header + 18, 4)
            if bytes[(header + 30)...].starts(with: name.utf8) { return (header, data) }
            header = data.upperBound
        }
        return nil
    }
}
