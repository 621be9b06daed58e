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
        let lists = lines.enumerated().dropFirst(4).map { AnnexLine($1, number: $0 + 1) }
        for line in lists { try Annex.read(line, into: &trust) }
        try AnnexNames(lists, trust).check()
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
        for role in trust.roles { lists.append("role \(role.role) \(role.party)") }
        for authority in trust.authorities {
            lists.append("tsa \(authority.party) \(Base64.encode(authority.derBytes))")
        }
        for named in trust.protocols { lists.append("protocol \(named.name) \(named.digest)") }
        lists += trust.logLines
        let sorted = Set(lists).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let head = [
            Annex.format, "agreement \(agreement)", "version \(version)", "registry \(registry)",
        ]
        return (head + sorted).map { $0 + "\n" }.joined()
    }

    /// Every role that a party has: those written, and those that come with an anchor, a TSA, an archive, a witness or the registry's office.
    package var roles: [ListedRole] {
        var roles = Set(trust.roles)
        for anchor in trust.anchors { roles.insert(ListedRole(role: "ca", party: anchor.party)) }
        for authority in trust.authorities {
            roles.insert(ListedRole(role: "tsa", party: authority.party))
        }
        for archive in trust.archives {
            roles.insert(ListedRole(role: "archive", party: archive.party))
        }
        for witness in trust.witnesses {
            roles.insert(ListedRole(role: "witness", party: witness.party))
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
        _ line: AnnexLine, into trust: inout PinnedTrust
    ) throws(AgreementError) {
        switch line.words[0] {
        case "algorithm": trust.algorithms.append(try line.algorithm())
        case "anchor":
            try line.require(3)
            trust.anchors.append(TrustAnchor(party: try line.party(1), derBytes: try line.der(2)))
        case "archive": trust.archives.append(try line.archive())
        case "compromised": trust.compromisedKeys.append(try line.compromisedKey())
        case "group": trust.witnessGroups.append(try line.group())
        case "protocol": trust.protocols.append(try line.pinnedProtocol())
        case "quorum":
            try line.require(3)
            trust.quorums.append(
                WitnessQuorum(origin: try line.origin(1), name: try line.name(2)))
        case "recovery": trust.recoveryKeys.append(try line.recoveryKey())
        case "role":
            try line.require(3)
            trust.roles.append(ListedRole(role: try line.name(1), party: try line.party(2)))
        case "tsa":
            try line.require(3)
            trust.authorities.append(
                TrustedTSA(party: try line.party(1), derBytes: try line.der(2)))
        case "witness": trust.witnesses.append(try line.witness())
        default:
            throw line.refused(
                "algorithm, anchor, archive, compromised, group, protocol, quorum, recovery, role, tsa "
                    + "or witness", 0)
        }
    }
}

extension PinnedTrust {
    /// The lines on archives, their keys and witnesses.
    fileprivate var logLines: [String] {
        archives.map { "archive \($0.party) \($0.origin) \($0.verifierKey)" }
            + compromisedKeys.map { "compromised \($0.name) \($0.verifierKey) \($0.since)" }
            + witnessGroups.map {
                "group \($0.name) \($0.threshold) \($0.members.joined(separator: " "))"
            }
            + quorums.map { "quorum \($0.origin) \($0.name)" }
            + recoveryKeys.map { "recovery \($0.party) \($0.origin) \($0.verifierKey)" }
            + witnesses.map { "witness \($0.party) \($0.name) \($0.verifierKey)" }
    }
}
