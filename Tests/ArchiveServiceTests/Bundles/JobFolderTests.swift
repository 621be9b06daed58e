// A job's state follows from the files that are there, whatever a crash has left; and what is put into a bundle is the one spelling of the
// signature that was sent, or nothing.

import Agreements
import ArchiveService
import BundleExport
import Cryptography
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `The folder of a job` {
    private let folder: TestFolder
    private let place: JobFolder
    private let job: Job
    private let order: BundleOrder

    init() throws {
        folder = try TestFolder()
        place = JobFolder(folder.path + "/job")
        let time = try #require(Instant(text: "2026-04-10T12:00:00Z"))
        job = Job(
            id: try #require(JobID("AAAAAAAAAAAAAAAAAAAAAA")),
            principal: try #require(PrincipalID("FRUTA")),
            matter: try #require(MatterID("BAN-1")), created: time, expires: time)
        var order = BundleOrder(
            agreement: Array("ü".utf8), annex: [0x61], annexSignature: [0, 255], claims: [0x62],
            time: time)
        order.withheld = ["1", "a\"b"]
        order.sealed = ["3"]
        order.recipients = [1, 2, 3]
        self.order = order
        try place.create(job, order)
    }

    private func touch(_ name: String) throws {
        try Data("{}".utf8).write(to: URL(filePath: place.path + "/" + name))
    }

    @Test func `gives back what was asked for`() throws {
        let found = try #require(try place.read())
        #expect(found.job == job)
        #expect(found.order == order)
    }

    @Test func `tells how far the job is by the files that are there`() throws {
        #expect(try place.read()?.job.state == .queued)
        try touch("draft.asice")
        #expect(try place.read()?.job.state == .awaitingSignature)
        try place.sign([1])
        #expect(try place.read()?.job.state == .queued)
        try touch("bundle.asice")
        #expect(try place.read()?.job.state == .queued)
        try touch("failure.json")
        #expect(try place.read()?.job.state.word == "failed")
    }

    @Test func `takes one signature`() throws {
        try place.sign([1])
        #expect(throws: (any Error).self) { try place.sign([2]) }
        #expect(try place.signature() == [1])
    }

    @Test func `is not begun again after three processes died of it`() throws {
        for _ in 0..<3 { try place.begin() }
        #expect(throws: Problem.self) { try place.begin() }
        try place.end()
        try place.begin()
    }

    @Test func `is no job without the request`() throws {
        try FileManager.default.removeItem(atPath: place.path + "/request.json")
        #expect(try place.read() == nil)
        try place.remove()
        #expect(!FileManager.default.fileExists(atPath: place.path))
    }

    @Test(arguments: [
        "", "A", "AAAAAAAAAAAAAAAAAAAAA/", "AAAAAAAAAAAAAAAAAAAAAAA", "../AAAAAAAAAAAAAAAAAAA",
    ])
    func `has no name that leads elsewhere`(text: String) {
        #expect(JobID(text) == nil)
    }
}

@Suite struct `A signature that is sent` {
    private let house: ServiceHouse
    private let draft: UnsignedBundle
    private let identity: SigningIdentity

    init() throws {
        house = try ServiceHouse()
        let built = house.built
        let path = house.folder.path + "/draft.asice"
        let request = BundleRequest(
            matter: built.matter, agreement: built.agreement, annex: built.annex,
            annexSignature: built.annexSignature, claims: built.claims, identity: nil,
            time: built.now, tool: "test")
        _ = try house.core.readers.readHere { archive in
            try exportBundle(request, from: archive, to: path) { _, _ in [0x0A] }
        }
        draft = try UnsignedBundle(file: path)
        identity = try house.identity("FRUTA")
    }

    private func signed(_ extra: [ParsedCertificate]) throws -> [UInt8] {
        try signCMS(
            .bytes(draft.manifest), detached: true, identity: identity,
            extraCertificates: extra, signingTime: house.built.now, checkpointNote: nil)
    }

    private func accepted(_ bytes: [UInt8]) throws -> [UInt8] {
        try draft.accepted(bytes, annex: house.built.annex) {
            $0 == identity.certificate.digest
        }
    }

    @Test func `is put in as the one spelling of itself, or not at all`() throws {
        let good = try signed([])
        #expect(try accepted(good) == good)
        for position in good.indices {
            var changed = good
            changed[position] ^= 0x01
            guard let taken = try? accepted(changed) else { continue }
            #expect(taken == good, "byte \(position)")
        }
        #expect(throws: SealRefusal.notRegistered(identity.certificate.digest)) {
            try draft.accepted(good, annex: house.built.annex) { _ in false }
        }
    }

    @Test func `loses the anchors that the arbiter has`() throws {
        let annex = try Annex(parsing: String(decoding: house.built.annex, as: UTF8.self))
        let more = try signed(
            try annex.trust.anchors.map { try ParsedCertificate(der: $0.derBytes) })
        #expect(try CMSSignedData(der: more).certificates.count > 1)
        #expect(try CMSSignedData(der: try accepted(more)).certificates.count == 1)
    }

    @Test func `may be made by openssl, and the bundle is sound`() throws {
        let fruta = try #require(house.built.identities["FRUTA"])
        let folder = house.folder
        try folder.write("fruta.pem", Array(fruta.keyPEM.utf8))
        try folder.write("fruta.crt", Array(PEM.certificates([fruta.certificate]).utf8))
        try folder.write("manifest.xml", draft.manifest)
        let made = try CommandResult.run(
            "openssl",
            [
                "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-nosmimecap", "-in",
                "manifest.xml", "-signer", "fruta.crt", "-inkey", "fruta.pem", "-outform", "DER",
                "-out", "manifest.p7s",
            ], in: folder.path)
        #expect(made.status == 0, "\(made.output)")
        let signature = try accepted(try folder.read("manifest.p7s"))
        let written = try draft.write(signature: signature, to: folder.path + "/signed.asice")
        let bundle = try folder.read("signed.asice")
        #expect(written.digest == .sha256(bundle) && written.size == bundle.count)
        let found = try verifyBundle(
            bundle,
            trust: ArbiterTrust(
                agreement: .copy(house.built.agreement), annex: .copy(house.built.annex)),
            at: house.built.now, tool: "test")
        let codes = found.record.checks.filter { $0.outcome == .failed }.map(\.code)
        #expect(codes == [])
        #expect(!found.record.checks.contains { $0.code == "BUNDLE.SURPLUS" })
    }
}
