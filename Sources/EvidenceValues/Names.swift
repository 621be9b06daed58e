// The names that stand in Docket's texts, each valid by construction: parties, matters, archives, kinds, links, files.
// All are printable ASCII without spaces but a file's name, so that no two names look alike and a line has one reading.

/// A party to agreements: a capital letter, then capitals, digits or `-`, 32 characters at most, as in its certificate's
/// common name.
package struct PartyID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard PartyID.rule.admits(text.utf8Span.span) else { return nil }
        self.text = text
    }

    private static let rule = NameRule(
        limit: 32, first: .capitals, rest: .party)

    package var description: String { text }
    package static func < (left: PartyID, right: PartyID) -> Bool { left.text < right.text }
}

/// A matter: one deal between parties, or one dispute. Letters, digits, `-`, `_` and `.`, not first; 64 characters at most.
package struct MatterID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    /// The archive's own matter: its checkpoints, the tokens over them, its audits.
    package static let archive = MatterID(unchecked: "docket.archive")
    /// Who was let in, and who read what: for operators and auditors, in nobody's bundle.
    package static let access = MatterID(unchecked: "docket.access")

    /// The time-stamps and cosignatures of the archive's checkpoints of one day (UTC), such as `docket.time.2026-11-23`. A service
    /// files some each minute, and a bundle takes those that bound its own exhibits.
    package static func time(on day: Instant) -> MatterID {
        MatterID(unchecked: "docket.time." + day.text.prefix(10))
    }

    /// Whether it holds an archive's time-stamps and cosignatures of one day.
    package var isTime: Bool { text.hasPrefix("docket.time.") }

    /// Whether only the archive itself files in it.
    package var isReserved: Bool { text.hasPrefix("docket.") }

    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard MatterID.admits(text.utf8Span.span) else { return nil }
        self.text = text
    }

    /// The matter that the UTF-8 `text` is, or nil.
    package init?(utf8 text: Span<UInt8>) {
        guard MatterID.admits(text) else { return nil }
        self.text = String(utf8: text)
    }

    /// Whether `text` names a matter.
    package static func admits(_ text: Span<UInt8>) -> Bool { rule.admits(text) }

    /// Where the matter that begins at `start` of `text` ends: at the first byte that none has. Nil if none begins there.
    package static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        rule.end(in: text, from: start)
    }

    private static let rule = NameRule(
        limit: 64, first: .alphanumeric, rest: .matter)

    private init(unchecked text: String) { self.text = text }

    package var description: String { text }
    package static func < (left: MatterID, right: MatterID) -> Bool { left.text < right.text }
}

/// The origin of an archive's log: the first line of its checkpoints and the name of its key (C2SP tlog-checkpoint). A URL
/// without scheme: lower-case letters, digits, `.`, `-`, `_`, `/`; 128 characters at most.
package struct ArchiveOrigin: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard ArchiveOrigin.admits(text.utf8Span.span) else { return nil }
        self.text = text
    }

    /// The origin that the UTF-8 `text` is, or nil.
    package init?(utf8 text: Span<UInt8>) {
        guard ArchiveOrigin.admits(text) else { return nil }
        self.text = String(utf8: text)
    }

    /// Whether `text` is an origin.
    package static func admits(_ text: Span<UInt8>) -> Bool { rule.admits(text) }

    /// Where the origin that begins at `start` of `text` ends: at the first byte that none has. Nil if none begins there.
    package static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        rule.end(in: text, from: start)
    }

    private static let rule = NameRule(
        limit: 128, first: .lowerCase, rest: .origin)

    package var description: String { text }
    package static func < (left: ArchiveOrigin, right: ArchiveOrigin) -> Bool {
        left.text < right.text
    }
}

