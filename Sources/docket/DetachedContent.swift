// What detached signatures and time-stamps are over: read once for all of them, when the first asks for it. What fits is held, because
// an old archive time-stamp is over the bytes themselves; what does not is digested in pieces.

import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import Foundation
import Synchronization

/// A file with the content of signatures, of any size.
final class DetachedContent: Sendable {
    /// In bytes; larger contents are digested.
    static let maximumHeld = CMSSignedData.maximumSize

    let name: String
    private let content = Mutex<SignedContent?>(nil)

    /// The content in the file `name`; `-` is standard input.
    init(_ name: String) { self.name = name }

    /// The content, or its digests by `algorithms`. A second thread waits for the first.
    func content(for algorithms: [DigestAlgorithm]) throws -> SignedContent {
        try content.withLock { known in
            if let known { return known }
            let content = try read()
            known = content
            return content
        }
    }

    private func read() throws -> SignedContent {
        do {
            let handle =
                try name == "-"
                ? FileHandle.standardInput : FileHandle(forReadingFrom: URL(filePath: name))
            defer { try? handle.close() }
            let beginning = [UInt8](try handle.read(upToCount: Self.maximumHeld + 1) ?? Data())
            guard beginning.count > Self.maximumHeld else { return .bytes(beginning) }
            var measure = ContentMeasure()
            measure.add(beginning)
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                measure.add([UInt8](piece))
            }
            return .digest(measure.digest)
        } catch {
            throw DurableFile.unreadable(name, error)
        }
    }
}
