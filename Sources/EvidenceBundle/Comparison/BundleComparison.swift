// Two bundles of one matter, one from each side, held against each other: what both have, what one lacks, and what cannot both be so. Each is
// verified by itself under the arbiter's trust; here only what is proven in both is compared. An archive that told two parties two
// different things is caught by what it signed for each of them.

internal import Agreements
internal import Container
internal import EvidenceModules
package import EvidenceValues
internal import TransparencyLog

/// Compares two verified bundles. Spec: diff-1 to diff-8
/// - Parameter proof: a consistency proof between their checkpoints (docs/formats/checkpoint.md), whoever made it; nil without.
/// - Returns: nil if `proof` is none between these two.
package func compare(
    _ first: VerifiedBundle, _ second: VerifiedBundle, proof: [UInt8]? = nil
) -> ComparisonRecord? {
    let comparison = BundleComparison(first, second)
    if let proof, !comparison.accepts(proof) { return nil }
    return comparison.record(isContinued: proof != nil)
}

/// What is compared, in both.
private struct BundleComparison {
    private let first: ComparedBundle
    private let second: ComparedBundle

    init(_ first: VerifiedBundle, _ second: VerifiedBundle) {
        self.first = ComparedBundle(first)
        self.second = ComparedBundle(second)
    }

    private var older: ComparedBundle { first.size <= second.size ? first : second }
    private var newer: ComparedBundle { first.size <= second.size ? second : first }

    /// Whether `proof` leads from the older checkpoint to the newer.
    func accepts(_ proof: [UInt8]) -> Bool {
        guard isOneArchive, let old = older.main, let new = newer.main,
            let (proof, _) = try? ConsistencyProof.parse(proof), proof.from == old.size,
            proof.to == new.size
        else { return false }
        return (try? proof.check(from: old.root, to: new.root)) != nil
    }

    /// Both logs are those of one archive, opened with keys that the arbiter accepts.
    private var isOneArchive: Bool {
        first.isTrusted && second.isTrusted && first.archive == second.archive
    }

    func record(isContinued: Bool) -> ComparisonRecord {
        let contradictions = texts + numbers + forks
        return ComparisonRecord(
            tool: first.record.tool, validationTime: first.record.validationTime,
            first: first.side, second: second.side,
            logs: logs(isContinued: isContinued, isForked: !forks.isEmpty), items: items,
            missing: missing, contradictions: contradictions + answersContradiction,
            answers: answers)
    }

    // Spec: diff-3
    private func logs(isContinued: Bool, isForked: Bool) -> ComparisonRecord.Logs {
        guard isOneArchive, let old = older.main, let new = newer.main else { return .apart }
        if isForked { return .forked }
        if old == new { return .same }
        return isContinued || newer.root(at: old) == old.root ? .continued : .unproven
    }
}

extension BundleComparison {
    // Spec: diff-2
    private var items: [ComparisonRecord.Item] {
        let keys = Set(first.entries.keys).union(second.entries.keys)
        return keys.sorted().flatMap { key -> [ComparisonRecord.Item] in
            let (one, other) = (first.entries[key], second.entries[key])
            if let one, let other, one.leaf == other.leaf {
                return [item(key, of: one.name == nil ? other : one, one, other)]
            }
            return [
                one.map { item(key, of: $0, $0, nil) }, other.map { item(key, of: $0, nil, $0) },
            ].compactMap(\.self)
        }
    }

    private func item(
        _ key: EntryKey, of entry: ComparedEntry, _ one: ComparedEntry?, _ other: ComparedEntry?
    ) -> ComparisonRecord.Item {
        ComparisonRecord.Item(
            matter: key.matter, number: key.number, index: entry.index, name: entry.name,
            digest: entry.digest, first: one?.content, second: other?.content)
    }

    /// Spec: diff-2
    private var missing: [UInt64] {
        guard first.record.matter == second.record.matter else { return [] }
        let known = Set(
            (Array(first.entries.keys) + Array(second.entries.keys))
                .filter { $0.matter == first.record.matter }.map(\.number.value))
        // A number is proven by an entry, so there are as many as entries, or a lie that a check tells.
        guard let highest = known.max(), highest <= 1_000_000 else { return [] }
        return (1...highest).filter { !known.contains($0) }
    }

