// The archive in service, as duties use it.

import ArchiveDuties
package import EvidenceStore

extension ServiceCore: DutyDesk {
    package func file(_ submissions: [Submission]) async throws -> [FiledReceipt] {
        try await commit.file(submissions)
    }

    package func use<Value: Sendable>(
        _ body: @escaping @Sendable (Archive) throws -> Value
    ) async throws -> Value {
        try await blocking.run { [commit] in try commit.use(body) }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Archive) throws -> Value
    ) async throws -> Value { try await readers.read(body) }
}
