// One line of an annex: words between single blanks. Each reader refuses what has another form, with the column of the word.

import EvidenceValues

/// A line of an annex, cut at its blanks.
struct AnnexLine {
    let words: [Substring]
    let number: Int

    init(_ line: Substring, number: Int) {
        words = line.split(separator: " ", omittingEmptySubsequences: false)
        self.number = number
    }

    /// The refusal of the word at `position`, counted from 0.
    func error(_ reason: AgreementError.Reason, _ position: Int) -> AgreementError {
        let column = words.prefix(position).map { $0.count + 1 }.reduce(1, +)
        return AgreementError(line: number, column: column, reason)
    }

    func refused(_ what: String, _ position: Int) -> AgreementError {
        let found = words.indices.contains(position) ? String(words[position]) : "the end"
        return error(.expected(what, found: found), position)
    }

    func require(_ count: Int) throws(AgreementError) {
        guard words.count == count else { throw refused("\(count) words", count) }
    }

    func party(_ position: Int) throws(AgreementError) -> PartyID {
        guard let party = PartyID(words[position]) else { throw refused("a party", position) }
        return party
    }

    func origin(_ position: Int) throws(AgreementError) -> ArchiveOrigin {
        guard let origin = ArchiveOrigin(words[position]) else {
            throw refused("an origin", position)
        }
        return origin
    }

    /// A plain word: a role, a witness, a group.
    func name(_ position: Int) throws(AgreementError) -> String {
        guard Term.isPlainWord(words[position]) else { throw refused("a plain word", position) }
        return String(words[position])
    }

    /// The name of a witness or group, which `none` is not (C2SP tlog-policy).
    func policyName(_ position: Int) throws(AgreementError) -> String {
        let name = try name(position)
        guard name != "none" else { throw refused("another name than none", position) }
        return name
    }

    /// The key itself, in base64, without name and ID.
    func keyBytes(_ position: Int) -> Substring? {
        words[position].split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).last
    }

    /// The key itself without the byte of its algorithm; nil if it is none.
    func publicKey(_ position: Int) -> ArraySlice<UInt8>? {
        keyBytes(position).flatMap { Base64.decode($0) }?.dropFirst()
    }

    /// The name before the key's ID.
    func keyName(_ position: Int) -> Substring { words[position].prefix { $0 != "+" } }

    func der(_ position: Int) throws(AgreementError) -> [UInt8] {
        guard let bytes = Base64.decode(words[position]), !bytes.isEmpty else {
            throw refused("a certificate, DER in base64", position)
        }
        return bytes
    }

    func algorithm() throws(AgreementError) -> ApprovedAlgorithm {
        try require(4)
        let until = words[3] == "open" ? nil : Instant(text: words[3])
        guard Term.isPlainWord(words[1]), words[2] == "until", until != nil || words[3] == "open"
        else { throw refused("NAME until TIME or open", 1) }
        return ApprovedAlgorithm(name: String(words[1]), until: until)
    }

    func archive() throws(AgreementError) -> TrustedArchive {
        try require(4)
        let origin = try origin(2)
        guard words[3].startsWithBytes(of: words[2] + "+") else {
            throw refused("its verifier key", 3)
        }
        return TrustedArchive(party: try party(1), origin: origin, verifierKey: String(words[3]))
    }

    // Spec: annex-8
    func recoveryKey() throws(AgreementError) -> TrustedRecoveryKey {
        try require(4)
        return TrustedRecoveryKey(
            party: try party(1), origin: try origin(2), verifierKey: try verifierKey(3, types: [1]))
    }

    // Spec: annex-9
    func compromisedKey() throws(AgreementError) -> CompromisedKey {
        try require(4)
        let key = try verifierKey(2, types: [1, 4])
        guard words[2].startsWithBytes(of: words[1] + "+") else {
            throw refused("the name of the key", 1)
        }
        guard let since = Instant(text: words[3]) else { throw refused("a time", 3) }
        return CompromisedKey(name: String(words[1]), verifierKey: key, since: since)
    }

    // Spec: annex-10
    func witness() throws(AgreementError) -> TrustedWitness {
        try require(4)
        return TrustedWitness(
            party: try party(1), name: try policyName(2),
            verifierKey: try verifierKey(3, types: [4]))
    }

    // Spec: annex-13
    func pinnedProtocol() throws(AgreementError) -> PinnedProtocol {
        try require(3)
        let name = try name(1)
        guard !PinnedProtocol.builtIn.contains(name) else {
            throw refused("another name than a built-in protocol's", 1)
        }
        guard name.utf8.count <= AnnexLine.longestProtocolName else {
            throw refused("a name of at most 32 characters", 1)
        }
        guard let digest = Digest(text: words[2]) else { throw refused("a digest", 2) }
        return PinnedProtocol(name: name, digest: digest)
    }

    /// As long as a description's own name may be (docs/formats/protocol.md, protocol-3).
    private static let longestProtocolName = 32

    // Spec: annex-11
    func group() throws(AgreementError) -> WitnessGroup {
        guard words.count >= 4 else { throw refused("NAME, a number and members", words.count) }
        var members: [String] = []
        for position in 3..<words.count {
            let member = try name(position)
            if let last = members.last, !last.utf8.lexicographicallyPrecedes(member.utf8) {
                throw error(.notCanonical, position)
            }
            members.append(member)
        }
        guard let threshold = Int(words[2]), String(threshold).hasSameBytes(as: words[2]),
            (1...members.count).contains(threshold)
        else { throw refused("a number from 1 to \(members.count)", 2) }
        return WitnessGroup(name: try policyName(1), threshold: threshold, members: members)
    }

    /// A vkey `NAME+ID+BASE64`, NAME of visible ASCII, of one of these algorithms; whether the ID is the key's is for whoever uses it.
    /// Spec: annex-7
    private func verifierKey(_ position: Int, types: [UInt8]) throws(AgreementError) -> String {
        let parts = words[position].split(
            separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, (1...AnnexLine.longestKeyName).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) }), parts[1].utf8.count == 8,
            parts[1].utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }),
            let key = Base64.decode(parts[2]), key.count == 33, types.contains(key[0])
        else { throw refused("a verifier key", position) }
        return String(words[position])
    }

    /// As long as an origin may be.
    private static let longestKeyName = 128
}
