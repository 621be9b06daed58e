// The repair of an archive from itself and a copy. Nothing of either is believed: a row is taken only if it hashes to what the log
// says it must, wherever it comes from; the tree and everything derived is computed anew; and the new database takes the place of
// the old one only if a full audit finds it clean, with the same high-water mark as any audit. So a copy can give back what was
// lost, and can give nothing else.
//
//     entry      its leaf hash stands in a tile, or the next entry names it
//     docketing, filing          the entry names their digests
//     signature  the docketing names its digest       content    the filing names its digest
//     note       it verifies, and signs the root that the entries give
//
// Whose log it is the archive itself says: by its database, or else by what it signed, its key file or its mark (`RepairRun+Trust`).
// Hashes that fit each other are no proof where the copy alone has them: of its entries, those count that the archive's own hashes
// name, or that lie below a tree which a key of the archive signed (`RepairRun+Trust`).
//
// What a record says was erased is not brought back, though the copy may have it (`RepairRun+Records`).

package import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// Something that was taken from the copy, or computed.
package struct RepairedPlace: Sendable, Hashable {
    package let place: Place
    /// Whether the copy had it; else it follows from what the archive itself has.
    package let isFromCopy: Bool
}

/// What a repair did, or would do.
package struct RepairReport: Sendable {
    package var restored: [RepairedPlace] = []
    /// What neither the archive nor the copy has.
    package var missing: [Place] = []
    /// Entries of the copy that were not taken, because no checkpoint covers them that a key of the archive signed.
    package var refused: Range<UInt64>?
    /// The audit of what was made; nil if not even its tree could be.
    package var audit: AuditReport?
    /// The suffix of the names that the old files were given; nil if nothing was changed.
    package var oldSuffix: String?

    /// Whether what was made is whole.
    package var isClean: Bool { missing.isEmpty && audit?.isClean == true }
}

/// Why a repair could not begin.
package enum RepairError: Error, Sendable, Hashable {
    /// The copy is of another archive.
    case otherArchive(found: String, expected: String)
    /// Neither has a readable name and key.
    case nameless
    /// The archive's own name and key cannot be read, and nothing that is left of it knows the copy's key.
    case unknownKey(String)
}

/// Repairs the archive in `folder` from `copy`, another archive's folder; nil takes only what can be computed. A rehearsal changes
/// nothing.
package func repair(
    folder: String, from copy: String?, surroundings: Surroundings, at time: Instant,
    isRehearsal: Bool
) throws -> RepairReport {
    let files = try RepairFiles(folder: folder)
    let before = audit(folder: folder, surroundings: surroundings, AuditPlan(.full, time: time))
    var run = try RepairRun(folder: folder, copy: copy, surroundings: surroundings)
    let rebuild = try Rebuild(path: files.rebuilt, origin: run.origin, key: run.key)
    do {
        try run.rebuild(into: rebuild)
        try rebuild.finish()
    } catch {
        rebuild.abandon()
        try files.discard()
        throw error
    }
    let second = time.wholeSecond.text.filter { $0.isLetter || $0.isNumber }
    let suffix = try files.freshSuffix(".damaged-" + second)
    try run.restoreBlobs(files, suffix: suffix, isRehearsal: isRehearsal)
    run.report.audit = audit(
        folder: folder, database: files.rebuilt, surroundings: surroundings,
        AuditPlan(.full, time: time))
    run.tell(before)
    if run.isSound, !isRehearsal {
        try files.replaceDatabase(keepingOldAs: suffix)
        run.report.oldSuffix = suffix
    } else {
        try files.discard()
    }
    return run.report
}

/// A repair under way.
struct RepairRun {
    let origin: ArchiveOrigin
    let key: VerifierKey
    let own: RepairSource?
    let copy: RepairSource?
    let blobs: FolderBlobStore
    let copiedBlobs: FolderBlobStore?
    var report = RepairReport()
    var records = RepairRecords()
    /// Contents in files, by the first entry that names them.
    var contents: [Digest: (index: LeafIndex, size: UInt64)] = [:]
    let surroundings: Surroundings
    /// Rotations of the new database.
    var rotations: [FiledRotation] = []
    var trust = RepairTrust()
    /// The sizes of the checkpoints whose notes were found.
    var signedSizes: Set<UInt64> = []

    init(folder: String, copy: String?, surroundings: Surroundings) throws {
        own = try? RepairSource(folder: folder)
        self.copy = try copy.map { try RepairSource(folder: $0) }
        blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        copiedBlobs = copy.map {
            FolderBlobStore(folder: $0 + "/blobs", surroundings: surroundings)
        }
        guard let name = own?.identity ?? self.copy?.identity else { throw RepairError.nameless }
        if let other = self.copy?.identity, other != name {
            throw RepairError.otherArchive(found: other.key.text, expected: name.key.text)
        }
        origin = name.origin
        key = name.key
        self.surroundings = surroundings
        try findTrust(folder: folder)
    }

    /// Both, the archive itself first.
    var sources: [(source: RepairSource, isCopy: Bool)] {
        [own.map { ($0, false) }, copy.map { ($0, true) }].compactMap { $0 }
    }

    /// Whether the new database may take the old one's place: damaged files of exhibits that nobody has do not forbid it, nor does a
    /// file with another key, which no database can mend. But where the copy alone says which key is the archive's, that file may be right.
    var isSound: Bool {
        guard let audit = report.audit else { return false }
        let files: Set<FaultCode> = [.blobMissing, .blobDigest, .blobSize]
        return audit.omitted.isEmpty && audit.size >= trust.signedSize
            && !audit.faults.contains {
                $0.outcome == .failed && !files.contains($0.code)
                    && !($0.code == .key && $0.place.table == nil && own?.identity != nil)
            }
    }

    /// Tells what was wrong before, is right now, and did not come from the copy.
    mutating func tell(_ before: AuditReport) {
        let left = Set(report.audit?.faults.map(\.place) ?? [])
        let told = Set(report.restored.map(\.place.subject))
        for fault in before.faults
        where fault.place.table != nil && !left.contains(fault.place)
            && !told.contains(fault.place.subject)
        {
            took(fault.place, fromCopy: false)
        }
    }

    mutating func took(_ place: Place, fromCopy isFromCopy: Bool) {
        guard report.restored.count < FaultList.limit else { return }
        report.restored.append(RepairedPlace(place: place, isFromCopy: isFromCopy))
    }

    mutating func misses(_ place: Place) {
        guard report.missing.count < FaultList.limit else { return }
        report.missing.append(place)
    }
}
