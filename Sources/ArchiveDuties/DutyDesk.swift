// How duties get at an archive that others file into at the same time.

package import EvidenceStore

/// An archive that is shared.
package protocol DutyDesk: Sendable {
    /// Files all of the submissions or none, with whatever else waits.
    func file(_ submissions: [Submission]) async throws -> [FiledReceipt]
    /// Uses the archive alone; may wait for a disk, never on a thread that others need.
    func use<Value: Sendable>(_ body: @escaping @Sendable (Archive) throws -> Value) async throws
        -> Value
    /// Reads beside whoever files.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Archive) throws -> Value) async throws
        -> Value
}
