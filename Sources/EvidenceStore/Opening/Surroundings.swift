// What an archive needs from the world, as parameters: the clock, randomness, a place outside its folder. Tests and scenarios give
// their own; the command line gives the real ones. Nothing in this target reads a clock or an environment by itself.

package import EvidenceValues
package import TransparencyLog

/// The moments at which a process may die or a disk may fail while something is filed, in their order.
package enum FaultPoint: String, Sendable, Hashable, CaseIterable {
    /// The blob's bytes are durable under a temporary name.
    case beforeBlobRename = "before-blob-rename"
    /// The blob has its name; its folder is not synced yet.
    case afterBlobRename = "after-blob-rename"
    /// All blobs of the batch are durable; nothing of it is in the database.
    case beforeTransaction = "before-transaction"
    /// One filing of the batch is written within the transaction.
    case afterEntry = "after-entry"
    /// The whole batch is written within the transaction.
    case beforeCommit = "before-commit"
    /// The batch is durable; nothing is signed.
    case afterCommit = "after-commit"
    /// The root of what is committed is to be signed.
    case beforeSign = "before-sign"
    /// The checkpoint is signed; its note is in memory only.
    case afterSign = "after-sign"
    /// The next slot of the high-water mark is about to be written.
    case beforeMark = "before-mark"
    /// The high-water mark is raised.
    case afterMark = "after-mark"
}

/// The world as an archive sees it.
package struct Surroundings: Sendable {
    /// What time it is.
    package var clock: @Sendable () -> Instant
    /// As many unpredictable bytes as asked for.
    package var random: @Sendable (Int) -> [UInt8]
    /// The folder for high-water marks, outside every archive: `$XDG_STATE_HOME/docket`. Made when missing.
    package var stateFolder: String
    /// Bytes of the reserve file, which can be deleted when the disk is full to finish an orderly recovery; 0 for none.
    package var reserveSize: Int
    /// Bytes that must be free on the disk for anything to be filed: below, the archive is read only.
    package var minimumFree: UInt64
    /// Opens the key in a file that was read from this path.
    package var unlock: @Sendable (SecretKeyFile, String) throws -> NoteSigner
    /// Called at each point of `FaultPoint`; what it throws is met as if the disk had failed there. Tests only.
    package var faults: @Sendable (FaultPoint) throws -> Void

    package init(
        clock: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8],
        stateFolder: String, reserveSize: Int = 16 * 1_048_576,
        minimumFree: UInt64 = 16 * 1_048_576,
        unlock: @escaping @Sendable (SecretKeyFile, String) throws -> NoteSigner = plainKeysOnly,
        faults: @escaping @Sendable (FaultPoint) throws -> Void = { _ in }
    ) {
        self.clock = clock
        self.random = random
        self.stateFolder = stateFolder
        self.reserveSize = reserveSize
        self.minimumFree = minimumFree
        self.unlock = unlock
        self.faults = faults
    }
}
