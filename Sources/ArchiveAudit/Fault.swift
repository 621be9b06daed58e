// One thing that an audit found: what is wrong, where to the byte as far as can be known, and what would mend it. The codes are
// stable; docs/formats/audit.md says what each means.

package import EvidenceValues

/// What a fault is of.
package enum FaultCode: String, Sendable, Hashable, Comparable, CaseIterable {
    /// SQLite's own check of its pages.
    case database = "LOG.DATABASE"
    /// A table or trigger is not as Docket made it.
    case schema = "LOG.SCHEMA"
    /// A row that could not be read, or is of another form than Docket writes, or should not be there.
    case row = "LOG.ROW"
    /// The archive's name or one of its keys.
    case key = "LOG.KEY"
    /// An entry reads, stands at its index, hashes to its leaf hash.
    case entry = "LOG.ENTRY"
    /// It names the entry before it.
    case chain = "LOG.CHAIN"
    /// It was not received before it.
    case time = "LOG.TIME"
    /// The filing reads, is what the entry names, is of this archive.
    case filing = "LOG.FILING"
    /// The docketing reads, is what the entry names, is of the filing's matter.
    case docketing = "LOG.DOCKETING"
    /// Numbers of a matter have no gaps, and each names the one before.
    case number = "LOG.NUMBER"
    /// The filing's signature is what the docketing names, and there if and only if somebody signs.
    case signature = "LOG.SIGNATURE"
    /// An exhibit's bytes in the database are there, and those that were filed.
    case content = "LOG.CONTENT"
    /// A stored hash of the tree is what its entries give.
    case tile = "LOG.TILE"
    /// The newest size, root and right edge are what all entries give.
    case head = "LOG.HEAD"
    /// A signed checkpoint verifies, and its root is what its entries give.
    case checkpoint = "LOG.CHECKPOINT"
    /// A witness's cosignature reads and is of a checkpoint of this log.
    case cosignature = "LOG.COSIGNATURE"
    /// The receipt of an entry proves it.
    case receipt = "LOG.RECEIPT"
    /// What is erased has a record that names it, and is gone.
    case erasure = "LOG.ERASURE"
    /// What is held has a record, and is there.
    case hold = "LOG.HOLD"
    /// The log goes on from what the last audit saw.
    case history = "LOG.HISTORY"
    /// The archive is not behind its high-water mark, nor beside it.
    case mark = "LOG.MARK"
    /// What is derived from the log is what the log gives.
    case index = "LOG.INDEX"
    /// An exhibit's file is there.
    case blobMissing = "BLOB.MISSING"
    /// It has the bytes that were filed.
    case blobDigest = "BLOB.DIGEST"
    /// It has as many as were filed.
    case blobSize = "BLOB.SIZE"
    /// A file of bytes that no filing names.
    case blobOrphan = "BLOB.ORPHAN"
    /// A file in the archive's folder that Docket does not make.
    case stranger = "FILE.STRANGER"
    /// Others than its owner may read or change the signing key.
    case keyMode = "KEY.MODE"
    /// Each record of access names the one before it.
    case access = "ACCESS.CHAIN"
    /// The report before this one is older than it should be.
    case late = "AUDIT.LATE"
    /// The time was over before everything was read.
    case unfinished = "AUDIT.UNFINISHED"

    package static func < (left: FaultCode, right: FaultCode) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Where a fault is; what is nil is not known or does not apply.
package struct Place: Sendable, Hashable {
    /// In words: `entry 7`, `tile 0/12`, a file's path.
    package var subject: String
    package var index: LeafIndex?
    package var matter: MatterID?
    /// The docket number within the matter.
    package var number: DocketNumber?
    /// The file, from the archive's folder.
    package var file: String?
    /// Which bytes of the file.
    package var bytes: Range<UInt64>?
    /// The table of the database and the row's key.
    package var table: String?
    package var row: Int64?

    package init(_ subject: String) { self.subject = subject }

    /// The row of an entry or of what belongs to it.
    package static func row(_ table: String, _ index: LeafIndex) -> Place {
        var place = Place("entry \(index)")
        place.index = index
        place.table = table
        place.row = Int64(clamping: index.value)
        place.file = "docket.sqlite"
        return place
    }

    /// A row of another table.
    package static func row(_ table: String, key: Int64, subject: String) -> Place {
        var place = Place(subject)
        place.table = table
        place.row = key
        place.file = "docket.sqlite"
        return place
    }

    /// A file in the archive's folder, or some bytes of it.
    package static func file(_ path: String, bytes: Range<UInt64>? = nil) -> Place {
        var place = Place(path)
        place.file = path
        place.bytes = bytes
        return place
    }
}

/// What would mend a fault.
package enum Repair: String, Sendable, Hashable {
    /// `docket repair` computes it from what is sound in the archive itself.
    case derived
    /// `docket reindex` makes it anew.
    case reindex
    /// Another copy of the archive must have it; `docket repair --from COPY` takes it if it fits its digest.
    case copy
    /// The operator can set it right by hand.
    case byHand = "by-hand"
    /// Nothing: the history itself is another than was signed.
    case nothing
}

/// One thing that is wrong, or worth knowing.
package struct Fault: Sendable, Hashable {
    package let code: FaultCode
    /// `failed`, or `warning`, which changes nothing.
    package let outcome: Check.Outcome
    package let place: Place
    package let repair: Repair?
    /// One sentence.
    package let sentence: String

    /// Something is wrong.
    package init(
        _ code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        self.init(code, .failed, place, repair, sentence)
    }

    /// Something is worth knowing.
    package init(
        warning code: FaultCode, _ place: Place, repair: Repair? = nil, _ sentence: String
    ) {
        self.init(code, .warning, place, repair, sentence)
    }

    private init(
        _ code: FaultCode, _ outcome: Check.Outcome, _ place: Place, _ repair: Repair?,
        _ sentence: String
    ) {
        self.code = code
        self.outcome = outcome
        self.place = place
        self.repair = repair
        self.sentence = sentence
    }

    /// The same at a place that is better known.
    func moved(to place: Place) -> Fault { Fault(code, outcome, place, repair, sentence) }
}

/// Faults in the order in which they were found, of which only the first are kept: an archive that is all damage must not fill the
/// memory of its audit, nor its report.
struct FaultList: Sendable {
    /// Faults that are kept at most; as many lines as a person would read.
    static let limit = 1000

    private(set) var kept: [Fault] = []
    /// How many more there were, by code.
    private(set) var omitted: [FaultCode: Int] = [:]
    /// Codes of which something failed.
    private(set) var failed: Set<FaultCode> = []

    mutating func add(_ fault: Fault) {
        if fault.outcome == .failed { failed.insert(fault.code) }
        guard kept.count < Self.limit else {
            omitted[fault.code, default: 0] += 1
            return
        }
        kept.append(fault)
    }

    /// Appends what another list has.
    mutating func add(_ other: FaultList) {
        for fault in other.kept { add(fault) }
        failed.formUnion(other.failed)
        omitted.merge(other.omitted, uniquingKeysWith: +)
    }
}
