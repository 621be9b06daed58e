// What all parts of the service share: the one writer, the readers, threads that may block, numbers, the clock. Everything that comes
// from outside is given when it is made; nothing here reads a clock or an environment.

package import EvidenceStore
package import EvidenceValues
import Foundation
package import Logging
package import ServiceAccess
import ServiceInterface

/// The shared parts.
package final class ServiceCore: Sendable {
    package let config: ServiceConfiguration
    package let origin: ArchiveOrigin
    /// The one writer. It is asked from tasks; `use` blocks, so only from the blocking pool.
    package let commit: GroupCommit
    package let readers: ReaderPool
    /// Who may what. Changing it blocks, so only from the blocking pool.
    package let access: AccessBook
    package let blocking: BlockingPool
    /// Threads for what takes long: verifying, judging and building bundles. Nothing else waits for it.
    package let longWork: BlockingPool
    package let metrics: ServiceMetrics
    package let surroundings: Surroundings
    package let logger: Logger

    /// What time it is.
    package var clock: @Sendable () -> Instant { surroundings.clock }
    /// As many unpredictable bytes as asked for.
    package var random: @Sendable (Int) -> [UInt8] { surroundings.random }

    /// Opens the archive of the configuration to file, which nobody else may be doing.
    package init(
        _ config: ServiceConfiguration, surroundings: Surroundings, metrics: ServiceMetrics,
        logger: Logger
    ) throws {
        let archive = try Archive.open(at: config.archive, surroundings: surroundings)
        self.config = config
        self.surroundings = surroundings
        self.metrics = metrics
        self.logger = logger
        origin = archive.origin
        blocking = BlockingPool(threads: config.limits.threads, limit: config.limits.waiting)
        longWork = BlockingPool(
            threads: VerificationRoutes.atOnce + JudgingRoutes.atOnce + config.jobs.atOnce,
            limit: config.limits.waiting)
        readers = ReaderPool(
            folder: config.archive, surroundings: surroundings, blocking: blocking)
        try FileManager.default.createDirectory(
            atPath: config.state, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        access = try AccessBook.open(
            at: ServiceCore.accessPath(config), archive: archive.origin,
            quota: Quota(filings: nil, bytes: Int64(config.limits.dailyBytes)),
            clock: surroundings.clock, random: surroundings.random)
        commit = GroupCommit(archive)
    }

    /// Where the book of access is.
    package static func accessPath(_ config: ServiceConfiguration) -> String {
        config.state + "/access.sqlite"
    }

    /// Refuses what would leave less than twice `size` on the disk of the service's own folder, and what the archive keeps free for itself.
    /// - Throws: `Problem(.insufficientStorage)`.
    func requireRoom(for size: Int) throws(Problem) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: config.state)
        guard let free = attributes?[.systemFreeSize] as? NSNumber else { return }
        let needed = 2 * Double(size) + Double(surroundings.minimumFree)
        guard free.doubleValue >= needed else { throw Problem(.insufficientStorage) }
    }

    /// Files what waits, and closes the archive.
    package func close() async throws {
        try await commit.close()
        readers.close()
        try await longWork.stop()
        try await blocking.stop()
        try access.close()
    }
}
