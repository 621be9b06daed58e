// Whole exchanges after any description, made from the description itself: each role gets a party, each value one that fits its type, data are
// encrypted, labels and digests are right. Then one thing is made wrong in one message; the messages behind it name what they would name anyway.

import Cryptography
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

/// What to make wrong in one message of a story.
struct Spoiling: Sendable, Hashable, CustomTestStringConvertible {
    enum Kind: Sendable, Hashable {
        /// Another term of the same type.
        case wrong
        /// The statement is missing.
        case missing
        /// It stands there again, with another argument.
        case doubled
        /// It stands behind the next one, or before it.
        case moved
        /// A word where something else belongs, and the other way round.
        case otherType
    }

    let message: String
    /// The place of the atom behind the message's name, and of the argument in it.
    let atom: Int
    let argument: Int
    let kind: Kind

    var testDescription: String { "\(message) \(atom).\(argument) \(kind)" }
}

/// An exchange as documents.
struct ExchangeStory {
    let proto: ExchangeProtocol
    /// By the names of forms.
    private(set) var documents: [String: [UInt8]] = [:]
    /// Files that are no messages: the encrypted data.
    private(set) var files: [Digest: [UInt8]] = [:]
    private let parties: [String: String]

    static let item = Array("the survey of 2025, 400 pages".utf8)
    static let key = [UInt8](repeating: 0x4B, count: 32)

    /// - Parameters:
    ///   - seed: whatever tells one exchange from another.
    ///   - parties: other parties than the usual ones, by role.
    ///   - change: other values than the usual ones, for a message and a name.
    init(
        _ proto: ExchangeProtocol, seed: String = "1", spoiling: Spoiling? = nil,
        parties: [String: String] = [:],
        change: (String, String) -> Term? = { _, _ in nil }
    ) {
        self.proto = proto
        self.parties = parties
        let sealed = DataCipher.apply(to: ExchangeStory.item, key: ExchangeStory.key) ?? []
        files[.sha256(sealed)] = sealed
        for form in proto.messages {
            let own = spoiling.flatMap { $0.message == form.name ? $0 : nil }
            documents[form.name] = write(form, seed: seed, spoiling: own, change: change)
        }
    }

    /// The parties of the roles.
    static func party(_ role: String, in proto: ExchangeProtocol) -> PartyID {
        if role == proto.thirdParty { return party("TTP1") }
        if role == "bank" { return party("BANKF") }
        let others = proto.roles.filter { $0 != proto.thirdParty && $0 != "bank" }
        return party(role == others.first ? "FRUTA" : "MARKT")
    }

    private static func party(_ name: String) -> PartyID { PartyID(name)! }

    /// The usual value of this name.
    static func value(_ name: String, _ type: TermType, seed: String = "1") -> Term {
        let sealed = DataCipher.apply(to: item, key: key) ?? []
        switch (name, type) {
        case ("ciphertext", _): return .document(.sha256(sealed))
        case ("item", _): return .document(.sha256(item))
        case ("label", _): return .document(.sha256(item + key))
        case ("key", _): return .word(Base64.encode(key))
        case ("until", _): return .instant(Instant(text: "2026-03-20T18:00:00Z")!)
        case ("time", _): return .instant(Instant(text: "2026-03-18T15:12:00Z")!)
        case (_, .instant): return .instant(Instant(text: "2026-03-18T15:10:00Z")!)
        case (_, .document): return .document(.sha256(Array((name + seed).utf8)))
        case (_, .money): return .money(Money(text: "EUR 8400.00")!)
        case (_, .count): return .count(1)
        default: return .word(name + "-" + seed)
        }
    }

    static func secret(of role: String, seed: String = "1") -> [UInt8] {
        Digest.sha256(Array((role + seed).utf8)).bytes
    }

    private func term(
        _ pattern: TermPattern, of form: MessageForm, seed: String,
        change: (String, String) -> Term?
    ) -> Term {
        switch pattern {
        case .role(let role):
            .party(
                parties[role].flatMap { PartyID($0) } ?? ExchangeStory.party(role, in: proto))
        case .message(let name): .document(.sha256(documents[name] ?? []))
        case .commitment(let role):
            .document(.sha256(ExchangeStory.secret(of: role, seed: seed)))
        case .opening(let role): .word(Base64.encode(ExchangeStory.secret(of: role, seed: seed)))
        case .value(let name, let type):
            change(form.name, name) ?? ExchangeStory.value(name, type, seed: seed)
        case .literal(let term): term
        }
    }

