// What exists in a scenario at a moment: texts, signatures, tokens, lists, certificates, each with an id; and the names that
// stand for digests in texts, which can only be those of things that exist already, as in life.

package import EvidenceValues
import TransparencyLog

/// A thing that can be signed, stamped and filed.
package struct ScenarioObject: Sendable {
    package let file: FileName
    package let kind: ExhibitKind
    package let mediaType: String
    package let bytes: [UInt8]
    /// What a filing says of it unless the step says otherwise: the digest that it signs, stamps …
    package let links: [Link]

    package var digest: Digest { Digest.sha256(bytes) }
}

/// The objects by id, and the keys by name.
struct ScenarioObjects {
    private(set) var objects: [String: ScenarioObject] = [:]
    /// In the order they were made.
    private(set) var order: [String] = []
    let agreement: Digest
    let identities: [String: TestIdentity]

    init(agreement: Digest, identities: [String: TestIdentity]) {
        self.agreement = agreement
        self.identities = identities
    }

    mutating func add(_ object: ScenarioObject, id: String, path: String) throws(ScenarioError) {
        guard objects[id] == nil else { throw ScenarioError(path, .duplicateName(id)) }
        objects[id] = object
        order.append(id)
    }

    func object(_ id: String, path: String) throws(ScenarioError) -> ScenarioObject {
        if let object = objects[id] { return object }
        if id.hasPrefix("certificate:"), let identity = identities[String(id.dropFirst(12))] {
            return try ScenarioObjects.certificate(identity, path: path)
        }
        throw ScenarioError(path, .unknownName(id))
    }

    func identity(_ name: String, path: String) throws(ScenarioError) -> TestIdentity {
        guard let identity = identities[name] else {
            throw ScenarioError(path, .unknownName(name))
        }
        return identity
    }

    static func fileName(_ text: String, path: String) throws(ScenarioError) -> FileName {
        guard let name = FileName(text) else {
            throw ScenarioError(path, .wrongValue(expected: "a file name", found: text))
        }
        return name
    }

    private static func certificate(
        _ identity: TestIdentity, path: String
    ) throws(ScenarioError) -> ScenarioObject {
        ScenarioObject(
            file: try fileName(identity.name + ".cer", path: path), kind: .certificate,
            mediaType: "application/pkix-cert", bytes: identity.certificate, links: [])
    }

    /// The text with `{agreement}`, `{sha-256:ID}`, `{base64:ID}`, `{line:ID}`, `{size:ID}` and `{key:NAME}`
    /// replaced by what they stand for; other braces stay.
    func fill(_ text: String, path: String) throws(ScenarioError) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            let inner = rest[rest.index(after: open)...]
            if let close = inner.firstIndex(of: "}"),
                let value = try value(String(inner[..<close]), path: path)
            {
                filled += value
                rest = inner[inner.index(after: close)...]
            } else {
                filled += "{"
                rest = inner
            }
        }
        return filled + rest
    }

    private func value(_ name: String, path: String) throws(ScenarioError) -> String? {
        if name == "agreement" { return agreement.text }
        if name.hasPrefix("sha-256:") {
            return try object(String(name.dropFirst(8)), path: path).digest.text
        }
        if name.hasPrefix("base64:") {
            return Base64.encode(try object(String(name.dropFirst(7)), path: path).bytes)
        }
        if name.hasPrefix("line:") {
            let text = try object(String(name.dropFirst(5)), path: path).bytes
            return Digest.sha256(Array(ScenarioObjects.lastLine(of: text))).text
        }
        if name.hasPrefix("size:") {
            return try object(String(name.dropFirst(5)), path: path).checkpoint.map { "\($0.size)" }
        }
        guard name.hasPrefix("key:") else { return nil }
        let identity = try identity(String(name.dropFirst(4)), path: path)
        return Term.key(Digest.sha256(identity.certificate)).text
    }
}
