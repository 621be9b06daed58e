// The description of scenarios (docs/formats/scenario.md): what is refused and where, and what mutants change.

import Agreements
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `A scenario's description` {
    /// The smallest scenario.
    static let small = """
        {"name": "n", "title": "t", "matter": "M-1", "agreement": "a.md",
        "archive": {"party": "ARCH", "origin": "archive.example", "starts": "2026-01-01T00:00:00Z"},
        "registry": "ANNA",
        "authorities": [{"name": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2035-01-01T00:00:00Z"}],
        "time_stamping": [],
        "parties": [{"name": "ANNA", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"}],
        "steps": [
        {"at": "2026-01-02T00:00:00Z", "id": "D", "document": {"file": "d.md", "text": ["Text"]}},
        {"at": "2026-01-03T00:00:00Z", "id": "S", "sign": {"document": "D", "by": "ANNA"}},
        {"at": "2026-01-04T00:00:00Z", "file": {"objects": ["D", "S"], "by": "ANNA"}}],
        "claims": ["{sha-256:D}"], "now": "2026-02-01T00:00:00Z", "expected": [],
        "mutants": [
        {"name": "unsigned", "title": "u", "changes": [{"drop": "S"}], "expected": [{"claim": "C1", "value": "refuted"}]},
        {"name": "renamed", "title": "r", "changes": [{"set": "/steps/D/document/file", "to": "e.md"}], "expected": []},
        {"name": "nowhere", "title": "w", "changes": [{"set": "/steps/X/at", "to": "e.md"}], "expected": []},
        {"name": "late", "title": "l", "changes": [{"add": [
        {"at": "2026-01-02T00:00:00Z", "id": "E", "document": {"file": "e.md", "text": []}}]}], "expected": []}]}
        """

    static func parse(_ text: String, mutant: String? = nil) throws(ScenarioError) -> Scenario {
        try Scenario(parsing: Array(text.utf8), mutant: mutant)
    }

    @Test func `reads the smallest`() throws {
        let scenario = try Self.parse(Self.small)
        #expect(scenario.matter == MatterID("M-1"))
        #expect(scenario.steps.map(\.id) == ["D", "S", ""])
        #expect(scenario.mutants.map(\.name) == ["unsigned", "renamed", "nowhere", "late"])
    }

    @Test func `the example of its format can be built`() throws {
        let document = String(
            decoding: try ScenarioCase.read("docs/formats/scenario.md"), as: UTF8.self)
        let parts = document.split(separator: "```json\n")
        let example = try #require(parts.last?.split(separator: "```").first)
        let folder = try TestFolder()
        for mutant in [nil, "no-signature-of-bert"] {
            let scenario = try Self.parse(String(example), mutant: mutant)
            let built = try scenario.build(
                in: folder.path + "/" + (mutant ?? "itself"), agreement: [])
            #expect(built.objects.keys.contains("LOAN-BERT") == (mutant == nil))
        }
    }

    // Spec: scenario-1, scenario-2
    @Test(arguments: [
        ("\"D\", \"document\"", "\"D\", \"documint\"", "/steps/D"),
        ("\"title\": \"t\",", "", ""),
        ("\"title\": \"t\",", "\"title\": [],", "/title"),
        ("\"text\": [\"Text\"]", "\"text\": \"Text\"", "/steps/D/document/text"),
        ("\"text\": [\"Text\"]", "\"text\": [true]", "/steps/D/document/text/0"),
        ("\"text\": [\"Text\"]", "\"text\": [], \"colour\": \"red\"", "/steps/D/document"),
        ("2026-01-03T00", "2026-13-03T00", "/steps/S/at"),
        ("2026-01-03T00", "2026-01-01T00", "/steps/S"),
        ("\"authority\": \"CA1\"", "\"authority\": \"CA2\"", "/parties/ANNA/authority"),
        ("\"id\": \"S\", ", "", "/steps/1"),
        ("\"matter\": \"M-1\"", "\"matter\": \"M 1\"", "/matter"),
        ("\"value\": \"refuted\"", "\"value\": \"perhaps\"", nil),
        ("\"drop\": \"S\"", "\"dorp\": \"S\"", "/mutants/unsigned/changes/0"),
    ])
    func `an error names its place`(old: String, new: String, path: String?) throws {
        let text = Self.small.replacing(old, with: new, maxReplacements: 1)
        #expect(text != Self.small)
        guard let path else {
            // A mutant's expectations are read when the mutant is.
            _ = try Self.parse(text)
            #expect(throws: ScenarioError.self) { try Self.parse(text, mutant: "unsigned") }
            return
        }
        let error = #expect(throws: ScenarioError.self) { try Self.parse(text) }
        #expect(error?.path == path)
    }

    @Test(arguments: [
        ("{\"a\": 1}", 1, 7), ("{\"a\": \"x\",\n \"a\": \"y\"}", 2, 2), ("[\"x\" \"y\"]", 1, 6),
        ("{\"a\": \"x\"} ,", 1, 12), ("[\"\u{1}\"]", 1, 3), ("[\"\\q\"]", 1, 4), ("[\"x", 1, 4),
        ("", 1, 1), ("[\"\\ud800\"]", 1, 5),
        (String(repeating: "[", count: 100_000), 1, 33),
    ])
    func `what is no JSON is refused at line and column`(
        text: String, line: Int, column: Int
    ) throws {
        let error = #expect(throws: ScenarioError.self) { try Self.parse(text) }
        guard case .malformed(let place)? = error?.reason else {
            Issue.record("not refused as JSON: \(String(describing: error))")
            return
        }
        #expect(place.line == line && place.column == column, "\(place)")
    }

    @Test func `any cut of it is refused`() {
        for end in 0..<Self.small.utf8.count {
            let cut = Array(Self.small.utf8.prefix(end))
            #expect(throws: ScenarioError.self) { try Scenario(parsing: cut) }
        }
    }

    // Spec: scenario-22
    @Test func `a mutant drops a step and its filing, sets a value, adds a step in its place`()
        throws
    {
        let unsigned = try Self.parse(Self.small, mutant: "unsigned")
        #expect(unsigned.steps.map(\.id) == ["D", ""])
        guard case .file(let objects, _, _) = unsigned.steps[1].action else {
            Issue.record("no filing left")
            return
        }
        #expect(objects == ["D"])
        #expect(unsigned.expected.map(\.value) == [.refuted])
        guard
            case .document(let file, _, _)? = try Self.parse(Self.small, mutant: "renamed")
                .steps.first?.action
        else {
            Issue.record("no document left")
            return
        }
        #expect(file == "e.md")
        #expect(try Self.parse(Self.small, mutant: "late").steps.map(\.id) == ["D", "E", "S", ""])
    }

    @Test(arguments: [("nowhere", "/mutants/nowhere"), ("unheard-of", "/mutants")])
    func `a mutant of what is not there is refused`(mutant: String, path: String) throws {
        let error = #expect(throws: ScenarioError.self) {
            try Self.parse(Self.small, mutant: mutant)
        }
        #expect(error?.path == path)
    }

    // Spec: scenario-9
    @Test func `each repeats a step for every name`() throws {
        let text = Self.small.replacing(
            "\"id\": \"D\", \"document\": {\"file\": \"d.md\"",
            with:
                "\"each\": [\"D\", \"F\"], \"id\": \"{each}\", \"document\": {\"file\": \"{each}.md\""
        )
        #expect(try Self.parse(text).steps.map(\.id) == ["D", "F", "S", ""])
    }

    @Test(arguments: [
        ("\"by\": \"ANNA\"", "\"by\": \"BERT\"", "/steps/S"),
        ("\"document\": \"D\"", "\"document\": \"E\"", "/steps/S"),
        ("[\"Text\"]", "[\"{sha-256:S}\"]", "/steps/D"),
        ("{sha-256:D}", "{sha-256:E}", "/claims"),
        ("\"registry\": \"ANNA\"", "\"registry\": \"BERT\"", "/registry"),
    ])
    func `a build that names what is not there is refused`(
        old: String, new: String, path: String
    ) throws {
        let scenario = try Self.parse(Self.small.replacing(old, with: new, maxReplacements: 1))
        let folder = try TestFolder()
        let error = #expect(throws: ScenarioError.self) {
            try scenario.build(in: folder.path + "/built", agreement: [])
        }
        #expect(error?.path == path)
    }

    // Spec: scenario-18, scenario-18d
    @Test func `a secret comes from its id, and texts have its digest or its bytes`() throws {
        let steps = """
            "steps": [
            {"at": "2026-01-01T08:00:00Z", "id": "N-O", "secret": {"file": "n-o.bin"}},
            {"at": "2026-01-01T08:00:00Z", "id": "N-R", "secret": {"file": "n-r.bin"}},
            {"at": "2026-01-01T08:00:00Z", "id": "T",
            "document": {"file": "t.txt", "text": ["{sha-256:N-O} {base64:N-O}"]}},
            """
        let scenario = try Self.parse(Self.small.replacing("\"steps\": [", with: steps))
        let (one, other) = (try TestFolder(), try TestFolder())
        let built = try scenario.build(in: one.path + "/built", agreement: [])
        let again = try scenario.build(in: other.path + "/built", agreement: [])
        let secret = try #require(built.objects["N-O"])
        #expect(secret.bytes.count == 32)
        #expect(secret.bytes == again.objects["N-O"]?.bytes)
        #expect(secret.bytes != built.objects["N-R"]?.bytes)
        let text = try #require(built.objects["T"]).bytes
        #expect(
            String(decoding: text, as: UTF8.self)
                == "\(secret.digest.text) \(Base64.encode(secret.bytes))\n")
    }

    // Spec: scenario-18e
    @Test func `a ledger goes on with an earlier one, each line naming what is before it`() throws {
        let steps = """
            "steps": [
            {"at": "2026-01-01T08:00:00Z", "id": "ONE", "ledger": {"file": "1.txt", "lines": [
            "head", "{agreement}", "0 {previous} open"]}},
            {"at": "2026-01-01T08:00:00Z", "id": "TWO", "ledger": {"file": "2.txt", "after": "ONE", "lines": [
            "1 {previous} {sha-256:ONE}", "2 {previous} {line:ONE}"]}},
            """
        let scenario = try Self.parse(Self.small.replacing("\"steps\": [", with: steps))
        let folder = try TestFolder()
        let built = try scenario.build(in: folder.path + "/built", agreement: [])
        let (one, two) = try (#require(built.objects["ONE"]), #require(built.objects["TWO"]))
        func digest(_ text: String) -> String { Digest.sha256(Array(text.utf8)).text }
        let head = "head\n\(Digest.sha256([]).text)\n"
        let first = "0 \(digest(head)) open\n"
        let second = "1 \(digest(first)) \(one.digest.text)\n"
        let third = "2 \(digest(second)) \(digest(first))\n"
        #expect(one.kind == .ledger)
        #expect(String(decoding: one.bytes, as: UTF8.self) == head + first)
        #expect(String(decoding: two.bytes, as: UTF8.self) == head + first + second + third)
    }

    @Test func `a build does not touch a folder that holds something`() throws {
        let folder = try TestFolder()
        try folder.write("mine", [1])
        #expect(throws: ScenarioError.self) {
            try Self.parse(Self.small).build(in: folder.path, agreement: [])
        }
        #expect(try folder.read("mine") == [1])
    }
}

