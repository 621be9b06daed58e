// A small world of hand-fed facts: what modules would conclude from documents, keys and times, without bytes. Scenarios of
// background §6 are told in it.

import EvidenceValues

@testable import Agreements

struct World {
    var facts: [Fact] = []
    var agreement: Agreement
    var roles: [ListedRole] = []
    var now = World.time("2026-05-04T12:00:00Z")
    var matter = "BAN-1"

    /// A world in which these parties acceded on 2025-11-01 and REG is the registry.
    init(_ agreement: Agreement, members: [String]) {
        self.agreement = agreement
        for party in ["REG"] + members { certify(party) }
        for member in members {
            state(
                "ACC-" + member, by: [member, "REG"],
                made: ("2025-10-31T08:00:00Z", "2025-10-31T09:00:00Z"),
                [
                    (
                        "accedes",
                        [.party(member), .document(World.agreement), .time("2025-11-01T00:00:00Z")]
                    )
                ])
        }
    }

    /// How terms are written in tests.
    enum Written {
        case party(String)
        case document(Digest)
        case key(String)
        case time(String)
        case money(String)
        case word(String)
        case span(String)

        var term: Term {
            switch self {
            case .party(let name): .party(PartyID(name)!)
            case .document(let digest): .document(digest)
            case .key(let party): .key(World.digest("key " + party))
            case .time(let text): .instant(World.time(text))
            case .money(let text): .money(Money(text: text)!)
            case .word(let word): .word(word)
            case .span(let text): .span(TimeSpan(text: text)!)
            }
        }
    }

    static let agreement = digest("agreement")

    static func digest(_ name: String) -> Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for position in 0..<32 {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ UInt64(position)) &* 0x100_0000_01b3
            bytes[position] = UInt8(truncatingIfNeeded: hash >> 32)
        }
        return Digest(bytes: bytes)!
    }

    static func time(_ text: String) -> Instant { Instant(text: text)! }

    static func interval(_ lo: String?, _ hi: String?) -> Term {
        .interval(Interval(lo: lo.map(time), hi: hi.map(time)))
    }

    mutating func add(
        _ predicate: String, _ arguments: [Term], _ standing: Standing = .certain,
        origin: FactOrigin = .evidence, reason: String? = nil
    ) {
        let fact = Fact(
            predicate, arguments, standing, origin: origin,
            exhibits: [LeafIndex(UInt64(facts.count))], reason: reason)
        facts.append(fact)
    }

    mutating func list(_ role: String, _ party: String) {
        roles.append(ListedRole(role: role, party: PartyID(party)!))
        certify(party)
    }

    mutating func certify(
        _ party: String, key name: String? = nil, until: String = "2027-01-01T00:00:00Z"
    ) {
        let key = Written.key(name ?? party).term
        let known = Fact("certified", [key, Written.party(party).term])
        guard !facts.contains(where: { $0.text == known.text }) else { return }
        add("certified", [key, Written.party(party).term])
        add("valid_from", [key, Written.time("2025-01-01T00:00:00Z").term])
        add("valid_until", [key, Written.time(until).term])
        add("issued_by", [key, Written.party("CA1").term])
    }

    /// A signature of the key of `name` over a document, filed by `filer`.
    mutating func sign(
        _ name: String, _ document: String, made: (String?, String?),
        filedBy filer: String = "BROKR"
    ) {
        let signature = Term.document(World.digest("signature " + name + " " + document))
        let target = Term.document(World.digest(document))
        add("signature", [signature, Written.key(name).term, target])
        add("made", [signature, World.interval(made.0, made.1)])
        add("commits", [signature, target])
        add("presented", [Written.party(filer).term, signature])
    }

    /// A document with terms, in the log, signed by those named.
    mutating func state(
        _ document: String, by signers: [String], made: (String?, String?),
        _ terms: [(String, [Written])]
    ) {
        let itself = Term.document(World.digest(document))
        add("admitted", [itself])
        add("made", [itself, World.interval(made.0, made.1)])
        for (predicate, arguments) in terms {
            add(predicate, [itself] + arguments.map(\.term), origin: .stated)
        }
        for signer in signers { sign(signer, document, made: made) }
    }

    var annex: Annex {
        var trust = PinnedTrust()
        trust.anchors = [TrustAnchor(party: PartyID("CA1")!, derBytes: [1])]
        trust.roles = roles
        return Annex(
            agreement: World.agreement, version: 1, registry: PartyID("REG")!, trust: trust)
    }

    func judge(_ claims: [String], documents: [String] = []) throws -> Findings {
        var text = "claims \(matter) under \(agreement.version) {\n"
        for document in documents {
            text += "  document \(document) = \(World.digest(document));\n"
        }
        for (number, claim) in claims.enumerated() { text += "  C\(number + 1): \(claim);\n" }
        return try Agreements.judge(
            facts: facts, agreement: agreement, agreementDigest: World.agreement, annex: annex,
            annexDigest: World.digest("annex"), claims: try Claims(parsing: text + "}\n"),
            claimsDigest: World.digest("claims"), matter: MatterID(matter)!, now: now)
    }

    /// The values of the claims, one after the other.
    func values(_ claims: [String], documents: [String] = []) throws -> [FindingValue] {
        try judge(claims, documents: documents).findings.map(\.value)
    }
}

/// Parsing the policy takes a moment; it is read once.
enum Policy {
    static let agreement: Agreement = try! Agreement(
        parsing: PackageFiles.text("Policies/seca-1.0.md"))
}
