import EvidenceValues
import Testing

@testable import Container

@Suite struct ASiCManifests {
    static func manifest() throws -> ASiCManifest {
        let digest = try #require(Digest(bytes: [UInt8](repeating: 0xFB, count: 32)))
        let text = try #require(MediaType("text/plain"))
        return ASiCManifest([
            .init(name: try name("exhibits/001-a.txt"), mediaType: text, digest: digest),
            .init(name: try name("README.txt"), mediaType: text, digest: digest),
        ])
    }

    @Test func `it reads back as written`() throws {
        let manifest = try ASiCManifests.manifest()
        #expect(try ASiCManifest(parsing: manifest.bytes) == manifest)
        #expect(manifest.references.map(\.name.text) == ["README.txt", "exhibits/001-a.txt"])
    }

    @Test func `a schema validator's view: well-formed XML in the right order`() throws {
        let program = """
            import sys, xml.etree.ElementTree as E
            r = E.fromstring(sys.argv[1])
            print(r.tag, [c.tag.split('}')[1] for c in r], [g.tag.split('}')[1] for g in r[1]])
            """
        let text = String(decoding: try ASiCManifests.manifest().bytes, as: UTF8.self)
        let python = try run([
            "python3", "-c", program, text.replacing(#" encoding="UTF-8""#, with: ""),
        ])
        #expect(
            python.output == """
                {http://uri.etsi.org/02918/v1.2.1#}ASiCManifest \
                ['SigReference', 'DataObjectReference', 'DataObjectReference'] \
                ['DigestMethod', 'DigestValue']\n
                """)
    }

    @Test(arguments: [
        ("<?xml", " <?xml", 1),
        ("\n<ASiC", "\n<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n<ASiC", 14),
        ("signature001", "signature002", 3),
        ("xmlenc#sha256", "xmlenc#sha512", 5),
        ("README.txt", "README.txt\" Rootfile=\"true", 4),
        ("README.txt", "../etc", 4),
        ("README.txt", "READM&#69;.txt", 4),
        ("+/v7", "-_v7", 4),
        ("</ASiCManifest>\n", "</ASiCManifest>", 12),
        ("</ASiCManifest>\n", "</ASiCManifest>\n\n", 14),
        ("  <DataObjectReference URI=\"e", "<DataObjectReference  URI=\"e", 8),
    ])
    func `anything but the exact form is refused`(old: String, new: String, line: Int) throws {
        let text = String(decoding: try ASiCManifests.manifest().bytes, as: UTF8.self)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        #expect(throws: ASiCManifest.Failure.line(line)) {
            try ASiCManifest(parsing: Array(changed.utf8))
        }
    }

    @Test func `references out of order or twice are refused`() throws {
        let manifest = try ASiCManifests.manifest()
        let lines = String(decoding: manifest.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let swapped = lines[..<3] + lines[7..<11] + lines[3..<7] + lines[11...]
        #expect(throws: ASiCManifest.Failure.order(try name("README.txt"))) {
            try ASiCManifest(parsing: Array(swapped.joined(separator: "\n").utf8))
        }
        let twice = lines[..<7] + lines[3..<7] + lines[11...]
        #expect(throws: ASiCManifest.Failure.order(try name("README.txt"))) {
            try ASiCManifest(parsing: Array(twice.joined(separator: "\n").utf8))
        }
    }

    @Test func `no byte of it can be flipped without changing what it says`() throws {
        let manifest = try ASiCManifests.manifest()
        for position in manifest.bytes.indices {
            var bytes = manifest.bytes
            bytes[position] ^= 1
            let parsed = try? ASiCManifest(parsing: bytes)
            #expect(parsed != manifest)
        }
    }
}
