// Group commit without a timer: whoever comes while a batch waits for the disk is in the next one. So a single caller waits for one
// sync, and many share one. Each request is a filing of its own: all or nothing, and refused without touching the others.
//
// Invariants: at most one batch is under way; requests are answered in the order in which they came, each once; a request that was
// cancelled before its batch began was never filed, and one whose batch has begun gets the batch's answer, whatever its caller
// does. If the process dies, what was not answered is filed wholly or not at all, and asking again gives the same answer.

package import Dispatch
import EvidenceValues
import Synchronization

/// Files for many callers into one archive.
package final class GroupCommit: Sendable {
    /// Bytes of texts of a batch at most; more wait for the next. A request that has more alone is a batch of its own.
    package static let maximumWeight = 1_048_576

    private struct Request {
        let id: UInt64
        let submissions: [Submission]
        let continuation: CheckedContinuation<[FiledReceipt], any Error>
    }

    private struct State {
        var nextID: UInt64 = 0
        var waiting: [Request] = []
        /// Given out and not waiting yet; false when cancelled meanwhile.
        var coming: [UInt64: Bool] = [:]
        var isRunning = false
        var isClosed = false
        /// Who waits for the end of all batches.
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let archive: Mutex<Archive>
    private let blobs: any BlobStore
    private let state = Mutex(State())
    private let queue: DispatchQueue

    /// Files into `archive`, which nobody else uses from now on. `queue` is where it waits for the disk.
    package init(
        _ archive: sending Archive, queue: DispatchQueue = DispatchQueue(label: "docket.commit")
    ) {
        blobs = archive.blobs
        self.archive = Mutex(archive)
        self.queue = queue
    }

    /// Files all of `submissions` or none, together with whatever else waits, and gives a receipt for each.
    /// - Throws: `CancellationError` if the task was cancelled before its batch began; else what `Archive.file` throws.
    package func file(_ submissions: [Submission]) async throws -> [FiledReceipt] {
        // Large contents are read and hashed here, so that they keep nobody else waiting.
        let staged = try submissions.map { try $0.staged(in: blobs) }
        let id = state.withLock { state in
            state.nextID += 1
            state.coming[state.nextID] = true
            return state.nextID
        }
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    enqueue(Request(id: id, submissions: staged, continuation: continuation))
                }
            } onCancel: {
                withdraw(id)
            }
        } catch is CancellationError {
            for blob in staged.compactMap(\.stagedBlob) { try? blobs.discard(blob) }
            throw CancellationError()
        }
    }

    /// Uses the archive between two batches.
    package func use<Value: Sendable>(
        _ body: (Archive) throws -> Value
    ) throws -> Value {
        try archive.withLock { try body($0) }
    }

    /// Files what waits, then closes the archive. Whoever comes later is refused.
    package func close() async throws {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isRunning { state.closing.append(continuation) }
                return !state.isRunning
            }
            if isIdle { continuation.resume() }
        }
        try archive.withLock { try $0.close() }
    }

    /// How many requests wait for their batch.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    private func enqueue(_ request: Request) {
        enum Fate {
            case refused(any Error)
            case waits, starts
        }
        let fate: Fate = state.withLock { state in
            if state.coming.removeValue(forKey: request.id) == false {
                return .refused(CancellationError())
            }
            if state.isClosed { return .refused(StoreError.readOnly) }
            state.waiting.append(request)
            defer { state.isRunning = true }
            return state.isRunning ? .waits : .starts
        }
        switch fate {
        case .refused(let error): request.continuation.resume(throwing: error)
        case .waits: break
        case .starts: queue.async { self.run() }
        }
    }

    private func withdraw(_ id: UInt64) {
        let request: Request? = state.withLock { state in
            if let place = state.waiting.firstIndex(where: { $0.id == id }) {
                return state.waiting.remove(at: place)
            }
            // If it is in a batch already, it gets that batch's answer.
            if state.coming[id] != nil { state.coming[id] = false }
            return nil
        }
        request?.continuation.resume(throwing: CancellationError())
    }

    /// One batch after the other until nobody waits.
    private func run() {
        while let batch = next() {
            let answers = archive.withLock { $0.file(requests: batch.map(\.submissions)) }
            for (request, answer) in zip(batch, answers) {
                request.continuation.resume(with: answer)
            }
        }
    }

    /// The requests of the next batch, in their order; nil if there are none, and then nothing runs any more.
    private func next() -> [Request]? {
        let (batch, closing): ([Request], [CheckedContinuation<Void, Never>]) = state.withLock {
            state in
            var (entries, weight, count) = (0, 0, 0)
            for request in state.waiting {
                entries += request.submissions.count
                weight += request.submissions.reduce(0) { $0 + $1.weight }
                let fits = entries <= Archive.maximumBatch && weight <= GroupCommit.maximumWeight
                guard fits || count == 0 else { break }
                count += 1
            }
            let batch = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            guard batch.isEmpty else { return (batch, []) }
            state.isRunning = false
            defer { state.closing = [] }
            return ([], state.closing)
        }
        for continuation in closing { continuation.resume() }
        return batch.isEmpty ? nil : batch
    }
}
