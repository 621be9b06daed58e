// A good document of each kind, in statements, and what the tests of liability documents do to them.

import EvidenceValues
import Testing

@testable import EvidenceModules

/// A kind with the statements of a good document, `?` before those that may be missing.
struct LiabilitySample: Sendable, CustomTestStringConvertible {
    let kind: String
    let statements: [String]

    var testDescription: String { kind }

    static let digest = "sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    static let other = "sha-256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
    private static let key = "key:sha-256:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564="
    private static let master = "key:sha-256:fOGHKQUz1yOqiPA69dE1K6OC/Qfpd2PQfLhR8jLO5Zw="

    private static let terms = [
        "cover_terms(ic-6, lim-6, \(key), 2026-03-03T09:10:00Z, 2026-03-06T09:10:00Z, 2026-06-04T09:10:00Z).",
        "cover_issuer(CS1, \(digest)).", "cover_purpose(any).",
        "cover_status(2026-03-03T09:09:00Z, 2026-03-03T09:10:00Z).",
        "cover_entry(1, \(other), USD 1000000.00).",
    ]

    static let all = [
        sample(
            "limit-agreement",
            [
                "limit(lim-6, INVST, CS1, USD 6000000.00).", "limit_each(USD 5000000.00).",
                "limit_mode(revolving).",
                "limit_term(2026-02-02T09:00:00Z, 2027-02-02T09:00:00Z).",
                "limit_key(\(key)).", "limit_request_key(\(key)).", "limit_master(\(master)).",
            ]),
        sample(
            "limit-agreement",
            [
                "limit(lim-6, INVST, CS1, USD 6000000.00).", "limit_each(USD 5000000.00).",
                "limit_mode(period).", "limit_period(30d).",
                "limit_term(2026-02-02T09:00:00Z, 2027-02-02T09:00:00Z).",
                "limit_key(\(key)).", "limit_request_key(\(key)).", "limit_master(\(master)).",
            ]),
        sample(
            "limit-change",
            [
                "changes_limit(lim-6, INVST, CS1, USD 1.00, 2026-03-01T00:00:00Z, \(digest))."
            ]),
        sample(
            "limit-revocation",
            [
                "revocation_received(\(key), 2026-03-03T09:00:00Z).",
                "revocation_entry(lim-6, 3, key-compromise).",
            ]),
        sample(
            "limit-revocation",
            [
                "limit_revoked(lim-6, INVST, 2026-03-03T09:00:00Z).",
                "revocation_entry(lim-6, 3, closing).",
            ]),
        sample(
            "commitment-demand",
            ["demands_cover(BROKR, INVST, USD 5000000.00, 2026-03-06T09:10:00Z, d7b1)."]),
        sample(
            "commitment-request",
            [
                "requests_cover(r-6, lim-6, \(key), \(digest), BROKR, USD 5.00, 2026-03-06T09:10:00Z).",
                "cover_context(\(other)).", "?cover_signature(\(other)).",
            ]),
        sample(
            "instant-certificate",
            ["cover(ic-6, INVST, BROKR, \(digest), USD 5000000.00)."] + terms
                + ["cover_context(\(other)).", "?cover_signature(\(other))."]),
        sample("cover-refusal", ["refuses_cover(\(digest), over-limit, 4)."]),
        sample(
            "cover-acceptance",
            [
                "accepts_cover(BROKR, \(digest)).", "cover_number(ic-6).",
                "accepted_at(2026-03-03T09:11:30Z).",
            ]),
        sample(
            "cover-receipt",
            ["enters_acceptance(\(digest), \(other), 2, 2026-03-03T09:11:45Z)."]),
        sample(
            "cover-discharge",
            [
                "releases(BROKR, \(digest), USD 1.00).", "cover_number(ic-6).",
                "release_reason(paid).",
            ]),
        sample(
            "cover-claim",
            [
                "claims_cover(BROKR, \(digest), USD 1.00).", "cover_number(ic-6).",
                "claim_basis(loss).", "?claim_bundle(\(other)).",
            ]),
        sample("voucher", ["voucher(ic-6, INVST, USD 5000000.00)."] + terms),
        sample(
            "voucher-spend",
            ["spends(\(digest), ic-6, BROKR, \(other)).", "cover_context(\(other))."]),
    ]

    private static func sample(_ kind: String, _ statements: [String]) -> LiabilitySample {
        LiabilitySample(
            kind: kind,
            statements: [
                "agreement(\(digest)).", "kind(\(kind)).", "?deal(\"IBM-6\").", "?knows(\(other)).",
            ]
                + statements)
    }

    /// The statements with whether they may be missing.
    var atoms: [(atom: StatedAtom, isOptional: Bool)] {
        get throws {
            try statements.map { line in
                let isOptional = line.hasPrefix("?")
                return (try StatedAtom(line: isOptional ? line.dropFirst() : line[...]), isOptional)
            }
        }
    }

    static func read(_ atoms: [StatedAtom]) -> Result<LiabilityDocument?, LiabilityError> {
        do throws(LiabilityError) {
            return .success(try LiabilityDocument(terms: TermsBlock(atoms: atoms)))
        } catch {
            return .failure(error)
        }
    }

    static func reason(_ atoms: [StatedAtom]) -> LiabilityError.Reason? {
        if case .failure(let error) = read(atoms) { return error.reason }
        return nil
    }
}
