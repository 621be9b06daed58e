// The filing of one row, its signature, and the exhibit's bytes.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Checks the filing against the entry and the docketing.
    /// - Parameter signature: the digest that the docketing names; nil if the docketing does not read.
    func checkFiling(
        _ texts: RowTexts, _ entry: Entry?, _ signature: Digest??, _ facts: RowFacts
    ) {
        var filing: FilingFields?
        var isThere = false
        texts.withFiling { text in
            guard let text else { return }
            isThere = true
            filing = readFiling(text, entry, facts)
        }
        guard isThere else {
            if !texts.unreadable.contains("filing") {
                absent.append((facts.index, "filing", place("filing", facts)))
            }
            return
        }
        result.coverage.filings += 1
        guard let filing else { return }
        if filing.kind.isReserved {
            if filing.filer == .operator {
                records.append((facts.index, filing.kind))
            } else {
                // Spec: filing-4
                add(
                    .filing, place("filing", facts), repair: .nothing,
                    "Only the archive itself files this kind, and somebody else did.")
            }
        }
        checkSignature(texts, filing, signature, facts)
        checkContent(texts, filing, facts)
    }

    private func readFiling(
        _ text: Span<UInt8>, _ entry: Entry?, _ facts: RowFacts
    ) -> FilingFields? {
        result.coverage.bytes += UInt64(text.count)
        if let entry, entry.filing != Digest.sha256(text) {
            add(
                .filing, place("filing", facts), repair: .copy,
                "The filing is not the one that the entry names.")
            return nil
        }
        guard let fields = try? FilingFields(parsing: text) else {
            add(.filing, place("filing", facts), repair: .copy, "The filing cannot be read.")
            return nil
        }
        if !text.extracting(fields.archive).isSame(as: ground.origin.text) {
            add(
                .filing, place("filing", facts), repair: .nothing,
                "The filing is of another archive.")
        }
        if let matter = facts.matter,
            !text.extracting(fields.matter).isSame(as: matters.runs[matter].name)
        {
            add(
                .docketing, place("docketing", facts), repair: .nothing,
                "The docketing is of another matter than the filing.")
        }
        return fields
    }

    private func checkSignature(
        _ texts: RowTexts, _ filing: FilingFields, _ named: Digest??, _ facts: RowFacts
    ) {
        var stored: Digest?
        texts.withSignature { text in
            guard let text else { return }
            result.coverage.bytes += UInt64(text.count)
            stored = Digest.sha256(text)
        }
        let isSigned = filing.filer != .operator
        if let named, named != stored {
            add(
                .signature, place("filing", facts), repair: .copy,
                "The filing's signature is missing, or another than the docketing names.")
        } else if isSigned != (stored != nil) {
            add(
                .signature, place("filing", facts), repair: .nothing,
                "The filing says that somebody signs, and nobody does, or the reverse.")
        }
    }

    /// The exhibit's bytes: in the database if they are few, else in a file.
    private func checkContent(_ texts: RowTexts, _ filing: FilingFields, _ facts: RowFacts) {
        guard filing.size <= UInt64(ContentSource.inlineLimit) else {
            return checkBlob(filing.content, filing.size, facts)
        }
        texts.withContent { bytes in
            guard let bytes else {
                if !texts.unreadable.contains("content") {
                    absent.append((facts.index, "content", place("content", facts)))
                }
                return
            }
            result.coverage.contents += 1
            result.coverage.bytes += UInt64(bytes.count)
            if UInt64(bytes.count) != filing.size || Digest.sha256(bytes) != filing.content {
                add(
                    .content, place("content", facts), repair: .copy,
                    "The exhibit's bytes are not those that were filed.")
            }
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
    /// Whether these are the bytes of `text`.
    func isSame(as text: String) -> Bool { isSame(as: Array(text.utf8)) }

    /// Whether these are the bytes of `other`.
    func isSame(as other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        for position in indices where self[position] != other[position] { return false }
        return true
    }
}