    private func write(
        _ form: MessageForm, seed: String, spoiling: Spoiling?, change: (String, String) -> Term?
    ) -> [UInt8] {
        var atoms = form.atoms.map { pattern in
            StatedAtom(
                predicate: pattern.predicate,
                arguments: pattern.arguments.map {
                    term($0, of: form, seed: seed, change: change)
                })
        }
        if let spoiling { atoms.spoil(spoiling) }
        let head = StatedAtom(
            predicate: "message", arguments: [.word(proto.name), .word(form.name)])
        let title = "# \(form.name), exchange \(seed)\n\n"
        return Array((title + TermsBlock(atoms: [head] + atoms).text).utf8)
    }
}

extension [StatedAtom] {
    fileprivate mutating func spoil(_ spoiling: Spoiling) {
        let place = spoiling.atom
        var arguments = self[place].arguments
        arguments[spoiling.argument] = arguments[spoiling.argument].other
        let wrong = StatedAtom(predicate: self[place].predicate, arguments: arguments)
        switch spoiling.kind {
        case .wrong: self[place] = wrong
        case .missing: remove(at: place)
        case .doubled: insert(wrong, at: place + 1)
        case .moved: swapAt(place, place + 1 < count ? place + 1 : place - 1)
        case .otherType:
            arguments[spoiling.argument] =
                arguments[spoiling.argument].type == .word ? .count(7) : .word("other")
            self[place] = StatedAtom(predicate: self[place].predicate, arguments: arguments)
        }
    }
}

extension Term {
    /// Another term of the type.
    fileprivate var other: Term {
        switch self {
        case .party: .party(PartyID("STRNG")!)
        case .document: .document(.sha256([9]))
        case .key: .key(.sha256([9]))
        case .instant(let instant): .instant(Instant(milliseconds: instant.milliseconds + 60_000)!)
        case .money: .money(Money(text: "EUR 8400.01")!)
        case .count(let count): .count(count + 1)
        case .word(let word):
            word.count == 44 ? .word(Base64.encode([UInt8](repeating: 9, count: 32))) : .word("x")
        case .interval, .span: self
        }
    }
}

extension [ExchangeStory] {
    /// The runs that these exchanges make together, all messages signed, but those named; `leaving` keeps whole documents out.
    func runs(leaving out: Set<String> = [], unsigned: Set<String> = []) -> [ExchangeRun] {
        guard let proto = first?.proto else { return [] }
        var names: [Digest: String] = [:]
        var documents: [(document: Digest, terms: TermsBlock)] = []
        for story in self {
            for (name, bytes) in story.documents where !out.contains(name) {
                guard let terms = try? TermsBlock.read(bytes) else { continue }
                names[.sha256(bytes)] = name
                documents.append((.sha256(bytes), terms))
            }
        }
        let order = documents.map(\.document).sorted()
        let book = ExchangeBook(
            documents: documents, files: Set(order),
            protocols: KnownProtocols(others: [proto.name: proto]))
        return book.runs.map { run in
            ExchangeRun(
                root: run.root, proto: run.proto, parties: run.parties, text: run.text,
                messages: run.messages.map { linked in
                    let said = linked.read.said
                    let isUnsigned = unsigned.contains(names[linked.read.document] ?? "")
                    return ExchangeMessage(
                        document: linked.read.document, form: linked.read.form,
                        sender: linked.sender, values: said.values, references: said.references,
                        commitments: said.commitments, opened: said.opened,
                        places: order.firstIndex(of: linked.read.document).map {
                            [LeafIndex(UInt64($0))]
                        } ?? [], faults: linked.faults,
                        signature: isUnsigned ? .contrary : .certain, made: Interval())
                }, openings: [:])
        }
    }

    /// What the exchanges prove.
    func proofs(
        leaving out: Set<String> = [], unsigned: Set<String> = [], withoutFiles: Bool = false
    ) -> ProofSets {
        let files = withoutFiles ? [:] : reduce(into: [:]) { $0.merge($1.files) { one, _ in one } }
        return ProofSets(
            of: runs(leaving: out, unsigned: unsigned), content: { files[$0] }, places: { _ in [] })
    }
}
