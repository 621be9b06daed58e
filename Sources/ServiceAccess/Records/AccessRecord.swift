// A batch of events as one text, which names the batch before it (docs/formats/access.md).

package import EvidenceValues
import TransparencyLog

/// An access record.
package struct AccessRecord: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-access/v1"
    /// Events of a record at most; more are another. Spec: access-1
    package static let maximumEvents = 1_000
    /// Bytes at most; the longest event has a third of a kibibyte. Spec: access-1
    package static let maximumSize = 524_288

    package let archive: ArchiveOrigin
    /// From 1. Spec: access-2
    package let number: Int64
    /// The digest of the record before; nil in the first.
    package let previous: Digest?
    package let events: [AccessEvent]

    /// The record with these events, 1 to `maximumEvents`; nil if they are not so many, or only the first has no predecessor.
    package init?(
        archive: ArchiveOrigin, number: Int64, previous: Digest?, events: [AccessEvent]
    ) {
        guard (1...AccessRecord.maximumEvents).contains(events.count), number > 0,
            (previous == nil) == (number == 1)
        else { return nil }
        self.archive = archive
        self.number = number
        self.previous = previous
        self.events = events
    }

    /// The one text of this record.
    package var bytes: [UInt8] {
        var text = """
            \(AccessRecord.format)
            archive \(archive.text)
            number \(number)
            previous \(previous?.text ?? "none")
            events \(events.count)

            """
        for event in events { text += "event \(event.text)\n" }
        return Array(text.utf8)
    }

    /// The digest of `bytes`.
    package var digest: Digest { .sha256(bytes) }

    /// The record that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(AccessError) {
        guard bytes.count <= AccessRecord.maximumSize, bytes.last == 0x0A,
            let text = String(validating: bytes.dropLast(), as: UTF8.self)
        else { throw .malformedRecord(line: 1) }
        var lines = NamedLines(text)
        guard lines.next() == AccessRecord.format else { throw lines.failure }
        guard let archive = lines.field("archive").flatMap({ ArchiveOrigin($0) }) else {
            throw lines.failure
        }
        guard let number = lines.field("number").flatMap({ Int64.read($0) }) else {
            throw lines.failure
        }
        guard let previousWord = lines.field("previous") else { throw lines.failure }
        let previous = Digest(text: previousWord)
        guard previous != nil || previousWord == "none" else { throw lines.failure }
        guard let count = lines.field("events").flatMap({ Int64.read($0) }),
            count <= AccessRecord.maximumEvents
        else { throw lines.failure }
        var events: [AccessEvent] = []
        for _ in 0..<count {
            guard let event = lines.field("event").flatMap({ AccessEvent(text: $0) }) else {
                throw lines.failure
            }
            events.append(event)
        }
        guard lines.isAtEnd,
            let record = AccessRecord(
                archive: archive, number: number, previous: previous, events: events),
            record.bytes == bytes
        else { throw lines.failure }
        self = record
    }
}

extension NamedLines {
    /// The line that was taken last is wrong.
    fileprivate var failure: AccessError { .malformedRecord(line: number) }
}
