// The fuzzer's samples of evidence: small sound artefacts of a test PKI of their own, in Fuzz/Corpus/READER. They are made once and
// committed, because each making gives other signatures; `DOCKET_WRITE_SAMPLES=1` makes them anew, with the certificate that the target
// `validate` trusts, Fuzz/Trust/anchor.der.

package import EvidenceValues
import Foundation

/// Samples of the fuzzer.
package enum FuzzSamples {
    /// What the signatures and time-stamps of the samples are over.
    package static let content = Array("content\n".utf8)
    /// The nonce of the query that the sample `time-stamp-response` answers.
    package static let nonce = [UInt8](repeating: 0x2A, count: 8)
    /// When the samples are validated.
    package static let validationTime = instant("2026-01-05T00:00:00Z")

    /// The folder `Fuzz` of the package that a test's `#filePath` lies in.
    package static func folder(of test: String) -> String {
        URL(fileURLWithPath: test).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fuzz").path
    }

    /// The files of a reader below `Corpus` or `Crashes`.
    package static func files(_ sort: String, _ reader: String, in folder: String) -> [[UInt8]] {
        let path = "\(folder)/\(sort)/\(reader)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().compactMap {
            FileManager.default.contents(atPath: path + "/" + $0).map { Array($0) }
        }
    }

    /// Every prefix but the whole, and every byte changed in one bit: as far as an ordinary test may go.
    package static func neighbours(of bytes: [UInt8], stride step: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: step).flatMap { position in
            var changed = bytes
            changed[position] ^= 1 << UInt8(position % 8)
            return [Array(bytes[..<position]), changed]
        }
    }

    /// Whether the samples are to be made anew.
    package static var areRequested: Bool {
        ProcessInfo.processInfo.environment["DOCKET_WRITE_SAMPLES"] == "1"
    }

    /// Makes the samples of all readers of evidence.
    package static func write(to folder: String) throws {
        let pki = try FuzzPKI()
        try put(pki.root.certificate, "\(folder)/Trust", "anchor.der")
        try put(pki.list, "\(folder)/Given", "list.der")
        for (reader, files) in try pki.samples {
            for (name, bytes) in files { try put(bytes, "\(folder)/Corpus/\(reader)", name) }
        }
    }

    private static func put(_ bytes: [UInt8], _ folder: String, _ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    fileprivate static func instant(_ text: String) -> Instant {
        guard let instant = Instant(text: text) else {
            preconditionFailure("an instant of ours is misspelt: \(text)")
        }
        return instant
    }
}

/// The PKI of the samples: a CA, a party, a TSA, a list.
private struct FuzzPKI {
    let root: CertificateAuthority
    let party: TestIdentity
    let authority: TimeStampingAuthority
    let list: [UInt8]
    let signed = FuzzSamples.instant("2026-01-01T00:00:00Z")

    init() throws {
        let validity = Validity(
            from: FuzzSamples.instant("2020-01-01T00:00:00Z"),
            to: FuzzSamples.instant("2060-01-01T00:00:00Z"))
        root = try .root("FUZZCA", seed: "fuzz", validity: validity)
        party = try root.issue("PARTY", validity: validity)
        authority = try TimeStampingAuthority("TSA", under: root, validity: validity)
        let gone = try root.issue("GONE", validity: validity)
        list = try root.revocationList(
            number: 7, thisUpdate: FuzzSamples.instant("2026-01-02T00:00:00Z"),
            nextUpdate: FuzzSamples.instant("2026-03-01T00:00:00Z"),
            revoked: [
                Revocation(
                    serial: gone.serial, revocationDate: signed, reason: 1, invalidityDate: signed)
            ])
    }

    var samples: [String: [String: [UInt8]]] {
        get throws {
            let signatures = try self.signatures
            let token = try authority.token(over: FuzzSamples.content, at: signed)
            var stated = TimeStampOptions()
            stated.nonce = FuzzSamples.nonce
            let answer = authority.response(
                with: try authority.token(
                    over: FuzzSamples.content, at: signed, options: stated))
            var good = OCSPOptions(
                thisUpdate: FuzzSamples.instant("2026-01-02T00:00:00Z"),
                nextUpdate: FuzzSamples.instant("2026-03-01T00:00:00Z"))
            good.isNamedByKey = true
            let status = try root.identity.response(
                on: party.serial, issuer: root, options: good)
            let chain = Array(PEM.certificates([party.certificate, root.certificate]).utf8)
            let pem = Array(PEM.encode(list, label: "X509 CRL").utf8)
            let certificates = [
                "root": root.certificate, "party": party.certificate,
                "tsa": authority.identity.certificate,
            ]
            let validated = certificates.merging(signatures) { $1 }.merging([
                "token": token, "response": answer, "ocsp": status, "list": list, "list-pem": pem,
                "chain": chain,
            ]) { $1 }
            return Self.encodings(party.subject.bytes).merging([
                "der": ["list": list], "ber": ["time-stamped": signatures["time-stamped"] ?? []],
                "pem": ["chain": chain, "list": pem], "certificate": certificates,
                "certificates": ["chain": chain, "root": root.certificate],
                "revocation-list": try lists.merging(["der": list, "pem": pem]) { $1 },
                "cms": signatures, "cms-streaming": signatures,
                "ocsp-response": try responses.merging(["good": status]) { $1 },
                "time-stamp": ["token": token], "time-stamp-response": ["granted": answer],
                "validate": validated,
            ]) { $1 }
        }
    }

    // A delta of an indirect list, and a part.
    private var lists: [String: [UInt8]] {
        get throws {
            let line = Revocation(
                serial: [9], revocationDate: signed,
                extensions: [TestExtension.certificateIssuer("OTHER")])
            let indirect = [
                TestExtension.deltaIndicator(6), TestExtension.scope(isIndirect: true),
            ]
            let part = [TestExtension.scope("http://ca/1", holders: .users, reasons: [1, 2])]
            return [
                "delta": try root.revocationList(
                    number: 7, thisUpdate: signed, nextUpdate: nil, revoked: [line],
                    extensions: indirect),
                "part": try root.revocationList(
                    number: 7, thisUpdate: signed, nextUpdate: signed, extensions: part),
            ]
        }
    }

    private var responses: [String: [UInt8]] {
        get throws {
            var options = OCSPOptions(thisUpdate: signed, nextUpdate: signed)
            options.status = .revoked(at: signed, reason: 1)
            (options.isBare, options.isNamedByKey) = (true, true)
            let revoked = try root.identity.response(
                on: party.serial, issuer: root, options: options)
            return ["revoked-bare": revoked]
        }
    }

    private static func encodings(_ name: [UInt8]) -> [String: [String: [UInt8]]] {
        [
            "distinguished-name": ["party": name],
            "object-identifier": [
                "signed-data": [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02],
                "common-name": [0x55, 0x04, 0x03],
            ],
            "time": [
                "utc": [0x17] + Array("260101000000Z".utf8),
                "fraction": [0x18] + Array("20260101000000.123456Z".utf8),
            ],
        ]
    }

    private var signatures: [String: [UInt8]] {
        get throws {
            var plain = SignedDataOptions()
            plain.signingTime = signed
            plain.revocationLists = [list]
            var attached = plain
            attached.isAttached = true
            var stamped = attached
            let (authority, signed) = (authority, signed)
            stamped.signatureTimeStamp = { try authority.token(over: $0, at: signed) }
            return try ["detached": plain, "attached": attached, "time-stamped": stamped]
                .mapValues {
                    try SignedDataWriter.sign(FuzzSamples.content, by: party, options: $0)
                }
        }
    }
}
