// A witness on a disk (docs/formats/witness.md): `witness-key`, and `logs/` with one file for each log that it knows. The decision is
// `Witness`'s; here it is carried out in the one order that is safe: lock, read, decide, make durable, answer.
//
// If the process dies before the file is replaced, nothing was cosigned; if it dies after that, nobody got the answer, and the same
// checkpoint is cosigned again when somebody asks from its size.

import DurableFiles
package import EvidenceValues
import Foundation
package import TransparencyLog

/// Why a witness's folder cannot be used.
package enum WitnessFolderError: Error, Sendable, Hashable {
    /// There is no witness in this folder, or its key cannot be read.
    case notAWitness(path: String)
    /// Something is in the folder already.
    case alreadyExists(path: String)
    /// A log's file is not of the form that a witness writes.
    case damaged(path: String, FormatError)
    /// The key is not one of a log: Ed25519, with a name that is an origin.
    case notALogKey
    /// The log is known, by as many keys as it may have or by this very key.
    case alreadyKnown(ArchiveOrigin)
    /// The log is not known by this key.
    case unknownKey(VerifierKey)
    /// Without this key nothing would open the checkpoint that was cosigned last, or no key would be left.
    case lastKey(VerifierKey)
}

/// The folder of one witness.
package struct WitnessFolder {
    package let folder: String
    private let witness: Witness

    /// Bytes of a secret key's text at most.
    private static let maximumKeySize = 4096

    /// Makes a witness in a folder that must not exist, or be empty.
    package static func create(at folder: String, cosigner: Cosigner) throws -> WitnessFolder {
        try DurableFile.makeFolder(folder, mode: 0o700)
        guard try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty else {
            throw WitnessFolderError.alreadyExists(path: folder)
        }
        try DurableFile.makeFolder(folder + "/logs", mode: 0o700)
        try DurableFile.replace(
            Array((cosigner.secretKeyText + "\n").utf8), at: folder + "/witness-key", mode: 0o600)
        return WitnessFolder(folder: folder, witness: Witness(cosigner))
    }

    /// Opens the witness of a folder.
    package init(opening folder: String) throws {
        let path = folder + "/witness-key"
        guard DurableFile.exists(path) else {
            throw WitnessFolderError.notAWitness(path: folder)
        }
        let bytes = try DurableFile.read(path, limit: Self.maximumKeySize)
        guard bytes.last == 0x0A, let text = String(validating: bytes.dropLast(), as: UTF8.self),
            let cosigner = try? Cosigner(secretKeyText: text)
        else { throw WitnessFolderError.notAWitness(path: folder) }
        self.folder = folder
        witness = Witness(cosigner)
    }

    private init(folder: String, witness: Witness) {
        self.folder = folder
        self.witness = witness
    }

    /// What verifies its cosignatures.
    package var verifierKey: VerifierKey { witness.cosigner.verifierKey }

    /// Lets it know the log of `key`, or one more key of a log that it knows.
    package func add(_ key: VerifierKey) throws {
        guard let new = WitnessedLog(keys: [key]) else { throw WitnessFolderError.notALogKey }
        try FolderLock.holding(folder + "/logs") {
            guard let known = try log(new.origin) else { return try store(new) }
            guard let more = known.adding(key) else {
                throw WitnessFolderError.alreadyKnown(new.origin)
            }
            try store(more)
        }
    }

    /// Lets it forget a key of a log that it knows by another one too. Spec: witness-10
    package func drop(_ key: VerifierKey) throws {
        guard let origin = WitnessedLog(keys: [key])?.origin else {
            throw WitnessFolderError.notALogKey
        }
        try FolderLock.holding(folder + "/logs") {
            guard let known = try log(origin), known.keys.contains(key) else {
                throw WitnessFolderError.unknownKey(key)
            }
            // Spec: witness-3
            do { _ = try known.verify(by: verifierKey) } catch let error as NoteError {
                throw WitnessRefusal.damagedState(error)
            }
            guard let rest = known.dropping(key) else { throw WitnessFolderError.lastKey(key) }
            try store(rest)
        }
    }

    /// The state of the log with this origin; nil if it is unknown.
    package func log(_ origin: ArchiveOrigin) throws -> WitnessedLog? {
        let path = path(of: origin)
        guard DurableFile.exists(path) else { return nil }
        let bytes = try DurableFile.read(path, limit: WitnessedLog.maximumSize)
        let state: WitnessedLog
        do { state = try WitnessedLog(parsing: bytes) } catch {
            throw WitnessFolderError.damaged(path: path, error)
        }
        guard state.origin == origin else {
            let error = FormatError(format: WitnessedLog.format, line: 2, reason: .badValue)
            throw WitnessFolderError.damaged(path: path, error)
        }
        return state
    }

    /// The answer to a request: the line of a cosignature, whose state is durable. `died` is for tests: it is called before and after
    /// the state is replaced, and may throw instead of dying.
    /// - Throws: `WitnessRefusal`, or what reading and writing its files met.
    package func cosign(
        _ request: [UInt8], at time: Instant, died: (Moment) throws -> Void = { _ in }
    ) throws -> String {
        guard let request = try? AddCheckpointRequest(parsing: request) else {
            throw WitnessRefusal.malformed
        }
        return try FolderLock.holding(folder + "/logs") {
            let known = try request.origin.flatMap { try log($0) }
            let decision = try witness.decide(request, about: known, at: time)
            try died(.beforeStoring)
            // Spec: witness-8
            try store(decision.next)
            try died(.beforeAnswering)
            return decision.answer
        }
    }

    /// Moments at which a test may end a witness.
    package enum Moment: Sendable { case beforeStoring, beforeAnswering }

    private func store(_ state: WitnessedLog) throws {
        try DurableFile.replace(state.bytes, at: path(of: state.origin), mode: 0o600)
    }

    private func path(of origin: ArchiveOrigin) -> String {
        folder + "/logs/" + Digest.sha256(origin.text.utf8).hex
    }
}
