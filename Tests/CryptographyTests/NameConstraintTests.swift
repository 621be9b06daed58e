// Name constraints against names that were made to slip through them: other letters, dots, address literals, mailboxes in disguise.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

@Suite struct `Name constraints` {
    /// A subtree, a name, and whether an authority so constrained may certify it.
    struct Line: Sendable, CustomTestStringConvertible {
        enum Rule: String { case permitted, excluded }

        let rule: Rule
        let base: Name
        let name: Name
        let isFine: Bool

        var testDescription: String { "\(rule) \(base): \(name) \(isFine ? "passes" : "fails")" }

        init(_ rule: Rule, _ base: Name, _ name: Name, _ isFine: Bool) {
            (self.rule, self.base, self.name, self.isFine) = (rule, base, name, isFine)
        }
    }

    enum Name: Sendable {
        case dns(String)
        case mail(String)
        case uri(String)
        case ip([UInt8])
        case organisation(String)
        case other(String)
        case mailInSubject(String)
        case commonName(String)

        var tree: DERTree {
            switch self {
            case .dns(let text): .implicitPrimitive(2, Array(text.utf8))
            case .mail(let text), .mailInSubject(let text), .commonName(let text):
                .implicitPrimitive(1, Array(text.utf8))
            case .uri(let text): .implicitPrimitive(6, Array(text.utf8))
            case .ip(let bytes): .implicitPrimitive(7, bytes)
            case .organisation(let text): .explicit(4, Name.name("2.5.4.10", text))
            case .other(let type): .implicit(0, [.object(type), .explicit(0, .utf8("x"))])
            }
        }

        static func name(_ type: String, _ text: String) -> DERTree {
            .sequence([.setOf([.sequence([.object(type), .utf8(text)])])])
        }
    }

    private static let mapped: [UInt8] =
        [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 10, 1, 2, 3]
    private static let ten: [UInt8] = [10, 0, 0, 0, 255, 0, 0, 0]

    static let hosts: [Line] = [
        Line(.permitted, .dns("example.com"), .dns("example.com"), true),
        Line(.permitted, .dns("example.com"), .dns("a.b.EXAMPLE.com"), true),
        Line(.permitted, .dns("example.com"), .dns("*.example.com"), true),
        Line(.permitted, .dns("example.com"), .dns("notexample.com"), false),
        Line(.permitted, .dns("example.com"), .dns("example.com.evil.org"), false),
        Line(.permitted, .dns("example.com"), .dns("example.com."), false),
        Line(.permitted, .dns("example.com"), .dns(".example.com"), false),
        Line(.permitted, .dns("example.com"), .dns("evil.org\u{0}.example.com"), false),
        Line(.permitted, .dns("example.com"), .dns(""), false),
        Line(.permitted, .dns(".example.com"), .dns("a.example.com"), true),
        Line(.permitted, .dns(".example.com"), .dns("example.com"), false),
        Line(.permitted, .dns(""), .dns("any.org"), true),
        Line(.permitted, .dns("example.com"), .mail("a@other.org"), true),
        Line(.excluded, .dns("example.com"), .dns("www.Example.COM"), false),
        Line(.excluded, .dns("example.com"), .dns("www.example.com."), false),
        Line(.excluded, .dns("example.com"), .dns("www..example.com"), false),
        Line(.excluded, .dns("example.com"), .dns("ex\u{E4}mple.com"), false),
        Line(.excluded, .dns("www.example.com"), .dns("*.example.com"), false),
        Line(.excluded, .dns("example.com"), .dns("*.com"), false),
        Line(.excluded, .dns(".example.com"), .dns("example.com"), false),
        Line(.excluded, .dns("example.com."), .dns("other.org"), false),
        Line(.excluded, .dns("example.com"), .dns("xn--bcher-kva.org"), true),
        Line(.excluded, .dns("example.com"), .dns("badexample.com"), true),
        Line(.excluded, .dns(""), .dns("any.org"), false),
        Line(.excluded, .dns("example.com"), .commonName("www.example.com"), false),
        Line(.excluded, .uri("example.com"), .uri("https://example.com/a"), false),
        Line(.excluded, .uri("example.com"), .uri("https://EXAMPLE.com:8443?q"), false),
        Line(.excluded, .uri("example.com"), .uri("https://me@example.com/"), false),
        Line(.excluded, .uri("example.com"), .uri("https://example.com\\@other.org/"), false),
        Line(.excluded, .uri("example.com"), .uri("https://example%2Ecom/"), false),
        Line(.excluded, .uri("example.com"), .uri("urn:example"), false),
        Line(.excluded, .uri("example.com"), .uri("https://10.1.2.3/"), false),
        Line(.excluded, .uri("example.com"), .uri("https://[::1]/"), false),
        Line(.excluded, .uri("example.com"), .uri("https://www.example.com/"), true),
        Line(.excluded, .uri(".example.com"), .uri("https://www.example.com/"), false),
        Line(.permitted, .uri(".example.com"), .uri("ldap://a.example.com/x"), true),
        Line(.permitted, .uri("example.com"), .uri("https://other.org/example.com"), false),
        Line(.permitted, .ip(ten), .ip([10, 1, 2, 3]), true),
        Line(.permitted, .ip(ten), .ip([11, 1, 2, 3]), false),
        Line(.permitted, .ip(ten), .ip(mapped), false),
        Line(.excluded, .ip(ten), .ip([10, 255, 255, 255]), false),
        Line(.excluded, .ip(ten), .ip(mapped), false),
        Line(.excluded, .ip(ten), .ip([10, 1, 2]), false),
        Line(.excluded, .ip(ten), .ip([9, 1, 2, 3]), true),
        Line(.excluded, .ip(ten), .ip([UInt8](repeating: 0xFE, count: 16)), true),
        Line(.excluded, .ip([10, 0, 0, 0, 255, 0, 255, 0]), .ip([9, 9, 9, 9]), false),
        Line(.excluded, .ip([10, 0, 0, 0]), .ip([9, 9, 9, 9]), false),
    ]

