// What the lines of an annex on archives, keys and witnesses say together: names stand for one thing, groups form trees, a quorum is
// of witnesses other than the archive's operator. What C2SP tlog-policy achieves by the order of its lines is checked here, because
// an annex is sorted.

import EvidenceValues

/// The names that the lines of an annex give and use.
struct AnnexNames {
    private let lines: [AnnexLine]
    private let trust: PinnedTrust
    private let groups: [String: WitnessGroup]
    private let witnesses: [String: TrustedWitness]

    init(_ lines: [AnnexLine], _ trust: PinnedTrust) {
        self.lines = lines
        self.trust = trust
        groups = Dictionary(trust.witnessGroups.map { ($0.name, $0) }) { first, _ in first }
        witnesses = Dictionary(trust.witnesses.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Refuses what contradicts itself. Spec: annex-8, annex-9, annex-10, annex-11, annex-12, annex-13
    func check() throws(AgreementError) {
        try checkOnce("witness or group", ["witness": 2, "group": 1])
        try checkWitnessKeys()
        try checkOnce("recovery key of the archive", ["recovery": 2])
        try checkOnce("quorum of the archive", ["quorum": 1])
        try checkOnce("compromised key", ["compromised": 2])
        try checkOnce("protocol", ["protocol": 1])
        try checkOnce("description of a protocol", ["protocol": 2])
        try checkCompromisedNames()
        for line in lines(["recovery"]) { try checkRecovery(line) }
        let parents = try parents()
        for line in lines(["group"]) { try checkTree(line, parents) }
        for line in lines(["quorum"]) { try checkQuorum(line) }
    }

    private func lines(_ kinds: Set<String>) -> [AnnexLine] {
        lines.filter { kinds.contains(String($0.words[0])) }
    }

    /// No two lines of these kinds have the same word at the position given for the kind.
    private func checkOnce(_ kind: String, _ positions: [String: Int]) throws(AgreementError) {
        var seen: Set<Substring> = []
        for line in lines(Set(positions.keys)) {
            guard let position = positions[String(line.words[0])] else { continue }
            guard seen.insert(line.words[position]).inserted else {
                throw line.error(
                    .duplicate(kind: kind, name: String(line.words[position])), position)
            }
        }
    }

    /// One key under two names would count twice.
    private func checkWitnessKeys() throws(AgreementError) {
        var seen: Set<Substring> = []
        for line in lines(["witness"]) {
            guard let key = line.keyBytes(3), seen.insert(key).inserted else {
                throw line.error(.duplicate(kind: "witness key", name: String(line.words[3])), 3)
            }
        }
    }

    /// Keys are told apart by their names too, so a compromise declared under another name would be of no key at all. Spec: annex-9
    private func checkCompromisedNames() throws(AgreementError) {
        var names: [ArraySlice<UInt8>: Set<Substring>] = [:]
        for line in lines(["archive", "recovery", "witness"]) {
            guard let key = line.publicKey(3) else { continue }
            names[key, default: []].insert(line.keyName(3))
        }
        for line in lines(["compromised"]) {
            guard let key = line.publicKey(2), let listed = names[key],
                listed != [line.keyName(2)]
            else { continue }
            throw line.refused("the key under the name that it is listed with", 2)
        }
    }

    private func checkRecovery(_ line: AnnexLine) throws(AgreementError) {
        try checkArchive(line, 2)
        let key = line.keyBytes(3)
        // A key that lies on the archive's machine could not help when that machine is broken into.
        let isOnline = trust.archives.contains {
            $0.verifierKey.split(
                separator: "+", maxSplits: 2, omittingEmptySubsequences: false
            ).last == key
        }
        if isOnline { throw line.refused("another key than the archive's", 3) }
    }

    private func checkArchive(_ line: AnnexLine, _ position: Int) throws(AgreementError) {
        let origin = line.words[position]
        guard trust.archives.contains(where: { $0.origin.text == origin }) else {
            throw line.error(.unknown(kind: "archive", name: String(origin)), position)
        }
    }

    /// The group that each name is a member of.
    private func parents() throws(AgreementError) -> [String: String] {
        var parents: [String: String] = [:]
        for line in lines(["group"]) {
            for position in 3..<line.words.count {
                let member = String(line.words[position])
                guard groups[member] != nil || witnesses[member] != nil else {
                    throw line.error(.unknown(kind: "witness or group", name: member), position)
                }
                guard parents.updateValue(String(line.words[1]), forKey: member) == nil else {
                    throw line.error(.duplicate(kind: "member of groups", name: member), position)
                }
            }
        }
        return parents
    }

    private func checkTree(
        _ line: AnnexLine, _ parents: [String: String]
    ) throws(AgreementError) {
        let name = String(line.words[1])
        var above = parents[name]
        // Every name has one parent at most, so a way up that is longer than there are groups goes round.
        for _ in groups {
            guard let group = above else { return }
            guard group != name else { throw line.refused("a group that is not in itself", 1) }
            above = parents[group]
        }
    }

    private func checkQuorum(_ line: AnnexLine) throws(AgreementError) {
        try checkArchive(line, 1)
        let name = String(line.words[2])
        guard groups[name] != nil || witnesses[name] != nil else {
            throw line.error(.unknown(kind: "witness or group", name: name), 2)
        }
        let operators = Set(
            trust.archives.filter { $0.origin.text == line.words[1] }.map(\.party))
        var waiting = [name]
        while let next = waiting.popLast() {
            waiting += groups[next]?.members ?? []
            guard let witness = witnesses[next], operators.contains(witness.party) else { continue }
            throw line.refused("witnesses other than the archive's operator", 2)
        }
    }
}
