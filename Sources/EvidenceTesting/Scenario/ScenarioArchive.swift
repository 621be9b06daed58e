// What an archive and its witnesses do in a scenario beside filing, honest or not: states of the log that it signs, another one that it shows to
// others, one that somebody signs who does not have its key, and erasures. The archive's key is a test key, so a story can lie.

import EvidenceModules
import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ScenarioBuilder {
    /// The note of a checkpoint: of the log as it is, or of another with as many entries as `other` tells.
    func state(
        _ step: ScenarioStep, insteadOf other: ScenarioObject?, _ witnesses: [String],
        isForged: Bool
    ) throws -> String {
        var checkpoint = try archive.checkpoint().checkpoint
        if let other {
            guard let shown = other.checkpoint else {
                throw ScenarioError(
                    step.path + "/state/instead_of",
                    .wrongValue(expected: "a state", found: other.file.text))
            }
            checkpoint = Checkpoint(
                origin: shown.origin, size: shown.size,
                root: RootHash(.sha256(Array("another log, \(step.id)".utf8))))
        }
        var note = try checkpoint.sign(with: people.archiveSigner).note
        if isForged { note = ScenarioBuilder.forge(note) }
        for name in witnesses {
            guard let witness = PartyID(name).flatMap({ people.witnesses[$0] }) else {
                throw ScenarioError(step.path + "/state/witnesses", .unknownName(name))
            }
            note = try witness.cosign(note, at: step.time)
        }
        return note
    }

    /// The note as somebody writes it who knows the key's name and ID, but not the key.
    private static func forge(_ note: String) -> String {
        guard let space = note.lastIndex(of: " ") else { return note }
        let signature = note[note.index(after: space)...].dropLast()
        guard var bytes = Base64.decode(signature), let last = bytes.indices.last else {
            return note
        }
        bytes[last] ^= 1
        return note[...space] + Base64.encode(bytes) + "\n"
    }

    /// Erases every exhibit with these bytes.
    func erase(
        _ object: ScenarioObject, by name: String, ground: String, _ step: ScenarioStep
    ) throws {
        guard let warrant = Warrant(by: name, ground: ground) else {
            throw ScenarioError(
                step.path + "/erase/ground",
                .wrongValue(expected: "a name and a ground", found: ground))
        }
        var indexes: [LeafIndex] = []
        try archive.eachExhibit(of: scenario.matter) { exhibit in
            if exhibit.filing.content == object.digest { indexes.append(exhibit.entry.index) }
        }
        guard !indexes.isEmpty else {
            throw ScenarioError(step.path + "/erase/object", .unknownName(object.file.text))
        }
        _ = try archive.erase(indexes, warrant: warrant)
    }
}

extension ScenarioObject {
    /// Bytes as they are; of which kind, they tell themselves.
    static func record(
        _ name: String, _ bytes: [UInt8], path: String
    ) throws(ScenarioError) -> ScenarioObject {
        let recognised = recognise(name: name, content: bytes)
        return ScenarioObject(
            file: try ScenarioObjects.fileName(name, path: path), kind: recognised.kind,
            mediaType: recognised.mediaType.text, bytes: bytes, links: [])
    }

    /// What somebody would have drawn at random. It comes from a name, as keys do, so that every build has the same.
    static func secret(
        _ file: String, of name: String, path: String
    ) throws(ScenarioError) -> ScenarioObject {
        let bytes = Digest.sha256(Array("docket scenario/secret/\(name)".utf8)).bytes
        return try record(file, Array(bytes), path: path)
    }

    /// A checkpoint's note.
    static func state(
        _ id: String, _ note: String, path: String
    ) throws(ScenarioError) -> ScenarioObject {
        ScenarioObject(
            file: try ScenarioObjects.fileName("state-\(id).txt", path: path), kind: .checkpoint,
            mediaType: "text/plain", bytes: Array(note.utf8), links: [])
    }

    /// The checkpoint that it states; nil if it is none.
    var checkpoint: Checkpoint? {
        guard kind == .checkpoint, let note = String(validating: bytes, as: UTF8.self),
            let text = try? UnopenedNote(parsing: note).text
        else { return nil }
        return try? Checkpoint(noteText: text)
    }
}
