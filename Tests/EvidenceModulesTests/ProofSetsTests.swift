// What messages prove (docs/formats/exchange-protocols.md), for every protocol that Docket brings along and every token of it: each
// field wrong, missing, doubled, moved, of another type, from another run; each message left out.

import Cryptography
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

/// A protocol, for tables.
struct Described: Sendable, CustomTestStringConvertible {
    let proto: ExchangeProtocol

    var testDescription: String { proto.name }

    /// Those that are no exchanges of signatures.
    static let all = BuiltInProtocols.all.values.filter { proto in
        !proto.proofs.contains { $0.meaning == .contract }
    }.sorted { $0.name < $1.name }.map(Described.init)

    /// A form and all that it names, in turn.
    func reach(_ name: String) -> Set<String> {
        guard let form = proto.message(name) else { return [] }
        return form.references.reduce(into: [name]) { $0.formUnion(reach($1)) }
    }

    func reach(_ names: [String]) -> Set<String> {
        names.reduce(into: []) { $0.formUnion(reach($1)) }
    }

    /// The proofs and faults, by the names that their sets have in facts, with the messages that they take.
    var sets: [(name: String, isFault: Bool, messages: [String])] {
        proto.proofs.map { ($0.name, false, $0.messages) }
            + proto.faults.filter { Set($0.messages).count == $0.messages.count }
            .map { ("\($0.kind) \($0.role)", true, $0.messages) }
    }

    /// The name of the set in facts, where the story has no other messages.
    func digest(_ set: String, _ messages: [String], _ story: ExchangeStory) -> Term {
        let lines =
            ["docket-proof/v1", "\(proto.name) \(set)"]
            + messages.map { Digest.sha256(story.documents[$0] ?? []).text }
        return .document(.sha256(Array(lines.map { $0 + "\n" }.joined().utf8)))
    }

    /// Everything that can be made wrong in these messages.
    func spoilings(of messages: Set<String>, _ kinds: [Spoiling.Kind]) -> [Spoiling] {
        proto.messages.filter { messages.contains($0.name) }.flatMap { form in
            form.atoms.enumerated().flatMap { place, atom in
                atom.arguments.indices.flatMap { argument in
                    kinds.map {
                        Spoiling(
                            message: form.name, atom: place, argument: argument, kind: $0)
                    }
                }
            }
        }
    }
}

extension ProofSets {
    fileprivate var sets: Set<Term> {
        Set(
            facts.filter { ["proof_set", "exchange_fault"].contains($0.predicate) }
                .map { $0.arguments[0] })
    }

    fileprivate func fact(_ predicate: String, _ set: Term) -> [Fact] {
        facts.filter { $0.predicate == predicate && $0.arguments[0] == set }
    }

    fileprivate var codes: Set<String> { Set(warnings.map(\.code.rawValue)) }
}

@Suite struct `Descriptions of protocols` {
    @Test func `are all read`() {
        #expect(BuiltInProtocols.all.count == BuiltInProtocols.descriptions.count)
        for description in BuiltInProtocols.descriptions {
            #expect(throws: Never.self) { try ExchangeProtocol(parsing: description) }
        }
        #expect(Described.all.count >= 7)
    }

    @Test(arguments: Described.all)
    func `name in their first message whoever sends another`(described: Described) {
        let named = Set(
            described.proto.messages[0].patterns.compactMap { pattern in
                if case .role(let role) = pattern { role } else { nil }
            })
        #expect(named.isSuperset(of: described.proto.messages.map(\.sender)))
    }

    // A fault that takes two of a kind compares them, so they must differ by nothing that an honest repetition changes.
    @Test(arguments: Described.all)
    func `call no repetition of a third party misconduct`(described: Described) {
        let stories = [
            ExchangeStory(described.proto),
            ExchangeStory(described.proto) { _, name in
                name == "time" ? .instant(Instant(text: "2026-03-18T15:59:00Z")!) : nil
            },
        ]
        let faults = stories.proofs().facts.filter { $0.predicate == "exchange_fault" }
        let pairs = described.proto.faults.filter { Set($0.messages).count == 1 }
        for fault in pairs {
            #expect(!faults.contains { $0.arguments[2] == .word(fault.kind) }, "\(fault.kind)")
        }
    }
}

@Suite struct `Proofs by exchanges` {
    @Test(arguments: Described.all)
    func `are complete with all their messages, and not without one`(described: Described) {
        let story = ExchangeStory(described.proto)
        let all = described.proto.messages.map(\.name)
        for set in described.sets {
            let reach = described.reach(set.messages)
            let rest = Set(all).subtracting(reach)
            let name = described.digest(set.name, set.messages, story)
            let found = [story].proofs(leaving: rest)
            #expect(found.sets.contains(name), "\(set.name)")
            #expect(found.fact("needs", name).count == set.messages.count)
            for message in reach {
                let fewer = [story].proofs(leaving: rest.union([message]))
                #expect(!fewer.sets.contains(name), "\(set.name) without \(message)")
            }
        }
    }

