// What stands out in time: a document dated before it can have been signed, a signature made after its key was revoked, a revocation that
// was published late, a clock that is false. Each is a comparison of two times that stand in the report, and no finding: what
// follows from it the findings say.

import Agreements
import EvidenceValues

/// One thing that stands out.
struct Conspicuous: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable {
        case predated
        case signingTimeTooEarly = "signing_time_too_early"
        case signedAfterRevocation = "signed_after_revocation"
        case perhapsSignedAfterRevocation = "perhaps_signed_after_revocation"
        case publishedLater = "revocation_published_later"
        case falseClock = "false_clock"
        case outsideValidity = "outside_validity"
        case contradiction
    }

    /// What fills a place in the sentence.
    enum Part: Sendable, Hashable {
        case exhibit(LeafIndex)
        case time(Instant)
        case text(String)
    }

    let kind: Kind
    /// The rows that show it.
    let exhibits: [LeafIndex]
    let key: Digest?
    let earlier: Instant
    let later: Instant
    let phrase: String
    let parts: [Part]

    /// The exhibit that it is about: the first that the sentence names.
    var subject: LeafIndex? {
        for part in parts { if case .exhibit(let index) = part { return index } }
        return nil
    }

    /// The sentence in the words of the page.
    func html(_ words: Words, _ names: ExhibitNames) -> HTML {
        let parts = self.parts.map { part -> HTML in
            switch part {
            case .exhibit(let index): names.link(index)
            case .time(let time): "<strong>\(Wording.time(time))</strong>"
            case .text(let text): "<strong>\(text)</strong>"
            }
        }
        let places = (0..<4).map { parts.indices.contains($0) ? parts[$0] : .empty }
        return words.html(phrase, places[0], places[1], places[2], places[3])
    }

    /// The sentence in English.
    func text(_ names: ExhibitNames) -> String {
        let parts = self.parts.map { part in
            switch part {
            case .exhibit(let index): names.label(index)
            case .time(let time): Wording.time(time)
            case .text(let text): text
            }
        }
        let places = (0..<4).map { parts.indices.contains($0) ? parts[$0] : "" }
        return Words.english(phrase, places[0], places[1], places[2], places[3])
    }
}

/// Finds what stands out.
struct Lookout {
    let record: VerificationRecord
    let found: FoundTimes

    /// Clocks differ by less than this without anybody's doing; the bounds come from several.
    private static let tolerance = TimeSpan(seconds: 60)
    /// More than a reader would read.
    private static let most = 40

    /// A signature and where it stands.
    private struct Placed {
        let signature: SignatureRecord
        let exhibit: ExhibitRecord
        let bounds: Interval
    }

    /// The signature with what it signs, if that is an exhibit.
    private func rows(_ placed: Placed) -> [LeafIndex] {
        let signed = record.exhibits.first { $0.digest == placed.signature.content }
        return [signed?.index, placed.exhibit.index].compactMap(\.self)
    }

    /// Everything that stands out, what concerns documents first.
    var all: [Conspicuous] {
        let signatures = record.exhibits.flatMap { exhibit in
            exhibit.signatures.filter(isMadeWithItsKey).map { signature in
                let proven = found.bounds(signature.signature, signature.bounds)
                return Placed(
                    signature: signature, exhibit: exhibit,
                    // A signature is no older than the exhibit's own bytes could be.
                    bounds: exhibit.signatures.count == 1
                        ? found.bounds(exhibit.digest, proven) : proven)
            }
        }
        let bySigned = Dictionary(
            grouping: signatures.filter { $0.signature.signer != nil }, by: \.signature.content)
        var all = record.exhibits.flatMap { predated($0, bySigned) }
        all += signatures.flatMap(tooEarly)
        all += signatures.flatMap(revoked)
        all += signatures.flatMap(invalid)
        all += record.exhibits.flatMap(contradictory)
        all += record.times.clocks.flatMap(falseClock)
        all += published(signatures)
        var seen: Set<Conspicuous> = []
        return Array(all.filter { seen.insert($0).inserted }.prefix(Self.most))
    }

