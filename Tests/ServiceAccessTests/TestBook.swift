// A book in a folder of its own, with a clock that stands where a test puts it.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import ServiceAccess
import ServiceInterface
import Synchronization
import Testing

/// A clock that is set.
final class SetClock: Sendable {
    private let time: Mutex<Instant>

    init(_ text: String) throws { time = Mutex(try #require(Instant(text: text))) }

    var now: Instant {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    func advance(seconds: Int64) {
        time.withLock { $0 = $0.advanced(by: TimeSpan(seconds: seconds)) }
    }
}

/// A book, its clock and its folder, which goes with it.
final class TestBook {
    let folder: String
    let clock: SetClock
    private(set) var book: AccessBook

    var path: String { folder + "/access.sqlite" }

    init(quota: Quota = .standard) throws {
        folder = NSTemporaryDirectory() + "docket-access-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        clock = try SetClock("2026-11-23T12:00:00Z")
        book = try TestBook.open(folder + "/access.sqlite", clock, quota)
    }

    deinit {
        try? book.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Closes the book and opens it again, as after a restart.
    func reopen(quota: Quota = .standard) throws {
        // Some tests have closed it.
        try? book.close()
        book = try TestBook.open(path, clock, quota)
    }

    static func open(_ path: String, _ clock: SetClock, _ quota: Quota) throws -> AccessBook {
        let counter = Mutex<UInt8>(0)
        return try AccessBook.open(
            at: path, archive: try origin(), quota: quota, clock: { clock.now },
            random: { count in
                // Distinct, and never twice within a process.
                counter.withLock { $0 &+= 1 }
                return secureRandom(count)
            })
    }

    static func origin(_ text: String = "archive.example/trade") throws -> ArchiveOrigin {
        try #require(ArchiveOrigin(text))
    }

    func soon(_ seconds: Int64 = 3_600) -> Instant {
        clock.now.advanced(by: TimeSpan(seconds: seconds))
    }
}

func principal(_ text: String) throws -> PrincipalID { try #require(PrincipalID(text)) }
func matter(_ text: String) throws -> MatterID { try #require(MatterID(text)) }
func scope(_ text: String) throws -> AccessScope { try #require(AccessScope(text)) }

/// Certificates of one authority.
struct TestPKI {
    let authority: CertificateAuthority
    let validity: Validity

    init() throws {
        validity = Validity(
            from: try #require(Instant(text: "2026-01-01T00:00:00Z")),
            to: try #require(Instant(text: "2027-01-01T00:00:00Z")))
        authority = try .root("Access CA", seed: "access", validity: validity)
    }

    func issue(_ name: String, seed: String? = nil, keyAgreement: Bool = false) throws
        -> TestIdentity
    {
        var options = CertificateOptions()
        if keyAgreement { options.keyUsage = [0, 4] }
        return try authority.issue(
            name, seed: seed ?? name, validity: validity, options: options)
    }

    func signer(_ identity: TestIdentity) throws -> SigningIdentity {
        try SigningIdentity(
            keyPEM: Array(identity.keyPEM.utf8), certificate: identity.certificate)
    }
}
