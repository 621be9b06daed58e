// Manifests that mean the same in XML, or something else, and are not the one text of the members (docs/formats/bundle.md, bundle-6). A party
// seals each with its own key.

import EvidenceValues
import TransparencyLog

private let claims = #"URI="claims.txt""#

extension HostileTrick {
    private static func manifest(
        _ title: String, _ code: String = "MANIFEST.MALFORMED",
        _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        HostileTrick(.manifest, title, .party, .refused(code), .manifest(change))
    }

    private static func replacing(
        _ title: String, _ old: String, _ new: String, _ code: String = "MANIFEST.MALFORMED"
    ) -> HostileTrick {
        manifest(title, code) { $0.replacing(old, with: new, maxReplacements: 1) }
    }

    /// Replaces the base64 of the digest of claims.txt.
    private static func digest(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        HostileTrick(
            .manifest, title, .party, verdict,
            .manifest { text in
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let place = try present(lines.firstIndex { $0.contains(claims) }) + 2
                let old = try present(lines[place].split { "<>".contains($0) }.dropFirst(2).first)
                return text.replacing(old, with: try change(String(old)))
            })
    }

    /// The four lines of claims.txt.
    private static func reference(in text: String) throws -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let place = try present(lines.firstIndex { $0.contains(claims) })
        return lines[place..<place + 4].joined(separator: "\n") + "\n"
    }

    static var manifests: [HostileTrick] { spellings + references + digests }

    private static let spellings: [HostileTrick] = [
        manifest("empty") { _ in "" },
        manifest("another document") { _ in "<html/>\n" },
        manifest("a byte-order mark") { "\u{FEFF}" + $0 },
        manifest("carriage returns") { $0.replacing("\n", with: "\r\n") },
        manifest("no line feed at the end") { String($0.dropLast()) },
        manifest("a line more at the end") { $0 + "\n" },
        replacing("XML 1.1", "version=\"1.0\"", "version=\"1.1\""),
        replacing("utf-8 in small letters", "UTF-8", "utf-8"),
        replacing("Latin-1", "UTF-8", "ISO-8859-1"),
        replacing("stand-alone", "encoding=\"UTF-8\"", "encoding=\"UTF-8\" standalone=\"yes\""),
        replacing("no declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", ""),
        replacing("a comment", "</ASiCManifest>", "<!-- paid --></ASiCManifest>"),
        replacing(
            "a comment around a reference", #"  <DataObjectReference \#(claims)"#,
            #"<!-- --><DataObjectReference \#(claims)"#),
        replacing(
            "a processing instruction", "<ASiCManifest ",
            "<?xml-stylesheet href=\"a.xsl\"?>\n<ASiCManifest "),
        replacing("a document type", "<ASiCManifest ", "<!DOCTYPE ASiCManifest>\n<ASiCManifest "),
        replacing(
            "an entity from elsewhere", "<ASiCManifest ",
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<ASiCManifest "),
        replacing(
            "an entity that grows", "<ASiCManifest ",
            "<!DOCTYPE a [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<ASiCManifest "),
        replacing("another namespace", "02918/v1.2.1#", "02918/v1.1.1#"),
        replacing("a namespace more", "<ASiCManifest ", "<ASiCManifest xmlns:x=\"urn:x\" "),
        manifest("another prefix") {
            $0.replacing("ds:", with: "d:").replacing("xmlns:d=", with: "xmlns:d=")
        },
        replacing("single quotation marks", claims, "URI='claims.txt'"),
        replacing(
            "attributes in another order", #"\#(claims) MimeType="text/plain""#,
            #"MimeType="text/plain" \#(claims)"#),
        replacing("a blank more between attributes", claims + " ", claims + "  "),
        replacing(
            "a blank before the end of an element", #"MimeType="text/plain">"#,
            #"MimeType="text/plain" >"#),
        replacing("a tab for the indent", "  <DataObjectReference", "\t<DataObjectReference"),
        replacing(
            "an element that is empty and closed", "/>\n  <Data", "></SigReference>\n  <Data"),
        replacing("a character as a reference in a name", claims, "URI=\"claims&#46;txt\""),
        replacing("a character as a per cent in a name", claims, "URI=\"claims%2Etxt\""),
        replacing("a name from here", claims, "URI=\"./claims.txt\""),
        replacing("a name that climbs", claims, "URI=\"log/../claims.txt\""),
        replacing("an absolute name", claims, "URI=\"/claims.txt\""),
        replacing("a URL", claims, "URI=\"file:///claims.txt\""),
        replacing("a URL of the web", claims, "URI=\"https://example.org/claims.txt\""),
        replacing("a fragment behind a name", claims, "URI=\"claims.txt#1\""),
        replacing("a name in other letters", claims, "URI=\"Claims.txt\""),
        replacing("a root file", claims + " ", claims + " Rootfile=\"true\" "),
        replacing("an attribute nobody knows", claims + " ", claims + " x=\"1\" "),
        replacing("extensions", "</ASiCManifest>", "  <ASiCManifestExtensions/>\n</ASiCManifest>"),
        replacing(
            "extensions of a reference", "</ds:DigestValue>\n",
            "</ds:DigestValue>\n    <DataObjectReferenceExtensions/>\n"),
    ]

    private static let references: [HostileTrick] = [
        replacing(
            "a signature elsewhere", "META-INF/signature001.p7s", "META-INF/signature002.p7s"),
        replacing(
            "a signature of another type", "application/pkcs7-signature\"/>",
            "application/x-pkcs7-signature\"/>"),
        manifest("no signature") { text in
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.contains("<SigReference") }.joined(separator: "\n")
        },
        manifest("two signatures") { text in
            let line = try present(
                text.split(separator: "\n").first { $0.contains("<SigReference") })
            return text.replacing(line, with: "\(line)\n\(line)")
        },
        manifest("a member that is not listed", "MANIFEST.UNLISTED_FILE") {
            $0.replacing(try reference(in: $0), with: "")
        },
        manifest("a member listed twice") {
            let lines = try reference(in: $0)
            return $0.replacing(lines, with: lines + lines)
        },
        manifest("a member listed twice with two digests") {
            let lines = try reference(in: $0)
            let other = Base64.encode(Digest.sha256([]).bytes)
            let marks = lines.split { "<>".contains($0) }
            let digest = try present(marks.first { $0.utf8.count == 44 && $0.hasSuffix("=") })
            return $0.replacing(lines, with: lines + lines.replacing(digest, with: other))
        },
        manifest("a listed member that is not there", "MANIFEST.ENTRY_MISSING") {
            let lines = try reference(in: $0)
            return $0.replacing(
                lines, with: lines + lines.replacing("claims.txt", with: "claims2.txt"))
        },
        manifest("the members in another order") {
            let lines = try reference(in: $0)
            return $0.replacing(lines, with: "")
                .replacing("</ASiCManifest>", with: lines + "</ASiCManifest>")
        },
        manifest("no member at all") { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return (lines.prefix(3) + lines.suffix(2)).joined(separator: "\n")
        },
        HostileTrick(
            .manifest, "mimetype listed", .party, .failed("BUNDLE.UNEXPECTED_MEMBER"),
            .manifest { text in
                let mimetype = Array("application/vnd.etsi.asic-e+zip".utf8)
                let lines = try reference(in: text).replacing("claims.txt", with: "mimetype")
                let marks = lines.split { "<>".contains($0) }
                let old = try present(marks.first { $0.utf8.count == 44 && $0.hasSuffix("=") })
                let new = lines.replacing(old, with: Base64.encode(Digest.sha256(mimetype).bytes))
                let next = try present(
                    text.split(separator: "\n").first { $0.contains("URI=\"unverified/") })
                return text.replacing(next, with: new + next)
            }),
        HostileTrick(
            .manifest, "no manifest", .party, .refused("MANIFEST.MISSING"),
            {
                var forgery = Forgery()
                forgery.manifest = { _, _ in nil }
                return forgery
            }()),
        HostileTrick(
            .manifest, "a byte that is no UTF-8", .party, .refused("MANIFEST.MALFORMED"),
            {
                var forgery = Forgery()
                forgery.manifest = { text, _ in Array(text.utf8) + [0xFF, 0x0A] }
                return forgery
            }()),
        HostileTrick(
            .manifest, "in UTF-16", .party, .refused("MANIFEST.MALFORMED"),
            {
                var forgery = Forgery()
                forgery.manifest = { text, _ in
                    [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
                }
                return forgery
            }()),
    ]

    private static let malformed = HostileVerdict.refused("MANIFEST.MALFORMED")
    private static let mismatch = HostileVerdict.failed("MANIFEST.DIGEST_MISMATCH")

    private static let digests: [HostileTrick] = [
        replacing(
            "a digest by SHA-1", "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2000/09/xmldsig#sha1"),
        replacing("a digest by SHA-512", "xmlenc#sha256", "xmlenc#sha512"),
        replacing(
            "a digest by MD5", "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#md5"),
        replacing(
            "a digest without algorithm", " Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"",
            ""),
        digest("a digest without padding", malformed) { String($0.dropLast()) },
        digest("a digest with a blank", malformed) { " " + $0 },
        digest("a digest in two lines", malformed) { $0.prefix(20) + "\n" + $0.dropFirst(20) },
        digest("a digest in hexadecimal", malformed) { _ in String(repeating: "ab", count: 32) },
        digest("a digest of 20 bytes", malformed) { _ in
            Base64.encode([UInt8](repeating: 7, count: 20))
        },
        digest("a digest of 64 bytes", malformed) { _ in
            Base64.encode([UInt8](repeating: 7, count: 64))
        },
        digest("no digest", malformed) { _ in "" },
        digest("a digest whose last bits are not zero", malformed) { text in
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
            let place = try present(
                alphabet.firstIndex(of: text[text.index(text.endIndex, offsetBy: -2)]))
            return text.dropLast(2) + String(alphabet[place + 1]) + "="
        },
        digest("a digest in the alphabet of URLs", malformed) {
            "-_" + $0.dropFirst(2)
        },
        digest("a digest with a character as a reference", malformed) { "&#65;" + $0.dropFirst() },
        digest("a digest in a CDATA section", malformed) { "<![CDATA[" + $0 + "]]>" },
        digest("the digest of another file", mismatch) { _ in
            Base64.encode(Digest.sha256(Array("another file".utf8)).bytes)
        },
        digest("the digest of nothing", mismatch) { _ in Base64.encode(Digest.sha256([]).bytes) },
        HostileTrick(
            .manifest, "an exhibit of another media type", .party,
            .failed("MANIFEST.MEDIA_TYPE", also: ["BUNDLE.DIFFERS", "FINDING.DIFFERS"]),
            .manifest {
                $0.replacing(
                    #"001-deed.md" MimeType="text/plain""#,
                    with: #"001-deed.md" MimeType="text/html""#)
            }),
        HostileTrick(
            .manifest, "the claims of another media type", .party, .failed("MANIFEST.MEDIA_TYPE"),
            .manifest {
                $0.replacing(
                    #"\#(claims) MimeType="text/plain""#, with: #"\#(claims) MimeType="text/html""#)
            }),
        HostileTrick(
            .manifest, "a filing's signature of another media type", .party,
            .failed("MANIFEST.MEDIA_TYPE"),
            .manifest {
                $0.replacing(
                    #"0.filing.p7s" MimeType="application/pkcs7-signature""#,
                    with: #"0.filing.p7s" MimeType="text/plain""#)
            }),
        manifest("a media type that is none") {
            $0.replacing(#"\#(claims) MimeType="text/plain""#, with: #"\#(claims) MimeType="text""#)
        },
    ]
}