/// A kind of evidence, which a module of `EvidenceModules` recognises and validates.
package enum ExhibitKind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Any bytes: a contract, an order, a receipt. Signatures over it are exhibits of their own.
    case document
    /// A CMS SignedData with a party's signature, detached or around its content (RFC 5652, EN 319 122-1).
    case signature
    /// An X.509 certificate (RFC 5280).
    case certificate
    /// A certificate revocation list (RFC 5280 §5).
    case revocationList = "revocation-list"
    /// An answer of an OCSP responder (RFC 6960), whole or its BasicOCSPResponse alone.
    case ocspResponse = "ocsp-response"
    /// A time-stamp token or response (RFC 3161).
    case timeStamp = "time-stamp"
    /// A checkpoint of a log (C2SP tlog-checkpoint).
    case checkpoint
    /// A receipt of an archive (docs/formats/receipt.md).
    case receipt
    /// Claims put to an arbiter (docs/formats/claims.md).
    case claims
    /// An agreement (docs/formats/agreement.md).
    case agreement
    /// An annex (docs/formats/annex.md).
    case annex
    /// The report of an audit of the archive.
    case audit
    /// That an exhibit was erased, by whom and on what ground (docs/formats/erasure.md).
    case erasure
    /// That an exhibit or a matter must not be erased (docs/formats/erasure.md).
    case hold
    /// That a hold has ended (docs/formats/erasure.md).
    case release
    /// That an older copy of the archive was put back on purpose (docs/formats/erasure.md).
    case restore
    /// That another key signs the archive's checkpoints (docs/formats/rotation.md).
    case rotation
    /// What witnesses signed of the archive's checkpoints (C2SP tlog-cosignature).
    case cosignature
    /// A transcript of TLS sessions, or their secrets (docs/formats/transcripts.md).
    case tlsTranscript = "tls-transcript"
    /// A Kerberos ticket, or a file of tickets or keys (docs/formats/transcripts.md).
    case kerberosTicket = "kerberos-ticket"
    /// A message with a message authentication code (docs/formats/transcripts.md).
    case mac
    /// A log that somebody keeps (docs/formats/transcripts.md).
    case log
    /// A commitment service's account of one liability limit (docs/formats/ledger.md).
    case ledger
    /// The description of a protocol of exchange (docs/formats/protocol.md).
    case `protocol`
    /// What only its recipients can read: a CMS EnvelopedData (docs/formats/encrypted.md).
    case encrypted

    /// Whether only an archive's own operations file it: it says what was done to the archive, so nobody else may say it.
    package var isReserved: Bool {
        switch self {
        case .audit, .erasure, .hold, .release, .restore, .rotation, .cosignature: true
        case .document, .signature, .certificate, .revocationList, .ocspResponse, .timeStamp,
            .checkpoint, .receipt, .claims, .agreement, .annex, .tlsTranscript, .kerberosTicket,
            .mac, .log, .ledger, .protocol, .encrypted:
            false
        }
    }

    /// The kinds that anybody may file.
    package static var unreserved: [ExhibitKind] { allCases.filter { !$0.isReserved } }

    /// The kind that the UTF-8 `word` names, or nil.
    package init?(utf8 word: Span<UInt8>) {
        switch true {
        case word.isWord("document"): self = .document
        case word.isWord("signature"): self = .signature
        case word.isWord("certificate"): self = .certificate
        case word.isWord("revocation-list"): self = .revocationList
        case word.isWord("ocsp-response"): self = .ocspResponse
        case word.isWord("time-stamp"): self = .timeStamp
        case word.isWord("checkpoint"): self = .checkpoint
        case word.isWord("receipt"): self = .receipt
        case word.isWord("claims"): self = .claims
        case word.isWord("agreement"): self = .agreement
        case word.isWord("annex"): self = .annex
        case word.isWord("audit"): self = .audit
        case word.isWord("erasure"): self = .erasure
        case word.isWord("hold"): self = .hold
        case word.isWord("release"): self = .release
        case word.isWord("restore"): self = .restore
        case word.isWord("rotation"): self = .rotation
        case word.isWord("cosignature"): self = .cosignature
        case word.isWord("tls-transcript"): self = .tlsTranscript
        case word.isWord("kerberos-ticket"): self = .kerberosTicket
        case word.isWord("mac"): self = .mac
        case word.isWord("log"): self = .log
        case word.isWord("ledger"): self = .ledger
        case word.isWord("protocol"): self = .protocol
        case word.isWord("encrypted"): self = .encrypted
        default: return nil
        }
    }

    package static func < (left: ExhibitKind, right: ExhibitKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What a filing says of another thing that it names by digest.
package enum LinkRelation: String, Sendable, Hashable, CaseIterable, Comparable {
    /// This signature is presented as one over that content.
    case signs
    /// This token is presented as one over that content.
    case timeStamps = "time-stamps"
    /// This replaces that.
    case supersedes
    /// This answers that.
    case answers
    /// This endorses that.
    case endorses
    /// This certificate or revocation list serves to validate that.
    case validates

    /// The relation that the UTF-8 `word` names, or nil.
    package init?(utf8 word: Span<UInt8>) {
        switch true {
        case word.isWord("signs"): self = .signs
        case word.isWord("time-stamps"): self = .timeStamps
        case word.isWord("supersedes"): self = .supersedes
        case word.isWord("answers"): self = .answers
        case word.isWord("endorses"): self = .endorses
        case word.isWord("validates"): self = .validates
        default: return nil
        }
    }

    package static func < (left: LinkRelation, right: LinkRelation) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A link of a filing: `RELATION DIGEST`, the digest being that of the other's content.
package struct Link: Sendable, Hashable, Comparable {
    package let relation: LinkRelation
    package let target: Digest

    package init(_ relation: LinkRelation, _ target: Digest) {
        self.relation = relation
        self.target = target
    }

    package static func < (left: Link, right: Link) -> Bool {
        left.relation == right.relation
            ? left.target < right.target : left.relation < right.relation
    }
}

/// The name of an exhibit's file: 1 to 200 bytes of UTF-8 without `/`, `\`, control, invisible or bidirectional characters,
/// not `.` or `..`, no space at either end.
package struct FileName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard FileName.admits(text.utf8Span.span) else { return nil }
        self.text = text
    }

    /// The name that the UTF-8 `text` is, or nil.
    package init?(utf8 text: Span<UInt8>) {
        guard FileName.admits(text) else { return nil }
        self.text = String(utf8: text)
    }

    /// Whether `text` may be a file's name.
    package static func admits(_ text: Span<UInt8>) -> Bool {
        if end(in: text, from: 0) == text.count { return true }
        return hasGoodEnds(text) && admitsBeyondASCII(text)
    }

    /// Where the name of visible ASCII that begins at `start` of `text` ends: at the first byte that no such name has. Nil if none
    /// begins there.
    package static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        let end = ASCIISet.fileName.end(in: text, from: start)
        return hasGoodEnds(text.extracting(start..<end)) ? end : nil
    }

    /// Whether a name may be so long, and begin and end so.
    private static func hasGoodEnds(_ name: Span<UInt8>) -> Bool {
        (1...200).contains(name.count) && name[0] != 0x20 && name[name.count - 1] != 0x20
            && !(name.count <= 2 && name[0] == 0x2E && name[name.count - 1] == 0x2E)
    }

    private static func admitsBeyondASCII(_ text: Span<UInt8>) -> Bool {
        var position = 0
        while true {
            position = ASCIISet.fileName.end(in: text, from: position)
            if position == text.count { break }
            if text[position] < 0x80 { return false }
            position += 1
        }
        guard let text = String(validatingUTF8: text) else { return false }
        return !text.unicodeScalars.contains("\u{FFFD}") && VisibleText.isOneVisibleLine(text)
    }

    package var description: String { text }
    package static func < (left: FileName, right: FileName) -> Bool { left.text < right.text }
}

