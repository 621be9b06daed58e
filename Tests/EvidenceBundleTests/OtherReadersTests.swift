// Bundles read by other people's programs, with the commands of docs/by-hand.md as they stand there, and other people's containers read as bundles:
// each is refused, with a code that says why.

import Container
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

private let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// What stands in the fences of this language in a document, in order.
private func fences(_ language: String, of document: String) throws -> [String] {
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    return text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
        $0.components(separatedBy: "```").first
    }
}

extension WholeBundles {
    @Suite struct OtherReaders {
        let shared: SampleMatter.Shared
        let folder: TestFolder

        init() throws {
            shared = try SampleMatter.shared.get()
            folder = try TestFolder()
            try folder.write("case.asice", shared.bytes)
            let authority = try required(shared.matter.built.identities["CA1 root"])
            try folder.write("ca.pem", Array(authority.certificatePEM.utf8))
        }

        @Test func `the commands that the documentation gives accept a bundle`() throws {
            let script = try fences("sh", of: "docs/by-hand.md").joined()
            #expect(script.split(separator: "\n").count > 15)
            try folder.write("by-hand.sh", Array(("set -euo pipefail\n" + script).utf8))
            let result = try CommandResult.run("bash", ["by-hand.sh"], in: folder.path)
            #expect(result.status == 0, "\(result.output)")
            let signature = String(decoding: try folder.read("signature.txt"), as: UTF8.self)
            #expect(signature.contains("FRUTA"))
        }

        @Test(arguments: [
            "claims.txt", "META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml",
        ])
        func `and refuse one of which a byte was changed`(name: String) throws {
            let container = try ZipContainer(.bytes(shared.bytes))
            let members = try container.members.filter { $0.name != .mimetype }.map {
                member in
                var bytes = try container.read(member.name, limit: 1 << 26)
                if member.name.text == name { bytes[bytes.count - 3] ^= 1 }
                return ContainerMember(member.name, .bytes(bytes))
            }
            try folder.write("case.asice", try ContainerWriter.bytes(of: members))
            let script = try fences("sh", of: "docs/by-hand.md").joined()
            try folder.write("by-hand.sh", Array(("set -euo pipefail\n" + script).utf8))
            #expect(try CommandResult.run("bash", ["by-hand.sh"], in: folder.path).status != 0)
        }

        /// `make test` installs pyHanko.
        private static let python = root.appending(path: "build/pyhanko/bin/python").path

        @Test(.enabled(if: FileManager.default.fileExists(atPath: python)))
        func `pyHanko accepts the signature, and refuses it over other bytes`() throws {
            let script = try #require(try fences("python", of: "docs/by-hand.md").first)
            try folder.write("check-signature.py", Array(script.utf8))
            let unpacked = try CommandResult.run(
                "unzip", ["-q", "case.asice", "-d", "case"], in: folder.path)
            try #require(unpacked.status == 0)
            func run() throws -> CommandResult {
                try CommandResult.run(
                    Self.python, ["../check-signature.py", "../ca.pem"], in: folder.path + "/case")
            }
            let accepted = try run()
            #expect(accepted.status == 0, "\(accepted.output)")
            #expect(accepted.output.contains("FRUTA"))
            let manifest = "case/META-INF/ASiCManifest001.xml"
            try folder.write(manifest, try folder.read(manifest) + [0x0A])
            #expect(try run().status != 0)
        }

        @Test func `two bundles of one matter differ in the signature alone`() throws {
            let again = try shared.matter.exported("once-more.asice").bytes
            #expect(again != shared.bytes)
            let (first, second) = try (
                ZipContainer(.bytes(shared.bytes)), ZipContainer(.bytes(again))
            )
            #expect(first.members.map(\.name) == second.members.map(\.name))
            let different = try first.members.map(\.name).filter {
                try first.read($0, limit: 1 << 26) != second.read($0, limit: 1 << 26)
            }
            #expect(different == [.signature])
        }

        @Test(.enabled(if: PublicVectors.arePresent))
        func `the layout is that of a container that DSS accepts`() throws {
            let other = try ZipContainer(
                .bytes(PublicVectors.bytes("eva-proto/files/00-base.asice")))
            let ours = try ZipContainer(.bytes(shared.bytes))
            for container in [other, ours] {
                #expect(container.members.first?.name == .mimetype)
                let mimetype = try container.read(.mimetype, limit: 100)
                #expect(mimetype == Array("application/vnd.etsi.asic-e+zip".utf8))
                let manifest = String(
                    decoding: try container.read(.manifest, limit: 1 << 20), as: UTF8.self)
                #expect(
                    manifest.contains(
                        #"SigReference URI="META-INF/signature001.p7s" "#
                            + #"MimeType="application/pkcs7-signature"/>"#))
                try checkDigests(manifest, of: container)
                #expect(container[.signature] != nil)
            }
        }

        /// The manifest lists each member outside META-INF with its SHA-256.
        private func checkDigests(_ manifest: String, of container: ZipContainer) throws {
            let matches = manifest.matches(
                of: #/DataObjectReference URI="([^"]+)".*?DigestValue>([^<]+)</#
                    .dotMatchesNewlines())
            let listed = Dictionary(
                uniqueKeysWithValues: matches.map { (String($0.1), String($0.2)) })
            let payload = container.members.map(\.name).filter {
                $0 != .mimetype && !$0.text.hasPrefix("META-INF/")
            }
            #expect(Set(listed.keys) == Set(payload.map(\.text)))
            for name in payload {
                let digest = Digest.sha256(try container.read(name, limit: 1 << 26))
                #expect(listed[name.text] == Base64.encode(digest.bytes), "\(name)")
            }
        }
    }
}

@Suite(.enabled(if: PublicVectors.arePresent)) struct `Public containers` {
    private static let golden = root.appending(path: "docs/public-containers.md")

    /// The containers of both suites with the code for which they are no bundles.
    private func table() throws -> String {
        var rows: [String] = []
        for suite in ["eva-proto", "dss-asic-cades"] {
            let folder = try PublicVectors.url("\(suite)/files")
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
            for name in names where Self.endings.contains(where: name.hasSuffix) {
                rows.append(
                    "| \(suite) | `\(name)` | \(try answer(folder.appending(path: name))) |")
            }
        }
        return rows.map { $0 + "\n" }.joined()
    }

    private static let endings = [".asice", ".asics", ".sce", ".scs"]

    private func answer(_ file: URL) throws -> String {
        do {
            let time = try #require(Instant(text: "2026-11-22T12:00:00Z"))
            let answer = try verifyBundle(
                file: file.path, trust: ArbiterTrust(), at: time, tool: "docket test")
            #expect(answer.record.status == .failed, "\(file.lastPathComponent)")
            return "\(answer.record.status)"
        } catch let BundleError.refused(code, member, _) {
            return "`\(code)`" + (member.map { " of `\($0)`" } ?? "")
        }
    }

    @Test func `each is refused with a code`() throws {
        let table = try table()
        #expect(table.split(separator: "\n").count > 100)
        let text = try String(contentsOf: Self.golden, encoding: .utf8)
        let head = try #require(text.components(separatedBy: "\n|---|---|---|\n").first)
        let whole = head + "\n|---|---|---|\n" + table
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(whole.utf8).write(to: Self.golden)
        }
        #expect(text == whole)
    }
}
