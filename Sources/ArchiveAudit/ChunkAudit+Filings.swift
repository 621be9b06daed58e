// The filing of one row, its signature, and the exhibit's bytes.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Checks the filing against the entry and the text of the docketing.
    func checkFiling(
        _ text: Span<UInt8>, of docketing: Span<UInt8>, _ signature: Span<UInt8>,
        _ content: Span<UInt8>, _ row: inout RowReading
    ) {
        guard row.columns.isThere.2 else {
            if !unreadable.contains("filing") {
                absent.append((row.facts.index, "filing", place("filing", row.facts)))
            }
            return
        }
        row.coverage.filings = 1
        guard let filing = readFiling(text, of: docketing, &row) else { return }
        if filing.kind.isReserved { noteRecord(filing, row.facts) }
        checkSignature(signature, filing, &row)
        checkContent(content, filing, &row)
    }

    private func noteRecord(_ filing: FilingFields, _ facts: RowFacts) {
        guard filing.filer == .operator else {
            // Spec: filing-4
            return add(
                .filing, place("filing", facts), repair: .nothing,
                "Only the archive itself files this kind, and somebody else did.")
        }
        records.append((facts.index, filing.kind))
    }

    private func readFiling(
        _ text: Span<UInt8>, of docketing: Span<UInt8>, _ row: inout RowReading
    ) -> FilingFields? {
        row.coverage.bytes += UInt64(text.count)
        if let named = row.named, named.filing != Digest.sha256(text) {
            add(
                .filing, place("filing", row.facts), repair: .copy,
                "The filing is not the one that the entry names.")
            return nil
        }
        guard let fields = try? FilingFields(parsing: text) else {
            add(.filing, place("filing", row.facts), repair: .copy, "The filing cannot be read.")
            return nil
        }
        let origin = origin
        if !text.extracting(fields.archive).isSame(as: origin.span) {
            add(
                .filing, place("filing", row.facts), repair: .nothing,
                "The filing is of another archive.")
        }
        if row.facts.matter != nil, let said = row.docketing,
            !text.extracting(fields.matter).isSame(as: docketing.extracting(said.matter))
        {
            add(
                .docketing, place("docketing", row.facts), repair: .nothing,
                "The docketing is of another matter than the filing.")
        }
        return fields
    }

    private func checkSignature(
        _ text: Span<UInt8>, _ filing: FilingFields, _ row: inout RowReading
    ) {
        var stored: Digest?
        if row.columns.isThere.3 {
            row.coverage.bytes += UInt64(text.count)
            stored = Digest.sha256(text)
        }
        let isSigned = filing.filer != .operator
        if let docketing = row.docketing, docketing.signature != stored {
            add(
                .signature, place("filing", row.facts), repair: .copy,
                "The filing's signature is missing, or another than the docketing names.")
        } else if isSigned != (stored != nil) {
            add(
                .signature, place("filing", row.facts), repair: .nothing,
                "The filing says that somebody signs, and nobody does, or the reverse.")
        }
    }

    /// The exhibit's bytes: in the database if they are few, else in a file.
    private func checkContent(_ bytes: Span<UInt8>, _ filing: FilingFields, _ row: inout RowReading)
    {
        guard filing.size <= UInt64(ContentSource.inlineLimit) else {
            return checkBlob(filing.content, filing.size, row.facts)
        }
        guard row.columns.isThere.4 else {
            if !unreadable.contains("content") {
                absent.append((row.facts.index, "content", place("content", row.facts)))
            }
            return
        }
        row.coverage.contents = 1
        row.coverage.bytes += UInt64(bytes.count)
        if UInt64(bytes.count) != filing.size || Digest.sha256(bytes) != filing.content {
            add(
                .content, place("content", row.facts), repair: .copy,
                "The exhibit's bytes are not those that were filed.")
        }
    }

    private func checkBlob(_ digest: Digest, _ size: UInt64, _ facts: RowFacts) {
        result.blobs.append(digest.value.words.0)
        var place = place("filing", facts)
        place.file = BlobFiles.path(of: digest)
        place.table = nil
        place.row = nil
        do {
            guard let found = try ground.blobs.size(of: digest) else {
                return add(
                    .blobMissing, place, repair: .copy, "The exhibit's bytes are gone.")
            }
            place.bytes = 0..<found
            if found != size {
                add(
                    .blobSize, place, repair: .copy,
                    "The exhibit has \(found) bytes, and \(size) were filed.")
            } else if readsBlobs {
                try readBlob(digest, place)
            }
        } catch {
            add(.blobDigest, place, repair: .copy, "The exhibit cannot be read: \(error).")
        }
    }

    private func readBlob(_ digest: Digest, _ place: Place) throws {
        guard let found = try ground.blobs.measure(digest) else { return }
        result.coverage.blobs += 1
        result.coverage.bytes += found.size
        if found.digest != digest {
            add(.blobDigest, place, repair: .copy, "The exhibit's bytes were changed.")
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether these are the bytes of `other`.
    func isSame(as other: Span<UInt8>) -> Bool { count == other.count && has(other, at: 0) }
}
