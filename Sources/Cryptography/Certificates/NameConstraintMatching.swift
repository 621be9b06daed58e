// Whether a name lies in a subtree (RFC 5280 §4.2.1.10, §7.1–7.5), with a third answer: *unknown*, for a name or subtree that is
// written in a form its type does not permit, or whose rules Docket does not know. A permitted subtree needs a yes and an excluded one
// a no, so that what cannot be judged never passes: a trailing dot, a character beyond ASCII where only A-labels may stand, a quoted
// mailbox, an IPv4 address dressed as IPv6, a host in other letters, an organisation in full-width ones.

/// Whether a name lies in a subtree.
enum SubtreeMatch: Hashable {
    case inside, outside, unknown
}

extension GeneralName {
    /// SmtpUTF8Mailbox, which constraints on rfc822Name bind too (RFC 9598 §6).
    private static let internationalMailbox = "1.3.6.1.5.5.7.8.9"

    /// Whether the subtree `base` speaks of names like this one at all.
    func isSubject(to base: GeneralName) -> Bool {
        switch (self, base) {
        case (.otherName(let type, _), .otherName(let other, _)): type == other
        case (.otherName(GeneralName.internationalMailbox, _), .rfc822Name): true
        default: form == base.form
        }
    }

    /// Whether this name lies in the subtree `base`, which speaks of names like it.
    func match(_ base: GeneralName) -> SubtreeMatch {
        switch (self, base) {
        case (.directoryName(let name), .directoryName(let base)):
            name.match(base)
        case (.dNSName(let name), .dNSName(let base)): matchDNS(name, base)
        case (.rfc822Name(let name), .rfc822Name(let base)): matchMailbox(name, base)
        case (.uniformResourceIdentifier(let name), .uniformResourceIdentifier(let base)):
            matchURI(name, base)
        case (.iPAddress(let name), .iPAddress(let base)): matchAddress(name, base)
        default: .unknown
        }
    }
}

/// The letters small; nil unless it is a host name in A-labels (RFC 1034 §3.5, RFC 1123 §2.1, and `_`): no empty label, so no dot at
/// either end, and no label that begins or ends with `-`.
func hostName(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    var name: [UInt8] = []
    name.reserveCapacity(bytes.count)
    var previous: UInt8 = 0x2E
    for byte in bytes {
        switch byte {
        case 0x41...0x5A: name.append(byte | 0x20)
        case 0x61...0x7A, 0x30...0x39, 0x5F: name.append(byte)
        case 0x2D where previous != 0x2E: name.append(byte)
        case 0x2E where previous != 0x2E && previous != 0x2D: name.append(byte)
        default: return nil
        }
        previous = byte
    }
    return previous == 0x2E || previous == 0x2D ? nil : name
}

extension Collection<UInt8> {
    /// Whether it is `host` or ends in `.` and `host`.
    fileprivate func isAtOrBelow(_ host: [UInt8]) -> Bool {
        elementsEqual(host) || isBelow(host)
    }

    fileprivate func isBelow(_ host: [UInt8]) -> Bool {
        guard count > host.count, suffix(host.count).elementsEqual(host) else { return false }
        return dropLast(host.count).suffix(1).elementsEqual([0x2E])
    }
}

// A name in the subtree is the base with any number of labels before it.
private func matchDNS(_ name: [UInt8], _ base: [UInt8]) -> SubtreeMatch {
    let isWildcard = name.starts(with: [0x2A, 0x2E])
    guard let host = hostName(isWildcard ? name.dropFirst(2) : name[...]) else { return .unknown }
    if base.isEmpty { return .inside }
    // A dot in front is not of this form, but in use: for the names below, by those who use it.
    let hasDot = base.first == 0x2E
    guard let base = hostName(base.drop { hasDot && $0 == 0x2E }) else { return .unknown }
    if host.isBelow(base) { return .inside }
    if host == base { return hasDot && !isWildcard ? .unknown : .inside }
    // `*.example` stands for names in the subtree and for others.
    return isWildcard && base.isBelow(host) ? .unknown : .outside
}

private func matchMailbox(_ name: [UInt8], _ base: [UInt8]) -> SubtreeMatch {
    guard let mailbox = Mailbox(name) else { return .unknown }
    if base.contains(0x40) {
        guard let other = Mailbox(base) else { return .unknown }
        guard mailbox.host == other.host else { return .outside }
        if mailbox.local == other.local { return .inside }
        // Local parts differ by case (§7.5), which hardly any host heeds.
        let isSame = mailbox.local.map(lowered) == other.local.map(lowered)
        return isSame ? .unknown : .outside
    }
    return matchHost(mailbox.host, base)
}

