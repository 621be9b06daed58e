// Reading a scenario's JSON member by member: each value knows its path, so that an error can name the place; and a member that
// nobody asked for is an error, so that a misspelt key cannot be passed over in silence.

package import EvidenceValues

/// What is wrong with a scenario, and where.
package struct ScenarioError: Error, Hashable {
    /// `/steps/SIG-1/sign/by`: keys, names of elements and positions, or empty for the whole.
    package let path: String
    package let reason: Reason

    /// What is wrong.
    package enum Reason: Sendable, Hashable {
        case malformed(JSONValue.Malformed)
        case unknownKey(String, known: [String])
        case missingKey(String)
        /// The value is not of this kind.
        case wrongValue(expected: String, found: String)
        /// Nothing with this name has been declared or made before.
        case unknownName(String)
        case duplicateName(String)
        /// A step is earlier than the one above it.
        case outOfOrder(Instant, after: Instant)
        /// A step could not be carried out.
        case failed(String)
    }

    package init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }
}

/// A value of the scenario and its path.
struct ScenarioField {
    let path: String
    let value: JSONValue

    /// The members of an object; every key must be one of `required` or `optional`.
    func members(_ required: [String], optional: [String] = []) throws(ScenarioError)
        -> [String: ScenarioField]
    {
        guard case .object(let members) = value else { throw wrong("an object") }
        var fields: [String: ScenarioField] = [:]
        for member in members {
            guard required.contains(member.key) || optional.contains(member.key) else {
                throw ScenarioError(
                    path, .unknownKey(member.key, known: (required + optional).sorted()))
            }
            fields[member.key] = ScenarioField(path: path + "/" + member.key, value: member.value)
        }
        for key in required where fields[key] == nil {
            throw ScenarioError(path, .missingKey(key))
        }
        return fields
    }

    /// The elements of an array; an element's path names it by its `name` or `id`, else by its position.
    func elements() throws(ScenarioError) -> [ScenarioField] {
        guard case .array(let elements) = value else { throw wrong("a list") }
        return elements.enumerated().map { position, element in
            ScenarioField(
                path: path + "/" + (element.elementName ?? String(position)), value: element)
        }
    }

    func text() throws(ScenarioError) -> String {
        guard case .string(let text) = value else { throw wrong("a text") }
        return text
    }

    func texts() throws(ScenarioError) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    func boolean() throws(ScenarioError) -> Bool {
        guard case .boolean(let boolean) = value else { throw wrong("true or false") }
        return boolean
    }

    /// What `read` makes of the text, which must not be nil.
    func parsed<Value>(_ expected: String, _ read: (String) -> Value?) throws(ScenarioError)
        -> Value
    {
        guard let value = read(try text()) else { throw wrong(expected) }
        return value
    }

    func instant() throws(ScenarioError) -> Instant {
        try parsed("a time such as 2026-02-02T11:00:00Z") { Instant(text: $0) }
    }

    func party() throws(ScenarioError) -> PartyID {
        try parsed("a party in capitals") { PartyID($0) }
    }

    func span() throws(ScenarioError) -> TimeSpan {
        try parsed("a span such as 1s or 250ms") { TimeSpan(text: $0) }
    }

    func wrong(_ expected: String) -> ScenarioError {
        ScenarioError(path, .wrongValue(expected: expected, found: value.kindName))
    }
}

extension JSONValue {
    /// How an element of a list is called: by its `name`, else by its `id`.
    var elementName: String? {
        for key in ["name", "id"] {
            if case .string(let name)? = self[key] { return name }
        }
        return nil
    }

    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .string(let text): "\"" + text + "\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}
