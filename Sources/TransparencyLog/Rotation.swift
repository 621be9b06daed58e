// Another key for an archive (docs/formats/rotation.md): a signed note in which a recovery key, kept offline, lets a new key sign in the
// old one's place. The text names all three keys, so that anyone can check the signatures; whether the recovery key may speak for
// the archive is the annex's affair (`KeyHistory`).
//
// Invariants: the keys are Ed25519, of this archive, and three different ones. A `SignedRotation` has exactly the signatures that its
// reason demands, in one order, all verified.

package import EvidenceValues

/// Why an archive's key is replaced.
package enum RotationReason: Sendable, Hashable {
    /// The old key is sound and goes.
    case rotated
    /// Nobody can sign with the old key any more.
    case lost
    /// Somebody else may have signed with the old key from this second on.
    case compromised(since: Instant)

    /// Whether the old key signs its own replacement, and the first checkpoint of the new one.
    package var oldKeySigns: Bool { self == .rotated }
}

/// Why a rotation was refused.
package enum RotationError: Error, Sendable, Hashable {
    /// The text is no rotation. Spec: rotation-1
    case text(FormatError)
    /// The note is none, or a signature on it does not verify.
    case note(NoteError)
    /// Not the signatures of these keys in this order. Spec: rotation-6
    case signers(expected: [VerifierKey])
    /// It is of another archive.
    case wrongArchive(found: ArchiveOrigin, expected: ArchiveOrigin)
    /// The annex names another recovery key, or none. Spec: rotation-7
    case unknownRecoveryKey(VerifierKey)
    /// The key that it replaces never signed for the archive. Spec: rotation-9
    case unknownOldKey(VerifierKey)
    /// The key that it replaces was replaced before. Spec: rotation-9
    case alreadyReplaced(VerifierKey)
    /// Its new key was in use before. Spec: rotation-9
    case keyReused(VerifierKey)
    /// Its size, or its index, is below what came before. Spec: rotation-3, rotation-9
    case outOfOrder(size: TreeSize, least: TreeSize)
}

/// A rotation that nobody needs to have signed yet.
package struct Rotation: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-rotation/v1"
    /// Bytes of the note at most: four names and three signatures of the largest size are a third of it. Spec: rotation-12
    package static let maximumSize = 4096

    package let archive: ArchiveOrigin
    package let old: VerifierKey
    package let new: VerifierKey
    package let recovery: VerifierKey
    /// How many entries the archive had when it was asked for.
    package let size: TreeSize
    /// The root of that tree.
    package let root: RootHash
    package let reason: RotationReason

    /// - Throws: if a key has another name or algorithm than it must, two are the same, or `since` is no whole second.
    package init(
        archive: ArchiveOrigin, old: VerifierKey, new: VerifierKey, recovery: VerifierKey,
        size: TreeSize, root: RootHash, reason: RotationReason
    ) throws(FormatError) {
        self.archive = archive
        self.old = old
        self.new = new
        self.recovery = recovery
        self.size = size
        self.root = root
        self.reason = reason
        guard isSound else {
            throw FormatError(format: Rotation.format, line: 0, reason: .badValue)
        }
    }

    /// The rotation that the text `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Rotation.format, limit: Rotation.maximumSize)
        archive = try reader.field("archive") { ArchiveOrigin($0) }
        old = try reader.field("old", Rotation.key)
        new = try reader.field("new", Rotation.key)
        recovery = try reader.field("recovery", Rotation.key)
        size = TreeSize(try reader.field("size", FieldText.number))
        root = RootHash(try reader.field("root") { Digest(text: $0) })
        let word = try reader.field("reason") {
            ["rotated", "lost", "compromised"].contains($0) ? $0 : nil
        }
        switch word {
        case "rotated": reason = .rotated
        case "lost": reason = .lost
        default: reason = .compromised(since: try reader.field("since", Rotation.second))
        }
        guard isSound else { throw reader.failureBehind(.badValue) }
        try reader.finish(bytes, formatted: Array(text.utf8))
    }

    /// The name of an archive's recovery keys. Spec: rotation-2
    package static func recoveryKeyName(of archive: ArchiveOrigin) -> String {
        archive.text + "/recovery"
    }

    /// The one text of this rotation: what is signed.
    package var text: String {
        var text = Rotation.format + "\narchive \(archive.text)\n"
        text += "old \(old.text)\nnew \(new.text)\nrecovery \(recovery.text)\n"
        text += "size \(size.value)\nroot \(root.digest.text)\n"
        switch reason {
        case .rotated: text += "reason rotated\n"
        case .lost: text += "reason lost\n"
        case .compromised(let since): text += "reason compromised\nsince \(since.text)\n"
        }
        return text
    }

    /// Whose signatures a request has, in this order. Spec: rotation-8
    var requesters: [VerifierKey] { reason.oldKeySigns ? [old, new] : [new] }

    /// Whose signatures a rotation has, in this order. Spec: rotation-6
    var signers: [VerifierKey] { requesters + [recovery] }

    // Spec: rotation-2
    private var isSound: Bool {
        let keys = [old, new, recovery]
        if case .compromised(let since) = reason, since != since.wholeSecond { return false }
        return keys.allSatisfy { $0.algorithm == .ed25519 }
            && old.name == archive.text && new.name == archive.text
            && recovery.name == Rotation.recoveryKeyName(of: archive)
            && Set(keys.map(\.publicKey)).count == keys.count && (size.value > 0 || root == .empty)
    }

    private static func key(_ text: String) -> VerifierKey? { try? VerifierKey(text: text) }

    private static func second(_ text: String) -> Instant? {
        Instant(text: text).flatMap { $0 == $0.wholeSecond ? $0 : nil }
    }
}

