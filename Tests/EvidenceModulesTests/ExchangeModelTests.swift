// Exchanges explored (docs/exchange-model.md): every state that two parties and a third party can reach by asw-2, over a network that loses, delays and
// replays, with one of them dishonest; the attacks that are known on the older forms, found; and faults planted in asw-2, found.
//
// The short form takes seconds. DOCKET_EXPLORE=1 adds two deals at once, both parties in both roles, and of one deal every set of forms that a dishonest
// player may file; it is meant for a release build.

import EvidenceModules
import EvidenceValues
import Foundation
import Testing

private let isLong = ProcessInfo.processInfo.environment["DOCKET_EXPLORE"] != nil

private func description(_ name: String) throws -> ExchangeProtocol {
    try #require(BuiltInProtocols.all[name])
}

@Suite struct `The hardened profile, explored` {
    @Test(arguments: Casts.short + (isLong ? Casts.long : []))
    func `no reachable end is unfair or judged wrongly`(cast: Cast) throws {
        let proto = try description("asw-2")
        let report = try Report(
            ModelledProtocol(proto), cast, allParts: isLong && cast.deals == 1, original: proto)
        print(report.line)
        for property in report.unexpected { print(report.text(property)) }
        #expect(report.unexpected.isEmpty)
        #expect(report.ends > 0)
        // The judge of transcripts finds the same on every filing.
        #expect(report.differences.isEmpty)
    }

    @Test func `both outcomes can be reached, or nothing would be shown`() throws {
        let proto = ModelledProtocol(try description("asw-2"))
        for cast in Casts.short {
            let exploration = try Exploration(proto, cast)
            let check = EndCheck(exploration)
            let outcomes = exploration.ends.flatMap { end in
                cast.sessions.indices.map { check.outcome($0, exploration.states[end]) }
            }
            #expect(Set(outcomes).isSuperset(of: [.contract, .abort]), "\(cast)")
        }
    }

    // W5: no message can help it. What it proves is an offer: no end is judged a contract on it (the first test).
    @Test func `what was signed can be shown while the outcome is open`() throws {
        let report = try Report(
            ModelledProtocol(try description("asw-2")), Casts.dishonestResponder, of: [.abuseFree])
        #expect(report.violations.keys.contains(.abuseFree))
    }
}

@Suite struct `Known attacks on the older forms` {
    /// An attack: the weakness of background §4.2, who plays, and what is violated.
    struct Attack: CustomTestStringConvertible, Sendable {
        let weakness: String
        let cast: Cast
        let property: Property

        var testDescription: String { weakness }
    }

    static let attacks: [Attack] = [
        Attack(weakness: "W1", cast: Casts.replayed, property: .once),
        Attack(weakness: "W2", cast: Casts.dishonestResponder, property: .once),
        Attack(weakness: "W3", cast: Casts.dishonestOriginatorTwice, property: .consistent),
        Attack(weakness: "W4", cast: Casts.dishonestOriginator, property: .answered),
        Attack(weakness: "W5", cast: Casts.dishonestResponder, property: .abuseFree),
        Attack(weakness: "W6, silence", cast: Casts.dishonestThirdParty, property: .accountable),
        Attack(weakness: "W6, order", cast: Casts.dishonestThirdParty, property: .settled),
        Attack(weakness: "A replayed offer hangs", cast: Casts.replayed, property: .timely),
    ]

    @Test(arguments: attacks, ["asw-1", "asw-1-hash"])
    func `each is found`(attack: Attack, name: String) throws {
        let proto = ModelledProtocol(try description(name))
        let report = try Report(proto, attack.cast, of: [attack.property])
        print("\(attack.weakness), \(report.line)\n\(report.text(attack.property))")
        #expect(report.violations[attack.property] != nil)
    }

    @Test(arguments: attacks.filter { $0.property != .abuseFree })
    func `none is left in asw-2`(attack: Attack) throws {
        let proto = ModelledProtocol(try description("asw-2"))
        let report = try Report(proto, attack.cast, of: [attack.property])
        #expect(report.violations.isEmpty)
    }

    @Test(arguments: Casts.short, ["asw-1", "asw-1-hash"])
    func `the judge of transcripts finds what the table finds`(cast: Cast, name: String) throws {
        let proto = try description(name)
        let report = try Report(ModelledProtocol(proto), cast, original: proto)
        #expect(report.judged > 0)
        #expect(report.differences.isEmpty)
    }

    @Test func `the document shows what is found`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appending(path: "docs/exchange-model.md"), encoding: .utf8)
        let proto = ModelledProtocol(try description("asw-1"))
        for attack in Self.attacks {
            let report = try Report(proto, attack.cast, of: [attack.property])
            let text = report.text(attack.property)
            #expect(document.contains(text), "\(attack.weakness) is now\n\(text)")
        }
        for cast in Casts.short {
            let proto = try description("asw-2")
            let line = try Report(ModelledProtocol(proto), cast).line
            #expect(document.contains(line), "now \(line)")
        }
    }
}
