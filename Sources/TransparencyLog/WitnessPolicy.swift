// Whose cosignatures suffice (C2SP tlog-policy): witnesses, groups of K of N of witnesses and groups, and one name that is the quorum.
// A name is a sequence of octets, not of characters. Groups name only what stands before them, so a policy is a tree without loops,
// and each witness counts once.

package import EvidenceValues

/// Why a policy was refused.
package enum PolicyError: Error, Sendable, Hashable {
    /// More bytes or lines than a policy may have.
    case tooLarge
    /// An octet that the format does not allow.
    case badOctet(line: Int)
    /// Not one of the four sorts of line, or too many or too few words.
    case malformedLine(Int)
    /// Not a key of a log (type 0x01) in a line `log`, or not one of a witness (0x04) in a line `witness`.
    case badKey(line: Int)
    /// A key that another line has too.
    case duplicateKey(line: Int)
    /// `none`, or a name that another line has defined.
    case badName(line: Int)
    /// A threshold that is no number from 1 to the number of members.
    case badThreshold(line: Int)
    /// A member or quorum that no line before has defined.
    case unknownName(line: Int)
    /// A member that is already one of a group.
    case memberTwice(line: Int)
    /// Not exactly one quorum.
    case notOneQuorum
}

/// The name of a witness or a group within one policy.
package struct PolicyName: Sendable, Hashable, CustomStringConvertible {
    package let octets: [UInt8]

    package init(octets: [UInt8]) { self.octets = octets }
    package init(_ text: String) { octets = Array(text.utf8) }

    /// For people: octets that are no UTF-8 are replaced.
    package var description: String { String(decoding: octets, as: UTF8.self) }

    static let none = PolicyName("none")

    /// Whether it can stand in a policy as the name of a witness or group.
    var isDefinable: Bool {
        !octets.isEmpty && self != .none && octets.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}

/// A rule about who must have cosigned a checkpoint.
package struct WitnessPolicy: Sendable, Hashable {
    /// A log that is accepted.
    package struct Log: Sendable, Hashable {
        package let key: VerifierKey
        package let url: [UInt8]?
    }

    /// A witness and its key.
    package struct Member: Sendable, Hashable {
        package let name: PolicyName
        package let key: VerifierKey
        package let url: [UInt8]?
        package init(name: PolicyName, key: VerifierKey, url: [UInt8]? = nil) {
            self.name = name
            self.key = key
            self.url = url
        }
    }

    /// A group, which counts as a witness when `threshold` of its members do.
    package struct Group: Sendable, Hashable {
        package let name: PolicyName
        package let threshold: Int
        package let members: [PolicyName]
        package init(name: PolicyName, threshold: Int, members: [PolicyName]) {
            self.name = name
            self.threshold = threshold
            self.members = members
        }
    }

    /// Lines of each sort at most; C2SP demands 32.
    package static let maximumLines = 1024

    package private(set) var logs: [Log] = []
    package private(set) var witnesses: [Member] = []
    package private(set) var groups: [Group] = []
    /// Nil is the quorum `none`: no cosignature is needed.
    package private(set) var quorum: PolicyName?

    private var names: Set<PolicyName> = []
    private var taken: Set<PolicyName> = []

    /// The policy of these witnesses and groups, a group behind its members; `quorum` nil needs no cosignature.
    /// - Throws: with the number of the offending witness, group or quorum, counted from 1, in place of a line.
    package init(
        witnesses: [Member], groups: [Group] = [], quorum: PolicyName?
    ) throws(PolicyError) {
        self.init()
        var place = 0
        for witness in witnesses {
            place += 1
            try define(witness, line: place)
        }
        for group in groups {
            place += 1
            try define(group, line: place)
        }
        try choose(quorum ?? .none, line: place + 1)
    }

    init() {}

    mutating func accept(_ log: Log, line: Int) throws(PolicyError) {
        guard logs.count < WitnessPolicy.maximumLines else { throw .tooLarge }
        guard log.key.algorithm == .ed25519 else { throw .badKey(line: line) }
        guard !logs.contains(where: { $0.key.publicKey == log.key.publicKey }) else {
            throw .duplicateKey(line: line)
        }
        logs.append(log)
    }

    mutating func define(_ witness: Member, line: Int) throws(PolicyError) {
        guard witnesses.count < WitnessPolicy.maximumLines else { throw .tooLarge }
        guard witness.key.algorithm == .cosignature else { throw .badKey(line: line) }
        guard !witnesses.contains(where: { $0.key.publicKey == witness.key.publicKey }) else {
            throw .duplicateKey(line: line)
        }
        try define(witness.name, line: line)
        witnesses.append(witness)
    }

    mutating func define(_ group: Group, line: Int) throws(PolicyError) {
        guard groups.count < WitnessPolicy.maximumLines else { throw .tooLarge }
        guard group.threshold >= 1, group.threshold <= group.members.count else {
            throw .badThreshold(line: line)
        }
        for member in group.members {
            guard names.contains(member) else { throw .unknownName(line: line) }
            guard taken.insert(member).inserted else { throw .memberTwice(line: line) }
        }
        try define(group.name, line: line)
        groups.append(group)
    }

    mutating func choose(_ name: PolicyName, line: Int) throws(PolicyError) {
        guard name == .none || names.contains(name) else { throw .unknownName(line: line) }
        quorum = name == .none ? nil : name
    }

    private mutating func define(_ name: PolicyName, line: Int) throws(PolicyError) {
        guard name.isDefinable, names.insert(name).inserted else { throw .badName(line: line) }
    }
}

/// What the signatures on one checkpoint are worth under a policy.
package struct QuorumEvaluation: Sendable, Hashable {
    /// Whose cosignatures there are, each with the earliest time that it states, in the policy's order.
    package let cosigned: [PolicyName: Instant]
    /// Whether the quorum is met; the quorum `none` always is.
    package let isMet: Bool
    /// The first time at which, by the witnesses' own statements, the quorum was met; nil if it is not, or needs nobody.
    package let metAt: Instant?
}

extension WitnessPolicy {
    /// What `signers`, all of one checkpoint's note, are worth.
    package func evaluate(_ signers: [VerifiedSigner]) -> QuorumEvaluation {
        var times: [PolicyName: Instant] = [:]
        for witness in witnesses {
            times[witness.name] =
                signers.filter { $0.key == witness.key }.compactMap(\.time).min()
        }
        return evaluate(times)
    }

    /// What cosignatures by these witnesses at these times are worth. A group's time is that of the member that completes it.
    package func evaluate(_ cosigned: [PolicyName: Instant]) -> QuorumEvaluation {
        var times = cosigned
        for group in groups {
            let reached = group.members.compactMap { times[$0] }.sorted()
            if reached.count >= group.threshold {
                times[group.name] = reached[group.threshold - 1]
            }
        }
        let metAt = quorum.flatMap { times[$0] }
        return QuorumEvaluation(
            cosigned: cosigned, isMet: quorum == nil || metAt != nil, metAt: metAt)
    }

    /// The keys of all witnesses, to open a note with.
    package var witnessKeys: [VerifierKey] { witnesses.map(\.key) }
}
