// What happens in a scenario, one thing a step. A step that makes something gives it an id, by which later steps name it; nothing
// is in the archive until a `file` step puts it there.

package import Cryptography
package import EvidenceValues

/// One step.
package struct ScenarioStep: Sendable {
    package let path: String
    package let time: Instant
    /// What it makes; empty where it makes nothing.
    package let id: String
    package let action: Action

    /// What is done.
    package enum Action: Sendable {
        /// Writes a text, with a block of terms if there are any.
        case document(file: String, text: [String], terms: [String])
        /// Writes another text with one passage changed.
        case alter(document: String, file: String, replace: String, with: String)
        /// Signs something with a key.
        case sign(
            document: String, key: String, checkpoint: Knowledge, statesTime: Bool,
            commitment: CommitmentType?)
        /// Has something time-stamped.
        case stamp(object: String, authority: String, accuracy: TimeSpan, ScenarioStamp)
        /// Takes the archive's checkpoint, files it, has it time-stamped, and files the token.
        case checkpoint(authority: String, accuracy: TimeSpan)
        /// Has an authority revoke a key; it stands in its later lists.
        case revoke(key: String, effective: Instant, reason: UInt8?)
        /// Has an authority publish its list.
        case revocationList(authority: String, next: Instant)
        /// Takes bytes as they are: a record that some machine made.
        case raw(file: String, bytes: [UInt8])
        /// Takes 32 bytes that a party would draw at random, here computed from the step's id.
        case secret(file: String)
        /// Writes a ledger, or goes on with an earlier one.
        case ledger(file: String, after: String?, lines: [String])
        /// Takes the archive's checkpoint, or signs another of the same size as one before, and has witnesses cosign it.
        case state(insteadOf: String?, witnesses: [String], isForged: Bool)
        /// Has the archive erase an exhibit.
        case erase(object: String, by: String, ground: String)
        /// Files objects.
        case file(objects: [String], filer: String, links: [ScenarioLink])
    }

    /// Which checkpoint a signer has inside what he signs.
    package enum Knowledge: Sendable, Hashable {
        /// The newest at that time.
        case latest
        /// That of an earlier step.
        case step(String)
        case none
    }

    init(reading field: ScenarioField) throws(ScenarioError) {
        let verb = try ScenarioStep.verb(of: field)
        let members = try field.members(["at", verb.rawValue], optional: ["id"])
        guard let at = members["at"], let body = members[verb.rawValue] else {
            throw ScenarioError(field.path, .missingKey("at"))
        }
        path = field.path
        time = try at.instant()
        id = try members["id"]?.text() ?? ""
        action = try verb.action(StepMembers(body, verb), at: time)
        if verb.makesSomething, id.isEmpty { throw ScenarioError(field.path, .missingKey("id")) }
    }

    private static func verb(of field: ScenarioField) throws(ScenarioError) -> StepVerb {
        guard case .object(let members) = field.value else { throw field.wrong("an object") }
        for member in members {
            if let verb = StepVerb(rawValue: member.key) { return verb }
        }
        let known = StepVerb.allCases.map(\.rawValue).joined(separator: ", ")
        throw ScenarioError(field.path, .missingKey("one of \(known)"))
    }
}

/// What is not as it should be with a time-stamp.
package struct ScenarioStamp: Sendable, Hashable {
    /// The time that the authority states, where that is not the time of the step.
    package let stated: Instant?
    /// Whether one bit of the signature is changed.
    package let isForged: Bool
}

/// What a filing says of another object.
package struct ScenarioLink: Sendable, Hashable {
    package let relation: LinkRelation
    package let object: String
}

private enum StepVerb: String, CaseIterable {
    case document, alter, sign, stamp, checkpoint, revoke, file, raw, secret, ledger, state, erase
    case revocationList = "revocation_list"

    /// Whether later steps can name what it makes, so that it needs an id.
    var makesSomething: Bool {
        switch self {
        case .document, .alter, .sign, .stamp, .revocationList, .raw, .secret, .ledger, .state:
            true
        case .checkpoint, .revoke, .file, .erase: false
        }
    }

    var keys: (required: [String], optional: [String]) {
        switch self {
        case .document: (["file", "text"], ["terms"])
        case .alter: (["document", "file", "replace", "with"], [])
        case .sign: (["document", "by"], ["checkpoint", "signing_time", "commitment"])
        case .stamp: (["object", "by"], ["accuracy", "states", "forged"])
        case .checkpoint: (["by"], ["accuracy"])
        case .revoke: (["key"], ["effective", "reason"])
        case .revocationList: (["by", "next"], [])
        case .file: (["objects", "by"], ["regarding"])
        case .raw: (["file"], ["lines", "base64"])
        case .secret: (["file"], [])
        case .ledger: (["file", "lines"], ["after"])
        case .state: ([], ["instead_of", "witnesses", "forged"])
        case .erase: (["object", "by", "ground"], [])
        }
    }