@Suite struct `A scenario with a cast` {
    private static let cast = """
        {"archive": {"party": "ARCH", "origin": "archive.example", "starts": "2026-01-01T00:00:00Z"},
        "registry": "REGIS",
        "authorities": [{"name": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2035-01-01T00:00:00Z"}],
        "time_stamping": [],
        "parties": [
        {"name": "REGIS", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"},
        {"name": "ANNA", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"},
        {"name": "BERT", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"}],
        "steps": [
        {"at": "2026-01-01T08:00:00Z", "id": "ACC-{each}", "each": ["ANNA", "BERT", "CLEO"],
        "document": {"file": "{each}.md", "text": ["{each}"]}},
        {"at": "2026-01-01T08:30:00Z", "id": "B", "each": ["BERT"], "document": {"file": "b.md", "text": []}},
        {"at": "2026-01-01T09:00:00Z", "id": "FILE", "file": {"objects": ["certificate:REGIS"], "by": "operator"}}]}
        """

    private static let small = """
        {"name": "n", "title": "t", "matter": "M-1", "agreement": "a.md",
        "cast": {"file": "cast.json", "parties": ["ANNA"]},
        "steps": [{"at": "2026-01-02T00:00:00Z", "id": "D", "document": {"file": "d.md", "text": ["Text"]}}],
        "claims": [], "now": "2026-02-01T00:00:00Z", "expected": [],
        "mutants": [
        {"name": "without", "title": "w", "changes": [{"drop": "ACC-ANNA"}], "expected": []},
        {"name": "short", "title": "s", "changes": [{"set": "/parties/ANNA/to", "to": "2026-01-01T00:00:00Z"}], "expected": []}]}
        """

