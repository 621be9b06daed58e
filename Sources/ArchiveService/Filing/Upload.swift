// A large body on its way to the disk: pieces are gathered and written on a thread that may block, while the connection is not read, so
// memory is one piece whatever the size, and a slow client holds no thread.
//
// If the process dies, a file in the archive's folder of incoming contents is left, which its next start removes.

import EvidenceStore
import EvidenceValues
import NIOCore
import ServiceInterface
import Synchronization

/// An upload of one content.
final class Upload: Sendable {
    /// Bytes that are written at once: enough that handing over costs nothing beside the disk.
    private static let pieceSize = 524_288

    /// Uploads at once at most: each has a piece in memory.
    static let maximumAtOnce = 128
    /// Of one principal, so that slow ones of his do not keep the others out.
    static let maximumOfOne = 16

    private let incoming: Mutex<IncomingContent?>
    private let blocking: BlockingPool

    private init(_ incoming: consuming sending IncomingContent, _ blocking: BlockingPool) {
        self.incoming = Mutex(incoming)
        self.blocking = blocking
    }

    /// Takes in a body of exactly `size` bytes.
    /// - Throws: `Problem` if it is shorter or longer; then nothing is left of it.
    static func take<Body: AsyncSequence & Sendable>(
        _ body: Body, size: UInt64, core: ServiceCore
    ) async throws -> StagedContent where Body.Element == ByteBuffer {
        let upload = try await core.blocking.run {
            try Upload(
                IncomingContent(
                    size: size, folder: core.config.archive, surroundings: core.surroundings),
                core.blocking)
        }
        do {
            try await upload.read(body, size: size)
            return try await core.blocking.run { try upload.finish() }
        } catch {
            upload.discard()
            throw error
        }
    }

    private func read<Body: AsyncSequence & Sendable>(
        _ body: Body, size: UInt64
    ) async throws where Body.Element == ByteBuffer {
        var piece: [UInt8] = []
        var taken: UInt64 = 0
        for try await buffer in body {
            piece.append(contentsOf: buffer.readableBytesView)
            taken += UInt64(buffer.readableBytes)
            guard taken <= size else { throw Problem(.wrongSize) }
            if piece.count >= Upload.pieceSize {
                try await write(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        guard taken == size else { throw Problem(.truncated) }
        try await write(piece)
    }

    private func write(_ piece: [UInt8]) async throws {
        try await blocking.run { try self.incoming.withLock { try $0?.add(piece) } }
    }

    private func finish() throws -> StagedContent {
        guard let content = incoming.withLock({ $0.take() }) else { throw Problem(.stopping) }
        return try content.finish()
    }

    private func discard() {
        if let content = incoming.withLock({ $0.take() }) { content.discard() }
    }
}
