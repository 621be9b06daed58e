// Which clocks the configuration names, and whom the known annexes trust for them. A clock that no annex lists is refused when the service starts, not
// when its first answer comes.

import Agreements
package import ArchiveDuties
import DurableFiles
package import EvidenceValues
import TransparencyLog

/// The duties of one service.
package struct DutyRoster: Sendable {
    /// What is wrong with the configuration.
    package enum Fault: Error, Sendable, Hashable {
        /// The annex cannot be read as one.
        case badAnnex(path: String)
        /// The agreement cannot be read as one.
        case badAgreement(path: String)
        /// The annex does not belong to the agreement that is named with it.
        case otherAgreement(path: String)
        /// No annex of the configuration lists an authority of this name.
        case unknownAuthority(String)
        /// The key of this witness is none, or no annex lists it.
        case unknownWitness(String)
        /// Two clocks of one kind have this name.
        case doubled(String)
        /// No time of the day.
        case badTime(String)
    }

    package let stamping: [(authority: StampingAuthority, trust: PinnedTrust)]
    package let witnesses: [AskedWitness]
    package let audit: AuditClock?
    /// What an audit looks at beside the archive itself.
    package let parties: [AuditParties]
    /// Whom the annexes trust as witnesses, all together.
    package let witnessTrust: PinnedTrust

    /// Days ahead of which an audit tells what must be renewed.
    private static let daysAhead = 7

    /// Reads the annexes that the configuration names.
    package init(_ config: ServiceConfiguration, origin: ArchiveOrigin) throws {
        let known = try config.agreements.map { try KnownAnnex($0) }
        let trusts = known.map(\.annex.trust)
        stamping = try config.timeStamps.authorities.map { authority in
            guard let party = PartyID(authority.name),
                let trust = trusts.first(where: { trust in
                    trust.authorities.contains { $0.party == party }
                })
            else { throw Fault.unknownAuthority(authority.name) }
            let patience = TimeSpan(seconds: Int64(config.timeStamps.patience))
            return (StampingAuthority(party: party, url: authority.url, patience: patience), trust)
        }
        witnesses = try config.witnesses.peers.map { peer in
            let listed = trusts.flatMap { $0.witnesses(of: origin) }
            guard let key = try? VerifierKey(text: peer.key),
                let witness = listed.first(where: { $0.verifierKey == key.text })
            else { throw Fault.unknownWitness(peer.name) }
            let url = peer.url.hasSuffix("/") ? String(peer.url.dropLast()) : peer.url
            return AskedWitness(
                party: witness.party, keys: [key], url: url,
                patience: TimeSpan(seconds: Int64(config.witnesses.patience)))
        }
        for names in [stamping.map(\.authority.party), witnesses.map(\.party)] {
            if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw Fault.doubled(name.text)
            }
        }
        audit = AuditClock(config.audit.at)
        guard audit != nil || config.audit.at.isEmpty else {
            throw Fault.badTime(config.audit.at)
        }
        parties = known.map {
            AuditParties(
                $0.annex, digest: $0.digest, parameters: $0.parameters, days: Self.daysAhead)
        }
        witnessTrust = PinnedTrust(
            archives: trusts.flatMap(\.archives), witnesses: trusts.flatMap(\.witnesses))
    }

    /// The clocks, as the board knows them.
    package var clocks: [DutyClock] {
        stamping.map { DutyClock(.timeStamp, $0.authority.party) }
            + witnesses.map { DutyClock(.cosignature, $0.party) }
    }
}

/// An annex of the configuration, read.
private struct KnownAnnex {
    let annex: Annex
    let digest: Digest
    let parameters: [String: TimeSpan]?

    init(_ known: ServiceConfiguration.KnownAgreement) throws {
        let bytes = try DurableFile.read(known.annex)
        guard let text = String(validating: bytes, as: UTF8.self),
            let annex = try? Annex(parsing: text)
        else { throw DutyRoster.Fault.badAnnex(path: known.annex) }
        self.annex = annex
        digest = .sha256(bytes)
        parameters = try KnownAnnex.parameters(known, of: annex)
    }

    /// The spans of the agreement, which must be the one that the annex names; nil without one.
    private static func parameters(
        _ known: ServiceConfiguration.KnownAgreement, of annex: Annex
    ) throws -> [String: TimeSpan]? {
        guard !known.agreement.isEmpty else { return nil }
        let bytes = try DurableFile.read(known.agreement)
        guard let text = String(validating: bytes, as: UTF8.self),
            let agreement = try? Agreement(parsing: text)
        else { throw DutyRoster.Fault.badAgreement(path: known.agreement) }
        guard .sha256(bytes) == annex.agreement else {
            throw DutyRoster.Fault.otherAgreement(path: known.annex)
        }
        return AuditParties.spans(of: agreement)
    }
}