    private static func parse(
        _ text: String = small, mutant: String? = nil, cast: String = cast
    ) throws(ScenarioError) -> Scenario {
        try Scenario(parsing: Array(text.utf8), mutant: mutant) {
            $0 == "cast.json" ? Array(cast.utf8) : nil
        }
    }

    // Spec: scenario-23
    @Test func `takes the chosen parties and their steps, before its own`() throws {
        let scenario = try Self.parse()
        #expect(scenario.registry == PartyID("REGIS"))
        #expect(scenario.keys.map(\.name) == ["REGIS", "ANNA"])
        #expect(scenario.steps.map(\.id) == ["ACC-ANNA", "FILE", "D"])
    }

    // Spec: scenario-24
    @Test func `what it says of a party itself goes before what the cast says`() throws {
        let own = """
            "parties": [
            {"name": "ANNA", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2031-01-01T00:00:00Z", "roles": ["bank"]},
            {"name": "CLEO", "authority": "CA1", "from": "2025-01-01T00:00:00Z", "to": "2031-01-01T00:00:00Z"}],
            "registry": "ANNA", "steps"
            """
        let scenario = try Self.parse(Self.small.replacing("\"steps\"", with: own))
        #expect(scenario.keys.map(\.name) == ["REGIS", "ANNA", "CLEO"])
        #expect(scenario.keys[1].validity.notAfter == Instant(text: "2031-01-01T00:00:00Z"))
        #expect(scenario.roles.map(\.role) == ["bank"])
        #expect(scenario.registry == PartyID("ANNA"))
        #expect(scenario.steps.map(\.id) == ["ACC-ANNA", "ACC-CLEO", "FILE", "D"])
    }

