// What differs between the finding in a bundle and the one that judging gives. Both are canonical JSON, so equal parts have equal bytes,
// and comparing needs no understanding of what the parts say. The bundle's text is whoever's: nothing is assumed of it.

internal import EvidenceValues

/// The differences of two findings, the first of them.
struct FindingComparison {
    private(set) var differences: [FindingDifference] = []

    /// Differences at most: whoever needs more has both texts.
    static let maximumDifferences = 32
    /// Unicode scalars of a text at most.
    static let maximumText = 240
    /// Claims, or misconducts, of a list at most; longer ones are told to differ as a whole.
    static let maximumElements = 10_000

    /// What a claim's finding says. Where one of these differs, its reasons do too, and go without saying.
    private static let answers = ["value", "proven_supremum", "possible_supremum"]
    /// Members of the whole that hold a list; compared element by element, or told by their names alone.
    private static let lists = ["findings", "misconduct"]

    /// - Parameters:
    ///   - stated: `finding.json` of the bundle.
    ///   - found: what judging gives.
    init(stated: [UInt8], found: [UInt8]) {
        guard stated != found else { return }
        guard let inside = FindingComparison.outline(stated),
            let own = FindingComparison.outline(found)
        else {
            add(nil, "format", nil, nil)
            return
        }
        compare(nil, inside, own, besides: Set(FindingComparison.lists))
        compare(inside["findings"], own["findings"], "findings", named: "claim")
        compare(inside["misconduct"], own["misconduct"], "misconduct", named: "statement")
        if differences.isEmpty { add(nil, "bytes", nil, nil) }
    }

    private typealias Members = [String: ArraySlice<UInt8>]

    /// The members of a text that ends with a line feed.
    private static func outline(_ bytes: [UInt8]) -> Members? {
        guard bytes.last == 0x0A else { return nil }
        return members(bytes.dropLast())
    }

    /// The members of an object, each name once.
    private static func members(_ bytes: ArraySlice<UInt8>) -> Members? {
        guard let outline = JSONOutline.members(of: bytes) else { return nil }
        let members = Members(outline.map { ($0.name, $0.value) }) { first, _ in first }
        return members.count == outline.count ? members : nil
    }

    /// Tells the members that are not equal, the answers first, and only these where they differ.
    private mutating func compare(
        _ claim: String?, _ stated: Members, _ found: Members, besides passedOver: Set<String> = []
    ) {
        let answers = FindingComparison.answers.filter { stated[$0] != found[$0] }
        let others = Set(stated.keys).union(found.keys).subtracting(passedOver).sorted()
            .filter { stated[$0] != found[$0] }
        for member in answers.isEmpty ? others : answers {
            add(claim, member, stated[member], found[member])
        }
    }

    /// Compares two lists of objects that have a name.
    private mutating func compare(
        _ stated: ArraySlice<UInt8>?, _ found: ArraySlice<UInt8>?, _ member: String,
        named key: String
    ) {
        guard stated != found else { return }
        guard let inside = FindingComparison.named(stated, key),
            let own = FindingComparison.named(found, key)
        else { return add(nil, member, stated, found) }
        let count = differences.count
        let given = Dictionary(inside.map { ($0.name, $0.members) }) { first, _ in first }
        for (name, members) in own {
            guard let other = given[name] else {
                add(name, member, nil, members["sentence"])
                continue
            }
            compare(name, other, members)
        }
        let known = Set(own.map(\.name))
        for (name, members) in inside where !known.contains(name) {
            add(name, member, members["sentence"], nil)
        }
        // The same, in another order or more than once.
        if differences.count == count { add(nil, member, stated, found) }
    }

    private static func named(
        _ list: ArraySlice<UInt8>?, _ key: String
    ) -> [(name: String, members: Members)]? {
        guard let list, let elements = JSONOutline.elements(of: list),
            elements.count <= maximumElements
        else { return nil }
        var named: [(name: String, members: Members)] = []
        for element in elements {
            guard let members = members(element),
                let name = members[key].flatMap({ JSONOutline.text(of: $0) })
            else { return nil }
            named.append((name, members))
        }
        return named
    }

    private mutating func add(
        _ claim: String?, _ member: String, _ stated: ArraySlice<UInt8>?,
        _ found: ArraySlice<UInt8>?
    ) {
        guard differences.count < FindingComparison.maximumDifferences else { return }
        differences.append(
            FindingDifference(
                claim: claim.map(FindingComparison.cut), member: FindingComparison.cut(member),
                stated: stated.map(FindingComparison.shown),
                found: found.map(FindingComparison.shown)
            ))
    }

    /// A value as a reader sees it: strings without quotes, all of it cut.
    private static func shown(_ value: ArraySlice<UInt8>) -> String {
        cut(
            JSONOutline.text(of: value)
                ?? String(decoding: value.prefix(4 * maximumText), as: UTF8.self))
    }

    /// A character has no bound in Unicode, so scalars are counted.
    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(maximumText + 1)
        guard scalars.count > maximumText else { return text }
        return String(String.UnicodeScalarView(scalars.dropLast())) + "…"
    }
}
