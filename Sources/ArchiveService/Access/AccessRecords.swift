// Access as evidence: a service that files what happened as records in the log, once a minute or when there is much; and the route on
// which auditors read them. What is read back comes from the archive, which hashes it again.

import EvidenceStore
import EvidenceValues
import Hummingbird
import Logging
import ServiceAccess
import ServiceInterface
import ServiceLifecycle
import TransparencyLog

/// Files access records.
package struct AccessRecorder: Service {
    /// How often it looks whether there is enough for a record.
    private static var step: Duration { .seconds(1) }

    private let core: ServiceCore

    package init(core: ServiceCore) {
        self.core = core
        core.metrics.describe("docket_access_events_pending", "Events in no record yet.")
        core.metrics.describe("docket_access_records_total", "Access records by outcome.")
    }

    /// Files records until it is told to stop, and then what is left.
    package func run() async throws {
        let settings = core.config.accessRecords
        await cancelWhenGracefulShutdown {
            var waited = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.step)
                waited += 1
                let pending = core.access.pendingEvents
                core.metrics.set("docket_access_events_pending", to: Double(pending))
                guard waited >= settings.every || pending >= settings.batch else { continue }
                waited = 0
                await recordAndTell()
            }
        }
        await recordAndTell()
    }

    private func recordAndTell() async {
        do {
            try await record()
        } catch {
            // Nothing is lost: the events stay until a record with them is in the archive.
            core.metrics.count("docket_access_records_total", ["outcome": "failed"])
            core.logger.error(
                "access record not filed", metadata: ["error": "\(Problem.kind(of: error))"])
        }
    }

    /// Files all that no record has yet.
    package func record() async throws {
        let access = core.access
        try await core.blocking.run { try access.saveUsage() }
        while let next = try await core.blocking.run({ try access.nextRecord() }) {
            let submission = Submission(filing: next.filing, content: .bytes(next.text))
            guard let filed = try await core.commit.file([submission]).first else { return }
            let index = filed.receipt.entry.index
            try await core.blocking.run { try access.markFiled(next.number, index: index) }
            core.metrics.count("docket_access_records_total", ["outcome": "filed"])
        }
    }
}

extension AccessRoutes {
    /// Bytes of texts in a page at most, but for one record.
    private static var pageSize: Int { 4_194_304 }

    @Sendable func listRecords(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.readAccessRecords, in: nil)
        let page = try AccessPage(request)
        guard let after = Int64(page.after ?? "0") else {
            throw Problem(.badParameter, detail: "The cursor is none of this list.")
        }
        let access = core.access
        let records = try await core.blocking.run {
            try access.filedRecords(after: after, limit: page.limit + 1)
        }
        let values = try await core.readers.read { archive in
            var (values, size): ([JSONValue], Int) = ([], 0)
            for record in records.prefix(page.limit) {
                let exhibit = try archive.exhibit(at: record.index)
                let text = try archive.content(of: exhibit)
                size += text.count
                guard size <= Self.pageSize || values.isEmpty else { break }
                values.append(Self.json(record, exhibit, text))
            }
            return values
        }
        let isLast = values.count == records.count
        let last = isLast || values.isEmpty ? nil : records[values.count - 1].number
        return page.response(
            "records", values, next: last.map { AccessPage.cursor(String($0)) }, of: request)
    }

    private static func json(
        _ record: AccessBook.FiledRecord, _ exhibit: StoredExhibit, _ text: [UInt8]
    ) -> JSONValue {
        .object([
            "index": .integer(Int64(clamping: record.index.value)),
            "number": .integer(record.number),
            "received": .string(exhibit.entry.received.text),
            "digest": .string(record.digest.text),
            "text": .string(String(decoding: text, as: UTF8.self)),
        ])
    }
}
