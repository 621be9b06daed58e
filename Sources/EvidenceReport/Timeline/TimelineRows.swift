// What the timeline draws, before anything is drawn: a row for each document and beneath it those of its signatures, then rows for keys,
// for the archive's clocks, for deadlines and for the times that claims name. Certificates and lists have no rows of their own:
// they stand on the row of the key.

import EvidenceValues

/// One row.
struct TimelineRow: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case document, signature, key, clocks, times
    }

    /// A moment on a row.
    struct Mark: Sendable, Hashable {
        enum Shape: Sendable, Hashable {
            /// Somebody states this time: a printed date, a signing time, a term.
            case stated
            /// The archive states that it received it.
            case received
            /// A time-stamp, a cosignature.
            case clock
            /// The same, proving nothing or shown to be false.
            case falseClock
            /// A list declares the key revoked from then on.
            case revoked
            /// A list that says so.
            case published
            /// A list that knows of no revocation.
            case good
            /// The findings say so.
            case found
            /// Something is due.
            case due
            /// A claim names this time.
            case claimed
        }

        let shape: Shape
        let time: Instant
        /// In a word or two, for the drawing.
        let label: String
        /// Whose word, in full.
        let title: String
    }

    let kind: Kind
    let label: String
    /// The exhibit that it is of.
    var exhibit: LeafIndex?
    var key: Digest?
    /// The proven bounds; nil for a row that is of no object.
    var bounds: Interval?
    /// Before this it cannot have been made, as the findings have it.
    var floor: Instant?
    var validity: ClosedRange<Instant>?
    var revokedFrom: Instant?
    var published: Instant?
    var marks: [Mark] = []

    init(_ kind: Kind, _ label: String) {
        self.kind = kind
        self.label = label
    }

    /// The times on which the scale turns.
    var instants: [Instant] {
        let fixed = [bounds?.lo, bounds?.hi, floor, revokedFrom, published].compactMap(\.self)
        return fixed + marks.filter { $0.shape != .good && $0.shape != .clock }.map(\.time)
    }
}

/// Collects the rows.
struct TimelineRows {
    let record: VerificationRecord
    let found: FoundTimes
    let names: ExhibitNames
    let words: Words

    /// The signatures over a content, and where they stand.
    private let signed: [Digest: [(signature: SignatureRecord, exhibit: ExhibitRecord)]]
    private let certificates: [Digest: CertificateRecord]
    private let contents: Set<Digest>

    /// Marks on one row beyond which nobody can tell them apart.
    private static let mostMarks = 60

    init(
        _ record: VerificationRecord, _ exhibits: [ExhibitRecord], _ found: FoundTimes,
        _ names: ExhibitNames, _ words: Words
    ) {
        self.record = record
        self.found = found
        self.names = names
        self.words = words
        self.exhibits = exhibits
        var signed: [Digest: [(SignatureRecord, ExhibitRecord)]] = [:]
        for exhibit in exhibits {
            for signature in exhibit.signatures {
                guard let content = signature.content else { continue }
                signed[content, default: []].append((signature, exhibit))
            }
        }
        self.signed = signed
        certificates = Dictionary(
            record.times.certificates.map { ($0.digest, $0) },
            uniquingKeysWith: { first, _ in first })
        contents = Set(exhibits.map(\.digest))
    }

    private let exhibits: [ExhibitRecord]

    /// The rows of exhibits: each document with the signatures over it.
    var exhibitRows: [TimelineRow] {
        exhibits.flatMap { exhibit -> [TimelineRow] in
            if isOnKeyRow(exhibit) || isBeneathAnother(exhibit) { return [] }
            let over = (signed[exhibit.digest] ?? []).filter { $0.exhibit.index != exhibit.index }
            return [row(exhibit)] + over.map { row($0.signature, $0.exhibit) }
        }
    }

    // What its key's row tells, and is as it should be.
    private func isOnKeyRow(_ exhibit: ExhibitRecord) -> Bool {
        [.certificate, .revocationList, .ocspResponse].contains(exhibit.kind)
            && exhibit.indication != .totalFailed && !exhibit.bounds.isContradiction
            && !record.times.certificates.isEmpty
    }

    private func isBeneathAnother(_ exhibit: ExhibitRecord) -> Bool {
        exhibit.signatures.count == 1
            && exhibit.signatures.allSatisfy { signature in
                signature.content.map {
                    $0 != exhibit.digest && contents.contains($0)
                } ?? false
            }
    }

