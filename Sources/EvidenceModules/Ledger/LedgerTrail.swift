// The entries of a ledger that concern certificates on file, and the sums of all the rest at each of them. A certificate counts with at least its own
// amount, whatever the entry says, for nobody may reserve less than he promises; an entry frees what it says, but never more than is open of its
// certificate. What the certificates themselves say is compared on the way: the ledger names them by digest, so whoever signed it vouches for them.

import EvidenceValues

/// What happened to certificates on file.
struct LedgerTrail: LedgerVisitor {
    /// The first reservation for a certificate.
    struct Reservation {
        let certificate: Digest
        let number: Int64
        let line: Int64
        let amount: Int128
        /// What had been reserved before, in all; in the mode `period` within the span.
        let before: Int128
    }

    /// What an entry freed of a certificate on file.
    struct Release {
        let certificate: Digest
        /// The document on which it rests; nil for a lapse.
        let document: Digest?
        let line: Int64
        let amount: Int128
    }

    /// Something that an entry and the certificate on file that it is about cannot both say.
    struct Contradiction {
        let invariant: LiabilityInvariant
        let entry: LedgerEntry
        let certificate: Digest
        /// What of it, for people.
        let what: String
    }

    private(set) var check: LedgerCheck
    let mode: LimitMode
    private(set) var reservations: [Reservation] = []
    private(set) var releases: [Release] = []
    /// The first of each key, and of the limit itself.
    private(set) var revocations: [Digest?: LedgerEntry] = [:]
    private(set) var contradictions: [Contradiction] = []
    /// The keys for which certificates on file are reserved.
    private(set) var keys: Set<Digest> = []
    /// The documents on file to which entries refer.
    private(set) var references: Set<Digest> = []

    private let covers: [Digest: Cover]
    private let skew: TimeSpan
    private let isOnFile: (Digest) -> Bool
    private var gross: Int128 = 0
    private var window: GrantWindow?
    private var certificates: [Serial: Digest] = [:]
    private var reserved: Set<Digest> = []
    private var line: Int64 = 0

    // Who signs more nonsense than this is convicted by less.
    private static let contradictionLimit = 100

    /// - Parameter mode: how the limit is used up, as was agreed.
    init(
        mode: LimitMode, skew: TimeSpan, covers: [Digest: Cover],
        isOnFile: @escaping (Digest) -> Bool
    ) {
        check = LedgerCheck(skew: skew)
        self.mode = mode
        self.skew = skew
        self.covers = covers
        self.isOnFile = isOnFile
        if case .period(let span) = mode { window = GrantWindow(span) }
    }

    mutating func begin(_ head: LedgerHead) { check.begin(head) }

    mutating func take(_ entry: LedgerEntry, hash: Digest) {
        line += 1
        if let reference = entry.reference, isOnFile(reference) { references.insert(reference) }
        let open = check.sums.open
        if entry.kind == .lapse { compareLapse(entry) }
        check.take(entry, hash: hash)
        if entry.kind == .revoke, revocations[entry.key] == nil { revocations[entry.key] = entry }
        guard let serial = entry.serial else { return }
        if entry.kind == .reserve {
            reserve(serial, entry)
        } else {
            free(serial, entry, freed: open - check.sums.open)
        }
    }

    private mutating func reserve(_ serial: Serial, _ entry: LedgerEntry) {
        guard let certificate = entry.reference else { return }
        window?.move(to: entry.at)
        if references.contains(certificate) {
            certificates[serial] = certificate
            if let key = entry.key { keys.insert(key) }
            if reserved.insert(certificate).inserted {
                reservations.append(
                    Reservation(
                        certificate: certificate, number: entry.number, line: line,
                        amount: Int128(entry.delta), before: window?.sum ?? gross))
            } else {
                contradict(.binding, entry, certificate, "which is reserved for already")
            }
        }
        let cover = covers[certificate]
        if let cover { compare(entry, certificate, cover) }
        let promised = cover.map { Int128($0.amount.minorUnits) } ?? 0
        let amount = max(Int128(entry.delta), promised, 0)
        gross += amount
        window?.add(amount, at: entry.at)
    }

    private mutating func free(_ serial: Serial, _ entry: LedgerEntry, freed: Int128) {
        guard freed > 0, let certificate = certificates[serial] else { return }
        let document = entry.reference
        if let document, !references.contains(document) { return }
        releases.append(
            Release(certificate: certificate, document: document, line: line, amount: freed))
    }

    // Invariant 5: the entry reserves for the certificate what that says.
    private mutating func compare(_ entry: LedgerEntry, _ certificate: Digest, _ cover: Cover) {
        let terms = cover.terms
        let money = check.head.map { Money(minorUnits: entry.delta, currency: $0.currency) }
        if terms.limit != check.head?.limit || terms.limitAgreement != check.head?.agreement {
            contradict(.binding, entry, certificate, "which is of another limit")
        }
        if entry.serial?.text != cover.number {
            contradict(.binding, entry, certificate, "which has the number \(cover.number)")
        }
        if money != cover.amount {
            contradict(.binding, entry, certificate, "which is for \(cover.amount)")
        }
        if entry.key != terms.key {
            contradict(.binding, entry, certificate, "which is for another key")
        }
        if entry.number != terms.entry {
            contradict(.binding, entry, certificate, "which names the entry \(terms.entry)")
        }
    }

    // Invariant 11: nothing lapses before its time.
    private mutating func compareLapse(_ entry: LedgerEntry) {
        guard let serial = entry.serial, let certificate = certificates[serial],
            let cover = covers[certificate], let item = check.certificates[serial]
        else { return }
        let isAccepted = item.state != .reserved
        let time = isAccepted ? cover.terms.claimDeadline : cover.terms.notAfter
        guard entry.at.advanced(by: skew) < time else { return }
        contradict(
            .authority, entry, certificate,
            "which can be \(isAccepted ? "claimed" : "accepted") until \(time)")
    }

    private mutating func contradict(
        _ invariant: LiabilityInvariant, _ entry: LedgerEntry, _ certificate: Digest,
        _ what: String
    ) {
        guard contradictions.count < LedgerTrail.contradictionLimit else { return }
        contradictions.append(
            Contradiction(
                invariant: invariant, entry: entry, certificate: certificate, what: what))
    }
}

extension LedgerTrail.Contradiction {
    /// A whole sentence.
    var sentence: String {
        "Entry \(entry.number), \(entry.kind.rawValue), is about the certificate "
            + "\(certificate), \(what)."
    }
}

/// A certificate or voucher on file, by what it says.
struct Cover: Sendable, Hashable {
    let number: String
    let amount: Money
    let terms: CoverTerms
}

extension Evidence {
    /// The certificates and vouchers on file, by their digests.
    var covers: [Digest: Cover] {
        var found: [Digest: Cover] = [:]
        for exhibit in exhibits {
            guard let stated = exhibit.statement,
                let document = try? LiabilityDocument(terms: stated.terms)
            else { continue }
            switch document {
            case .certificate(let it):
                found[stated.document] = Cover(
                    number: it.number, amount: it.amount, terms: it.terms)
            case .voucher(let it):
                found[stated.document] = Cover(
                    number: it.number, amount: it.amount, terms: it.terms)
            default: break
            }
        }
        return found
    }

    /// The limit agreement with this digest, if it is on file.
    func limitAgreement(_ digest: Digest) -> LimitAgreement? {
        for exhibit in exhibits {
            guard let stated = exhibit.statement, stated.document == digest,
                case .limitAgreement(let agreement)? = try? LiabilityDocument(terms: stated.terms)
            else { continue }
            return agreement
        }
        return nil
    }
}
