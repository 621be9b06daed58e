// All jobs of the service: a table in memory over the folders on the disk, and as many that are worked on at once as the configuration
// says. What is accepted is on the disk first, so a job goes on where it was when the service starts again.
//
// Invariants: a job in the table has its folder; whoever removes a job takes it out of the table before its folder goes, and work on it
// ends at its next step. Nothing blocks while the table is held.

import DurableFiles
package import EvidenceValues
import Foundation
import Logging
package import ServiceInterface
import ServiceLifecycle
import Synchronization

/// The jobs.
package final class JobDesk: Service {
    /// Jobs of one principal that are not over.
    package static let maximumOfOne = 4
    /// Jobs of one principal that are kept: each may have its bundle on the disk.
    package static let mostKept = 32

    private let core: ServiceCore
    private let folder: String
    private let jobs: Mutex<[JobID: Job]>
    private let isStopping = Atomic<Bool>(false)
    private let queue: AsyncStream<JobID>
    private let waiting: AsyncStream<JobID>.Continuation

    /// Reads what is on the disk. Blocks.
    package init(core: ServiceCore) throws {
        self.core = core
        folder = core.config.state + "/jobs"
        (queue, waiting) = AsyncStream.makeStream()
        try DurableFile.makeFolder(folder, mode: 0o700)
        var found: [JobID: Job] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let place = JobFolder(folder + "/" + name)
            guard let job = try place.read()?.job, job.id.text == name else {
                try place.remove()
                continue
            }
            found[job.id] = job
        }
        jobs = Mutex(found)
        for job in found.values where job.state == .queued { waiting.yield(job.id) }
    }

    /// Works until the service stops; what is not over then goes on when it starts again.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.sweep() }
                for _ in 0..<max(1, self.core.config.jobs.atOnce) {
                    group.addTask { for await id in self.queue { await self.work(on: id) } }
                }
            }
        } onGracefulShutdown: {
            self.isStopping.store(true, ordering: .relaxed)
            self.waiting.finish()
        }
    }

    /// Begins a job for `principal`.
    package func begin(
        _ order: BundleOrder, of matter: MatterID, for principal: PrincipalID
    ) async throws -> Job {
        let now = core.clock().wholeSecond
        let lifetime = TimeSpan(seconds: Int64(core.config.jobs.lifetime))
        let job = Job(
            id: JobID(random: core.random), principal: principal, matter: matter, created: now,
            expires: now.advanced(by: lifetime))
        try core.requireRoom(for: 0)
        try admit(job)
        let place = place(of: job.id)
        do { try await core.blocking.run { try place.create(job, order) } } catch {
            jobs.withLock { $0[job.id] = nil }
            throw Problem(exporting: error)
        }
        waiting.yield(job.id)
        return job
    }

    /// Puts a new job into the table, if there is room.
    private func admit(_ job: Job) throws(Problem) {
        let limit = core.config.jobs.waiting
        let refusal: Problem? = jobs.withLock { jobs in
            let open = jobs.values.filter { !$0.state.isOver }
            guard open.count(where: { $0.principal == job.principal }) < JobDesk.maximumOfOne,
                jobs.values.count(where: { $0.principal == job.principal }) < JobDesk.mostKept
            else {
                return Problem(
                    .quotaExceeded, detail: "Too many of your jobs are not over, or not deleted.",
                    members: ["limit": .integer(Int64(JobDesk.maximumOfOne))], retryAfter: 60)
            }
            // What waits for its party's signature keeps nobody else out.
            guard open.count(where: { $0.state != .awaitingSignature }) < limit else {
                return Problem(.overloaded)
            }
            jobs[job.id] = job
            return nil
        }
        if let refusal { throw refusal }
    }

    /// The job of this name; nil if there is none, or its time is over.
    package func job(_ id: JobID) -> Job? {
        let now = core.clock()
        return jobs.withLock { $0[id] }.flatMap { $0.expires > now ? $0 : nil }
    }

    /// The jobs of `principal`, the newest first.
    package func jobs(of principal: PrincipalID) -> [Job] {
        let now = core.clock()
        return jobs.withLock { $0.values.filter { $0.principal == principal && $0.expires > now } }
            .sorted { ($0.created, $0.id.text) > ($1.created, $1.id.text) }
    }

    /// Where a job is.
    package func place(of id: JobID) -> JobFolder { JobFolder(folder + "/" + id.text) }

    /// Ends a job and deletes it.
    package func remove(_ id: JobID) async throws {
        guard jobs.withLock({ $0.removeValue(forKey: id) }) != nil else { return }
        let place = place(of: id)
        try await core.blocking.patiently { try place.remove() }
    }

    /// Lets a job go on whose signature is kept.
    package func resume(_ id: JobID) -> Job? {
        let job = change(id, to: .queued)
        if job != nil { waiting.yield(id) }
        return job
    }

    @discardableResult
    private func change(_ id: JobID, to state: JobState) -> Job? {
        jobs.withLock { jobs in
            guard jobs[id] != nil else { return nil }
            jobs[id]?.state = state
            jobs[id]?.change += 1
            return jobs[id]
        }
    }
}

extension JobDesk {
    private func work(on id: JobID) async {
        guard let job = job(id), job.state == .queued, !isStopping.load(ordering: .relaxed) else {
            return
        }
        let (place, random, readers) = (place(of: id), core.random, core.readers)
        let work = JobWork(job: job, folder: place, random: random)
        do {
            let state = try await core.longWork.patiently {
                try place.begin()
                defer { try? place.end() }
                return try readers.readHere { try work.advance($0) { try self.note(id, $0) } }
            }
            change(id, to: state)
        } catch is JobEnded {
            change(id, to: .queued)
        } catch is CancellationError {
            change(id, to: .queued)
        } catch {
            await fail(id, error)
        }
    }

    /// Tells a step; ends the work where nobody waits for it.
    private func note(_ id: JobID, _ step: JobStep) throws {
        guard !isStopping.load(ordering: .relaxed), change(id, to: .running(step)) != nil else {
            throw JobEnded()
        }
    }

    private func fail(_ id: JobID, _ error: any Error) async {
        let failure = JobFailure(Problem(exporting: error))
        let place = place(of: id)
        core.metrics.count("docket_jobs_failed_total", ["code": failure.code.rawValue])
        core.logger.warning(
            "a job failed",
            metadata: [
                "code": "\(failure.code.rawValue)", "error": "\(Problem.kind(of: error))",
            ])
        // Where not even that can be kept, it is tried again by the next process.
        try? await core.blocking.patiently { try place.fail(failure) }
        change(id, to: .failed(failure))
    }

    /// Deletes jobs whose time is over, once a minute.
    private func sweep() async {
        while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
            let now = core.clock()
            for id in jobs.withLock({ $0.values.filter { $0.expires <= now }.map(\.id) }) {
                try? await remove(id)
            }
            for _ in 0..<60 where !isStopping.load(ordering: .relaxed) {
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