    private func row(_ exhibit: ExhibitRecord) -> TimelineRow {
        var row = TimelineRow(.document, names.number(exhibit) + " " + exhibit.name.text)
        row.exhibit = exhibit.index
        row.bounds = exhibit.bounds
        row.floor = found.notBefore[exhibit.digest]
        row.marks = statedMarks(exhibit) + exhibit.signatures.flatMap(claimedMarks)
        row.marks.append(received(exhibit))
        for clock in record.times.clocks
        where clock.standing != .heard && clock.covers.contains(exhibit.digest) {
            row.marks.append(mark(clock))
        }
        if exhibit.signatures.count == 1 { add(exhibit.signatures[0], to: &row) }
        return row
    }

    private func row(_ signature: SignatureRecord, _ exhibit: ExhibitRecord) -> TimelineRow {
        let signer = signature.signer?.text ?? words("an unknown signer")
        var row = TimelineRow(
            .signature, words("{0}: signed by {1}", names.number(exhibit), signer))
        row.exhibit = exhibit.index
        row.bounds = exhibit.signatures.count == 1 ? exhibit.bounds : signature.bounds
        row.floor = [found.notBefore[exhibit.digest], found.notBefore[signature.signature]]
            .compactMap(\.self).max()
        row.marks = claimedMarks(signature) + [received(exhibit)]
        for clock in record.times.clocks
        where clock.standing != .heard
            && (clock.covers.contains(exhibit.digest)
                || clock.covers.contains(signature.signature))
        {
            row.marks.append(mark(clock))
        }
        add(signature, to: &row)
        return row
    }

    private func add(_ signature: SignatureRecord, to row: inout TimelineRow) {
        row.key = signature.certificate
        guard let certificate = signature.certificate.flatMap({ certificates[$0] }),
            let from = certificate.revokedFrom, row.bounds?.hi.map({ from < $0 }) ?? true
        else { return }
        row.revokedFrom = certificate.revokedFrom
        row.published = certificate.revocationPublished
    }

    // MARK: marks

    private func received(_ exhibit: ExhibitRecord) -> TimelineRow.Mark {
        TimelineRow.Mark(
            shape: .received, time: exhibit.received, label: "",
            title: words(
                "received, says the archive: {0}", Wording.time(exhibit.received)))
    }

    private func claimedMarks(_ signature: SignatureRecord) -> [TimelineRow.Mark] {
        guard let time = signature.claimedTime else { return [] }
        let title = words("signing time, says its signer: {0}", Wording.time(time))
        return [
            TimelineRow.Mark(
                shape: .stated, time: time, label: words("signing time stated"), title: title)
        ]
    }

    /// The times that a document's terms name.
    private func statedMarks(_ exhibit: ExhibitRecord) -> [TimelineRow.Mark] {
        let marks = (exhibit.stated?.terms ?? []).flatMap { term -> [TimelineRow.Mark] in
            if let date = PrintedDate(term) {
                return [
                    TimelineRow.Mark(
                        shape: .stated, time: date.start, label: words("dated {0}", date.text),
                        title: words("states: {0}", term))
                ]
            }
            guard let statement = FormalStatement(term) else { return [] }
            let isDue = statement.predicate.hasPrefix("due")
            return statement.instants.map { time in
                TimelineRow.Mark(
                    shape: isDue ? .due : .stated, time: time,
                    label: statement.predicate.replacing("_", with: " "),
                    title: words("states: {0}", abbreviated(term)))
            }
        }
        return Array(marks.prefix(Self.mostMarks))
    }

    private func mark(_ clock: ClockRecord) -> TimelineRow.Mark {
        let party = clock.party?.text ?? words("an unknown authority")
        let time = Wording.time(clock.time)
        let title =
            switch clock.standing {
            case .heard: words("time-stamp or cosignature of {0}: {1}", party, time)
            case .unproven:
                words("time-stamp in the name of {0}, which proves nothing: {1}", party, time)
            case .contradicted:
                words("time-stamp of {0}, which other clocks show to be false: {1}", party, time)
            }
        return TimelineRow.Mark(
            shape: clock.standing == .heard ? .clock : .falseClock, time: clock.time,
            label: party, title: title)
    }

    // MARK: keys

