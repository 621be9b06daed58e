import EvidenceValues
import Testing

/// What a text is as an object, and as an array.
private struct Outlined: Sendable, CustomTestStringConvertible {
    let text: String
    let members: [String]?
    let elements: [String]?
    var testDescription: String { text }
}

private let outlined: [Outlined] = [
    Outlined(text: "{}", members: [], elements: nil),
    Outlined(text: "[]", members: nil, elements: []),
    Outlined(text: #"{"a":1,"b":[1,2]}"#, members: ["a=1", "b=[1,2]"], elements: nil),
    Outlined(text: #"[{"a":","},"]",3]"#, members: nil, elements: [#"{"a":","}"#, #""]""#, "3"]),
    Outlined(text: #"{"a":"\"}","b":2}"#, members: [#"a="\"}""#, "b=2"], elements: nil),
    Outlined(text: #"{"a\\":1}"#, members: [#"a\\=1"#], elements: nil),
    Outlined(text: "", members: nil, elements: nil),
    Outlined(text: "{", members: nil, elements: nil),
    Outlined(text: "{}x", members: nil, elements: nil),
    Outlined(text: #"{"a":1,}"#, members: nil, elements: nil),
    Outlined(text: #"{"a"}"#, members: nil, elements: nil),
    Outlined(text: #"{"a":}"#, members: nil, elements: nil),
    Outlined(text: #"{a:1}"#, members: nil, elements: nil),
    Outlined(text: #"{"a:1}"#, members: nil, elements: nil),
    Outlined(text: #"{"a":1]}"#, members: nil, elements: nil),
    Outlined(text: #"{"a":[1}"#, members: nil, elements: nil),
    Outlined(text: #"["\"#, members: nil, elements: nil),
    Outlined(text: #"["\]"#, members: nil, elements: nil),
    Outlined(text: "[1,,2]", members: nil, elements: nil),
]

@Suite struct OutlineOfJSON {
    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: outlined)
    private func `a text has the members and elements of its first level`(_ sample: Outlined) {
        let bytes = Array(sample.text.utf8)
        let members = JSONOutline.members(of: bytes[...])
        #expect(members.map { $0.map { "\($0.name)=\(text($0.value))" } } == sample.members)
        #expect(JSONOutline.elements(of: bytes[...]).map { $0.map(text) } == sample.elements)
    }

    @Test func `what the writer writes comes apart into what it was made of`() {
        let parts: [String: JSONValue] = [
            "name": .string("a \"b\" \\ {c}\n"), "list": .array([.null, .bool(true)]),
            "inside": .object(["x": .integer(-7)]),
        ]
        let bytes = CanonicalJSON.encode(.object(parts))
        let members = JSONOutline.members(of: bytes[...]) ?? []
        #expect(members.map(\.name) == ["inside", "list", "name"])
        for (name, value) in members {
            #expect(Array(value) == parts[name].map(CanonicalJSON.encode))
        }
    }

    @Test func `a million brackets hurt nobody`() {
        let deep =
            [UInt8](repeating: 0x5B, count: 1_000_000)
            + [UInt8](repeating: 0x5D, count: 1_000_000)
        #expect(JSONOutline.elements(of: deep[...])?.count == 1)
        #expect(JSONOutline.elements(of: deep.dropLast()) == nil)
    }
}