    // What was not made with the key that it names says nothing of whoever holds the key.
    private func isMadeWithItsKey(_ signature: SignatureRecord) -> Bool {
        guard signature.indication == .totalFailed, let reason = signature.subIndication else {
            return true
        }
        return ![.sigCryptoFailure, .hashFailure, .formatFailure].contains(reason)
    }

    private func isBefore(_ left: Instant, _ right: Instant) -> Bool {
        left.advanced(by: Self.tolerance) < right
    }

    /// The date that a document prints, against its own bound and that of the earliest signature over it: that others sign later is
    /// in order.
    private func predated(
        _ exhibit: ExhibitRecord, _ signatures: [Digest?: [Placed]]
    ) -> [Conspicuous] {
        guard let stated = exhibit.stated else { return [] }
        let over = signatures[stated.document] ?? []
        let own = found.bounds(exhibit.digest, exhibit.bounds).lo
        return stated.terms.compactMap { term in
            guard let date = PrintedDate(term) else { return nil }
            if let own, isBefore(date.end, own) {
                return Conspicuous(
                    kind: .predated, exhibits: [exhibit.index], key: nil, earlier: date.start,
                    later: own, phrase: phrase("{0} is dated {1}, but was not made before {2}."),
                    parts: [.exhibit(exhibit.index), .text(date.text), .time(own)])
            }
            let bounds = over.compactMap { placed in placed.bounds.lo.map { ($0, placed) } }
            guard bounds.count == over.count,
                let (lo, placed) = bounds.min(by: { $0.0 < $1.0 }), isBefore(date.end, lo)
            else { return nil }
            return Conspicuous(
                kind: .predated,
                exhibits: Set([exhibit.index] + over.map(\.exhibit.index)).sorted(),
                key: placed.signature.certificate, earlier: date.start, later: lo,
                phrase: phrase(
                    "{0} is dated {1}, but {2}, the earliest signature over it, was not made before {3}."
                ),
                parts: [
                    .exhibit(exhibit.index), .text(date.text), .exhibit(placed.exhibit.index),
                    .time(lo),
                ])
        }
    }

    private func tooEarly(_ placed: Placed) -> [Conspicuous] {
        guard let claimed = placed.signature.claimedTime, let lo = placed.bounds.lo,
            isBefore(claimed, lo)
        else { return [] }
        return [
            Conspicuous(
                kind: .signingTimeTooEarly, exhibits: [placed.exhibit.index],
                key: placed.signature.certificate, earlier: claimed, later: lo,
                phrase: phrase(
                    "{0} states that it was signed at {1}, but was not made before {2}."),
                parts: [.exhibit(placed.exhibit.index), .time(claimed), .time(lo)])
        ]
    }

    private func certificate(_ placed: Placed) -> CertificateRecord? {
        placed.signature.certificate.flatMap { digest in
            record.times.certificates.first { $0.digest == digest }
        }
    }

    private func revoked(_ placed: Placed) -> [Conspicuous] {
        guard let from = certificate(placed)?.revokedFrom else { return [] }
        let isAfter = placed.bounds.lo.map { from <= $0 } ?? false
        let isBefore = placed.bounds.hi.map { $0 <= from } ?? false
        guard !isBefore else { return [] }
        let exhibit = placed.exhibit.index
        return [
            Conspicuous(
                kind: isAfter ? .signedAfterRevocation : .perhapsSignedAfterRevocation,
                exhibits: rows(placed), key: placed.signature.certificate, earlier: from,
                later: (isAfter ? placed.bounds.lo : placed.bounds.hi) ?? record.validationTime,
                phrase: isAfter
                    ? phrase("{0} was made not before {2}: its key was revoked from {1} on.")
                    : phrase(
                        "{0} may have been made after {1}, when its key was revoked: it is proven to exist only by {2}."
                    ),
                parts: [
                    .exhibit(exhibit), .time(from),
                    .time((isAfter ? placed.bounds.lo : placed.bounds.hi) ?? record.validationTime),
                ])
        ]
    }