    /// The rows of keys that signed what is drawn, or were revoked; by party, then certificate.
    var keyRows: [TimelineRow] {
        let used = Set(exhibits.flatMap(\.signatures).compactMap(\.certificate))
        let shown = record.times.certificates.filter {
            used.contains($0.digest) || $0.revokedFrom != nil
        }.sorted { ($0.party?.text ?? "", $0.digest) < ($1.party?.text ?? "", $1.digest) }
        var counts: [String: Int] = [:]
        for certificate in shown { counts[holder(certificate), default: 0] += 1 }
        var numbers: [String: Int] = [:]
        return shown.map { certificate in
            let holder = holder(certificate)
            numbers[holder, default: 0] += 1
            let number = counts[holder, default: 0] > 1 ? " (\(numbers[holder, default: 0]))" : ""
            return row(certificate, words("key of {0}", holder) + number)
        }
    }

    private func holder(_ certificate: CertificateRecord) -> String {
        certificate.party?.text ?? certificate.subject
    }

    private func row(_ certificate: CertificateRecord, _ label: String) -> TimelineRow {
        var row = TimelineRow(.key, label)
        row.key = certificate.digest
        if certificate.validFrom <= certificate.validUntil {
            row.validity = certificate.validFrom...certificate.validUntil
        }
        row.revokedFrom = certificate.revokedFrom
        row.published = certificate.revocationPublished
        row.floor = found.issuance(of: certificate.digest)
        row.marks = certificate.answers.prefix(Self.mostMarks).compactMap(answer)
        if let from = certificate.revokedFrom {
            row.marks.append(
                TimelineRow.Mark(
                    shape: .revoked, time: from,
                    label: words("revoked from {0}", Self.clock(from)),
                    title: words("revoked from {0} on", Wording.time(from))))
        }
        for moment in found.moments where moment.key == certificate.digest {
            let isIssuance = moment.predicate == "issued"
            row.marks.append(
                TimelineRow.Mark(
                    shape: .found, time: moment.time,
                    label: isIssuance
                        ? words("certificate issued")
                        : moment.predicate.replacing("_", with: " "),
                    title: names.plain(moment.sentence)))
        }
        return row
    }

    private static func clock(_ instant: Instant) -> String {
        String(instant.text.dropFirst(11).prefix(5))
    }

    private func answer(_ answer: CertificateRecord.Answer) -> TimelineRow.Mark? {
        let time = Wording.time(answer.thisUpdate)
        return switch answer.status {
        case .good:
            TimelineRow.Mark(
                shape: .good, time: answer.thisUpdate, label: "",
                title: words("a list does not name the key: {0}", time))
        case .revoked:
            TimelineRow.Mark(
                shape: .published, time: answer.thisUpdate,
                label: words("list says so"),
                title: words("a list names the key as revoked: {0}", time))
        case .unknown: nil
        }
    }

    // MARK: clocks, deadlines, claims

    /// The row of the log's clocks.
    var clockRow: TimelineRow? {
        let heard = record.times.clocks.filter { $0.standing == .heard }
        guard !heard.isEmpty else { return nil }
        var row = TimelineRow(.clocks, words("time-stamps, cosignatures"))
        row.marks = heard.prefix(Self.mostMarks).map(mark)
        return row
    }

    /// Rows of times that are of no exhibit: deadlines, and what claims name.
    var timeRows: [TimelineRow] {
        var rows = found.deadlines.prefix(Self.mostMarks).map { deadline -> TimelineRow in
            var row = TimelineRow(.times, words("due: {0}, {1}", deadline.party, deadline.act))
            row.marks = [
                TimelineRow.Mark(
                    shape: .due, time: deadline.time, label: deadline.act,
                    title: deadline.sentence)
            ]
            return row
        }
        if let closing = found.closing {
            var row = TimelineRow(.times, words("the evidence is closed"))
            row.marks = [
                TimelineRow.Mark(
                    shape: .due, time: closing, label: "", title: Wording.time(closing))
            ]
            rows.append(row)
        }
        guard !found.claimed.isEmpty else { return rows }
        var row = TimelineRow(.times, words("times that claims name"))
        row.marks = found.claimed.prefix(Self.mostMarks).map { claimed in
            TimelineRow.Mark(
                shape: .claimed, time: claimed.time, label: claimed.claim,
                title: words("claim {0} names {1}", claimed.claim, Wording.time(claimed.time)))
        }
        rows.append(row)
        return rows
    }
}