    static let people: [Line] = [
        Line(.permitted, .mail("example.com"), .mail("a@Example.com"), true),
        Line(.permitted, .mail("example.com"), .mail("a@sub.example.com"), false),
        Line(.permitted, .mail("bob@example.com"), .mail("bob@EXAMPLE.com"), true),
        Line(.permitted, .mail("bob@example.com"), .mail("Bob@example.com"), false),
        Line(.permitted, .mail("example.com"), .mail("\"a@example.com\"@example.com"), false),
        Line(.permitted, .mail("example.com"), .mail("a@example.com@example.com"), false),
        Line(.excluded, .mail("example.com"), .mail("a@EXAMPLE.com"), false),
        Line(.excluded, .mail("example.com"), .mail("a@example.com."), false),
        Line(.excluded, .mail("example.com"), .mail("\"a\"@other.org"), false),
        Line(.excluded, .mail("example.com"), .mail("a@[10.1.2.3]"), false),
        Line(.excluded, .mail("example.com"), .mail("a"), false),
        Line(.excluded, .mail("example.com"), .mail("a@sub.example.com"), true),
        Line(.excluded, .mail(".example.com"), .mail("a@sub.example.com"), false),
        Line(.excluded, .mail(".example.com"), .mail("a@example.com"), true),
        Line(.excluded, .mail("bob@example.com"), .mail("BOB@example.com"), false),
        Line(.excluded, .mail(""), .mail("a@b.c"), false),
        Line(.permitted, .mail(""), .mail("a@b.c"), false),
        Line(.excluded, .mail("example.com"), .mailInSubject("a@EXAMPLE.com"), false),
        Line(.permitted, .mail("example.com"), .mailInSubject("a@other.org"), false),
        Line(.permitted, .mail("example.com"), .mailInSubject("a@example.com"), true),
        Line(.excluded, .mail("example.com"), .other("1.3.6.1.5.5.7.8.9"), false),
        Line(.excluded, .other("1.2.3"), .other("1.2.3"), false),
        Line(.permitted, .other("1.2.3"), .other("1.2.3"), false),
        Line(.permitted, .other("1.2.3"), .other("1.2.4"), true),
        Line(.excluded, .organisation("Evil Corp"), .organisation("  eViL   corp "), false),
        Line(.excluded, .organisation("stra\u{DF}e"), .organisation("STRASSE"), false),
        Line(.excluded, .organisation("caf\u{E9}"), .organisation("CAFE\u{301}"), false),
        Line(.excluded, .organisation("Evil"), .organisation("E\u{AD}vil"), false),
        Line(.excluded, .organisation("Evil Corp"), .organisation("Evil Corps"), true),
        Line(.excluded, .organisation("Evil"), .organisation("\u{FF25}vil"), false),
        Line(.excluded, .organisation("\u{FF25}vil"), .organisation("Evil"), false),
        Line(.excluded, .organisation("Office"), .organisation("of\u{FB01}ce"), false),
        Line(.excluded, .organisation("Evil"), .organisation("M\u{FC}ller & S\u{F6}hne"), true),
        Line(.permitted, .organisation("Docket Test Keys"), .mail("a@b.c"), true),
        Line(.permitted, .organisation("Somebody"), .mail("a@b.c"), false),
    ]

