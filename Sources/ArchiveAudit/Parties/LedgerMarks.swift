// Ledgers of liability limits (docs/formats/ledger.md): what a ledger shows against the service that signed it, where it ends, so that
// ledgers of one limit can be compared wherever they are filed, and which of its certificates are still open when their time is over.
//
//     LIABILITY.<INVARIANT>  misconduct: a ledger that the service signed breaks one of the fifteen invariants; of `fork` also two that
//                            it signed, or one and a certificate
//     LIABILITY.OPEN         warning: the newest ledger still has open what was not accepted, or not claimed, in time
//     LIABILITY.CLAIM_OPEN   warning: claimed, the time for claims is over, and neither paid nor rejected
//     DEADLINE.ACCEPT, DEADLINE.CLAIM  warnings: the time to accept, or to claim, ends soon

import EvidenceModules
import EvidenceValues
import TransparencyLog

extension PartyExamination {
    /// Notes what ledgers show, by themselves and together with the certificates on file.
    mutating func examineLedgers() {
        let ledgers = FiledLedger.all(evidence.ledgers, skew: terms.skew)
            .filter { isListed($0.service, as: "commitment-service") }
        let services = Dictionary(
            ledgers.map { ($0.document, $0.service) }, uniquingKeysWith: { first, _ in first })
        examineFaults(services)
        for ledger in ledgers {
            mark(
                .ledger, of: ledger.service, on: ledger.account,
                at: UInt64(clamping: max(1, ledger.check.entries) - 1), says: ledger.check.lastHash,
                in: ledger.document)
        }
        examineCover(ledgers)
    }

    /// What facts hold against the services that keep these ledgers. Spec: R-20
    private mutating func examineFaults(_ services: [Digest: PartyID]) {
        for fact in facts.found("ledger_fault") {
            guard let ledger = fact.document(0), let word = fact.word(1),
                let service = services[ledger]
            else { continue }
            accuse(
                service, LiabilityInvariant(rawValue: word)?.code ?? "LIABILITY.LEDGER", word,
                own: [ledger], "The ledger \(ledger) of \(service) breaks the invariant \(word).")
        }
        for fact in facts.found("forked_ledger") {
            guard let one = fact.document(0), let other = fact.document(1),
                let entry = fact.count(2), let service = services[one] ?? services[other]
            else { continue }
            // Two ledgers are compared in the whole archive.
            if services[one] != nil, services[other] != nil { continue }
            accuse(
                service, LiabilityInvariant.fork.code, LiabilityInvariant.fork.rawValue,
                own: [one, other],
                "\(service) signed \(one) and \(other), a ledger and a certificate, which contradict each other on "
                    + "the entry \(entry).")
        }
    }

    /// The times of the certificates on file.
    private mutating func examineCover(_ ledgers: [FiledLedger]) {
        for fact in facts.said("cover_terms") {
            guard let certificate = fact.document(0), let number = fact.word(1),
                let limit = fact.word(2), let accept = fact.instant(5), let claim = fact.instant(6),
                let cover = facts.said("cover", certificate).first(where: { $0.word(1) == number }),
                let holder = cover.party(3)
            else { continue }
            guard let service = service(of: certificate), counts(certificate, by: service)
            else { continue }
            let newest = ledgers.filter {
                $0.service == service && $0.limit == limit
                    && statements.holds($0.document, by: service)
            }.max { $0.length < $1.length }
            let state = Serial(number).flatMap { newest?.check.certificates[$0]?.state }
            examine(
                Cover(
                    certificate: certificate, service: service, holder: holder, accept: accept,
                    claim: claim, state: state))
        }
    }

    private mutating func examine(_ cover: Cover) {
        let isAccepted =
            cover.state == .accepted || says("accepts_cover", cover)
        let isClaimed = cover.state == .claimed || says("claims_cover", cover)
        switch cover.state {
        case .closed: return
        case .claimed:
            remind(
                cover, near: nil, past: "LIABILITY.CLAIM_OPEN", until: cover.claim,
                "is claimed, and by the ledger neither paid nor rejected")
        case .accepted where !isClaimed, nil where isAccepted && !isClaimed:
            remind(
                cover, near: "DEADLINE.CLAIM", past: cover.state == nil ? nil : "LIABILITY.OPEN",
                until: cover.claim, "can be claimed by \(cover.holder), and is open")
        case .reserved where !isAccepted, nil where !isAccepted && !isClaimed:
            remind(
                cover, near: "DEADLINE.ACCEPT", past: cover.state == nil ? nil : "LIABILITY.OPEN",
                until: cover.accept, "can be accepted by \(cover.holder), and is reserved")
        case .reserved, .accepted, nil: return
        }
    }

    private mutating func remind(
        _ cover: Cover, near: String?, past: String?, until: Instant, _ what: String
    ) {
        notes.agenda.append(
            AgendaItem(
                near: near, past: past, until: until, party: cover.holder,
                ground: statements.ground(cover.certificate),
                "The certificate \(cover.certificate) of \(cover.service) \(what)"))
    }

    /// Whether a document on file, signed by the beneficiary, says this of the certificate.
    private func says(_ predicate: String, _ cover: Cover) -> Bool {
        facts.said(predicate, cover.certificate, at: 2).contains { fact in
            guard fact.party(1) == cover.holder, let document = fact.document(0)
            else { return false }
            return statements.holds(document, by: cover.holder)
        }
    }
}

/// A certificate with its times, and what the newest ledger says of it.
private struct Cover {
    let certificate: Digest
    let service: PartyID
    let holder: PartyID
    let accept: Instant
    let claim: Instant
    let state: LedgerItem.State?
}

/// A ledger on file.
private struct FiledLedger {
    let document: Digest
    let head: LedgerHead
    /// Its entries taken together.
    let check: LedgerCheck

    var limit: String { head.limit }
    var service: PartyID { head.issuer }
    var length: Int64 { check.entries }

    /// What names the account: ledgers of one account begin with each other. Spec: ledger-19
    var account: String { "\(head.limit)\n\(head.agreement)" }

    /// The ledgers among these bytes, in the order of their digests.
    static func all(_ contents: [Digest: [UInt8]], skew: TimeSpan) -> [FiledLedger] {
        contents.sorted { $0.key < $1.key }.compactMap { document, bytes in
            guard let check = try? LedgerCheck(of: bytes.span, skew: skew), let head = check.head
            else { return nil }
            return FiledLedger(document: document, head: head, check: check)
        }
    }
}
