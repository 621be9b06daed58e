// A bundle that was verified and stays at hand, so that a reader may ask it more: what if an exhibit were not there, who may sign an
// award on it. Nothing of what it answers later changes what verification found.

package import Agreements
internal import Container
internal import EvidenceModules
package import EvidenceValues

/// A bundle with what its verification found.
package struct VerifiedBundle: Sendable {
    let verifier: BundleVerifier
    /// What verification found, and the findings on the claims that were asked about.
    package let verification: BundleVerification

    /// Verifies the bundle in the file at `path` as `verifyBundle` does.
    /// - Parameters:
    ///   - claims: other claims than the bundle's own; nil for those. The finding in the bundle is then not compared.
    ///   - key: opens what is sealed or encrypted for its certificate; nil for the view of everybody.
    package init(
        file path: String, trust: ArbiterTrust, at time: Instant, tool: String,
        claims: [UInt8]? = nil, key: OpeningKey? = nil,
        memory: VerificationMemory = VerificationMemory()
    ) throws(BundleError) {
        let file: OpenFile
        do { file = try OpenFile(path: path) } catch { throw BundleError(error) }
        verifier = try BundleVerifier(
            .file(file), trust: trust, time: time, tool: tool, claims: claims, key: key,
            memory: memory)
        verification = verifier.verification()
    }

    /// Verifies what an exporter put together, without finding and signature.
    package init(
        draft: AssembledBundle, trust: ArbiterTrust, at time: Instant, tool: String,
        key: OpeningKey? = nil
    ) throws(BundleError) {
        verifier = try BundleVerifier(
            OpenedBundle(draft), trust: trust, time: time, tool: tool, isFinished: false, key: key)
        verification = verifier.verification()
    }

    /// The same for a bundle in memory.
    package init(
        _ bytes: [UInt8], trust: ArbiterTrust, at time: Instant, tool: String
    ) throws(BundleError) {
        verifier = try BundleVerifier(.bytes(bytes), trust: trust, time: time, tool: tool)
        verification = verifier.verification()
    }

    /// The facts that the exhibits give. Costs a validation of all exhibits.
    package func facts() -> [Fact] { assessment(of: verifier.evidence).facts }

    /// What the judge finds on these facts, under the texts of the bundle; nil where it refuses.
    package func findings(on facts: [Fact]) -> Findings? { judgement(of: facts).findings }

    func assessment(of evidence: ReadEvidence) -> Assessment {
        assess(
            evidence, log: verifier.context, trust: verifier.texts.trust,
            validationTime: verifier.time, skew: verifier.texts.skew)
    }

    func judgement(of facts: [Fact]) -> PinnedTexts.Judgement {
        verifier.texts.judge(facts, matter: verifier.bundle.text.matter, at: verifier.time)
    }

    /// The digest of the claims that were judged.
    package var claims: Digest { verifier.texts.claimsDigest }

    /// Whether these are the bundle's own.
    package var areClaimsOwn: Bool { verifier.areClaimsOwn }
}