    @Test(arguments: Described.all)
    func `are of what was sent, between those whom the description says`(described: Described) {
        let story = ExchangeStory(described.proto)
        let found = [story].proofs()
        for form in described.proto.proofs {
            let name = described.digest(form.name, form.messages, story)
            guard let fact = found.fact("proof_set", name).first else {
                Issue.record("\(form.name)")
                continue
            }
            let reach = described.reach(form.messages)
            let states = { (value: String) in
                described.proto.messages.contains { reach.contains($0.name) && $0.names(value) }
            }
            let maker = form.meaning == .origin ? form.from : form.to
            let root = Term.document(.sha256(story.documents[described.proto.messages[0].name]!))
            let about: Term =
                if states("ciphertext"), !states("key") {
                    ExchangeStory.value("ciphertext", .document)
                } else if states("item") || states("ciphertext") {
                    ExchangeStory.value("item", .document)
                } else if states("item-" + maker) {
                    ExchangeStory.value("item-" + maker, .document)
                } else {
                    root
                }
            #expect(
                fact.arguments == [
                    name, root, .word(form.meaning.rawValue), about,
                    .party(ExchangeStory.party(form.from, in: described.proto)),
                    .party(ExchangeStory.party(form.to, in: described.proto)),
                ])
        }
    }

    // Whatever breaks the form of a message makes it none.
    @Test(arguments: Described.all)
    func `fail with each statement missing, doubled, moved or of another type`(
        described: Described
    ) {
        let kinds: [Spoiling.Kind] = [.missing, .doubled, .moved, .otherType]
        let all = Set(described.proto.messages.map(\.name))
        for spoiling in described.spoilings(of: all, kinds) {
            guard spoiling.argument == 0 || spoiling.kind == .otherType else { continue }
            let form = described.proto.message(spoiling.message)
            guard spoiling.kind != .moved || (form?.atoms.count ?? 0) > 1 else { continue }
            let story = ExchangeStory(described.proto, spoiling: spoiling)
            let found = [story].proofs().sets
            for set in described.sets {
                let isThere = found.contains(described.digest(set.name, set.messages, story))
                let isTouched = described.reach(set.messages).contains(spoiling.message)
                #expect(isThere != isTouched, "\(set.name): \(spoiling.testDescription)")
            }
        }
    }

    /// Whether the field is said elsewhere too among these messages, or by bytes, so that it cannot be another.
    private static func isBound(
        _ spoiling: Spoiling, in described: Described, _ reach: Set<String>, isFault: Bool
    ) -> Bool {
        let pattern =
            described.proto.message(spoiling.message)!.atoms[spoiling.atom]
            .arguments[spoiling.argument]
        let others = described.proto.messages.filter {
            reach.contains($0.name) && $0.name != spoiling.message
        }
        switch pattern {
        case .literal, .message, .opening: return true
        case .commitment(let role): return others.contains { $0.openings.contains(role) }
        case .role(let role): return others.contains { $0.names(role) }
        case .value(let name, _):
            if TermPattern.ownValues[name] != nil { return false }
            let hasKey = described.proto.messages.contains {
                reach.contains($0.name) && $0.names("key")
            }
            let isChecked = hasKey && ["key", "ciphertext", "item", "label"].contains(name)
            return others.contains { $0.names(name) } || isChecked && !isFault
        }
    }

    @Test(arguments: Described.all)
    func `fail with each field wrong that others or bytes bind`(described: Described) {
        let all = Set(described.proto.messages.map(\.name))
        var (bound, free) = (0, 0)
        for spoiling in described.spoilings(of: all, [.wrong]) {
            let story = ExchangeStory(described.proto, spoiling: spoiling)
            let found = [story].proofs().sets
            for set in described.sets {
                let reach = described.reach(set.messages)
                let isBound =
                    reach.contains(spoiling.message)
                    && Self.isBound(spoiling, in: described, reach, isFault: set.isFault)
                let isThere = found.contains(described.digest(set.name, set.messages, story))
                #expect(isThere != isBound, "\(set.name): \(spoiling.testDescription)")
                (bound, free) = isBound ? (bound + 1, free) : (bound, free + 1)
            }
        }
        #expect(bound > 10 && free > 10)
    }

    @Test(arguments: Described.all)
    func `take no message from another run`(described: Described) {
        let stories = [
            ExchangeStory(described.proto), ExchangeStory(described.proto, seed: "2"),
        ]
        let single = stories.map { [$0].proofs().sets }
        let both = stories.proofs().sets
        #expect(both == single[0].union(single[1]))
        #expect(single[0].isDisjoint(with: single[1]))
    }

    @Test(arguments: Described.all)
    func `give no role twice to one party`(described: Described) {
        for (role, party) in [("ttp", "FRUTA"), ("ttp", "MARKT"), ("authority", "MARKT")] {
            guard described.proto.thirdParty == role else { continue }
            let found = [ExchangeStory(described.proto, parties: [role: party])].proofs()
            #expect(found.facts.isEmpty)
            #expect(found.codes == ["ROLES"])
        }
    }
}

