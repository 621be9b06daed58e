// The matter that the hostile bundles forge: a deed that two parties signed, the archive's checkpoints with time-stamps, a revocation list, an
// agreement of one rule, and the claim that BETA is bound. Untouched it gives a bundle that is authentic and a claim that is proven; a
// trick changes one thing of it, and whatever follows is made anew by the same code that made the sound one.

internal import Agreements
package import EvidenceBundle
internal import EvidenceModules
package import EvidenceValues
internal import TransparencyLog

/// Everything from which a bundle is made.
package struct HostileWorld: Sendable {
    package let keys: HostileKeys
    package var plans: [PlannedFiling]
    /// What the annex lists.
    package var trust: PinnedTrust
    package var agreement = HostileTexts.agreement
    package var rewriteAnnex: PlannedFiling.Rewriting = { $0 }
    package var rewriteClaims: PlannedFiling.Rewriting = { $0 }
    /// The checkpoint that the proofs are for.
    package var checkpoint: @Sendable (HostileLog) throws -> String = { try $0.note() }
    /// Names of what is left out with its entry, of what is withheld, and of what was erased.
    package var leftOut: Set<String> = []
    package var withheld: Set<String> = []
    package var erased: Set<String> = []
    /// The time of the finding.
    package var time: Instant

    /// The sound one.
    package init() throws {
        keys = try HostileKeys.shared.get()
        plans = HostileTexts.plans
        time = try instant("2026-06-01T00:00:00Z")
        let end = try instant("2036-01-01T00:00:00Z")
        trust = PinnedTrust(
            anchors: [
                TrustAnchor(
                    party: try present(PartyID("CA1")), derBytes: keys.authority.certificate)
            ],
            authorities: [
                TrustedTSA(
                    party: try present(PartyID("TSA1")),
                    derBytes: keys.timeStamping.identity.certificate)
            ],
            archives: [
                TrustedArchive(
                    party: try present(PartyID("ARCH")), origin: keys.origin,
                    verifierKey: keys.archive.verifierKey.text)
            ],
            algorithms: ["ecdsa-p256", "sha-256"].map {
                ApprovedAlgorithm(name: $0, until: end)
            })
    }

    /// Changes the plan of this name.
    package mutating func edit(
        _ name: String, _ change: (inout PlannedFiling) throws -> Void
    ) throws {
        let position = try present(plans.firstIndex { $0.name == name })
        try change(&plans[position])
    }

    /// Plans a filing behind the others, or behind the one of this name.
    package mutating func add(_ plan: PlannedFiling, behind name: String? = nil) throws {
        let position = try name.map { name in
            try present(plans.firstIndex { $0.name == name }) + 1
        }
        plans.insert(plan, at: position ?? plans.count)
    }

    /// The annex's text.
    package var annex: String {
        get throws {
            let annex = Annex(
                agreement: .sha256(Array(agreement.utf8)), version: 1,
                registry: try present(PartyID("REGIS")), trust: trust)
            return rewriteAnnex(annex.text)
        }
    }

    /// What an arbiter pins who accepts agreement and annex as they are now.
    package var pins: ArbiterTrust {
        get throws {
            ArbiterTrust(
                agreement: .copy(Array(agreement.utf8)), annex: .copy(Array(try annex.utf8)))
        }
    }

    /// The log that the plans give.
    package func log() throws -> HostileLog {
        var log = HostileLog(keys)
        for plan in plans { try log.append(plan) }
        return log
    }

    /// The members of the bundle but for the finding.
    package func members() throws -> HostileMembers {
        let log = try log()
        let note = try checkpoint(log)
        let claims = rewriteClaims(try HostileTexts.claims(log))
        var members = HostileMembers()
        let shown = log.logged.filter { logged in
            ([HostileKeys.matter, "docket.archive"].contains(logged.plan.matter)
                || logged.plan.matter.hasPrefix("docket.time."))
                && !leftOut.contains(logged.plan.name)
        }
        for logged in shown { try put(logged, log, note, into: &members) }
        for proof in try consistency(shown, log) {
            members[BundleNames.consistency(proof.from)] = Array(
                proof.text(checkpoint: note).utf8)
        }
        members[BundleNames.readme] = Array(BundleReadme.text.utf8)
        members[BundleNames.agreement] = Array(agreement.utf8)
        members[BundleNames.annex] = Array(try annex.utf8)
        members[BundleNames.annexSignature] = try SignedDataWriter.sign(
            Array(try annex.utf8), by: keys.identity("REGIS"))
        members[BundleNames.claims] = Array(claims.utf8)
        members[BundleNames.checkpoint] = Array(note.utf8)
        members[BundleNames.report] = Array("<!doctype html><title>report</title>\n".utf8)
        members[BundleNames.text] = try text(shown, members).bytes
        return members
    }

    private func text(_ shown: [LoggedFiling], _ members: HostileMembers) throws -> BundleText {
        let numbers = shown.filter { $0.plan.matter == HostileKeys.matter }.map(\.number)
        func digest(_ name: String) -> Digest { Digest.sha256(members[name] ?? []) }
        return BundleText(
            archive: keys.origin, matter: try present(MatterID(HostileKeys.matter)),
            held: UInt64(numbers.count), highest: numbers.max() ?? 0,
            agreement: digest(BundleNames.agreement), annex: digest(BundleNames.annex),
            claims: digest(BundleNames.claims), time: time)
    }

    private func put(
        _ logged: LoggedFiling, _ log: HostileLog, _ note: String,
        into members: inout HostileMembers
    ) throws {
        let index = logged.index
        members[BundleNames.entry(index)] = logged.entry
        members[BundleNames.docketing(index)] = logged.docketing
        // A note that is none has no size: then any proof will do.
        let stated = (try? UnopenedNote(parsing: note)).flatMap {
            try? Checkpoint(noteText: $0.text).size
        }
        let size = min(stated ?? log.tree.size, log.tree.size)
        let hashes = log.tree.inclusionProof(of: index, in: size)?.hashes ?? []
        let proof = TlogProof(index: index, hashes: hashes, checkpoint: note)
        members[BundleNames.proof(index)] = Array(proof.text.utf8)
        if erased.contains(logged.plan.name) { return }
        members[BundleNames.filing(index)] = logged.filing
        if let signature = logged.signature {
            members[BundleNames.filingSignature(index)] = signature
        }
        if withheld.contains(logged.plan.name) { return }
        members.put(logged.content, at: logged.path, as: logged.plan.mediaType)
    }

    /// A proof for each size at which a bundle has to have one, by the exporter's own rule.
    private func consistency(
        _ shown: [LoggedFiling], _ log: HostileLog
    ) throws -> [ConsistencyProof] {
        let exhibits = shown.filter { !erased.contains($0.plan.name) }.compactMap {
            logged -> FiledExhibit? in
            guard let entry = try? Entry(parsing: logged.entry),
                let filing = try? Filing(parsing: logged.filing),
                let docketing = try? Docketing(parsing: logged.docketing)
            else { return nil }
            return FiledExhibit(
                entry: entry, filing: filing, docketing: docketing,
                filingSignature: logged.signature,
                content: withheld.contains(logged.plan.name) ? nil : logged.content)
        }
        let rotations = exhibits.filter { $0.filing.kind == .rotation }.map {
            FiledRotation(
                note: String(decoding: $0.content ?? [], as: UTF8.self), index: $0.entry.index)
        }
        let history = trust.keyHistory(of: keys.origin, rotations: rotations)
        return embeddedSizes(in: exhibits, keys: history)
            .filter { $0.value > 0 && $0 < log.tree.size }.sorted()
            .compactMap { log.tree.consistencyProof(from: $0, to: log.tree.size) }
    }
}

extension LoggedFiling {
    /// Where the content stands in a bundle.
    package var path: String {
        let digits = String(number)
        let day = MatterID(plan.matter)?.timeDay.map { "archive/time/\($0)" }
        let folder = day ?? (plan.matter == "docket.archive" ? "archive" : "exhibits")
        return "\(folder)/\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)-"
            + plan.name
    }
}