    func action(_ members: StepMembers, at time: Instant) throws(ScenarioError)
        -> ScenarioStep.Action
    {
        switch self {
        case .document:
            return .document(
                file: try members.text("file"), text: try members.texts("text"),
                terms: try members.texts("terms"))
        case .alter:
            return .alter(
                document: try members.text("document"), file: try members.text("file"),
                replace: try members.text("replace"), with: try members.text("with"))
        case .sign:
            return .sign(
                document: try members.text("document"), key: try members.text("by"),
                checkpoint: try members.knowledge(),
                statesTime: try members["signing_time"]?.boolean() ?? true,
                commitment: try members.commitment())
        case .stamp:
            return .stamp(
                object: try members.text("object"), authority: try members.text("by"),
                accuracy: try members.accuracy(),
                ScenarioStamp(
                    stated: try members["states"]?.instant(),
                    isForged: try members["forged"]?.boolean() ?? false))
        case .checkpoint:
            return .checkpoint(
                authority: try members.text("by"), accuracy: try members.accuracy())
        case .revoke:
            return .revoke(
                key: try members.text("key"),
                effective: try members["effective"]?.instant() ?? time,
                reason: try members.reason())
        case .revocationList:
            return .revocationList(
                authority: try members.text("by"), next: try members.instant("next"))
        case .file:
            return .file(
                objects: try members.texts("objects"), filer: try members.text("by"),
                links: try members.links())
        case .raw:
            return .raw(file: try members.text("file"), bytes: try members.raw())
        case .secret:
            return .secret(file: try members.text("file"))
        case .ledger:
            return .ledger(
                file: try members.text("file"), after: try members["after"]?.text(),
                lines: try members.texts("lines"))
        case .state:
            return .state(
                insteadOf: try members["instead_of"]?.text(),
                witnesses: try members.texts("witnesses"),
                isForged: try members["forged"]?.boolean() ?? false)
        case .erase:
            return .erase(
                object: try members.text("object"), by: try members.text("by"),
                ground: try members.text("ground"))
        }
    }
}

/// The members of a step's body.
private struct StepMembers {
    let field: ScenarioField
    let members: [String: ScenarioField]

    init(_ field: ScenarioField, _ verb: StepVerb) throws(ScenarioError) {
        self.field = field
        members = try field.members(verb.keys.required, optional: verb.keys.optional)
    }

    subscript(key: String) -> ScenarioField? { members[key] }

    func text(_ key: String) throws(ScenarioError) -> String {
        guard let member = members[key] else { throw ScenarioError(field.path, .missingKey(key)) }
        return try member.text()
    }

    func instant(_ key: String) throws(ScenarioError) -> Instant {
        guard let member = members[key] else { throw ScenarioError(field.path, .missingKey(key)) }
        return try member.instant()
    }

    func texts(_ key: String) throws(ScenarioError) -> [String] {
        try members[key]?.texts() ?? []
    }

    func accuracy() throws(ScenarioError) -> TimeSpan {
        try members["accuracy"]?.span() ?? TimeSpan(seconds: 1)
    }

    /// The lines, each with a line feed, or the base64 of the bytes, in pieces.
    func raw() throws(ScenarioError) -> [UInt8] {
        guard let pieces = members["base64"] else {
            return Array(try texts("lines").map { $0 + "\n" }.joined().utf8)
        }
        let text = try pieces.texts().joined()
        guard let bytes = Base64.decode(text) else { throw pieces.wrong("base64") }
        return bytes
    }

    func knowledge() throws(ScenarioError) -> ScenarioStep.Knowledge {
        guard let member = members["checkpoint"] else { return .latest }
        if case .boolean(let latest) = member.value { return latest ? .latest : .none }
        return .step(try member.text())
    }

    func commitment() throws(ScenarioError) -> CommitmentType? {
        let types = CommitmentType.allCases.map(\.rawValue).joined(separator: ", ")
        return try members["commitment"]?.parsed("one of \(types)") { CommitmentType(rawValue: $0) }
    }

    /// CRLReason by its name in RFC 5280 §5.3.1.
    func reason() throws(ScenarioError) -> UInt8? {
        let reasons: [String: UInt8] = [
            "unspecified": 0, "keyCompromise": 1, "affiliationChanged": 3, "superseded": 4,
            "cessationOfOperation": 5,
        ]
        let names = reasons.keys.sorted().joined(separator: ", ")
        return try members["reason"]?.parsed("one of \(names)") { reasons[$0] }
    }

    /// `RELATION ID`.
    func links() throws(ScenarioError) -> [ScenarioLink] {
        var links: [ScenarioLink] = []
        for element in try members["regarding"]?.elements() ?? [] {
            links.append(
                try element.parsed("a relation and an id, such as answers OFFER") { text in
                    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
                    guard parts.count == 2, let relation = LinkRelation(rawValue: parts[0])
                    else { return nil }
                    return ScenarioLink(relation: relation, object: parts[1])
                })
        }
        return links
    }
}
