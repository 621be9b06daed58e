// Carries a scenario out: a real archive with an injected clock, real signatures by the code that `docket sign` uses, certificates,
// lists and tokens of the test PKI. What it makes is what parties and an operator would have made at those times.

import Cryptography
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// Carries out steps, one after the other.
final class ScenarioBuilder {
    let scenario: Scenario
    let people: ScenarioPeople
    let archive: Archive
    var objects: ScenarioObjects
    private let clock: ManualClock
    private let nonces: RepeatableBytes
    /// The notes of checkpoint steps, by id.
    private var notes: [String: String] = [:]
    private var revocations: [PartyID: [Revocation]] = [:]
    private var listNumbers: [PartyID: UInt64] = [:]
    private var tokenSerial: UInt64 = 0

    /// Creates the archive at `folder`.
    init(_ scenario: Scenario, agreement: Digest, folder: String, stateFolder: String) throws {
        self.scenario = scenario
        people = try ScenarioPeople(scenario)
        objects = ScenarioObjects(agreement: agreement, identities: people.identities)
        let clock = ManualClock(scenario.starts)
        let seed = Digest.sha256(Array(scenario.name.utf8)).bytes.prefix(8)
        let nonces = RepeatableBytes(seed: seed.reduce(0) { $0 << 8 | UInt64($1) })
        self.clock = clock
        self.nonces = nonces
        archive = try Archive.create(
            at: folder, origin: scenario.origin, signer: people.archiveSigner,
            surroundings: Surroundings(
                clock: { clock.now }, random: { nonces.next($0) }, stateFolder: stateFolder,
                reserveSize: 0))
    }

    /// Carries out all steps; an error names the step.
    func run() throws(ScenarioError) {
        for step in scenario.steps {
            clock.now = step.time
            do { try perform(step) } catch let error as ScenarioError { throw error } catch {
                throw ScenarioError(step.path, .failed(String(describing: error)))
            }
        }
        clock.now = max(clock.now, scenario.now)
    }

    private func perform(_ step: ScenarioStep) throws {
        switch step.action {
        case .document(let file, let text, let terms):
            try write(step, file: file, text: text, terms: terms)
        case .alter(let document, let file, let passage, let other):
            try alter(step, document, file: file, passage, to: other)
        case .sign(let document, let key, let knowledge, let statesTime, let commitment):
            try sign(
                step, document, key, knowledge, statesTime: statesTime, commitment: commitment)
        case .stamp(let object, let authority, let accuracy, let stamp):
            let stamped = try objects.object(object, path: step.path)
            let token = try token(over: stamped, authority, accuracy, step, stamp)
            try objects.add(token, id: step.id, path: step.path)
        case .checkpoint(let authority, let accuracy):
            try checkpoint(step, authority, accuracy)
        case .revoke(let key, let effective, let reason):
            try revoke(step, key, effective, reason)
        case .revocationList(let authority, let next):
            try publish(step, authority, next)
        case .raw(let file, let bytes):
            try objects.add(
                .record(file, bytes, path: step.path), id: step.id, path: step.path)
        case .secret(let file):
            try objects.add(
                .secret(file, of: step.id, path: step.path), id: step.id, path: step.path)
        case .ledger(let file, let earlier, let lines):
            let before = try earlier.map { try objects.object($0, path: step.path) }
            let text = try objects.ledger(lines, after: before, path: step.path)
            try objects.add(
                .ledger(file, text, path: step.path), id: step.id, path: step.path)
        case .state(let other, let witnesses, let isForged):
            let note = try state(
                step, insteadOf: other.map { try objects.object($0, path: step.path) },
                witnesses, isForged: isForged)
            try objects.add(
                .state(step.id, note, path: step.path), id: step.id, path: step.path)
        case .erase(let object, let by, let ground):
            try erase(objects.object(object, path: step.path), by: by, ground: ground, step)
        case .file(let ids, let filer, let links):
            let filed = try ids.map { try objects.object($0, path: step.path) }
            let targets = try links.map {
                Link($0.relation, try objects.object($0.object, path: step.path).digest)
            }
            try file(
                filed, by: filer, links: targets.isEmpty ? nil : targets, matter: scenario.matter,
                step)
        }
    }

