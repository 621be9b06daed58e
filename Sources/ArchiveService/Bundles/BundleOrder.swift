// What somebody asks of a bundle, with all texts in it: a job that was accepted needs nothing that may change later but the archive. It is
// kept in the job's folder as canonical JSON.

import BundleExport
import Cryptography
import EvidenceBundle
package import EvidenceValues
import ServiceInterface

/// A bundle as it was asked for.
package struct BundleOrder: Sendable, Hashable {
    /// Bytes of a request for a bundle at most: three texts and certificates, in JSON.
    package static let maximumRequest = 16 << 20
    /// Certificates that can be sealed to, and exhibits that can be named.
    static let maximumRecipients = EnvelopedData.mostSealedTo

    package var agreement: [UInt8]
    package var annex: [UInt8]
    package var annexSignature: [UInt8]?
    package var claims: [UInt8]
    /// The time of finding and report.
    package var time: Instant
    /// Exhibits whose contents are left out, as docs/formats/judging.md names them.
    package var withheld: [String] = []
    package var sealed: [String] = []
    /// Certificates in PEM, one after the other; empty where nothing is sealed.
    package var recipients: [UInt8] = []
    /// Nobody signs it.
    package var isUnsigned = false

    package init(
        agreement: [UInt8], annex: [UInt8], annexSignature: [UInt8]?, claims: [UInt8], time: Instant
    ) {
        self.agreement = agreement
        self.annex = annex
        self.annexSignature = annexSignature
        self.claims = claims
        self.time = time
    }

    /// What the exporter is asked for.
    func request(
        _ matter: MatterID, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws -> BundleRequest {
        var request = BundleRequest(
            matter: matter, agreement: agreement, annex: annex, annexSignature: annexSignature,
            claims: claims, identity: nil, time: time, tool: ServiceVersion.tool)
        request.disclosure.withheld = withheld
        guard !sealed.isEmpty else { return request }
        request.disclosure.sealed = sealed
        request.disclosure.seal = .init(
            recipients: try BundleOrder.recipients(recipients), random: random)
        return request
    }

    /// Those to whom it is sealed. Throws `Problem(.badParameter)` where nothing can be sealed to one.
    static func recipients(_ pem: [UInt8]) throws -> SealRecipients {
        do { return try SealRecipients(try ParsedCertificate.readAll(pemOrDER: pem)) } catch {
            throw Problem(
                .badParameter, detail: "`seal.to` has a certificate that nothing can be sealed to.")
        }
    }
}

extension BundleOrder {
    /// How it is kept.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "agreement": .string(String(decoding: agreement, as: UTF8.self)),
            "annex": .string(String(decoding: annex, as: UTF8.self)),
            "claims": .string(String(decoding: claims, as: UTF8.self)),
            "time": .string(time.text),
            "withheld": .strings(withheld), "sealed": .strings(sealed),
            "recipients": .string(Base64.encode(recipients)), "is_unsigned": .bool(isUnsigned),
        ]
        if let annexSignature {
            members["annex_signature"] = .string(Base64.encode(annexSignature))
        }
        return .object(members)
    }

    /// What was kept; nil for what this program did not write.
    init?(_ json: JSONValue?) {
        guard let json, case .object(let members) = json,
            let agreement = members.string("agreement"), let annex = members.string("annex"),
            let claims = members.string("claims"),
            let time = members.string("time").flatMap({ Instant(text: $0) }),
            case .array(let withheld)? = members["withheld"],
            case .array(let sealed)? = members["sealed"],
            let recipients = members.string("recipients").flatMap({ Base64.decode($0) }),
            case .bool(let isUnsigned)? = members["is_unsigned"]
        else { return nil }
        self.init(
            agreement: Array(agreement.utf8), annex: Array(annex.utf8),
            annexSignature: members.string("annex_signature").flatMap { Base64.decode($0) },
            claims: Array(claims.utf8), time: time)
        self.withheld = withheld.compactMap(\.text)
        self.sealed = sealed.compactMap(\.text)
        self.recipients = recipients
        self.isUnsigned = isUnsigned
    }
}

extension JSONValue {
    /// The string that it is, or nil.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