@Suite struct `Keys to data` {
    private static let zg = BuiltInProtocols.all["zhou-gollmann"]!
    private static let receipt = "receipt"

    private static func codes(
        withoutFiles: Bool = false, _ change: @escaping (String, String) -> Term?
    ) -> (Set<String>, Bool) {
        let story = ExchangeStory(zg, change: change)
        let found = [story].proofs(withoutFiles: withoutFiles)
        let name = Described(proto: zg).digest(receipt, ["nrr", "con-k"], story)
        return (found.codes, found.sets.contains(name))
    }

    @Test func `are checked where the data are on file`() {
        #expect(Self.codes { _, _ in nil } == ([], true))
        #expect(Self.codes(withoutFiles: true) { _, _ in nil } == (["CIPHERTEXT"], false))
    }

    @Test(arguments: [
        "", "AAAA", "x", Base64.encode([UInt8](repeating: 1, count: 31)),
        Base64.encode([UInt8](repeating: 1, count: 33)),
    ])
    func `that are none open nothing`(key: String) {
        let (codes, isProven) = Self.codes { _, name in name == "key" ? .word(key) : nil }
        #expect(codes == ["KEY"])
        #expect(!isProven)
    }

    @Test func `of other data do not fit the label`() {
        let other = Base64.encode([UInt8](repeating: 1, count: 32))
        let (codes, isProven) = Self.codes { message, name in
            message == "con-k" && name == "key" ? .word(other) : nil
        }
        #expect(codes == ["LABEL"])
        #expect(!isProven)
    }

    @Test func `that come after the time agreed prove nothing`() {
        for (until, expected) in [
            ("2026-03-18T15:11:59Z", Set(["LATE"])), ("2026-03-18T15:12:00Z", []),
        ] {
            let (codes, isProven) = Self.codes { _, name in
                name == "until" ? .instant(Instant(text: until)!) : nil
            }
            #expect(codes == expected)
            #expect(isProven == expected.isEmpty)
        }
    }

    @Test func `of a message whose digest was promised must open that message`() {
        let mail = BuiltInProtocols.all["certified-mail"]!
        let story = ExchangeStory(mail) { _, name in
            name == "item" ? .document(.sha256([1])) : nil
        }
        let found = [story].proofs()
        #expect(found.codes == ["KEY"])
        #expect(
            found.facts.allSatisfy {
                $0.predicate != "proof_set" || $0.arguments[2] == .word("abort")
            })
    }

    @Test func `two for one exchange are the third party's misconduct`() {
        let other = Base64.encode([UInt8](repeating: 1, count: 32))
        let stories = [
            ExchangeStory(Self.zg),
            ExchangeStory(Self.zg) { message, name in
                message == "con-k" && name == "key" ? .word(other) : nil
            },
        ]
        let found = stories.proofs()
        let faults = found.facts.filter { $0.predicate == "exchange_fault" }
        #expect(faults.count == 1)
        #expect(faults.first?.arguments[1] == .party(PartyID("TTP1")!))
        #expect(faults.first?.arguments[2] == .word("two-keys"))
    }

    @Test func `of many tries the signed ones count, and their number is limited`() {
        let stories =
            (0..<40).map { number in
                ExchangeStory(Self.zg) { message, name in
                    message == "con-k" && name == "key"
                        ? .word(Base64.encode([UInt8](repeating: UInt8(number), count: 32))) : nil
                }
            } + [ExchangeStory(Self.zg)]
        let found = stories.proofs()
        #expect(found.codes.contains("LIMIT"))
        let token = Digest.sha256(stories[40].documents["con-k"]!)
        let runs = stories.runs().map { run in
            ExchangeRun(
                root: run.root, proto: run.proto, parties: run.parties, text: run.text,
                messages: run.messages.map { message in
                    var message = message
                    if message.form.name == "con-k", message.document != token {
                        message.signature = .contrary
                    }
                    return message
                }, openings: [:])
        }
        let files = stories[0].files
        let signed = ProofSets(of: runs, content: { files[$0] }, places: { _ in [] })
        let name = Described(proto: Self.zg).digest(
            Self.receipt, ["nrr", "con-k"], stories[40])
        #expect(signed.sets.contains(name))
    }
}
