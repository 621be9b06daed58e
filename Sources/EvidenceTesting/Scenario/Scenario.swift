// A scenario: who there is, what they do and when, and what an arbiter must find (docs/formats/scenario.md). It is read from JSON
// that people edit, checked as far as that goes without building, and built into a real archive by `ScenarioBuilder`.

package import Agreements
package import EvidenceValues

/// A finding that a scenario expects.
package struct ExpectedFinding: Sendable, Hashable {
    /// The claim's name.
    package let claim: String
    package let value: FindingValue
    /// The largest amount that is proven, and the largest possible; nil where the claim is not of money or it does not matter.
    package let provenSupremum: Money?
    package let possibleSupremum: Money?

    /// Whether the finding is the expected one, in all that is expected of it.
    package func matches(_ finding: Finding) -> Bool {
        finding.claim == claim && finding.value == value
            && (provenSupremum == nil || provenSupremum == finding.provenSupremum)
            && (possibleSupremum == nil || possibleSupremum == finding.possibleSupremum)
    }
}

/// Who issues certificates.
package struct ScenarioAuthority: Sendable, Hashable {
    package let name: PartyID
    package let validity: Validity
}

/// Somebody's key, with the authority that certifies it.
package struct ScenarioKey: Sendable, Hashable {
    /// The key's name: the party's own, or another for a second key.
    package let name: String
    /// Whose it is, as the certificate says.
    package let holder: PartyID
    package let authority: PartyID
    package let validity: Validity
}

/// A matter as a story.
package struct Scenario: Sendable {
    package let name: String
    package let title: String
    package let matter: MatterID
    /// The agreement's file, relative to the scenario's.
    package let agreement: String
    /// The party that runs the archive, its log's origin, and when it was set up.
    package let archiveParty: PartyID
    package let origin: ArchiveOrigin
    package let starts: Instant
    /// The party that keeps the annex.
    package let registry: PartyID
    package let authorities: [ScenarioAuthority]
    package let timeStamping: [ScenarioKey]
    /// The parties' keys; each party's own comes before its others.
    package let keys: [ScenarioKey]
    package let roles: [ListedRole]
    /// The parties whose witnesses have to cosign the archive's checkpoints, all of them; none if it has no quorum.
    package let witnesses: [PartyID]
    package let steps: [ScenarioStep]
    /// The claims, with placeholders.
    package let claims: [String]
    /// The time of deliberation.
    package let now: Instant
    package let expected: [ExpectedFinding]
    /// Statements of misconduct that must be found and no others; nil if the scenario does not say.
    package let misconduct: [String]?
    /// What verifying the bundle must conclude; nil if the scenario does not say.
    package let status: VerificationStatus?
    package let mutants: [ScenarioMutant]

    private static let keys = [
        "name", "title", "matter", "agreement", "archive", "registry", "authorities",
        "time_stamping", "parties", "steps", "claims", "now", "expected",
    ]

    /// Reads a scenario, changed as its mutant `mutant` says if one is named. `file` gives the bytes of a file by its path relative to
    /// the scenario's folder: that of the cast, if the scenario names one.
    package init(
        parsing bytes: [UInt8], mutant: String? = nil, file: (String) -> [UInt8]? = { _ in nil }
    ) throws(ScenarioError) {
        let tree: JSONValue
        do { tree = try JSONValue(parsing: bytes) } catch {
            throw ScenarioError("", .malformed(error))
        }
        try self.init(tree: try ScenarioCast.join(tree, file: file), mutant: mutant)
    }

    private init(tree: JSONValue, mutant: String?) throws(ScenarioError) {
        let original = try ScenarioRepetition.expand(tree)
        mutants = try ScenarioMutant.readAll(original)
        var changed = original
        if let mutant {
            guard let chosen = mutants.first(where: { $0.name == mutant }) else {
                throw ScenarioError("/mutants", .unknownName(mutant))
            }
            changed = try chosen.apply(to: original)
        }
        let root = try ScenarioField(path: "", value: changed).members(
            Scenario.keys, optional: ["misconduct", "mutants", "status", "witnesses"])
        let reader = ScenarioReader(root: root)
        name = try reader.field("name").text()
        title = try reader.field("title").text()
        matter = try reader.field("matter").parsed("a matter such as BAN-1") { MatterID($0) }
        agreement = try reader.field("agreement").text()
        (archiveParty, origin, starts) = try reader.archive()
        registry = try reader.field("registry").party()
        authorities = try reader.authorities()
        timeStamping = try reader.timeStamping()
        (keys, roles) = try reader.parties()
        witnesses = try reader.witnesses()
        steps = try reader.steps()
        claims = try reader.field("claims").texts()
        now = try reader.field("now").instant()
        expected = try reader.expected()
        misconduct = try root["misconduct"]?.texts()
        status = try root["status"]?.parsed("authentic, failed or indeterminate") {
            VerificationStatus(rawValue: $0)
        }
    }
}

/// Reads the parts of a scenario that are not steps.
private struct ScenarioReader {
    let root: [String: ScenarioField]

