// A reader of JSON Schema (2020-12), as far as the OpenAPI document uses it, written from the standard and not from the code that answers. A
// keyword that it does not know is a violation, so nothing in the document goes unread.

import EvidenceValues

/// Holds values against the schemas of a document.
struct Schema {
    private let root: JSONValue
    /// Words that say something to readers only.
    private static let notes: Set<String> = [
        "description", "title", "example", "default", "format", "contentEncoding",
    ]

    init(_ root: JSONValue) { self.root = root }

    /// What of `value` is not as `schema` says; empty if all is.
    func violations(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> [String] {
        guard case .object(let keywords) = schema else { return ["\(path): no schema"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
            violations(value, keyword, argument, keywords, path)
        }
    }

    /// What a reference leads to.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard case .object(let members) = value, case .string(let reference)? = members["$ref"]
        else { return value }
        var found = root
        for step in reference.dropFirst(2).split(separator: "/") {
            guard case .object(let members) = found, let next = members[String(step)] else {
                return .null
            }
            found = next
        }
        return resolved(found)
    }

    private func violations(
        _ value: JSONValue, _ keyword: String, _ argument: JSONValue,
        _ keywords: [String: JSONValue], _ path: String
    ) -> [String] {
        switch (keyword, argument) {
        case ("$ref", _): return violations(value, resolved(.object(["$ref": argument])), at: path)
        case ("allOf", .array(let all)):
            return all.flatMap { violations(value, $0, at: path) }
        case ("anyOf", .array(let any)):
            let one = any.contains { violations(value, $0, at: path).isEmpty }
            return one ? [] : ["\(path): none of anyOf"]
        case ("oneOf", .array(let one)):
            let count = one.count { violations(value, $0, at: path).isEmpty }
            return count == 1 ? [] : ["\(path): \(count) of oneOf"]
        case ("const", _): return value == argument ? [] : ["\(path): not \(argument)"]
        case ("enum", .array(let values)):
            return values.contains(value) ? [] : ["\(path): \(value) is none of enum"]
        case ("type", _): return type(value, argument) ? [] : ["\(path): not \(argument)"]
        case _ where Schema.notes.contains(keyword): return []
        default: return sized(value, keyword, argument, keywords, path)
        }
    }

    private func sized(
        _ value: JSONValue, _ keyword: String, _ argument: JSONValue,
        _ keywords: [String: JSONValue], _ path: String
    ) -> [String] {
        let wrong = ["\(path): \(keyword) \(argument)"]
        switch (keyword, argument, value) {
        case ("pattern", .string(let pattern), .string(let text)):
            guard let regex = try? Regex(pattern) else { return ["\(path): bad pattern"] }
            return text.contains(regex) ? [] : wrong
        case ("minLength", .integer(let least), .string(let text)):
            return text.unicodeScalars.count >= least ? [] : wrong
        case ("maxLength", .integer(let most), .string(let text)):
            return text.unicodeScalars.count <= most ? [] : wrong
        case ("minimum", .integer(let least), .integer(let number)):
            return number >= least ? [] : wrong
        case ("maximum", .integer(let most), .integer(let number)):
            return number <= most ? [] : wrong
        case ("minItems", .integer(let least), .array(let items)):
            return items.count >= least ? [] : wrong
        case ("maxItems", .integer(let most), .array(let items)):
            return items.count <= most ? [] : wrong
        case ("items", _, .array(let items)):
            return items.enumerated().flatMap {
                violations($0.element, argument, at: "\(path)[\($0.offset)]")
            }
        case ("required", .array(let names), .object(let members)):
            return names.compactMap { name in
                guard case .string(let name) = name, members[name] == nil else { return nil }
                return "\(path): \(name) is missing"
            }
        case ("properties", .object(let known), .object(let members)):
            return known.flatMap { name, schema in
                members[name].map { violations($0, schema, at: "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", .bool(false), .object(let members)):
            guard case .object(let known)? = keywords["properties"] else { return wrong }
            return members.keys.filter { known[$0] == nil }.map { "\(path): \($0) is too much" }
        case ("pattern", _, _), ("minLength", _, _), ("maxLength", _, _), ("minimum", _, _),
            ("maximum", _, _), ("minItems", _, _), ("maxItems", _, _), ("items", _, _),
            ("required", _, _), ("properties", _, _), ("additionalProperties", _, _):
            // About values of another type than this one.
            return []
        default: return ["\(path): the keyword \(keyword) is not read"]
        }
    }

    private func type(_ value: JSONValue, _ argument: JSONValue) -> Bool {
        switch argument {
        case .array(let types): return types.contains { type(value, $0) }
        case .string(let name):
            switch (name, value) {
            case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer),
                ("string", .string), ("array", .array), ("object", .object):
                return true
            default: return false
            }
        default: return false
        }
    }
}
