// A file that is about to be signed: read once, so that what is shown, what is hashed and what is enclosed are the same bytes, whatever
// happens to the file meanwhile. Of a file larger than what is looked at, only the digest is of all of it; memory stays bounded.

import Cryptography
import DurableFiles
import EvidenceModules
import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// A file as it was read.
struct FileToSign {
    let path: String
    let digest: Digest
    let size: UInt64
    /// The first bytes, up to `ContentScan.maximumSize`.
    let beginning: [UInt8]

    private static let piece = 1_048_576

    init(_ path: String) throws {
        var measure = ContentMeasure()
        var beginning: [UInt8] = []
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                let bytes = [UInt8](piece)
                measure.add(bytes)
                beginning += bytes.prefix(ContentScan.maximumSize - beginning.count)
            }
        } catch {
            throw DurableFile.unreadable(path, error)
        }
        self.path = path
        self.beginning = beginning
        (digest, size) = (measure.digest, measure.size)
    }

    /// Whether `beginning` is all of it.
    var isWhole: Bool { UInt64(beginning.count) == size }

    /// What is signed: the bytes where they are enclosed, else the digest.
    func content(attached: Bool) throws -> SignedContent {
        if !attached { return .digest(digest) }
        guard isWhole else { throw SigningError.contentNeeded }
        return .bytes(beginning)
    }

    /// As its bytes, and for texts its name, tell.
    var mediaType: MediaType {
        recognise(name: URL(filePath: path).lastPathComponent, content: beginning).mediaType
    }
}
