// The audit of blobs: all bytes that filings name are there and are those that were filed; what else is there is listed.

import EvidenceStore
import EvidenceValues

extension Audit {
    /// Reads each blob once.
    mutating func checkBlobs(_ progress: (Int, Int) -> Void) {
        for (digest, named) in contents.sorted(by: { $0.value.index < $1.value.index }) {
            checkBlob(digest, named.size, named.index)
            report.blobs += 1
            progress(report.blobs, contents.count)
        }
        reading("blobs") { audit in
            for digest in try audit.archive.blobs.list() where audit.contents[digest] == nil {
                audit.warn(
                    "BLOB.ORPHAN", audit.archive.blobs.path(of: digest) ?? digest.text,
                    "No filing names these bytes: left by a filing that was broken off or refused.")
            }
            for name in try audit.archive.blobs.strangers() {
                audit.warn("BLOB.STRANGER", "blobs/" + name, "This file is no exhibit.")
            }
        }
        covered("BLOB.MISSING", "The bytes of all \(report.blobs) contents are there.")
        covered("BLOB.DIGEST", "They are the bytes that were filed.")
        covered("BLOB.SIZE", "They have the sizes that the filings say.")
    }

    private mutating func checkBlob(_ digest: Digest, _ size: UInt64, _ index: LeafIndex) {
        let subject = "entry \(index)"
        reading(subject) { audit in
            var inline = ContentMeasure()
            let bytes = try audit.archive.storedContent(at: index)
            bytes.map { inline.add($0) }
            let stored =
                try bytes.map { _ in (digest: inline.digest, size: inline.size) }
                ?? audit.archive.blobs.measure(digest)
            guard let found = stored else {
                return audit.fail("BLOB.MISSING", subject, "The exhibit's bytes are gone.")
            }
            audit.report.bytesRead += found.size
            if found.digest != digest {
                audit.fail("BLOB.DIGEST", subject, "The exhibit's bytes were changed.")
            }
            if found.size != size {
                audit.fail("BLOB.SIZE", subject, "The exhibit has another size than was filed.")
            }
        }
    }
}
