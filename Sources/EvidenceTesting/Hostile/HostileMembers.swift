// The members of a bundle as names and bytes, the manifest over them and the ZIP around them: what an attacker edits who has a text editor and
// a key. Nothing here refuses anything.

internal import Container
internal import EvidenceBundle
internal import EvidenceValues
internal import TransparencyLog

/// Members but for `mimetype`, manifest and signature.
package struct HostileMembers: Sendable {
    package private(set) var contents: [String: [UInt8]] = [:]
    private var mediaTypes: [String: String] = [:]

    package init() {}

    package var names: [String] {
        contents.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package subscript(name: String) -> [UInt8]? {
        get { contents[name] }
        set { contents[name] = newValue }
    }

    package mutating func put(_ bytes: [UInt8], at name: String, as mediaType: String) {
        contents[name] = bytes
        mediaTypes[name] = mediaType
    }

    package func bytes(_ name: String) throws -> [UInt8] { try present(contents[name]) }

    package func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// Changes a text. A change that changes nothing is a mistake in the trick.
    package mutating func edit(_ name: String, _ change: (String) -> String) throws {
        let old = try text(name)
        let new = change(old)
        guard !new.utf8.elementsEqual(old.utf8) else { throw HostileError.unchanged(name) }
        contents[name] = Array(new.utf8)
    }

    /// Replaces a passage that must be there.
    package mutating func replace(_ old: String, _ new: String, in name: String) throws {
        try edit(name) { $0.replacing(old, with: new, maxReplacements: 1) }
    }

    /// Changes bytes.
    package mutating func change(_ name: String, _ change: (inout [UInt8]) throws -> Void) throws {
        var bytes = try bytes(name)
        try change(&bytes)
        contents[name] = bytes
    }

    package mutating func remove(_ name: String) throws {
        _ = try bytes(name)
        contents[name] = nil
    }

    package mutating func rename(_ old: String, _ new: String) throws {
        contents[new] = try bytes(old)
        mediaTypes[new] = mediaTypes[old]
        contents[old] = nil
    }

    /// Lets bundle.txt name what agreement, annex and claims are now.
    package mutating func retell() throws {
        let names = [
            ("agreement", BundleNames.agreement), ("annex", BundleNames.annex),
            ("claims", BundleNames.claims),
        ]
        var lines = try text(BundleNames.text).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        for (field, name) in names {
            let digest = Digest.sha256(contents[name] ?? [])
            lines = lines.map { $0.hasPrefix(field + " ") ? "\(field) \(digest)" : $0 }
        }
        contents[BundleNames.text] = Array(lines.joined(separator: "\n").utf8)
    }

    /// The MIME type that the manifest gives.
    package func mediaType(_ name: String) -> String {
        if let known = mediaTypes[name] { return known }
        let types = [
            (".md", "text/markdown"), (".html", "text/html"), (".json", "application/json"),
            (".p7s", "application/pkcs7-signature"),
        ]
        return types.first { name.hasSuffix($0.0) }?.1 ?? "text/plain"
    }

    /// The manifest, written here and not by the code under test.
    package var manifest: String {
        let lines = names.flatMap { name in
            let digest = Base64.encode(Digest.sha256(contents[name] ?? []).bytes)
            return [
                #"  <DataObjectReference URI="\#(name)" MimeType="\#(mediaType(name))">"#,
                #"    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>"#,
                "    <ds:DigestValue>\(digest)</ds:DigestValue>", "  </DataObjectReference>",
            ]
        }
        let head = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#" "#
                + #"xmlns:ds="http://www.w3.org/2000/09/xmldsig#">"#,
            #"  <SigReference URI="META-INF/signature001.p7s" MimeType="application/pkcs7-signature"/>"#,
        ]
        return (head + lines + ["</ASiCManifest>", ""]).joined(separator: "\n")
    }

    /// The container's records, the manifest and the signature being these.
    package func zip(manifest: [UInt8]?, signature: [UInt8]?) -> RawZip {
        var all = contents
        all[MemberName.manifest.text] = manifest
        all[MemberName.signature.text] = signature
        let ordered = all.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let mimetype = Array(ContainerWriter.mimetype.utf8)
        return RawZip([("mimetype", mimetype)] + ordered.map { ($0.key, $0.value) })
    }
}