    // Spec: diff-5
    private var texts: [ComparisonRecord.Contradiction] {
        let (one, other) = (first.side, second.side)
        var found: [ComparisonRecord.Contradiction] = []
        func tell(_ code: String, _ what: String, _ first: String, _ second: String) {
            guard first != second else { return }
            found.append(.init(code, "\(what): the first has \(first), the second \(second)."))
        }
        tell("DIFF.MATTER", "They are of different matters", one.matter.text, other.matter.text)
        tell("DIFF.ARCHIVE", "They are of different archives", one.archive.text, other.archive.text)
        tell(
            "DIFF.AGREEMENT", "They hold different agreements", one.agreement.text,
            other.agreement.text)
        tell("DIFF.ANNEX", "They hold different annexes", one.annex.text, other.annex.text)
        tell("DIFF.CLAIMS", "They hold different claims", one.claims.text, other.claims.text)
        return found
    }

    /// One number of a matter, or one place in the log, for two entries. Spec: diff-4
    private var numbers: [ComparisonRecord.Contradiction] {
        guard first.archive == second.archive else { return [] }
        let keys = Set(first.numbers.keys).intersection(second.numbers.keys).sorted()
        return keys.compactMap { key in
            guard let one = first.numbers[key], let other = second.numbers[key], one != other
            else { return nil }
            return .init(
                "DIFF.NUMBER",
                "Number \(key.number) of the matter \(key.matter) is one entry in the first and "
                    + "another in the second (leaf hashes \(one) and \(other)).",
                isMisconduct: isOneArchive)
        }
    }

    /// Two logs that the archive signed. Spec: diff-4
    private var forks: [ComparisonRecord.Contradiction] {
        guard isOneArchive else { return [] }
        let (ofFirst, ofSecond) = (first.roots(with: second.main), second.roots(with: first.main))
        let sizes = Set(ofFirst.keys).intersection(ofSecond.keys).sorted()
        var found = sizes.compactMap { size -> ComparisonRecord.Contradiction? in
            guard let one = ofFirst[size], let other = ofSecond[size], one != other
            else { return nil }
            return .init(
                "DIFF.FORKED",
                "The archive signed two different logs: at size \(size) the first has the root \(one), "
                    + "the second \(other).", isMisconduct: true)
        }
        let places = Set(first.leaves.keys).intersection(second.leaves.keys).sorted()
        let place = places.first { first.leaves[$0] != second.leaves[$0] }
        if let place {
            found.append(
                .init(
                    "DIFF.FORKED",
                    "The archive signed two different logs: entry \(place) is another in each.",
                    isMisconduct: true))
        }
        return found
    }

    // Spec: diff-6
    private var answers: [ComparisonRecord.Answer] {
        guard let one = first.findings, let other = second.findings else { return [] }
        let statements = Dictionary(other.findings.map { ($0.claim, $0.statement) }) { old, _ in old
        }
        let comparable = Set(
            one.findings.filter { statements[$0.claim] == $0.statement }.map(\.claim)
                + (one.misconduct + other.misconduct).map(\.statement))
        return one.changes(in: other).filter { comparable.contains($0.claim) }.map { change in
            ComparisonRecord.Answer(
                claim: change.claim, sentence: change.sentence, first: change.before.words,
                second: change.after.words)
        }
    }

    private var answersContradiction: [ComparisonRecord.Contradiction] {
        let count = answers.count
        guard count > 0 else { return [] }
        return [
            .init(
                "DIFF.FINDING",
                "Judged by themselves, they give different answers to \(count) "
                    + (count == 1 ? "question." : "questions."))
        ]
    }
}

/// Where an entry stands in its matter.
private struct EntryKey: Hashable, Comparable {
    let matter: MatterID
    let number: DocketNumber

    static func < (one: EntryKey, other: EntryKey) -> Bool {
        (one.matter.text, one.number.value) < (other.matter.text, other.number.value)
    }
}

/// An entry of one bundle.
private struct ComparedEntry {
    let index: LeafIndex
    let leaf: LeafHash
    let name: String?
    let digest: Digest?
    let content: ComparisonRecord.Content
}

/// What one bundle proves of the log.
private struct ComparedBundle {
    let record: VerificationRecord
    let findings: Findings?
    let side: ComparisonRecord.Side
    let main: Checkpoint?
    /// Whether the arbiter's own annex gives the key that signed the checkpoint, and nobody else may have had it.
    let isTrusted: Bool
    let entries: [EntryKey: ComparedEntry]
    /// The leaf hashes by number in the matter: of entries here, and those that they name as the one before.
    private(set) var numbers: [EntryKey: LeafHash] = [:]
    /// The same by place in the log.
    private(set) var leaves: [LeafIndex: LeafHash] = [:]
    /// The roots that the log is proven to have had.
    let roots: [TreeSize: RootHash]
    private let verifier: BundleVerifier

    var size: TreeSize { main?.size ?? TreeSize(0) }
    var archive: ArchiveOrigin { record.archive }

