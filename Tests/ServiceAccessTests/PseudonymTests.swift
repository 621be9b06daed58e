// Certificates and pseudonyms: a key is one principal's; a pseudonym's is nowhere else; who is behind it is sealed to the arbiter, and true.

import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation
import ServiceAccess
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `A pseudonym` {
    let pki: TestPKI
    let test: TestBook
    let arbiter: TestIdentity
    let own: TestIdentity
    let cover: TestIdentity

    init() throws {
        pki = try TestPKI()
        test = try `The book of access`.filled()
        arbiter = try pki.issue("JUDGE", keyAgreement: true)
        own = try pki.issue("ERIKA")
        cover = try pki.issue("PSN-7")
        try test.book.addCertificates(
            [.init(der: arbiter.certificate)], to: try principal("judge"), by: nil)
        try test.book.addPrincipal(
            try principal("erika"), certificates: [.init(der: own.certificate)], by: nil)
    }

    func identity(_ matter: String = "BAN-1") throws -> PseudonymIdentity {
        try .make(
            try pki.signer(cover), isIn: try #require(MatterID(matter)),
            of: try TestBook.origin(), by: try pki.signer(own), nonce: secureRandom(32))
    }

    func envelope(to recipient: TestIdentity? = nil, namesPlaintext: Bool = false) throws
        -> [UInt8]
    {
        try EnvelopedData.seal(
            try identity().bytes,
            to: [try ParsedCertificate(der: (recipient ?? arbiter).certificate)],
            namesPlaintext: namesPlaintext, random: secureRandom)
    }

    func add(
        _ who: String = "erika", name: String = "PSN-7", der: [UInt8]? = nil,
        envelope sealed: [UInt8]? = nil, role: Role = .party, in place: String = "BAN-1"
    ) throws {
        let pseudonym = AccessBook.NewPseudonym(
            name: try #require(PartyID(name)), der: der ?? cover.certificate,
            envelope: try sealed ?? envelope())
        try test.book.addMember(
            try principal(who), as: role, in: try scope(place), pseudonym: pseudonym, by: nil)
    }

    @Test func `signs in its matter, alone, and nowhere else`() throws {
        try add()
        let token = try `The book of access`.token(test, "erika", .party, "*").token
        let caller = try #require(test.book.caller(token: token))
        let cover = Digest.sha256(cover.certificate)
        let own = Digest.sha256(own.certificate)
        #expect(caller.signs(with: cover, in: try matter("BAN-1")))
        #expect(!caller.signs(with: own, in: try matter("BAN-1")))
        #expect(!caller.signs(with: cover, in: try matter("APL-1")))
        #expect(caller.signs(with: own, in: try matter("APL-1")))
        // Taken back, the other key signs there neither: it would unmask its holder.
        try test.book.removeCertificate(cover, of: try principal("erika"), by: nil)
        let after = try #require(test.book.caller(token: token))
        #expect(!after.signs(with: cover, in: try matter("BAN-1")))
        #expect(!after.signs(with: own, in: try matter("BAN-1")))
    }

    @Test func `is the same after a restart, and after leaving the matter`() throws {
        try add()
        let before = test.book.state.pseudonyms
        #expect(before[try matter("BAN-1")]?.count == 1)
        try test.book.removeMember(try principal("erika"), from: try scope("BAN-1"), by: nil)
        try test.book.addMember(
            try principal("erika"), as: .party, in: try scope("BAN-1"), by: nil)
        try test.reopen()
        #expect(test.book.state.pseudonyms == before)
    }

    @Test func `is refused where it would unmask, deceive or be sealed to nobody`() throws {
        let sameKey = try pki.issue("PSN-7", seed: "ERIKA")
        let stranger = try pki.issue("STRANGER", keyAgreement: true)
        #expect(throws: AccessError.certificateTaken(Digest.sha256(sameKey.certificate))) {
            try add(der: sameKey.certificate)
        }
        #expect(throws: AccessError.wrongPseudonym) { try add(name: "PSN-8") }
        #expect(throws: AccessError.sealedToNobody) {
            try add(envelope: try envelope(to: stranger))
        }
        #expect(throws: AccessError.malformedEnvelope) { try add(envelope: [1, 2, 3]) }
        #expect(throws: AccessError.malformedEnvelope) {
            try add(envelope: try envelope(namesPlaintext: true))
        }
        #expect(throws: AccessError.wrongPseudonym) { try add(role: .arbiter) }
        #expect(throws: AccessError.sealedToNobody) { try add(in: "APL-1") }
        #expect(throws: AccessError.malformedCertificate) { try add(der: [0x30, 0]) }
        // Nothing of all that was kept.
        #expect(test.book.state.members[try scope("BAN-1")]?[try principal("erika")] == nil)
        try add()
    }

    @Test func `is nobody else's name, before or after`() throws {
        try test.book.addPrincipal(try principal("PSN-9"), by: nil)
        let taken = try pki.issue("PSN-9")
        #expect(throws: AccessError.wrongPseudonym) {
            try add(name: "PSN-9", der: taken.certificate)
        }
        try add()
        let twin = try pki.issue("PSN-7", seed: "twin")
        #expect(throws: AccessError.certificateTaken(Digest.sha256(twin.certificate))) {
            try test.book.addCertificates(
                [.init(der: twin.certificate)], to: try principal("bob"), by: nil)
        }
    }

    @Test func `a certificate and its key are one principal's`() throws {
        let bob = try principal("bob")
        let digest = Digest.sha256(own.certificate)
        #expect(throws: AccessError.certificateTaken(digest)) {
            try test.book.addCertificates([.init(der: own.certificate)], to: bob, by: nil)
        }
        let sameKey = try pki.issue("BOB", seed: "ERIKA")
        #expect(throws: AccessError.certificateTaken(Digest.sha256(sameKey.certificate))) {
            try test.book.addCertificates([.init(der: sameKey.certificate)], to: bob, by: nil)
        }
        // Not even after it was taken back: what was signed with it stays hers.
        try test.book.removeCertificate(digest, of: try principal("erika"), by: nil)
        #expect(throws: AccessError.certificateTaken(digest)) {
            try test.book.addCertificates([.init(der: own.certificate)], to: bob, by: nil)
        }
        #expect(test.book.caller(certificate: digest) == nil)
        try test.book.addCertificates(
            [.init(der: own.certificate)], to: try principal("erika"), by: nil)
        #expect(test.book.caller(certificate: digest)?.principal == (try principal("erika")))
    }

    @Test func `a certificate authenticates while it is valid, a pseudonym's in its matter`()
        throws
    {
        try add()
        try test.book.addMember(
            try principal("erika"), as: .party, in: try scope("APL-1"), by: nil)
        let everywhere = try #require(
            test.book.caller(certificate: Digest.sha256(own.certificate)))
        #expect(everywhere.matters.count == 2)
        let covered = try #require(
            test.book.caller(certificate: Digest.sha256(cover.certificate)))
        #expect(covered.matters == [try matter("BAN-1"): [.party]])
        test.clock.now = try #require(Instant(text: "2027-01-01T00:00:01Z"))
        #expect(test.book.caller(certificate: Digest.sha256(own.certificate)) == nil)
        #expect(test.book.caller(certificate: Digest.sha256([])) == nil)
    }

    @Test func `opens to who it is, for whoever it was sealed to`() throws {
        let opened = try RecipientIdentity(
            keyPEM: Array(arbiter.keyPEM.utf8), certificate: arbiter.certificate
        )
        .open(try EnvelopedData(try envelope()))
        let read = try PseudonymIdentity(parsing: opened)
        let found = try read.verify(for: read.place)
        #expect(found.digest == Digest.sha256(own.certificate))
        #expect(read.identity.text == "ERIKA")
        #expect(read.bytes == opened)
    }

    @Test func `is void with any other word or signature`() throws {
        let identity = try identity()
        let text = String(decoding: identity.bytes, as: UTF8.self)
        let mallory = try pki.issue("MALLORY")
        let other = Digest.sha256(mallory.certificate).text
        for (from, to) in [
            ("matter BAN-1", "matter APL-1"), ("identity ERIKA", "identity BOB"),
            ("pseudonym PSN-7", "pseudonym PSN-8"), ("archive archive", "archive brchive"),
            (identity.identityCertificate.text, other), (identity.place.certificate.text, other),
            ("nonce ", "nonce A"), ("pseudonym-signature M", "pseudonym-signature N"),
            ("identity-signature ", "identity-signature\t"), ("\nnonce", "\n\nnonce"),
        ] {
            let mutant = text.replacingOccurrences(of: from, with: to)
            #expect(mutant != text)
            #expect(throws: PseudonymError.self, "\(from)") {
                let read = try PseudonymIdentity(parsing: Array(mutant.utf8))
                // For the place that it names itself.
                _ = try read.verify(for: read.place)
            }
        }
        let elsewhere = PseudonymPlace(
            archive: identity.place.archive, matter: try matter("APL-1"),
            pseudonym: identity.place.pseudonym, certificate: identity.place.certificate)
        #expect(throws: PseudonymError.misplaced) { try identity.verify(for: elsewhere) }
    }

    @Test func `no byte of the text can be flipped`() throws {
        let bytes = try identity().bytes
        // Base64 of a signature has a place in each line; every 17th byte meets all lines.
        for place in stride(from: 0, to: bytes.count, by: 17) {
            var mutant = bytes
            mutant[place] ^= 1
            #expect(throws: PseudonymError.self, "byte \(place)") {
                let read = try PseudonymIdentity(parsing: mutant)
                _ = try read.verify(for: read.place)
            }
        }
    }

    @Test func `is not made of one key or one name`() throws {
        let sameKey = try pki.issue("PSN-7", seed: "ERIKA")
        let sameName = try pki.issue("ERIKA", seed: "another")
        for identity in [sameKey, sameName, own] {
            #expect(throws: PseudonymError.notApart) {
                try PseudonymIdentity.make(
                    try pki.signer(identity), isIn: try matter("BAN-1"),
                    of: try TestBook.origin(), by: try pki.signer(own), nonce: secureRandom(32))
            }
        }
    }
}

@Suite struct `A pseudonym by hand` {
    @Test func `is read as its document makes it with openssl`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/formats/pseudonym.md"), encoding: .utf8)
        let byHand = try #require(document.components(separatedBy: "## By hand").last)
        let recipe = try #require(byHand.components(separatedBy: "```\n").dropFirst().first)
        // What seals is another program of ours, with tests of its own.
        let script = recipe.split(separator: "\n").filter { !$0.hasPrefix("docket seal") }
        let folder = try TestFolder()
        let pki = try TestPKI()
        for (name, identity) in [("psn", try pki.issue("PSN-7")), ("own", try pki.issue("ERIKA"))] {
            try folder.write("\(name).key", Array(identity.keyPEM.utf8))
            try folder.write("\(name).crt", Array(identity.certificatePEM.utf8))
        }
        let run = try CommandResult.run(
            "sh", ["-ec", script.joined(separator: "\n")], in: folder.path)
        #expect(run.status == 0, "\(run.output)")
        let identity = try PseudonymIdentity(parsing: try folder.read("identity"))
        let own = try identity.verify(for: identity.place)
        #expect(own.commonName == "ERIKA")
        #expect(identity.place.pseudonym.text == "PSN-7")
    }
}