    @Test func `mutants change the cast, too`() throws {
        #expect(try Self.parse(mutant: "without").steps.map(\.id) == ["FILE", "D"])
        let short = try Self.parse(mutant: "short")
        #expect(short.keys[1].validity.notAfter == Instant(text: "2026-01-01T00:00:00Z"))
    }

    // Spec: scenario-2
    @Test(arguments: [
        ("\"ANNA\"]", "\"DORA\"]", "/cast/parties/0"),
        ("\"ANNA\"]", "\"ANNA\", \"ANNA\"]", "/cast/parties/1"),
        ("\"ANNA\"]", "true]", "/cast/parties/0"),
        ("[\"ANNA\"]", "\"ANNA\"", "/cast/parties"),
        ("cast.json", "else.json", "/cast/file"),
        ("\"file\": \"cast", "\"flie\": \"cast", "/cast"),
        ("2026-01-02T00", "2026-01-01T00", "/steps/D"),
    ])
    func `an error names its place`(old: String, new: String, path: String) throws {
        let text = Self.small.replacing(old, with: new, maxReplacements: 1)
        #expect(text != Self.small)
        let error = #expect(throws: ScenarioError.self) { try Self.parse(text) }
        #expect(error?.path == path)
    }

    @Test(arguments: [
        ("\"registry\": \"REGIS\",", "", "/cast/cast.json"),
        ("\"registry\"", "\"title\": \"t\", \"registry\"", "/cast/cast.json"),
        ("\"steps\": [", "\"steps\": {", "/cast/cast.json"),
        ("[\"BERT\"]", "true", "/cast/cast.json/steps/B/each"),
        ("2026-01-01T08:00", "2026-13-01T08:00", "/steps/ACC-ANNA/at"),
    ])
    func `an error in the cast names its place`(old: String, new: String, path: String) throws {
        let cast = Self.cast.replacing(old, with: new, maxReplacements: 1)
        #expect(cast != Self.cast)
        let error = #expect(throws: ScenarioError.self) { try Self.parse(cast: cast) }
        #expect(error?.path == path)
    }

    @Test func `without its file it is refused`() {
        let error = #expect(throws: ScenarioError.self) {
            try Scenario(parsing: Array(Self.small.utf8))
        }
        #expect(error == ScenarioError("/cast/file", .unknownName("cast.json")))
    }

    @Test func `everybody of the sample cast can take part`() throws {
        let cast = String(decoding: try ScenarioCase.read("Evidence/cast.json"), as: UTF8.self)
        let names = [
            "FRUTA", "MARKT", "INVST", "BROKR", "BRKR2", "TRADX", "SELLR", "BUYR", "ADMIN",
            "LINER", "BANKF", "BANKM", "CA1", "CS1", "TTP1", "TTP2", "EXPT", "CLEAR", "ARBIT",
            "COURT",
        ]
        let list = names.map { "\"" + $0 + "\"" }.joined(separator: ", ")
        let text = Self.small.replacing("[\"ANNA\"]", with: "[" + list + "]")
        let scenario = try Self.parse(text, cast: cast)
        let folder = try TestFolder()
        let built = try scenario.build(in: folder.path + "/built", agreement: [1])
        #expect(Set(scenario.keys.map(\.holder.text)) == Set(names + ["REGIS"]))
        #expect(built.objects.keys.filter { $0.hasSuffix("-OWN") }.count == 18)
    }
}
