// The same filings straight into an archive, their signatures checked first, as many at once as there are clients.

import Cryptography
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// `embedded`.
struct EmbeddedLoad: Sendable {
    private let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let preparation = try Preparation(options)
        let surroundings = Surroundings(
            clock: { Self.now() }, random: { secureRandom($0) },
            stateFolder: try options.text("state"))
        let archive = try Archive.open(
            at: try options.text("archive"), surroundings: surroundings)
        let filings = try preparation.filings(
            options.number("count"), size: options.number("size", 2_048), origin: archive.origin)
        let commit = GroupCommit(archive)
        let tickets = Tickets()
        let timings = Timings()
        let memory = ObjectMemory()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<(try options.number("clients", 64)) {
                group.addTask {
                    while true {
                        let number = tickets.take()
                        guard number < filings.count else { return }
                        let begin = ContinuousClock.now
                        try Self.check(filings[number], memory)
                        _ = try await commit.file([filings[number].submission])
                        timings.add(ContinuousClock.now - begin)
                    }
                }
            }
            try await group.waitForAll()
        }
        try timings.report("embedded_filings", elapsed: ContinuousClock.now - start)
        try await commit.close()
    }

    /// The clock, which is within the range of instants until the year 9999.
    private static func now() -> Instant {
        guard let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) else {
            preconditionFailure("bad clock")
        }
        return now
    }

    private static func check(_ prepared: PreparedFiling, _ memory: ObjectMemory) throws {
        let cms = try CMSSignedData(der: prepared.signature, memory: memory)
        guard let certificate = cms.readableCertificates.first,
            cms.signers.first?.verify(
                content: .bytes(prepared.filing.bytes), certificate: certificate) == .valid
        else { throw LoadError.usage("the signature") }
    }
}

extension PreparedFiling {
    var submission: Submission {
        Submission(
            filing: filing, filingSignature: signature, content: .bytes(content),
            idempotencyKey: filing.digest.hex)
    }
}