    /// Whether a path leads through an authority so constrained to a certificate of that name.
    private func holds(_ line: Line) throws -> Bool {
        let world = try PathWorld()
        let subtrees = DERTree.implicit(
            line.rule == .permitted ? 0 : 1, [.sequence([line.base.tree])])
        let issuer = try world.root.intermediate(
            "SUB", validity: PathWorld.validity,
            options: PathWorld.authority([
                CertificateAuthority.extension("2.5.29.30", critical: true, .sequence([subtrees]))
            ]))
        var options = CertificateOptions()
        switch line.name {
        case .mailInSubject(let text):
            options.subject = Name.name("1.2.840.113549.1.9.1", text)
        case .commonName(let text):
            options.subject = Name.name("2.5.4.3", text)
        default:
            let names = DERTree.sequence([line.name.tree])
            options.moreExtensions = [
                CertificateAuthority.extension("2.5.29.17", critical: false, names)
            ]
        }
        let leaf = try issuer.issue("LEAF", validity: PathWorld.validity, options: options)
        let search = try world.search(leaf.certificate, through: [issuer.certificate])
        #expect(
            !search.paths.isEmpty || search.failure == .constraint("name constraints"),
            "\(String(describing: search.failure))")
        return !search.paths.isEmpty
    }

    @Test(arguments: hosts) func `bind hosts and addresses`(line: Line) throws {
        #expect(try holds(line) == line.isFine)
    }

    @Test(arguments: people) func `bind mailboxes and people`(line: Line) throws {
        #expect(try holds(line) == line.isFine)
    }

    @Test func `do not say that a name which may be spelt otherwise is outside`() throws {
        func name(_ values: [DERTree]) throws -> ComparableName {
            let relatives = values.map {
                DERTree.setOf([.sequence([.object("2.5.4.10"), $0])])
            }
            return try #require(ComparableName(der: DERTree.sequence(relatives).bytes))
        }
        let wide = DERTree.utf8("\u{FF25}vil")
        // A UniversalString, and a UTF8String that is not UTF-8.
        let unread = [
            DERTree.encoded([0x1C, 4, 0, 0, 0, 0x45]), .encoded([0x0C, 1, 0xFF]),
        ]
        let base = try name([.utf8("Evil")])
        for value in [wide] + unread {
            #expect(try name([value]).match(base) == .unknown)
            #expect(try name([value, .utf8("Unit")]).match(base) == .unknown)
            #expect(try base.match(name([value])) == .unknown)
            #expect(try name([value]).match(name([value])) == .inside)
            #expect(try name([.utf8("Good"), value]).match(base) == .outside)
            #expect(try name([value]).match(name([.utf8("Evil"), .utf8("Unit")])) == .outside)
        }
        #expect(try name([.utf8("evil"), wide]).match(base) == .inside)
        #expect(try name([.encoded([0x03, 2, 0, 1])]).match(base) == .outside)
    }

    @Test func `of an anchor bind, and a constraint that says nothing is refused`() throws {
        let subtree = DERTree.sequence([Name.organisation("Somebody").tree])
        let constraint = DERTree.sequence([.implicit(0, [subtree])])
        for (value, expected) in [
            (constraint, PathFailure.constraint("name constraints")),
            (.sequence([]), .constraint("malformed extension")),
        ] {
            let world = try PathWorld(
                options: PathWorld.authority([
                    CertificateAuthority.extension("2.5.29.30", critical: true, value)
                ]))
            let leaf = try world.root.issue("LEAF", validity: PathWorld.validity)
            #expect(try world.search(leaf.certificate).failure == expected)
        }
    }
}
