// What somebody files beside the evidence does not decide about it (docs/formats/bundle.md, bundle-20).

import Agreements
import EvidenceBundle
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Exhibits that no finding rests on` {
    /// Files rubbish of a kind as whoever has access to the archive can.
    private func file(
        _ kind: ExhibitKind, _ bytes: [UInt8], links: [Link] = [], in matter: SampleMatter,
        _ nonce: UInt8
    ) throws {
        let filing = try Filing(
            archive: matter.archive.origin, matter: matter.built.matter, kind: kind,
            mediaType: .octetStream, name: try required(FileName("rubbish")),
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator, links: links,
            nonce: [UInt8](repeating: nonce, count: 32), checkpoint: nil)
        _ = try matter.archive.file([Submission(filing: filing, content: .bytes(bytes))])
    }

    // Spec: bundle-20
    @Test func `do not decide the outcome, and are told`() throws {
        let matter = try SampleMatter()
        let people = try CertificateAuthority.root(
            "CA9", seed: "CA9",
            validity: Validity(from: try at("2025-01-01"), to: try at("2030-01-01")))
        let stranger = try people.issue(
            "FRUTA", validity: Validity(from: try at("2025-01-01"), to: try at("2030-01-01")))
        let before = try matter.exported("before.asice").verification
        let contract = try required(before.findings?.documents.first?.digest)
        let text = Array("another text".utf8)
        let signature = try SignedDataWriter.sign(text, by: stranger)
        for (index, kind) in [ExhibitKind.signature, .ocspResponse, .timeStamp].enumerated() {
            try file(kind, Array("no \(kind.rawValue)".utf8), in: matter, UInt8(index))
        }
        try file(.signature, signature, links: [Link(.signs, contract)], in: matter, 9)
        let after = try matter.exported("after.asice").verification
        #expect(before.record.status == .authentic, "\(troubles(before))")
        #expect(after.record.status == .authentic, "\(after.record.sentence)")
        let told = after.record.checks.filter { $0.code == "EXHIBIT.NOT_RELIED_ON" }
        #expect(told.count == 4)
        #expect(told.allSatisfy { $0.outcome == .warning && $0.subIndication != nil })
        #expect(after.record.exhibits.count { $0.indication == .totalFailed } == 4)
        #expect(after.findings?.findings.map(\.value) == before.findings?.findings.map(\.value))
    }

    @Test func `count where nothing was claimed`() throws {
        var trusted = try TrustedLog()
        try trusted.log.file("BAN-1", "x.tst", "no time-stamp", kind: .timeStamp)
        let verification = try trusted.verify()
        #expect(verification.record.status == .failed)
        #expect(
            verification.record.sentence.contains("Exhibit 1 is total-failed (FORMAT_FAILURE)."),
            "\(verification.record.sentence)")
    }
}
