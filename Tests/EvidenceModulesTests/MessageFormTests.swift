// Messages as documents (docs/formats/exchange.md): what is written is read back; what lacks a statement, has one more, another or in another
// place, states nothing; what says something else than the messages that it names does not fit them.

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct MessageForms {
    static let forms = BuiltInProtocols.all["asw-2"]!.messages.map(\.name)

    private static func read(_ bytes: [UInt8]) throws -> ReadMessage {
        let terms = try #require(try TermsBlock.read(bytes))
        return try ReadMessage(terms, of: .sha256(bytes), in: BuiltInProtocols.all["asw-2"]!)
    }

    /// The terms of a message of the sample with something changed.
    private static func changed(
        _ name: String, _ change: (inout [StatedAtom]) -> Void
    ) throws -> TermsBlock {
        let sample = try SampleExchange.everything()
        let bytes = try #require(sample.documents.first { $0.name == name }?.bytes)
        var atoms = try #require(try TermsBlock.read(bytes)).atoms
        change(&atoms)
        return TermsBlock(atoms: atoms)
    }

    private static func error(_ terms: TermsBlock) -> FormError? {
        do throws(FormError) {
            let proto = BuiltInProtocols.all["asw-2"]!
            _ = try ReadMessage(terms, of: .sha256(utf8(terms.text)), in: proto)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: forms) func `what is written is read back`(_ name: String) throws {
        let sample = try SampleExchange.everything()
        let bytes = try #require(sample.documents.first { $0.name == name }?.bytes)
        let read = try Self.read(bytes)
        #expect(read.form.name == name)
        #expect(read.document == sample.digest(name))
        for pattern in read.form.patterns {
            switch pattern {
            case .role(let role): #expect(read.said.parties[role] == sample.values.parties[role])
            case .message(let name): #expect(read.said.references[name] == sample.digest(name))
            case .commitment(let role):
                #expect(read.said.commitments[role] == sample.values.commitments[role])
            case .opening(let role):
                #expect(read.said.opened[role] == sample.values.commitments[role])
            case .value(let name, _): #expect(read.said.values[name] == sample.values.values[name])
            case .literal: break
            }
        }
    }

    @Test(arguments: forms) func `nothing is written that lacks a value`(_ name: String) throws {
        let sample = try SampleExchange.everything()
        let form = sample.form(name)
        for pattern in Set(form.patterns) {
            var values = sample.values
            switch pattern {
            case .role(let name): values.parties[name] = nil
            case .message(let name): values.messages[name] = nil
            case .commitment(let name): values.commitments[name] = nil
            case .opening(let name): values.secrets[name] = nil
            case .value(let name, _): values.values[name] = nil
            case .literal: continue
            }
            #expect(throws: MessageWritingError.missing(pattern)) {
                try ExchangeMessage.document(form: form, of: sample.proto, values: values)
            }
        }
    }

    @Test func `a secret of another size and a value of another type are not written`() throws {
        let sample = try SampleExchange.everything()
        for size in [0, 31, 33] {
            var values = sample.values
            values.secrets["originator"] = Array(repeating: 1, count: size)
            #expect(throws: MessageWritingError.unfit) {
                try ExchangeMessage.document(
                    form: sample.form("m3"), of: sample.proto, values: values)
            }
        }
        var values = sample.values
        values.values["deal"] = .count(1)
        #expect(throws: MessageWritingError.unfit) {
            try ExchangeMessage.document(
                form: sample.form("me1"), of: sample.proto, values: values)
        }
        values.values["deal"] = .word("two\nlines")
        #expect(throws: MessageWritingError.unfit) {
            try ExchangeMessage.document(
                form: sample.form("me1"), of: sample.proto, values: values)
        }
    }

    // Spec: exchange-2, exchange-3
    @Test(arguments: forms) func `a statement missing, doubled or moved is refused`(
        _ name: String
    ) throws {
        let count = try Self.changed(name) { _ in }.atoms.count
        for index in 0..<count {
            let missing = try Self.changed(name) { $0.remove(at: index) }
            if missing.atoms.contains(where: { $0.predicate == "message" }) {
                #expect(Self.error(missing) != nil, "without statement \(index + 1)")
            }
            let doubled = try Self.changed(name) { $0.insert($0[index], at: index) }
            #expect(Self.error(doubled) != nil, "statement \(index + 1) twice")
            guard index + 1 < count else { continue }
            let moved = try Self.changed(name) { $0.swapAt(index, index + 1) }
            #expect(Self.error(moved) != nil, "statement \(index + 1) moved")
        }
        let added = try Self.changed(name) {
            $0.append(StatedAtom(predicate: "kind", arguments: [.word("contract")]))
        }
        #expect(Self.error(added)?.reason == .incomplete)
    }

    // Spec: exchange-4
    @Test(arguments: forms) func `a statement of another kind or type is refused`(
        _ name: String
    ) throws {
        let count = try Self.changed(name) { _ in }.atoms.count
        for index in 1..<count {
            let renamed = try Self.changed(name) {
                $0[index] = StatedAtom(predicate: "other", arguments: $0[index].arguments)
            }
            #expect(Self.error(renamed)?.reason == .otherStatement)
            let longer = try Self.changed(name) {
                $0[index] = StatedAtom(
                    predicate: $0[index].predicate, arguments: $0[index].arguments + [.count(1)])
            }
            #expect(Self.error(longer)?.reason == .otherStatement)
            let wrong = try Self.changed(name) {
                let other: Term = $0[index].arguments[0].type == .count ? .word("x") : .count(1)
                $0[index] = StatedAtom(
                    predicate: $0[index].predicate,
                    arguments: [other] + $0[index].arguments.dropFirst())
            }
            #expect(Self.error(wrong) == FormError(statement: index + 1, reason: .badArgument))
        }
    }

    // Spec: exchange-2
    @Test func `a message of no such name, of two names, or of a file is refused`() throws {
        let names: [([Term], FormError.Reason)] = [
            ([.word("asw-2"), .word("me9")], .unknownMessage),
            ([.word("asw-2")], .badName),
            ([.word("asw-2"), .word("me1"), .word("me1")], .badName),
            ([.word("asw-2"), .count(1)], .badName),
            ([.word("asw-1"), .word("me1")], .badName),
        ]
        for (arguments, reason) in names {
            let terms = try Self.changed("me1") {
                $0[0] = StatedAtom(predicate: "message", arguments: arguments)
            }
            #expect(Self.error(terms)?.reason == reason)
        }
        let legacy = BuiltInProtocols.all["asw-1"]!
        let raw = TermsBlock(atoms: [
            StatedAtom(predicate: "message", arguments: [.word("asw-1"), .word("n-o")])
        ])
        #expect(throws: FormError(statement: 1, reason: .unknownMessage)) {
            try ReadMessage(raw, of: .sha256([]), in: legacy)
        }
    }

    @Test(arguments: ["", "AAAA", "not base64", String(repeating: "A", count: 43) + "B"])
    func `what is no secret is refused`(_ text: String) throws {
        let terms = try Self.changed("m3") { atoms in
            let index = atoms.firstIndex { $0.predicate == "secret" }!
            atoms[index] = StatedAtom(predicate: "secret", arguments: [.word(text)])
        }
        #expect(Self.error(terms)?.reason == .badSecret)
    }

    // Spec: exchange-5
    @Test func `a legacy message may name its agreement and its deal, once and in order`() throws {
        var sample = SampleExchange("asw-1")
        try sample.write("me1")
        let atoms = try #require(try TermsBlock.read(sample.documents[0].bytes)).atoms
        let agreement = StatedAtom(
            predicate: "agreement", arguments: [sample.values.values["agreement"]!])
        let deal = StatedAtom(predicate: "deal", arguments: [.word("BAN-1")])
        func isRead(_ added: [StatedAtom], at place: Int = 1) -> Bool {
            var all = atoms
            all.insert(contentsOf: added, at: place)
            let read = try? ReadMessage(TermsBlock(atoms: all), of: .sha256([]), in: sample.proto)
            return read != nil
        }
        #expect(isRead([]) && isRead([agreement]) && isRead([deal]) && isRead([agreement, deal]))
        #expect(!isRead([deal, agreement]) && !isRead([agreement, agreement]))
        #expect(!isRead([agreement], at: 0) && !isRead([agreement], at: atoms.count))
    }

    /// What each pattern of a message must be found to break, when it says something else of the same type.
    @Test(arguments: forms.dropFirst()) func `what says something else does not fit`(
        _ name: String
    ) throws {
        let form = SampleExchange().form(name)
        for pattern in Set(form.patterns) {
            var sample = try SampleExchange.everything()
            sample.drop(name)
            let digest = try sample.write(name) { values in
                switch pattern {
                case .role(let role): values.parties[role] = PartyID("OTHER")!
                case .message(let name): values.messages[name] = .sha256(utf8("nothing"))
                case .commitment(let role): values.commitments[role] = .sha256(utf8("other"))
                case .opening(let role): values.secrets[role] = SampleExchange.bytes("other")
                case .value(let name, let type): values.values[name] = Self.other(type)
                case .literal: break
                }
            }
            let found = sample.exchanges().message(digest)
            #expect(found?.faults == Self.fault(pattern, in: form), "\(name): \(pattern.text)")
        }
    }

    private static func other(_ type: TermType) -> Term {
        switch type {
        case .document: .document(.sha256(utf8("other")))
        case .key: .key(.sha256(utf8("other")))
        case .count: .count(99)
        case .instant: .instant(Instant(text: "2027-01-01T00:00:00Z")!)
        default: .word("OTHER")
        }
    }

    // Nil where nothing ties the message to the run any more.
    private static func fault(_ pattern: TermPattern, in form: MessageForm) -> Set<LinkFault>? {
        switch pattern {
        case .role(let role): [.party(role)]
        case .message(let name):
            form.references.count == 1
                ? nil : form.names(byWayOf: name) ? [.foreign(name)] : [.missing(name)]
        case .commitment(let role): form.sender == role ? [] : [.commitment(role)]
        case .opening(let role): [.opening(role)]
        case .value(let name, _): TermPattern.ownValues[name] == nil ? [.value(name)] : []
        case .literal: []
        }
    }
}

extension MessageForm {
    /// Whether another message that it names says as well which message this is.
    fileprivate func names(byWayOf name: String) -> Bool {
        let forms = BuiltInProtocols.all["asw-2"]!.messages
        return references.filter { $0 != name }.contains { other in
            forms.first { $0.name == other }?.references.contains(name) ?? false
        }
    }
}