    func field(_ key: String) throws(ScenarioError) -> ScenarioField {
        guard let field = root[key] else { throw ScenarioError("", .missingKey(key)) }
        return field
    }

    func archive() throws(ScenarioError) -> (PartyID, ArchiveOrigin, Instant) {
        let archive = try field("archive")
        let members = try archive.members(["party", "origin", "starts"])
        let origin = try member(members, "origin", archive).parsed(
            "an origin such as archive.example/trade"
        ) { ArchiveOrigin($0) }
        return (
            try member(members, "party", archive).party(), origin,
            try member(members, "starts", archive).instant()
        )
    }

    func authorities() throws(ScenarioError) -> [ScenarioAuthority] {
        var authorities: [ScenarioAuthority] = []
        for element in try field("authorities").elements() {
            let members = try element.members(["name", "from", "to"])
            let name = try member(members, "name", element).party()
            guard !authorities.contains(where: { $0.name == name }) else {
                throw ScenarioError(element.path, .duplicateName(name.text))
            }
            authorities.append(
                ScenarioAuthority(name: name, validity: try validity(members, element)))
        }
        return authorities
    }

    func timeStamping() throws(ScenarioError) -> [ScenarioKey] {
        var keys: [ScenarioKey] = []
        for element in try field("time_stamping").elements() {
            let members = try element.members(["name", "authority", "from", "to"])
            let party = try member(members, "name", element).party()
            keys.append(try key(party.text, of: party, members, element))
        }
        return keys
    }

    func parties() throws(ScenarioError) -> ([ScenarioKey], [ListedRole]) {
        var keys: [ScenarioKey] = []
        var roles: [ListedRole] = []
        for element in try field("parties").elements() {
            let members = try element.members(
                ["name", "authority", "from", "to"], optional: ["roles", "keys"])
            let party = try member(members, "name", element).party()
            var own = [try key(party.text, of: party, members, element)]
            for other in try members["keys"]?.elements() ?? [] {
                let parts = try other.members(["name", "authority", "from", "to"])
                let name = try member(parts, "name", other).text()
                own.append(try key(name, of: party, parts, other))
            }
            for key in own {
                guard !keys.contains(where: { $0.name == key.name }) else {
                    throw ScenarioError(element.path, .duplicateName(key.name))
                }
                keys.append(key)
            }
            for role in try members["roles"]?.elements() ?? [] {
                let word = try role.parsed("a role such as bank") {
                    Term.isPlainWord($0) ? $0 : nil
                }
                roles.append(ListedRole(role: word, party: party))
            }
        }
        return (keys, roles)
    }

    func witnesses() throws(ScenarioError) -> [PartyID] {
        var witnesses: [PartyID] = []
        for element in try root["witnesses"]?.elements() ?? [] {
            witnesses.append(try element.party())
        }
        return witnesses
    }

    func steps() throws(ScenarioError) -> [ScenarioStep] {
        var steps: [ScenarioStep] = []
        for element in try field("steps").elements() {
            let step = try ScenarioStep(reading: element)
            if let last = steps.last, step.time < last.time {
                throw ScenarioError(element.path, .outOfOrder(step.time, after: last.time))
            }
            steps.append(step)
        }
        return steps
    }

    func expected() throws(ScenarioError) -> [ExpectedFinding] {
        var findings: [ExpectedFinding] = []
        for element in try field("expected").elements() {
            let members = try element.members(
                ["claim", "value"], optional: ["proven", "possible"])
            let value = try member(members, "value", element).parsed(
                "proven, refuted or undetermined"
            ) { FindingValue(rawValue: $0) }
            findings.append(
                ExpectedFinding(
                    claim: try member(members, "claim", element).text(), value: value,
                    provenSupremum: try money(members["proven"]),
                    possibleSupremum: try money(members["possible"])))
        }
        return findings
    }

    private func money(_ field: ScenarioField?) throws(ScenarioError) -> Money? {
        try field?.parsed("an amount such as EUR 8400.00") { Money(text: $0) }
    }

    private func key(
        _ name: String, of holder: PartyID, _ members: [String: ScenarioField],
        _ element: ScenarioField
    ) throws(ScenarioError) -> ScenarioKey {
        let authority = try member(members, "authority", element)
        let named = try authority.party()
        guard try authorities().contains(where: { $0.name == named }) else {
            throw ScenarioError(authority.path, .unknownName(named.text))
        }
        return ScenarioKey(
            name: name, holder: holder, authority: named, validity: try validity(members, element))
    }

    private func validity(
        _ members: [String: ScenarioField], _ element: ScenarioField
    ) throws(ScenarioError) -> Validity {
        Validity(
            from: try member(members, "from", element).instant(),
            to: try member(members, "to", element).instant())
    }

    private func member(
        _ members: [String: ScenarioField], _ key: String, _ element: ScenarioField
    ) throws(ScenarioError) -> ScenarioField {
        guard let field = members[key] else { throw ScenarioError(element.path, .missingKey(key)) }
        return field
    }
}
