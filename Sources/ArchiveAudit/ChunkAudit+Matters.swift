// The matters of a chunk: where nobody knows the chunks before it, what each continues is looked up; and the tables that are derived
// from docketings are compared with them.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Ends the chunk's matters.
    func finishMatters() {
        for run in matters.runs where run.firstNumber > 0 {
            if looksBack { lookBack(run) }
            if ground.comparesIndexes, !run.isBridged { compareDocket(run) }
        }
        result.loose = matters.loose
        result.matters = matters.runs.filter { $0.firstNumber > 0 }
    }

    /// Finds the entry that the first of the run must follow, by the table `docket`, and reads it.
    private func lookBack(_ run: MatterRun) {
        let isFirst = run.firstNumber == 1
        if isFirst != (run.firstPrevious == nil) { return doesNotFollow(run) }
        // Another entry with the same number would be named by the table, or be found when its own chunk is read.
        guard let twin = docketed(run, number: run.firstNumber) else {
            return warn(
                .index, matterPlace(run), repair: .reindex,
                "The table docket has no row for this entry.")
        }
        if twin != run.firstIndex, reads(twin, run, run.firstNumber) != nil {
            return add(
                .number, matterPlace(run), repair: .nothing,
                "Entry \(twin) has the same number in the matter.")
        }
        guard !isFirst else { return }
        guard let index = docketed(run, number: run.firstNumber - 1),
            let leaf = reads(index, run, run.firstNumber - 1)
        else {
            return warn(
                .index, matterPlace(run), repair: .reindex,
                "The entry before it in its matter cannot be found by the table docket.")
        }
        if leaf != run.firstPrevious || index >= run.firstIndex { doesNotFollow(run) }
    }

    private func doesNotFollow(_ run: MatterRun) {
        add(
            .number, matterPlace(run), repair: .nothing,
            "It does not follow the entry before it in its matter.")
    }

    private func matterPlace(_ run: MatterRun) -> Place {
        var place = place("docketing", run.firstIndex)
        place.matter = run.matter
        place.number = DocketNumber(run.firstNumber)
        return place
    }

    private static let docket = """
        SELECT idx FROM docket WHERE matter_id = (SELECT id FROM matter WHERE name = ?2)
            AND number = ?1
        """

    /// Which entry the table `docket` has for a number of the run's matter.
    private func docketed(_ run: MatterRun, number: UInt64) -> LeafIndex? {
        guard let cursor = try? scan.select(Self.docket, Int64(clamping: number), text: run.name),
            (try? cursor.next()) == true
        else { return nil }
        return LeafIndex(UInt64(clamping: cursor.integer(0)))
    }

    /// The leaf hash of the entry at `index`, if it is number `number` of the run's matter.
    private func reads(_ index: LeafIndex, _ run: MatterRun, _ number: UInt64) -> LeafHash? {
        guard
            let cursor = try? scan.select(
                """
                SELECT entry, docketing FROM entry JOIN docketing ON docketing.idx = entry.idx
                WHERE entry.idx = ?1
                """, Int64(clamping: index.value)),
            (try? cursor.next()) == true
        else { return nil }
        var leaf: LeafHash?
        cursor.withBytes(0) { leaf = LeafHash.of(entry: $0) }
        var isNumbered = false
        cursor.withBytes(1) { text in
            guard let fields = try? DocketingFields(parsing: text) else { return }
            isNumbered =
                fields.number.value == number
                && text.extracting(fields.matter).isSame(as: run.name.span)
        }
        return isNumbered ? leaf : nil
    }

    /// The rows of `docket` and `matter` for the run's entries.
    private func compareDocket(_ run: MatterRun) {
        let sql = """
            SELECT number, idx FROM docket
            WHERE matter_id = (SELECT id FROM matter WHERE name = ?3)
                AND number BETWEEN ?1 AND ?2 ORDER BY number
            """
        var number = run.firstNumber
        var isSame = true
        do {
            let cursor = try scan.select(
                sql, Int64(clamping: run.firstNumber), Int64(clamping: run.lastNumber),
                text: run.name)
            for index in run.indexes {
                guard try cursor.next(), UInt64(clamping: cursor.integer(0)) == number,
                    UInt64(clamping: cursor.integer(1)) == index
                else {
                    isSame = false
                    break
                }
                number &+= 1
            }
            if isSame, try cursor.next() { isSame = false }
        } catch {
            isSame = false
        }
        guard !isSame else { return }
        warn(
            .index, matterPlace(run), repair: .reindex,
            "The tables matter and docket do not have what the docketings of this matter say.")
    }
}
