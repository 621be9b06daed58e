// Mutants: the same story with something changed, and what must then be found. A mutant is a list of changes to the JSON itself, so
// that it can do nothing that a person with an editor could not.

/// A change of the scenario under a name.
package struct ScenarioMutant: Sendable, Hashable {
    package let name: String
    package let title: String
    private let path: String
    private let changes: [Change]
    private let replaced: [JSONValue.Member]

    private enum Change: Hashable {
        /// Removes the step with this id, and its mention wherever things are filed.
        case drop(String)
        /// Adds steps, each behind the last one that is not later.
        case add([JSONValue])
        /// Puts another value in a place: `/parties/INVST/to`.
        case set(String, JSONValue)
    }

    /// The mutants of a scenario.
    static func readAll(_ tree: JSONValue) throws(ScenarioError) -> [ScenarioMutant] {
        guard let mutants = tree["mutants"] else { return [] }
        var read: [ScenarioMutant] = []
        for element in try ScenarioField(path: "/mutants", value: mutants).elements() {
            let mutant = try ScenarioMutant(reading: element)
            guard !read.contains(where: { $0.name == mutant.name }) else {
                throw ScenarioError(element.path, .duplicateName(mutant.name))
            }
            read.append(mutant)
        }
        return read
    }

    private init(reading field: ScenarioField) throws(ScenarioError) {
        let members = try field.members(
            ["name", "title", "changes", "expected"],
            optional: ["claims", "now", "misconduct", "status"])
        path = field.path
        name = try members["name"]?.text() ?? ""
        title = try members["title"]?.text() ?? ""
        var changes: [Change] = []
        for change in try members["changes"]?.elements() ?? [] {
            changes.append(try ScenarioMutant.change(change))
        }
        self.changes = changes
        replaced = ["claims", "now", "expected", "misconduct", "status"].compactMap { key in
            members[key].map { JSONValue.Member(key: key, value: $0.value) }
        }
    }

    private static func change(_ field: ScenarioField) throws(ScenarioError) -> Change {
        let members = try field.members([], optional: ["drop", "add", "set", "to"])
        if let drop = members["drop"], members.count == 1 { return .drop(try drop.text()) }
        if let add = members["add"], members.count == 1 {
            return .add(try add.elements().map(\.value))
        }
        if let set = members["set"], let value = members["to"], members.count == 2 {
            return .set(try set.text(), value.value)
        }
        throw field.wrong("drop, add, or set and to")
    }

    /// The scenario with this mutant's changes.
    func apply(to tree: JSONValue) throws(ScenarioError) -> JSONValue {
        var tree = tree
        for change in changes {
            switch change {
            case .drop(let id): tree = try drop(id, from: tree)
            case .add(let steps): tree = try add(steps, to: tree)
            case .set(let place, let value):
                let keys = place.split(separator: "/").map(String.init)
                tree = try set(keys[...], of: tree, to: value, place: place)
            }
        }
        for member in replaced { tree = tree.replacing(member.key, with: member.value) }
        return tree
    }

    private func drop(_ id: String, from tree: JSONValue) throws(ScenarioError) -> JSONValue {
        guard case .array(let steps)? = tree["steps"],
            steps.contains(where: { $0.elementName == id })
        else { throw ScenarioError(path, .unknownName(id)) }
        let kept = steps.filter { $0.elementName != id }.compactMap { step -> JSONValue? in
            guard let file = step["file"], case .array(let objects)? = file["objects"] else {
                return step
            }
            let rest = objects.filter { $0 != .string(id) }
            if rest.isEmpty { return nil }
            return step.replacing("file", with: file.replacing("objects", with: .array(rest)))
        }
        return tree.replacing("steps", with: .array(kept))
    }

    private func add(_ added: [JSONValue], to tree: JSONValue) throws(ScenarioError) -> JSONValue {
        guard case .array(var steps)? = tree["steps"] else { return tree }
        for step in added {
            guard case .string(let time)? = step["at"] else {
                throw ScenarioError(path, .missingKey("at"))
            }
            // Times in RFC 3339 with seconds compare as texts.
            let place = steps.firstIndex { other in
                guard case .string(let otherTime)? = other["at"] else { return false }
                return otherTime > time
            }
            steps.insert(step, at: place ?? steps.count)
        }
        return tree.replacing("steps", with: .array(steps))
    }

    private func set(
        _ keys: ArraySlice<String>, of tree: JSONValue, to value: JSONValue, place: String
    ) throws(ScenarioError) -> JSONValue {
        guard let key = keys.first else { return value }
        switch tree {
        case .object(let members) where members.contains { $0.key == key }:
            guard let inner = tree[key] else { break }
            return tree.replacing(
                key, with: try set(keys.dropFirst(), of: inner, to: value, place: place))
        case .array(var elements):
            let position =
                elements.firstIndex { $0.elementName == key }
                ?? Int(key).flatMap { elements.indices.contains($0) ? $0 : nil }
            guard let position else { break }
            elements[position] = try set(
                keys.dropFirst(), of: elements[position], to: value, place: place)
            return .array(elements)
        default: break
        }
        throw ScenarioError(path, .unknownName(place))
    }
}

/// Steps with `each`: one step for every name of the list, `{each}` standing for the name.
enum ScenarioRepetition {
    static func expand(_ tree: JSONValue) throws(ScenarioError) -> JSONValue {
        guard case .array(let steps)? = tree["steps"] else { return tree }
        var expanded: [JSONValue] = []
        for step in steps {
            guard case .object(let members) = step, let each = step["each"] else {
                expanded.append(step)
                continue
            }
            let rest = JSONValue.object(members.filter { $0.key != "each" })
            let path = "/steps/" + (step.elementName ?? "") + "/each"
            for name in try ScenarioField(path: path, value: each).texts() {
                expanded.append(rest.substituting("{each}", by: name))
            }
        }
        return tree.replacing("steps", with: .array(expanded))
    }
}

extension JSONValue {
    /// The object with this member replaced, or added at the end.
    func replacing(_ key: String, with value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        if let position = members.firstIndex(where: { $0.key == key }) {
            members[position].value = value
        } else {
            members.append(Member(key: key, value: value))
        }
        return .object(members)
    }

    /// The tree with a text replaced in all its texts; keys stay.
    fileprivate func substituting(_ mark: String, by text: String) -> JSONValue {
        switch self {
        case .string(let value):
            .string(
                value.split(separator: mark, omittingEmptySubsequences: false)
                    .joined(separator: text))
        case .array(let elements): .array(elements.map { $0.substituting(mark, by: text) })
        case .object(let members):
            .object(
                members.map {
                    Member(key: $0.key, value: $0.value.substituting(mark, by: text))
                })
        case .null, .boolean: self
        }
    }
}