    private func invalid(_ placed: Placed) -> [Conspicuous] {
        guard let certificate = certificate(placed) else { return [] }
        let exhibit = placed.exhibit.index
        if let lo = placed.bounds.lo, isBefore(certificate.validUntil, lo) {
            return [
                Conspicuous(
                    kind: .outsideValidity, exhibits: [exhibit], key: certificate.digest,
                    earlier: certificate.validUntil, later: lo,
                    phrase: phrase(
                        "{0} was not made before {2}: its certificate had ended at {1}."),
                    parts: [.exhibit(exhibit), .time(certificate.validUntil), .time(lo)])
            ]
        }
        guard let hi = placed.bounds.hi, isBefore(hi, certificate.validFrom) else { return [] }
        return [
            Conspicuous(
                kind: .outsideValidity, exhibits: [exhibit], key: certificate.digest, earlier: hi,
                later: certificate.validFrom,
                phrase: phrase("{0} existed by {1}: its certificate began only at {2}."),
                parts: [.exhibit(exhibit), .time(hi), .time(certificate.validFrom)])
        ]
    }

    private func contradictory(_ exhibit: ExhibitRecord) -> [Conspicuous] {
        guard let lo = exhibit.bounds.lo, let hi = exhibit.bounds.hi, isBefore(hi, lo) else {
            return []
        }
        return [
            Conspicuous(
                kind: .contradiction, exhibits: [exhibit.index], key: nil, earlier: hi, later: lo,
                phrase: phrase(
                    "Clocks contradict each other about {0}: it existed by {1}, and was not made before {2}."
                ), parts: [.exhibit(exhibit.index), .time(hi), .time(lo)])
        ]
    }

    /// A clock that others show to be false, or that nobody hears, and that states a time before what it covers can have been made.
    private func falseClock(_ clock: ClockRecord) -> [Conspicuous] {
        guard clock.standing != .heard, clock.form == .token, let party = clock.party else {
            return []
        }
        return clock.covers.compactMap { covered in
            guard let exhibit = placed(covered),
                let lo = found.bounds(covered, exhibit.bounds).lo, isBefore(clock.time, lo)
            else { return nil }
            return Conspicuous(
                kind: .falseClock,
                exhibits: [exhibit.index] + [clock.exhibit].compactMap(\.self), key: nil,
                earlier: clock.time, later: lo,
                phrase: phrase(
                    "A time-stamp in the name of {0} states {1} for {2}, which was not made before {3}."
                ),
                parts: [
                    .text(party.text), .time(clock.time), .exhibit(exhibit.index),
                    .time(lo),
                ])
        }
    }

    /// The exhibit that is this content, or holds this signature.
    private func placed(_ digest: Digest) -> ExhibitRecord? {
        record.exhibits.first { exhibit in
            exhibit.digest == digest || exhibit.signatures.contains { $0.signature == digest }
        }
    }

    /// What was revoked before a list said so.
    private func published(_ signatures: [Placed]) -> [Conspicuous] {
        record.times.certificates.compactMap { certificate in
            guard let from = certificate.revokedFrom,
                let published = certificate.revocationPublished, isBefore(from, published)
            else { return nil }
            let signed = signatures.filter { $0.signature.certificate == certificate.digest }
            let between = signed.filter { placed in
                !(placed.bounds.hi.map { $0 <= from } ?? false)
                    && !(placed.bounds.lo.map { published <= $0 } ?? false)
            }
            return Conspicuous(
                kind: .publishedLater, exhibits: Set(between.map(\.exhibit.index)).sorted(),
                key: certificate.digest, earlier: from, later: published,
                phrase: phrase(
                    "The key of {0} was revoked from {1} on; a list first said so at {2}."),
                parts: [
                    .text(certificate.party?.text ?? certificate.subject), .time(from),
                    .time(published),
                ])
        }
    }
}

/// A date that a document prints, from its term `dated("2025-12-30")`.
struct PrintedDate: Sendable, Hashable {
    let text: String
    let start: Instant
    /// The end of that day everywhere on earth (UTC−12).
    let end: Instant

    init?(_ term: String) {
        guard let statement = FormalStatement(term), statement.predicate == "dated",
            case .word(let date)? = statement.arguments.first, statement.arguments.count == 1,
            let start = Instant(text: date + "T00:00:00Z")
        else { return nil }
        text = date
        self.start = start
        end = start.advanced(by: TimeSpan(seconds: 36 * 3600))
    }
}
