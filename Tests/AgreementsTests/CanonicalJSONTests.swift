// Canonical JSON (RFC 8785) as findings and reports use it.

import EvidenceValues
import Testing

@Suite struct `Canonical JSON` {
    static let cases: [(JSONValue, String)] = [
        (.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
        (.integer(0), "0"), (.integer(.min), "-9223372036854775808"),
        (.string("a\"\\\u{8}\t\n\u{C}\r\u{1}\u{1F}/é€"), #""a\"\\\b\t\n\f\r\u0001\u001f/é€""#),
        (.array([]), "[]"), (.object([:]), "{}"),
        (.array([.integer(1), .null]), "[1,null]"),
        (.object(["b": .integer(1), "a": .integer(2), "": .null]), #"{"":null,"a":2,"b":1}"#),
        // RFC 8785 §3.2.3: the smiley's surrogate D83D sorts before U+FB33.
        (
            .object(["\u{FB33}": .integer(1), "\u{1F600}": .integer(2)]),
            "{\"\u{1F600}\":2,\"\u{FB33}\":1}"
        ),
        (.optional(nil), "null"), (.strings(["x"]), "[\"x\"]"),
    ]

    @Test(arguments: cases.indices)
    func `each value has its one text`(index: Int) {
        let (value, text) = Self.cases[index]
        #expect(String(decoding: CanonicalJSON.encode(value), as: UTF8.self) == text)
    }
}