/// `local@host` without quotes, comments, escapes or address literals.
private struct Mailbox {
    let local: [UInt8]
    let host: [UInt8]

    init?(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0x40, omittingEmptySubsequences: false)
        guard parts.count == 2, let host = hostName(parts[1]), !parts[0].isEmpty,
            parts[0].allSatisfy(Mailbox.isAtom)
        else { return nil }
        local = Array(parts[0])
        self.host = host
    }

    // atext of RFC 5322 §3.2.3, and the dot.
    private static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
    }
}

private func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

/// A host by itself is that host; after a dot it is all hosts below.
private func matchHost(_ host: [UInt8], _ base: [UInt8]) -> SubtreeMatch {
    if base.first == 0x2E {
        guard let domain = hostName(base.dropFirst()) else { return .unknown }
        return host.isBelow(domain) ? .inside : .outside
    }
    guard let other = hostName(base) else { return .unknown }
    return host == other ? .inside : .outside
}

// The host of the authority; a URI without one, or with an address in its place, is refused (§4.2.1.10), and so is one with a user
// before it, which programs read in different ways.
private func matchURI(_ name: [UInt8], _ base: [UInt8]) -> SubtreeMatch {
    guard let colon = name.firstIndex(of: 0x3A),
        name[colon...].starts(with: [0x3A, 0x2F, 0x2F]),
        name[..<colon].allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || $0 < 0x3A && $0 > 0x2A })
    else { return .unknown }
    var authority = name[(colon + 3)...].prefix { ![0x2F, 0x3F, 0x23].contains($0) }
    if let end = authority.lastIndex(of: 0x3A),
        authority[(end + 1)...].allSatisfy({ (0x30...0x39).contains($0) })
    {
        authority = authority[..<end]
    }
    guard let host = hostName(authority), let last = host.split(separator: 0x2E).last,
        !last.allSatisfy({ (0x30...0x39).contains($0) })
    else { return .unknown }
    return matchHost(host, base)
}

// An address and a mask of the same size behind each other (RFC 4632); another size is another kind of address.
private func matchAddress(_ name: [UInt8], _ base: [UInt8]) -> SubtreeMatch {
    guard name.count == 4 || name.count == 16, base.count == 8 || base.count == 32 else {
        return .unknown
    }
    guard base.count == name.count * 2 else {
        let isMapped = name.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
        return isMapped ? .unknown : .outside
    }
    let mask = base[name.count...]
    let ones = mask.reduce(0) { $0 + $1.nonzeroBitCount }
    let leading = mask.prefix { $0 == 0xFF }.count
    let edge = mask.dropFirst(leading).first.map { (~$0).leadingZeroBitCount } ?? 0
    guard ones == leading * 8 + edge else { return .unknown }
    let isInside = name.indices.allSatisfy {
        (name[$0] ^ base[$0]) & base[name.count + $0] == 0
    }
    return isInside ? .inside : .outside
}

/// The subtrees in force at some point of a path (RFC 5280 §6.1.2 (b), (c)).
struct NameConstraintState {
    /// Comparisons of a name with a subtree, in one path; more are refused (CVE-2018-0734's like: names times subtrees).
    static let maximumComparisons = 1 << 20

    private var inForce: [NameConstraints] = []
    private var comparisons = 0

    /// What comes below is bound by these too: permitted subtrees intersect, excluded ones unite (§6.1.4 (g)).
    mutating func add(_ constraints: NameConstraints) { inForce.append(constraints) }

    /// Whether all names are permitted and none excluded (§6.1.3 (b), (c)).
    mutating func permit(_ names: [GeneralName]) -> Bool {
        for constraints in inForce {
            comparisons += names.count * (constraints.permitted.count + constraints.excluded.count)
            guard comparisons <= NameConstraintState.maximumComparisons else { return false }
            for name in names where !constraints.permit(name) { return false }
        }
        return true
    }

    var isEmpty: Bool { inForce.isEmpty }
}

extension NameConstraints {
    fileprivate func permit(_ name: GeneralName) -> Bool {
        for base in excluded where name.isSubject(to: base) && name.match(base) != .outside {
            return false
        }
        let bases = permitted.filter { name.isSubject(to: $0) }
        return bases.isEmpty || bases.contains { name.match($0) == .inside }
    }
}
