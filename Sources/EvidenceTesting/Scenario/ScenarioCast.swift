// The cast: people, their accessions and the first lists, in a file of their own that scenarios share (docs/formats/scenario.md). A
// scenario names the parties that it takes; what the cast says of them is put before its own parts, before anything else is read, so
// that mutants and paths see one scenario.

/// Joining a scenario with the cast that it names.
enum ScenarioCast {
    private static let lists = ["authorities", "time_stamping", "parties"]
    private static let single = ["archive", "registry"]

    /// The scenario with its cast's parts in place of the member `cast`. `file` gives the bytes of a file beside the scenario.
    static func join(
        _ tree: JSONValue, file: (String) -> [UInt8]?
    ) throws(ScenarioError) -> JSONValue {
        guard let named = tree["cast"], case .object(let members) = tree else { return tree }
        let field = ScenarioField(path: "/cast", value: named)
        let chosen = try field.members(["file", "parties"])
        guard let place = chosen["file"], let parties = chosen["parties"] else { return tree }
        let cast = try read(place, file)
        var joined = JSONValue.object(members.filter { $0.key != "cast" })
        for key in single where joined[key] == nil {
            if let value = cast[key] { joined = joined.replacing(key, with: value.value) }
        }
        let taken = try taken(parties, of: cast)
        for key in lists {
            let own = try elements(key, of: joined)
            let given = try cast[key]?.elements().map(\.value) ?? []
            let wanted = key == "parties" ? given.filter { taken.contains($0.elementName) } : given
            joined = joined.replacing(key, with: .array(override(wanted, by: own)))
        }
        let everybody = Set(taken + (try elements("parties", of: joined).map(\.elementName)))
        let steps = try cast["steps"]?.elements() ?? []
        var all: [JSONValue] = []
        for step in steps {
            if let kept = try restrict(step, to: everybody) { all.append(kept) }
        }
        all += try elements("steps", of: joined)
        return joined.replacing("steps", with: .array(all))
    }

    private static func read(
        _ place: ScenarioField, _ file: (String) -> [UInt8]?
    ) throws(ScenarioError) -> [String: ScenarioField] {
        let name = try place.text()
        guard let bytes = file(name) else { throw ScenarioError(place.path, .unknownName(name)) }
        let path = "/cast/" + name
        let tree: JSONValue
        do { tree = try JSONValue(parsing: bytes) } catch {
            throw ScenarioError(path, .malformed(error))
        }
        return try ScenarioField(path: path, value: tree).members(single + lists + ["steps"])
    }

    /// The names of the parties that the scenario chose, and the registry's.
    private static func taken(
        _ parties: ScenarioField, of cast: [String: ScenarioField]
    ) throws(ScenarioError) -> [String?] {
        let known = Set(try cast["parties"]?.elements().map(\.value.elementName) ?? [])
        var taken: [String?] = []
        for element in try parties.elements() {
            let name = try element.text()
            guard known.contains(name) else {
                throw ScenarioError(element.path, .unknownName(name))
            }
            guard !taken.contains(name) else {
                throw ScenarioError(element.path, .duplicateName(name))
            }
            taken.append(name)
        }
        taken.append(try cast["registry"]?.text())
        return taken
    }

    private static func elements(
        _ key: String, of tree: JSONValue
    ) throws(ScenarioError) -> [JSONValue] {
        guard let value = tree[key] else { return [] }
        return try ScenarioField(path: "/" + key, value: value).elements().map(\.value)
    }

    /// The cast's elements, those replaced that the scenario has by the same name, and the scenario's others.
    private static func override(_ given: [JSONValue], by own: [JSONValue]) -> [JSONValue] {
        let names = given.map(\.elementName)
        let others = own.filter { $0.elementName == nil || !names.contains($0.elementName) }
        return given.map { element in
            own.first { $0.elementName == element.elementName } ?? element
        } + others
    }

    /// A step of the cast with `each` is for those alone who take part; without any it falls away.
    private static func restrict(
        _ step: ScenarioField, to names: Set<String?>
    ) throws(ScenarioError) -> JSONValue? {
        guard let each = step.value["each"] else { return step.value }
        let listed = try ScenarioField(path: step.path + "/each", value: each).texts()
        let here = listed.filter { names.contains($0) }
        guard !here.isEmpty else { return nil }
        return step.value.replacing("each", with: .array(here.map { .string($0) }))
    }
}