    private func write(
        _ step: ScenarioStep, file: String, text: [String], terms: [String]
    ) throws {
        let block = terms.isEmpty ? [] : ["", "```terms"] + terms + ["```"]
        let filled = try objects.fill(
            (text + block).map { $0 + "\n" }.joined(), path: step.path)
        try addDocument(step, file: file, bytes: Array(filled.utf8))
    }

    private func alter(
        _ step: ScenarioStep, _ document: String, file: String, _ passage: String, to other: String
    ) throws {
        let original = try objects.object(document, path: step.path)
        let text = String(decoding: original.bytes, as: UTF8.self)
        let passage = try objects.fill(passage, path: step.path)
        let other = try objects.fill(other, path: step.path)
        let parts = text.split(separator: passage, omittingEmptySubsequences: false)
        guard parts.count > 1 else {
            throw ScenarioError(
                step.path + "/alter/replace",
                .wrongValue(expected: "a passage of \(document)", found: passage))
        }
        try addDocument(step, file: file, bytes: Array(parts.joined(separator: other).utf8))
    }

    private func addDocument(_ step: ScenarioStep, file: String, bytes: [UInt8]) throws {
        let object = ScenarioObject(
            file: try ScenarioObjects.fileName(file, path: step.path), kind: .document,
            mediaType: file.hasSuffix(".md") ? "text/markdown" : "text/plain", bytes: bytes,
            links: [])
        try objects.add(object, id: step.id, path: step.path)
    }

    private func sign(
        _ step: ScenarioStep, _ document: String, _ key: String,
        _ knowledge: ScenarioStep.Knowledge, statesTime: Bool, commitment: CommitmentType?
    ) throws {
        let signed = try objects.object(document, path: step.path)
        let bytes = try signCMS(
            .bytes(signed.bytes), detached: true, identity: try signer(key, step),
            signingTime: statesTime ? step.time : nil,
            checkpointNote: try note(knowledge, step), commitment: commitment)
        let file = try ScenarioObjects.fileName("\(signed.file).\(key).p7s", path: step.path)
        let object = ScenarioObject(
            file: file, kind: .signature, mediaType: "application/pkcs7-signature", bytes: bytes,
            links: [Link(.signs, signed.digest)])
        try objects.add(object, id: step.id, path: step.path)
    }

    private func note(_ knowledge: ScenarioStep.Knowledge, _ step: ScenarioStep) throws -> String? {
        switch knowledge {
        case .none: return nil
        case .step(let id):
            guard let note = notes[id] else { throw ScenarioError(step.path, .unknownName(id)) }
            return note
        case .latest:
            let latest = try archive.checkpoint()
            return latest.checkpoint.size.value > 0 ? latest.note : nil
        }
    }

    private func signer(_ key: String, _ step: ScenarioStep) throws -> SigningIdentity {
        let identity = try objects.identity(key, path: step.path)
        return try SigningIdentity(
            keyPEM: Array(identity.keyPEM.utf8), certificate: Array(identity.certificatePEM.utf8))
    }

    private func token(
        over object: ScenarioObject, _ authority: String, _ accuracy: TimeSpan,
        _ step: ScenarioStep, _ stamp: ScenarioStamp? = nil
    ) throws -> ScenarioObject {
        guard let tsa = people.timeStamping[authority] else {
            throw ScenarioError(step.path, .unknownName(authority))
        }
        tokenSerial += 1
        var options = TimeStampOptions()
        options.serial = tokenSerial
        options.accuracy = accuracy
        if stamp?.isForged == true {
            options.signature.signatureIsBroken = true
        }
        let bytes = try tsa.token(
            over: object.bytes, at: stamp?.stated ?? step.time, options: options)
        return ScenarioObject(
            file: try ScenarioObjects.fileName("\(object.file).tst", path: step.path),
            kind: .timeStamp, mediaType: "application/timestamp-token", bytes: bytes,
            links: [Link(.timeStamps, object.digest)])
    }

