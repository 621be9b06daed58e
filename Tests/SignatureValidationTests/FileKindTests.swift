// Files that are no signatures: what authorities issue, tokens alone, and whatever else somebody may hand in.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite struct `Kinds of files` {
    @Test func `a certificate is judged by its path, its time and the lists`() throws {
        let pki = try FilePKI()
        let file = pki.fruta.certificate
        let good = try pki.validate(file, at: "2026-02-04", lists: [try pki.list("2026-02-03")])
        #expect(good.kind == "certificate" && good.indication == .totalPassed, "\(good.sentence)")
        #expect(good.objects.map(\.offset) == [0])
        let silent = try pki.validate(file, at: "2026-02-04")
        #expect(silent.subIndication == .certificateChainGeneralFailure)
        let revoked = try pki.validate(
            file, at: "2026-06-01",
            lists: [try pki.list("2026-05-30", revoking: pki.fruta, from: "2026-03-04")])
        #expect(revoked.indication == .indeterminate && revoked.subIndication == .revokedNoPOE)
        let late = try pki.validate(file, at: "2030-01-01")
        #expect(late.indication == .indeterminate && late.subIndication == .outOfBoundsNoPOE)
        let text = Array(PEM.certificates([file]).utf8)
        #expect(
            try pki.validate(text, at: "2026-02-04", lists: [try pki.list("2026-02-03")])
                .indication == .totalPassed)
    }

    @Test func `a list is judged by who signed it`() throws {
        let pki = try FilePKI()
        let list = try pki.list("2026-02-03")
        let good = try pki.validate(list, at: "2026-02-04")
        #expect(good.kind == "revocation-list" && good.indication == .totalPassed)
        var changed = list
        changed[list.count - 1] ^= 1
        let bad = try pki.validate(changed, at: "2026-02-04")
        #expect(bad.indication == .totalFailed && bad.subIndication == .sigCryptoFailure)
        let other = try CertificateAuthority.root(
            "CA2", seed: "other", validity: Validity(from: at("2020-01-01"), to: at("2050-01-01")))
        let foreign = try other.revocationList(
            number: 1, thisUpdate: at("2026-02-03"), nextUpdate: at("2026-02-10"))
        let unknown = try pki.validate(foreign, at: "2026-02-04")
        #expect(
            unknown.indication == .indeterminate
                && unknown.subIndication == .noSigningCertificateFound)
    }

    @Test func `an OCSP answer is judged by who signed it`() throws {
        let pki = try FilePKI()
        for isBare in [false, true] {
            let file = try pki.answer(on: pki.fruta, "2026-02-03") { $0.isBare = isBare }
            let good = try pki.validate(
                file, at: "2026-02-03", lists: [try pki.list("2026-02-02")])
            #expect(good.kind == "ocsp-response", "\(good.sentence)")
            #expect(good.indication == .totalPassed, "\(good.sentence) \(good.checks.map(\.code))")
        }
        let broken = try pki.answer(on: pki.fruta, "2026-02-03") { $0.signatureIsBroken = true }
        let bad = try pki.validate(broken, at: "2026-02-03")
        #expect(bad.indication == .totalFailed && bad.subIndication == .sigCryptoFailure)
        let alone = try pki.answer(on: pki.fruta, "2026-02-03") { $0.omitsCertificate = true }
        let unknown = try pki.validate(alone, at: "2026-02-03")
        #expect(unknown.subIndication == .noSigningCertificateFound)
    }

    @Test func `a time-stamp passes over its content, and waits without`() throws {
        let pki = try FilePKI()
        let token = try pki.clock.token(over: FilePKI.content, at: at("2026-02-02"))
        for file in [token, pki.clock.response(with: token)] {
            let good = try pki.validate(file, at: "2026-02-04")
            #expect(good.kind == "time-stamp" && good.indication == .totalPassed)
            #expect(good.timeStamps.first?.use == .document && good.signatures.isEmpty)
            let none = try pki.validate(file, at: "2026-02-04", content: nil)
            #expect(none.indication == .indeterminate && none.subIndication == .signedDataNotFound)
            let other = try pki.validate(file, at: "2026-02-04", content: [1])
            #expect(other.indication == .totalFailed && other.subIndication == .hashFailure)
        }
        let late = try pki.validate(token, at: "2029-01-01")
        #expect(late.indication == .indeterminate && late.subIndication == .outOfBoundsNoPOE)
    }

    @Test func `anything else is unknown`() throws {
        let pki = try FilePKI()
        let files: [[UInt8]] = [
            [], [0x30], [0x30, 0x80], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], FilePKI.content,
            Array("-----BEGIN CMS-----\n".utf8), [UInt8](repeating: 0x30, count: 10_000),
            [UInt8](repeating: 0xA0, count: 10_000), Array(FilePKI.content.reversed()),
        ]
        for file in files {
            let record = try pki.validate(file, at: "2026-02-04")
            #expect(record.kind == "unknown" && record.indication == .totalFailed)
            #expect(record.subIndication == .formatFailure)
            #expect(record.checks.map(\.code) == ["FILE.UNKNOWN"])
        }
    }

    @Test func `the digests of content that will be asked for are known beforehand`() throws {
        let pki = try FilePKI()
        var options = SignedDataOptions()
        options.digestAlgorithm = .sha512
        let detached = try SignedDataWriter.sign(FilePKI.content, by: pki.fruta, options: options)
        #expect(FileValidation.neededDigests(of: detached) == [.sha256, .sha512])
        options.isAttached = true
        let attached = try SignedDataWriter.sign(FilePKI.content, by: pki.fruta, options: options)
        #expect(FileValidation.neededDigests(of: attached) == [])
        var stamp = TimeStampOptions()
        stamp.imprintAlgorithm = .sha384
        let token = try pki.clock.token(
            over: FilePKI.content, at: at("2026-02-02"), options: stamp)
        #expect(FileValidation.neededDigests(of: token) == [.sha256, .sha384])
        #expect(FileValidation.neededDigests(of: pki.fruta.certificate) == [])
    }

    @Test func `more time-stamps than are looked at are refused`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        for _ in 0...128 {
            try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
        }
        let record = try pki.validate(writer.bytes, at: "2026-02-04")
        #expect(record.indication == .totalFailed)
        #expect(record.checks.map(\.code) == ["LIMIT.SIZE"])
    }
}