/// A rotation with the archive's own signatures, for the keeper of the recovery key. It lets nobody sign anything.
package struct RotationRequest: Sendable, Hashable {
    package let rotation: Rotation
    /// The note, byte for byte.
    package let note: String

    /// Opens a request: the signatures are those that the archive must give.
    package init(parsing note: String) throws(RotationError) {
        (rotation, self.note) = (try Rotation.open(note, signedBy: \.requesters), note)
    }

    /// Asks for a rotation. `old` is nil if and only if the old key does not sign.
    package init(
        _ rotation: Rotation, old: NoteSigner?, new: NoteSigner
    ) throws(RotationError) {
        try self.init(parsing: try Rotation.sign(rotation, [old, new].compactMap(\.self)))
    }

    /// The rotation itself, once the recovery key has signed too.
    package func sign(with recovery: NoteSigner) throws(RotationError) -> SignedRotation {
        guard recovery.verifierKey == rotation.recovery else {
            throw .unknownRecoveryKey(recovery.verifierKey)
        }
        let whole = try Rotation.sign(rotation, [recovery])
        return try SignedRotation(
            parsing: note + whole.utf8.dropFirst(rotation.text.utf8.count + 1).asText)
    }
}

/// A rotation whose signatures were all verified with the keys that it names itself.
package struct SignedRotation: Sendable, Hashable {
    package let rotation: Rotation
    /// The note, byte for byte.
    package let note: String

    /// Opens a rotation's note.
    package init(parsing note: String) throws(RotationError) {
        (rotation, self.note) = (try Rotation.open(note, signedBy: \.signers), note)
    }
}

extension Rotation {
    /// The rotation in `note`, whose signatures are exactly those of the keys at `path`, in their order.
    fileprivate static func open(
        _ note: String, signedBy path: (Rotation) -> [VerifierKey]
    ) throws(RotationError) -> Rotation {
        guard note.utf8.count <= maximumSize else {
            throw .text(FormatError(format: format, line: 0, reason: .tooLarge))
        }
        let unopened: UnopenedNote
        do { unopened = try UnopenedNote(parsing: note) } catch { throw .note(error) }
        let rotation: Rotation
        do { rotation = try Rotation(parsing: Array(unopened.text.utf8)) } catch {
            throw .text(error)
        }
        let keys = path(rotation)
        guard unopened.signatures.count == keys.count else { throw .signers(expected: keys) }
        for (signature, key) in zip(unopened.signatures, keys) {
            guard signature.name.utf8.elementsEqual(key.name.utf8), signature.keyID == key.keyID
            else { throw .signers(expected: keys) }
            guard key.verify(signature.bytes, over: unopened.text) != nil else {
                throw .note(.badSignature(name: key.name, keyID: key.keyID))
            }
        }
        return rotation
    }

    /// The note around `rotation`, with one line of each signer.
    fileprivate static func sign(
        _ rotation: Rotation, _ signers: [NoteSigner]
    ) throws(RotationError) -> String {
        let text = rotation.text
        var note = text + "\n"
        for signer in signers {
            let whole: String
            do { whole = try signer.sign(text) } catch { throw .note(error) }
            note += whole.utf8.dropFirst(text.utf8.count + 1).asText
        }
        return note
    }
}

extension Substring.UTF8View {
    /// The text that these bytes are; they are cut from one at a line feed.
    fileprivate var asText: String { String(decoding: self, as: UTF8.self) }
}
