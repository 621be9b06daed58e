// Agreement, annex and claims of a bundle, held against what the arbiter pinned (docs/formats/bundle.md, bundle-15). Only here does
// anything become trusted: the annex that he pinned, or, where he pinned none, the bundle's own, and then all is conditional on it.

internal import Agreements
internal import Cryptography
internal import EvidenceValues
internal import TransparencyLog

/// The three texts under which a bundle is judged.
struct PinnedTexts {
    private(set) var checks = CheckList()
    let agreementDigest: Digest
    let annexDigest: Digest
    /// Nil if it is not the pinned one, or malformed.
    private(set) var agreement: Agreement?
    private(set) var annex: Annex?
    private(set) var claims: Claims?
    let claimsDigest: Digest
    private(set) var agreementIsPinned = false
    private(set) var annexIsPinned = false

    /// - Parameter claims: others than the bundle's own, which the reader brings; nil for those.
    init(
        _ bundle: OpenedBundle, pinned: ArbiterTrust, claims given: [UInt8]? = nil,
        memory: VerificationMemory
    ) {
        agreementDigest = bundle.members[BundleNames.agreement]?.digest ?? bundle.text.agreement
        annexDigest = bundle.members[BundleNames.annex]?.digest ?? bundle.text.annex
        claimsDigest =
            given.map { Digest.sha256($0) } ?? bundle.members[BundleNames.claims]?.digest
            ?? bundle.text.claims
        let isThisAgreement = checkPin(
            pinned.agreement, agreementDigest, "AGREEMENT", BundleNames.agreement)
        let isThisAnnex = checkPin(pinned.annex, annexDigest, "ANNEX", BundleNames.annex)
        // Nothing of a text that the arbiter did not pin is used once he pinned another.
        guard isThisAgreement, isThisAnnex else { return }
        agreementIsPinned = pinned.agreement != nil
        annexIsPinned = pinned.annex != nil
        agreement = read("AGREEMENT", BundleNames.agreement, bundle.bytes(BundleNames.agreement)) {
            text throws(AgreementError) in
            try memory.agreement(parsing: text)
        }
        annex = read("ANNEX", BundleNames.annex, bundle.bytes(BundleNames.annex)) {
            text throws(AgreementError) in
            try Annex(parsing: text)
        }
        checkAnnex()
        readClaims(given ?? bundle.bytes(BundleNames.claims), of: bundle.text.matter)
    }

    /// What the arbiter trusts: nothing, unless agreement and annex are the ones that he pinned or he pinned none.
    var trust: PinnedTrust {
        guard let annex else { return PinnedTrust() }
        var trust = annex.trust
        // The annex names its registry in a line of its own; it is a role like the others.
        trust.roles = annex.roles
        return trust
    }

    /// The tolerance that the agreement gives to clocks.
    var skew: TimeSpan { agreement?.skew ?? TimeSpan(milliseconds: 0) }

    /// On what the outcome rests where the arbiter pinned nothing.
    var condition: String {
        let archives = trust.archives.map { "archive \($0.origin)" }
        let authorities =
            trust.anchors.map { "CA \($0.party)" } + trust.authorities.map { "TSA \($0.party)" }
        let named = (archives + authorities).joined(separator: ", ")
        return "conditional on agreement \(agreementDigest), whose annex \(annexDigest) names "
            + (named.isEmpty ? "nobody" : named)
    }

    /// Whom the annex names, a line each.
    var trustedLines: [String] {
        trust.archives.map { "\($0.party): archive \($0.origin), key \($0.verifierKey)" }
            + trust.anchors.map { "\($0.party): CA, \(PinnedTexts.certificate($0.derBytes))" }
            + trust.authorities.map { "\($0.party): TSA, \(PinnedTexts.certificate($0.derBytes))" }
            + trust.witnesses.map { "\($0.party): witness \($0.name), key \($0.verifierKey)" }
            + trust.recoveryKeys.map {
                "\($0.party): recovery key of \($0.origin), \($0.verifierKey)"
            }
            + trust.compromisedKeys.map { "compromised since \($0.since): key \($0.verifierKey)" }
    }

    private static func certificate(_ derBytes: [UInt8]) -> String {
        let digest = Digest.sha256(derBytes)
        guard let parsed = try? ParsedCertificate(der: derBytes) else { return "\(digest)" }
        return "\(parsed.subject), certificate \(digest)"
    }

    private mutating func checkPin(_ pin: Pin?, _ digest: Digest, _ area: String, _ name: String)
        -> Bool
    {
        guard let pin else {
            checks.warn(
                "\(area).NOT_PINNED", name,
                "You did not say which one you accept, so everything is conditional on this one, "
                    + "\(digest).")
            return true
        }
        guard pin.digest == digest else {
            checks.fail(
                "\(area).NOT_PINNED_ONE", name,
                "It is not the one that you pinned: this is \(digest), yours is \(pin.digest).",
                .hashFailure)
            return false
        }
        checks.pass("\(area).PINNED", name, "It is the one that you pinned, \(digest).")
        return true
    }

    private mutating func read<Value>(
        _ area: String, _ name: String, _ content: [UInt8]?,
        _ parse: (String) throws(AgreementError) -> Value
    ) -> Value? {
        let bytes = content ?? []
        guard bytes.count <= BundleLimits.text, let text = String(validating: bytes, as: UTF8.self)
        else {
            checks.fail("\(area).MALFORMED", name, "It is no text in UTF-8.", .formatFailure)
            return nil
        }
        do { return try parse(text) } catch {
            checks.fail(
                "\(area).MALFORMED", name,
                "It cannot be read: \(error.words).",
                .formatFailure)
            return nil
        }
    }

    /// An annex with a vkey whose ID is not that of its key. Spec: annex-7
    private var hasFalseKey: Bool {
        let texts =
            trust.archives.map(\.verifierKey) + trust.recoveryKeys.map(\.verifierKey)
            + trust.witnesses.map(\.verifierKey) + trust.compromisedKeys.map(\.verifierKey)
        return texts.contains { (try? VerifierKey(text: $0)) == nil }
    }

    private mutating func checkAnnex() {
        if hasFalseKey {
            checks.fail(
                "ANNEX.MALFORMED", BundleNames.annex, "It names a key whose ID is another key's.",
                .formatFailure)
            annex = nil
        }
        guard let annex, annex.agreement != agreementDigest else { return }
        checks.fail(
            "ANNEX.OTHER_AGREEMENT", BundleNames.annex,
            "The annex belongs to the agreement \(annex.agreement).")
        self.annex = nil
    }

    private mutating func readClaims(_ bytes: [UInt8]?, of matter: MatterID) {
        guard agreement != nil else { return }
        claims = read("CLAIMS", BundleNames.claims, bytes) { text throws(AgreementError) in
            try Claims(parsing: text)
        }
        guard let claims, claims.matter != matter else { return }
        checks.fail(
            "CLAIMS.OTHER_MATTER", BundleNames.claims,
            "The claims are of the matter \(claims.matter), not of \(matter).")
        self.claims = nil
    }
}