    init(_ bundle: VerifiedBundle) {
        verifier = bundle.verifier
        record = bundle.verification.record
        findings = bundle.verification.findings
        let log = verifier.log
        main = log.checkpoint?.checkpoint
        side = ComparisonRecord.Side(record, claims: bundle.claims, rootHash: main?.root)
        isTrusted = main != nil && log.doubt == nil && verifier.texts.annexIsPinned
        roots = isTrusted ? verifier.context.consistent : [:]
        let disclosed = Dictionary(
            record.exhibits.map { ($0.index, $0.disclosure) },
            uniquingKeysWith: { first, _ in first })
        var entries: [EntryKey: ComparedEntry] = [:]
        for exhibit in log.exhibits {
            let key = EntryKey(matter: exhibit.docketing.matter, number: exhibit.docketing.number)
            entries[key] = ComparedEntry(
                index: exhibit.entry.index, leaf: exhibit.entry.leafHash,
                name: exhibit.filing.name.text, digest: exhibit.filing.content,
                content: ComparisonRecord.Content(disclosed[exhibit.entry.index] ?? .withheld))
        }
        for erased in log.erased {
            let key = EntryKey(matter: erased.docketing.matter, number: erased.docketing.number)
            entries[key] = ComparedEntry(
                index: erased.entry.index, leaf: erased.entry.leafHash, name: nil, digest: nil,
                content: .erased)
        }
        self.entries = entries
        for exhibit in log.exhibits { learn(exhibit.entry, exhibit.docketing) }
        for erased in log.erased { learn(erased.entry, erased.docketing) }
    }

    /// What an entry and its docketing, both proven, say of themselves and of those before them.
    private mutating func learn(_ entry: Entry, _ docketing: Docketing) {
        numbers[EntryKey(matter: docketing.matter, number: docketing.number)] = entry.leafHash
        leaves[entry.index] = entry.leafHash
        if let before = DocketNumber(docketing.number.value &- 1), let named = docketing.previous {
            let key = EntryKey(matter: docketing.matter, number: before)
            if numbers[key] == nil { numbers[key] = named }
        }
        if entry.index.value > 0, let named = entry.previous {
            let place = LeafIndex(entry.index.value - 1)
            if leaves[place] == nil { leaves[place] = named }
        }
    }

    /// The root that this log had at the size of `older`, as far as the bundle proves it.
    func root(at older: Checkpoint) -> RootHash? {
        isTrusted ? roots[older.size] ?? verifier.provenRoot(at: older) : nil
    }

    /// All roots that the bundle proves, that at the size of the other's checkpoint among them. Of the empty log there is nothing to prove.
    func roots(with other: Checkpoint?) -> [TreeSize: RootHash] {
        var roots = roots
        if let other, let root = root(at: other) { roots[other.size] = root }
        roots[TreeSize(0)] = nil
        return roots
    }
}

extension BundleVerifier {
    /// The root that the log had at the size of an older checkpoint, by the consistency proof of that size or by an inclusion proof.
    fileprivate func provenRoot(at older: Checkpoint) -> RootHash? {
        guard let main = log.checkpoint?.checkpoint, older.size < main.size else { return nil }
        if let bytes = bundle.bytes(BundleNames.consistency(older.size)),
            let (proof, _) = try? ConsistencyProof.parse(bytes), proof.from == older.size,
            proof.to == main.size, (try? proof.check(from: older.root, to: main.root)) != nil
        {
            return older.root
        }
        for exhibit in log.exhibits where older.size.contains(exhibit.entry.index) {
            guard let bytes = bundle.bytes(BundleNames.proof(exhibit.entry.index)),
                let proof = try? TlogProof(parsing: bytes)
            else { continue }
            let inclusion = InclusionProof(
                index: exhibit.entry.index, size: main.size, hashes: proof.hashes)
            return try? inclusion.root(
                ofFirst: older.size, with: exhibit.entry.leafHash, in: main.root)
        }
        return nil
    }
}

extension FindingChange.Side {
    /// `proven, up to EUR 500.00, perhaps EUR 700.00`.
    fileprivate var words: String {
        value.rawValue + (provenSupremum.map { ", up to \($0)" } ?? "")
            + (possibleSupremum.map { ", possibly \($0)" } ?? "")
    }
}

extension ComparisonRecord.Content {
    /// What a reader has of a content. Bundles are compared without a key, but one that a key opened is as good as there.
    fileprivate init(_ disclosure: Disclosure) {
        self =
            switch disclosure {
            case .present, .opened: .present
            case .withheld: .withheld
            case .sealed: .sealed
            }
    }
}