/// A media type `type/subtype` without parameters (RFC 6838 §4.2), lower case, 127 characters at most.
package struct MediaType: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard MediaType.admits(text.utf8Span.span) else { return nil }
        self.text = text
    }

    /// The media type that the UTF-8 `text` is, or nil.
    package init?(utf8 text: Span<UInt8>) {
        guard MediaType.admits(text) else { return nil }
        self.text = String(utf8: text)
    }

    /// Whether `text` is a media type.
    package static func admits(_ text: Span<UInt8>) -> Bool {
        end(in: text, from: 0) == text.count
    }

    /// Where the media type that begins at `start` of `text` ends: at the first byte that none has. Nil if none begins there.
    package static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        guard let slash = rule.end(in: text, from: start), slash < text.count,
            text[slash] == 0x2F, let end = rule.end(in: text, from: slash + 1),
            end - start <= rule.limit
        else { return nil }
        return end
    }

    private static let rule = NameRule(
        limit: 127, first: .lowerCase, rest: .mediaType)

    /// Bytes of which nothing more is known (RFC 2046 §4.5.1).
    package static let octetStream = MediaType(unchecked: "application/octet-stream")

    private init(unchecked text: String) { self.text = text }

    package var description: String { text }
    package static func < (left: MediaType, right: MediaType) -> Bool { left.text < right.text }
}
