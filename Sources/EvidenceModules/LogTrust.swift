// What the annex says of an archive's log, in the terms of the log: which keys may sign it, and whose cosignatures suffice.

package import EvidenceValues
package import TransparencyLog

extension PinnedTrust {
    /// The keys that the annex gives an archive, and those that rotations put in their place. A key that is none is left out.
    package func keyHistory(
        of origin: ArchiveOrigin, rotations: [FiledRotation]
    ) -> KeyHistory {
        var compromised: [VerifierKey: Instant] = [:]
        for declared in compromisedKeys {
            guard let key = try? VerifierKey(text: declared.verifierKey) else { continue }
            compromised[key] = min(compromised[key] ?? declared.since, declared.since)
        }
        return KeyHistory(
            archive: origin, keys: keys(archives.filter { $0.origin == origin }.map(\.verifierKey)),
            recovery: keys(recoveryKeys.filter { $0.origin == origin }.map(\.verifierKey)),
            compromised: compromised, rotations: rotations)
    }

    /// The quorum of witnesses that the annex demands for an archive; nil if it names none. Spec: annex-11, annex-12
    package func witnessPolicy(of origin: ArchiveOrigin) -> (name: String, policy: WitnessPolicy)? {
        guard let name = quorums.first(where: { $0.origin == origin })?.name else { return nil }
        let own = witnesses(of: origin)
        var reached: [String] = []
        var waiting = [name]
        while let next = waiting.popLast() {
            // The names form a tree; who gives another is refused by the count.
            guard reached.count <= witnessGroups.count + witnesses.count else { return nil }
            reached.append(next)
            waiting += witnessGroups.first { $0.name == next }?.members ?? []
        }
        let groups = reached.reversed().compactMap { name in
            witnessGroups.first { $0.name == name }.map {
                WitnessPolicy.Group(
                    name: PolicyName($0.name), threshold: $0.threshold,
                    members: $0.members.map { PolicyName($0) })
            }
        }
        let members = own.compactMap { witness -> WitnessPolicy.Member? in
            guard reached.contains(witness.name),
                let key = try? VerifierKey(text: witness.verifierKey)
            else { return nil }
            return WitnessPolicy.Member(name: PolicyName(witness.name), key: key)
        }
        let policy = try? WitnessPolicy(
            witnesses: members, groups: groups, quorum: PolicyName(name))
        return policy.map { (name, $0) }
    }

    private func keys(_ texts: [String]) -> [VerifierKey] {
        texts.compactMap { try? VerifierKey(text: $0) }
    }
}
