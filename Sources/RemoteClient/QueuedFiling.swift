// One filing that waits to be sent (docs/remote.md): to which server, where its receipt shall go, and the filing as it was made and
// signed. Its content lies beside it.

package import EvidenceValues
import TransparencyLog

/// A filing in the queue.
package struct QueuedFiling: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-queued/v1"
    /// Bytes at most: filing and signature in base64, and a path.
    static let maximumSize =
        (PreparedFiling.maximumFiling + PreparedFiling.maximumSignature) / 3 * 4 + 8192

    /// Its number in the queue.
    package let number: UInt64
    package let server: ServerAddress
    package let queued: Instant
    /// Where the receipt shall go: a whole path.
    package let receiptPath: String
    package let filing: PreparedFiling

    init(
        number: UInt64, server: ServerAddress, queued: Instant, receiptPath: String,
        filing: PreparedFiling
    ) {
        self.number = number
        self.server = server
        self.queued = queued
        self.receiptPath = receiptPath
        self.filing = filing
    }

    /// The filing whose text `bytes` are; nil if they are none.
    init?(number: UInt64, parsing bytes: [UInt8]) {
        guard bytes.count <= Self.maximumSize, let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 7, lines[0] == Self.format, lines[6].isEmpty,
            let server = Self.field("server", lines[1]).flatMap({ try? ServerAddress($0) }),
            let queued = Self.field("queued", lines[2]).flatMap({ Instant(text: $0) }),
            let receiptPath = Self.field("receipt", lines[3]), receiptPath.hasPrefix("/"),
            let filing = Self.field("filing", lines[4]).flatMap({ Base64.decode($0) })
                .flatMap({ try? Filing(parsing: $0) }),
            let signature = Self.field("signature", lines[5]).flatMap({ Base64.decode($0) })
        else { return nil }
        self.init(
            number: number, server: server, queued: queued, receiptPath: receiptPath,
            filing: PreparedFiling(filing: filing, signature: signature))
        guard self.bytes == bytes else { return nil }
    }

    /// The one text.
    var bytes: [UInt8] {
        Array(
            """
            \(Self.format)
            server \(server.text)
            queued \(queued.text)
            receipt \(receiptPath)
            filing \(Base64.encode(filing.filing.bytes))
            signature \(Base64.encode(filing.signature))

            """.utf8)
    }

    private static func field(_ name: String, _ line: Substring) -> String? {
        line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : nil
    }
}