    /// Files the checkpoint and a token over it. The note that signers then embed is of the tree that holds both.
    private func checkpoint(
        _ step: ScenarioStep, _ authority: String, _ accuracy: TimeSpan
    ) throws {
        let taken = try archive.checkpoint()
        let object = ScenarioObject(
            file: try ScenarioObjects.fileName(
                "checkpoint-\(taken.checkpoint.size).txt", path: step.path),
            kind: .checkpoint, mediaType: "text/plain", bytes: Array(taken.note.utf8), links: [])
        let token = try token(over: object, authority, accuracy, step)
        for filed in [object, token] {
            try file([filed], by: "operator", links: nil, matter: .archive, step)
        }
        guard !step.id.isEmpty else { return }
        let after = try archive.checkpoint()
        notes[step.id] = after.note
        // So that a text can name it by its digest, and then knew it.
        let head = ScenarioObject(
            file: try ScenarioObjects.fileName(
                "head-\(after.checkpoint.size).txt", path: step.path),
            kind: .checkpoint, mediaType: "text/plain", bytes: Array(after.note.utf8), links: [])
        try objects.add(head, id: step.id, path: step.path)
    }

    private func revoke(
        _ step: ScenarioStep, _ key: String, _ effective: Instant, _ reason: UInt8?
    ) throws {
        guard let known = (scenario.keys + scenario.timeStamping).first(where: { $0.name == key })
        else {
            throw ScenarioError(step.path, .unknownName(key))
        }
        let identity = try objects.identity(key, path: step.path)
        revocations[known.authority, default: []].append(
            Revocation(serial: identity.serial, revocationDate: effective, reason: reason))
    }

    private func publish(_ step: ScenarioStep, _ authority: String, _ next: Instant) throws {
        guard let party = PartyID(authority), let issuer = people.authorities[party] else {
            throw ScenarioError(step.path, .unknownName(authority))
        }
        let number = listNumbers[party, default: 0] + 1
        listNumbers[party] = number
        let bytes = try issuer.revocationList(
            number: number, thisUpdate: step.time, nextUpdate: next,
            revoked: revocations[party] ?? [])
        let object = ScenarioObject(
            file: try ScenarioObjects.fileName("\(authority)-\(number).crl", path: step.path),
            kind: .revocationList, mediaType: "application/pkix-crl", bytes: bytes, links: [])
        try objects.add(object, id: step.id, path: step.path)
    }

    private func file(
        _ filed: [ScenarioObject], by filer: String, links: [Link]?, matter: MatterID,
        _ step: ScenarioStep
    ) throws {
        let identity = filer == "operator" ? nil : try signer(filer, step)
        let known = identity == nil ? nil : try note(.latest, step)
        let submissions = try filed.map { object in
            guard let mediaType = MediaType(object.mediaType) else {
                throw ScenarioError(step.path, .failed(object.mediaType))
            }
            let filing = try Filing(
                archive: scenario.origin, matter: matter, kind: object.kind, mediaType: mediaType,
                name: object.file, content: object.digest, size: UInt64(object.bytes.count),
                filer: identity.map { .certificate($0.certificate.digest) } ?? .operator,
                links: links ?? object.links, nonce: nonces.next(32), checkpoint: known)
            let signature = try identity.map {
                try signCMS(
                    .bytes(filing.bytes), detached: true, identity: $0, signingTime: step.time,
                    checkpointNote: nil)
            }
            return Submission(
                filing: filing, filingBytes: filing.bytes, filingSignature: signature,
                content: .bytes(object.bytes), idempotencyKey: nil, again: false)
        }
        _ = try archive.file(submissions)
    }
}
