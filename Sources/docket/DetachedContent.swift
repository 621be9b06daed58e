// What detached signatures and time-stamps are over: read once for all of them, when the first asks for it. What fits is held, because
// an old archive time-stamp is over the bytes themselves; what does not is digested in pieces.

import Cryptography
import DurableFiles
import EvidenceValues
import Foundation
import Synchronization

/// A file with the content of signatures, of any size.
final class DetachedContent: Sendable {
    /// In bytes; larger contents are digested.
    static let maximumHeld = CMSSignedData.maximumSize
    private static let piece = 1 << 18

    private enum State {
        case unread
        case held([UInt8])
        case digested([DigestAlgorithm: [UInt8]])
    }

    let name: String
    private let state = Mutex(State.unread)

    /// The content in the file `name`; `-` is standard input.
    init(_ name: String) { self.name = name }

    /// The content, or its digests by `algorithms` and perhaps others. A second thread waits for the first. Only a file that asks for
    /// other digests than those before it has the content read again.
    func content(for algorithms: [DigestAlgorithm]) throws -> SignedContent {
        try state.withLock { state in
            if case .digested(let known) = state, algorithms.allSatisfy({ known[$0] != nil }) {
                return .hashes(known)
            }
            if case .unread = state { state = try read(algorithms) }
            switch state {
            case .held(let bytes): return .bytes(bytes)
            case .digested(let known):
                let missing = algorithms.filter { known[$0] == nil }
                guard !missing.isEmpty, case .digested(let more) = try read(missing) else {
                    return .hashes(known)
                }
                let all = known.merging(more) { first, _ in first }
                state = .digested(all)
                return .hashes(all)
            case .unread: return .hashes([:])
            }
        }
    }

    private func read(_ algorithms: [DigestAlgorithm]) throws -> State {
        if name != "-", let file = try RangedFile(name) { return try read(file, algorithms) }
        do {
            let handle =
                try name == "-"
                ? FileHandle.standardInput : FileHandle(forReadingFrom: URL(filePath: name))
            defer { try? handle.close() }
            let beginning = [UInt8](try handle.read(upToCount: Self.maximumHeld + 1) ?? Data())
            guard beginning.count > Self.maximumHeld else { return .held(beginning) }
            // What can be read once only is digested by every algorithm that somebody may ask for.
            let content = RunningContent(DigestAlgorithm.allCases)
            content.add(beginning)
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                content.add([UInt8](piece))
            }
            return Self.state(content.finish())
        } catch {
            throw DurableFile.unreadable(name, error)
        }
    }

    private func read(_ file: RangedFile, _ algorithms: [DigestAlgorithm]) throws -> State {
        guard file.count > Self.maximumHeld else {
            return .held(try file.bytes(0..<file.count))
        }
        let content = RunningContent(algorithms)
        for start in stride(from: 0, to: file.count, by: Self.piece) {
            content.add(try file.bytes(start..<min(start + Self.piece, file.count)))
        }
        return Self.state(content.finish())
    }

    private static func state(_ content: SignedContent) -> State {
        guard case .hashes(let hashes) = content else { return .digested([:]) }
        return .digested(hashes)
    }
}
