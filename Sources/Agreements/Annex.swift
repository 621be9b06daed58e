// The annex names whom the agreement trusts and for what, so that keys may rotate without a new agreement. It is a text of one field
// a line in one order, signed by the agreement's registry beside it, and pinned by its digest (docs/formats/annex.md).

package import EvidenceValues

/// A parsed annex.
package struct Annex: Sendable, Hashable {
    private static let format = "docket-annex/v1"
    /// More lists than any market has; bounds memory.
    private static let maximumLines = 10_000

    /// The agreement that it belongs to.
    package let agreement: Digest
    /// 1, 2, 3 …: a later version takes the place of an earlier one.
    package let version: Int64
    /// Who signs the annex.
    package let registry: PartyID
    package let trust: PinnedTrust

    package init(agreement: Digest, version: Int64, registry: PartyID, trust: PinnedTrust) {
        self.agreement = agreement
        self.version = version
        self.registry = registry
        self.trust = trust
    }

    /// Reads an annex; it must be the one text of what it says. Spec: annex-1.
    package init(parsing text: String) throws(AgreementError) {
        try SourceLimits.check(text)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard text.hasSuffix("\n"), lines.count <= Annex.maximumLines else {
            throw AgreementError(line: lines.count + 1, column: 0, .notCanonical)
        }
        guard lines.first.map({ $0.hasSameBytes(as: Annex.format) }) == true else {
            throw AgreementError(
                line: 1, column: 1, .expected(Annex.format, found: String(lines.first ?? "")))
        }
        let agreement = try Annex.field("agreement", 2, lines) { Digest(text: $0) }
        let version = try Annex.field("version", 3, lines) { Int64($0) }
        let registry = try Annex.field("registry", 4, lines) { PartyID($0) }
        var trust = PinnedTrust()
        for (index, line) in lines.enumerated().dropFirst(4) {
            try Annex.read(line, number: index + 1, into: &trust)
        }
        self.init(agreement: agreement, version: version, registry: registry, trust: trust)
        guard version > 0 else { throw AgreementError(line: 3, column: 9, .notCanonical) }
        guard self.text.hasSameBytes(as: text) else {
            let own = self.text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = zip(own, lines).prefix { $0.hasSameBytes(as: $1) }.count + 1
            throw AgreementError(line: line, column: 0, .notCanonical)
        }
    }

    /// The one text: the head, then the lists, sorted by line.
    package var text: String {
        var lists: [String] = []
        for algorithm in trust.algorithms {
            lists.append("algorithm \(algorithm.name) until \(algorithm.until?.text ?? "open")")
        }
        for anchor in trust.anchors {
            lists.append("anchor \(anchor.party) \(Base64.encode(anchor.derBytes))")
        }
        for archive in trust.archives {
            lists.append("archive \(archive.party) \(archive.origin) \(archive.verifierKey)")
        }
        for role in trust.roles { lists.append("role \(role.role) \(role.party)") }
        for authority in trust.authorities {
            lists.append("tsa \(authority.party) \(Base64.encode(authority.derBytes))")
        }
        let sorted = Set(lists).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let head = [
            Annex.format, "agreement \(agreement)", "version \(version)", "registry \(registry)",
        ]
        return (head + sorted).map { $0 + "\n" }.joined()
    }

    /// Every role that a party has: those written, and those that come with an anchor, a TSA, an archive or the registry's office.
    package var roles: [ListedRole] {
        var roles = Set(trust.roles)
        for anchor in trust.anchors { roles.insert(ListedRole(role: "ca", party: anchor.party)) }
        for authority in trust.authorities {
            roles.insert(ListedRole(role: "tsa", party: authority.party))
        }
        for archive in trust.archives {
            roles.insert(ListedRole(role: "archive", party: archive.party))
        }
        roles.insert(ListedRole(role: "registry", party: registry))
        return roles.sorted()
    }

    private static func field<Value>(
        _ name: String, _ number: Int, _ lines: ArraySlice<Substring>, _ read: (Substring) -> Value?
    ) throws(AgreementError) -> Value {
        let line = lines.indices.contains(number - 1) ? lines[number - 1] : ""
        guard line.startsWithBytes(of: name + " "),
            let value = read(line.dropFirst(name.utf8.count + 1))
        else {
            throw AgreementError(line: number, column: 1, .expected(name, found: String(line)))
        }
        return value
    }

    private static func read(
        _ line: Substring, number: Int, into trust: inout PinnedTrust
    ) throws(AgreementError) {
        let line = AnnexLine(line, number: number)
        switch line.words[0] {
        case "algorithm":
            try line.require(4)
            let until = line.words[3] == "open" ? nil : Instant(text: line.words[3])
            guard Term.isPlainWord(line.words[1]), line.words[2] == "until",
                until != nil || line.words[3] == "open"
            else { throw line.refused("NAME until TIME or open", 1) }
            trust.algorithms.append(ApprovedAlgorithm(name: String(line.words[1]), until: until))
        case "anchor":
            try line.require(3)
            trust.anchors.append(TrustAnchor(party: try line.party(1), derBytes: try line.der(2)))
        case "archive": trust.archives.append(try line.archive())
        case "role":
            try line.require(3)
            guard Term.isPlainWord(line.words[1]) else { throw line.refused("a role", 1) }
            trust.roles.append(
                ListedRole(role: String(line.words[1]), party: try line.party(2)))
        case "tsa":
            try line.require(3)
            trust.authorities.append(
                TrustedTSA(party: try line.party(1), derBytes: try line.der(2)))
        default: throw line.refused("algorithm, anchor, archive, role or tsa", 0)
        }
    }
}

/// A line of an annex, cut at its blanks.
private struct AnnexLine {
    let words: [Substring]
    let number: Int

    init(_ line: Substring, number: Int) {
        words = line.split(separator: " ", omittingEmptySubsequences: false)
        self.number = number
    }

    func refused(_ what: String, _ position: Int) -> AgreementError {
        let column = words.prefix(position).map { $0.count + 1 }.reduce(1, +)
        let found = words.indices.contains(position) ? String(words[position]) : "the end"
        return AgreementError(line: number, column: column, .expected(what, found: found))
    }

    func require(_ count: Int) throws(AgreementError) {
        guard words.count == count else { throw refused("\(count) words", count) }
    }

    func party(_ position: Int) throws(AgreementError) -> PartyID {
        guard let party = PartyID(words[position]) else { throw refused("a party", position) }
        return party
    }

    func der(_ position: Int) throws(AgreementError) -> [UInt8] {
        guard let bytes = Base64.decode(words[position]), !bytes.isEmpty else {
            throw refused("a certificate, DER in base64", position)
        }
        return bytes
    }

    func archive() throws(AgreementError) -> TrustedArchive {
        try require(4)
        guard let origin = ArchiveOrigin(words[2]) else { throw refused("an origin", 2) }
        guard words[3].startsWithBytes(of: words[2] + "+") else {
            throw refused("its verifier key", 3)
        }
        return TrustedArchive(party: try party(1), origin: origin, verifierKey: String(words[3]))
    }
}
