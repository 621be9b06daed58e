// A request for a bundle, from JSON (`NewBundle` of the OpenAPI document). Members that are not known are refused: who misspells `withhold`
// must not get a bundle that shows everything.

import EvidenceBundle
import EvidenceStore
import EvidenceValues
import ServiceInterface

/// A request that was read; texts that are named by digest are still to be found.
struct OrderReading: Sendable {
    /// A text, or its digest.
    enum Text: Sendable {
        case digest(Digest)
        case bytes([UInt8], signature: [UInt8]?)
    }

    private let agreement: Text
    private let annex: Text
    private let claims: [UInt8]
    private let time: Instant?
    private let withheld: [String]
    private let sealed: [String]
    private let recipients: [UInt8]
    private let isUnsigned: Bool

    init(_ body: [UInt8]) throws {
        let members: [String: JSONValue]
        do { members = try JSONValue(parsing: body).members("the body") } catch let error
            as JSONReadingError
        {
            throw Problem(.badJSON, detail: "\(error)")
        }
        try members.allow([
            "agreement", "annex", "claims", "at", "withhold", "seal", "unsigned",
        ])
        agreement = try OrderReading.text(members, "agreement")
        annex = try OrderReading.text(members, "annex")
        claims = Array(try members.required("claims").utf8)
        guard claims.count <= JudgingRoutes.maximumClaims else {
            throw Problem(
                .contentTooLarge,
                members: ["limit": .integer(Int64(JudgingRoutes.maximumClaims))])
        }
        time = try OrderReading.time(members["at"])
        withheld = try OrderReading.names(members["withhold"], "withhold")
        (sealed, recipients) = try OrderReading.seal(members["seal"])
        switch members["unsigned"] {
        case nil: isUnsigned = false
        case .bool(let flag)?: isUnsigned = flag
        default: throw Problem(.badJSON, detail: "`unsigned` is not true or false.")
        }
    }

    /// The order, with the texts found and read. Reads the archive.
    func order(
        _ matter: MatterID, _ texts: KnownTexts, _ archive: Archive, now: Instant
    ) throws -> BundleOrder {
        let agreement =
            switch self.agreement {
            case .digest(let digest): try texts.agreement(digest, in: matter, archive)
            case .bytes(let bytes, _): bytes
            }
        let annex =
            switch self.annex {
            case .digest(let digest): try texts.annex(digest, in: matter, archive)
            case .bytes(let bytes, let signature): (bytes: bytes, signature: signature)
            }
        _ = try SignedTexts.agreement(agreement)
        _ = try SignedTexts.annex(annex.bytes)
        _ = try SignedTexts.claims(claims)
        var order = BundleOrder(
            agreement: agreement, annex: annex.bytes, annexSignature: annex.signature,
            claims: claims, time: time ?? now)
        order.withheld = withheld
        order.sealed = sealed
        order.recipients = recipients
        order.isUnsigned = isUnsigned
        if !sealed.isEmpty { _ = try BundleOrder.recipients(recipients) }
        return order
    }

    private static func text(_ members: [String: JSONValue], _ name: String) throws -> Text {
        guard let value = members[name] else {
            throw Problem(.badJSON, detail: "`\(name)` is missing.")
        }
        let text = try value.members(name)
        if text["digest"] != nil {
            try text.allow(["digest"])
            guard let digest = Digest(text: try text.required("digest")) else {
                throw Problem(.badJSON, detail: "`\(name).digest` is no digest.")
            }
            return .digest(digest)
        }
        try text.allow(["text", "signature"])
        let bytes = Array(try text.required("text").utf8)
        guard bytes.count <= BundleLimits.text else {
            throw Problem(
                .contentTooLarge, members: ["limit": .integer(Int64(BundleLimits.text))])
        }
        guard text["signature"] != nil else { return .bytes(bytes, signature: nil) }
        guard let signature = Base64.decode(try text.required("signature")),
            signature.count <= JobRoutes.maximumSignature
        else { throw Problem(.badJSON, detail: "`\(name).signature` is no base64.") }
        return .bytes(bytes, signature: signature)
    }

    private static func time(_ value: JSONValue?) throws -> Instant? {
        guard let value else { return nil }
        guard let time = value.text.flatMap({ Instant(text: $0) }) else {
            throw Problem(.badJSON, detail: "`at` is no time.")
        }
        return time
    }

    private static func names(_ value: JSONValue?, _ name: String) throws -> [String] {
        guard let value else { return [] }
        guard case .array(let values) = value, values.count <= BundleLimits.entries else {
            throw Problem(.badJSON, detail: "`\(name)` is no list of exhibits.")
        }
        return try values.map { value in
            guard let text = value.text, (1...200).contains(text.unicodeScalars.count) else {
                throw Problem(.badJSON, detail: "`\(name)` names what is no exhibit.")
            }
            return text
        }
    }

    private static func seal(_ value: JSONValue?) throws -> ([String], [UInt8]) {
        guard let value else { return ([], []) }
        let members = try value.members("seal")
        try members.allow(["exhibits", "to"])
        let sealed = try names(members["exhibits"], "seal.exhibits")
        guard !sealed.isEmpty, case .array(let certificates)? = members["to"],
            (1...BundleOrder.maximumRecipients).contains(certificates.count)
        else { throw Problem(.badJSON, detail: "`seal` names no exhibits or nobody.") }
        let texts = certificates.compactMap(\.text)
        guard texts.count == certificates.count, texts.allSatisfy({ $0.utf8.count <= 16_384 })
        else {
            throw Problem(.badJSON, detail: "`seal.to` is no list of certificates.")
        }
        return (sealed, Array(texts.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined().utf8))
    }
}

extension JSONValue {
    /// The members of the object that it is.
    func members(_ name: String) throws(Problem) -> [String: JSONValue] {
        guard case .object(let members) = self else {
            throw Problem(.badJSON, detail: "`\(name)` is no object.")
        }
        return members
    }
}

extension [String: JSONValue] {
    /// Refuses members that are not among `names`.
    func allow(_ names: Set<String>) throws(Problem) {
        guard let stranger = keys.filter({ !names.contains($0) }).min() else { return }
        throw Problem(.badJSON, detail: "`\(stranger.prefix(64))` is no member of this object.")
    }

    /// The string that must be there.
    func required(_ name: String) throws(Problem) -> String {
        guard let text = string(name) else {
            throw Problem(.badJSON, detail: "`\(name)` is missing or no string.")
        }
        return text
    }
}
