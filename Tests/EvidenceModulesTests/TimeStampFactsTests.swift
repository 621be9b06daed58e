// What time-stamps and signatures say of themselves: whose a token is, what it is over, what a signer states in signed attributes.

import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1")

@Suite struct `Facts on time-stamps` {
    private func interval(_ lo: String, _ hi: String) -> Term {
        .interval(Interval(lo: at(lo), hi: at(hi)))
    }

    private let stated = Term.interval(
        Interval(lo: at("2026-02-01T11:59:59Z"), hi: at("2026-02-01T12:00:01Z")))

    @Test func `tell whose a token is and what it is over`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let token = try matter.people.tsa.token(over: contract, at: at("2026-02-01T12:00:00Z"))
        try matter.file(.timeStamp, token)
        let found = try matter.assess()
        let stamped = found.facts("stamped")
        #expect(
            stamped.map(\.arguments)
                == [[.of(token), .party(party("TSA1")), .of(contract), stated]])
        #expect(stamped.map(\.standing) == [.certain])
        #expect(
            found.facts("stamps").map(\.arguments) == [[.of(token), .of(contract), stated]])
        #expect(found.facts("forged").isEmpty && found.facts("contradicted").isEmpty)
    }

    @Test(arguments: [true, false])
    func `do not tell of tokens by nobody of the annex`(isListed: Bool) throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let tsa = isListed ? matter.people.tsa : matter.people.strangerTSA
        try matter.file(.timeStamp, tsa.token(over: contract, at: at("2026-02-01")))
        #expect(try matter.assess().facts("stamped").isEmpty == !isListed)
    }

    @Test(arguments: [true, false])
    func `tell who filed a token that its authority did not sign`(isSigned: Bool) throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        var options = TimeStampOptions()
        options.signature.signatureIsBroken = true
        let token = try matter.people.tsa.token(
            over: contract, at: at("2026-02-01T12:00:00Z"), options: options)
        try matter.file(.timeStamp, token, by: isSigned ? matter.people.fruta : nil)
        let found = try matter.assess()
        #expect(found.facts("stamped").map(\.standing) == [.possible])
        #expect(found.facts("stamped").map(\.reason) == ["SIG_CRYPTO_FAILURE"])
        let expected: [[Term]] = [[.party(party("FRUTA")), .of(token), .party(party("TSA1"))]]
        #expect(found.facts("forged").map(\.arguments) == (isSigned ? expected : []))
        #expect(found.made(.sha256(contract)) == .unbounded)
    }

    @Test(arguments: [true, false])
    func `leave open whose a token is that may be younger than a revocation`(isShown: Bool) throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.file(
            .timeStamp, matter.people.tsa.token(over: contract, at: at("2026-02-01T12:00:00Z")))
        let other = try TimeStampingAuthority(
            "TSA2", under: matter.people.ca, validity: TestPeople.validity)
        matter.trust.authorities.append(
            TrustedTSA(party: party("TSA2"), derBytes: other.identity.certificate))
        let note = utf8(try matter.checkpoint())
        try matter.file(.checkpoint, note)
        try matter.file(
            .timeStamp, other.token(over: note, at: at(isShown ? "2026-02-05" : "2026-02-20")))
        let serial = matter.people.tsa.identity.serial
        try matter.list(
            "2026-02-21", revoked: [Revocation(serial: serial, revocationDate: at("2026-02-10"))])
        let found = try matter.assess()
        let own = found.facts("stamped").filter { $0.arguments[1] == .party(party("TSA1")) }
        #expect(own.map(\.standing) == [isShown ? .certain : .possible])
        #expect(
            found.made(.sha256(contract))?.hi
                == (isShown ? at("2026-02-01T12:00:01Z") : at("2026-02-20T00:00:01Z")))
    }

    @Test func `tell of two clocks that each contradicts the other`() throws {
        var matter = try TestMatter()
        let other = try TimeStampingAuthority(
            "TSA2", under: matter.people.ca, validity: TestPeople.validity)
        matter.trust.authorities.append(
            TrustedTSA(party: party("TSA2"), derBytes: other.identity.certificate))
        try matter.file(.timeStamp, other.token(over: utf8("day"), at: at("2026-02-10")))
        let signature = try matter.sign(
            contract, by: matter.people.fruta, note: try matter.checkpoint())
        try matter.file(
            .timeStamp, matter.people.tsa.token(imprint: signature.bytes, at: at("2026-02-01")))
        let found = try matter.assess().facts("contradicted")
        #expect(
            Set(found.map { [$0.arguments[1], $0.arguments[2]] })
                == [
                    [.party(party("TSA1")), .party(party("TSA2"))],
                    [.party(party("TSA2")), .party(party("TSA1"))],
                ])
        #expect(found.allSatisfy { $0.exhibits.map(\.value) == [0, 2] })
    }
}

@Suite struct `What signers state in signed attributes` {
    private func commitments(_ values: [DERTree]) throws -> [String] {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let attribute = DERTree.sequence([
            .object("1.2.840.113549.1.9.16.2.16"), .setOf(values),
        ])
        try matter.sign(contract, by: matter.people.fruta) {
            if !values.isEmpty { $0.signedAttributes = [attribute] }
        }
        let found = try matter.assess()
        #expect(found.facts("signature").map(\.standing) == [.certain])
        return found.facts("commitment_type").map { $0.arguments[1].text }
    }

    private func type(_ identifier: String) -> DERTree { .sequence([.object(identifier)]) }

    @Test(arguments: CommitmentType.allCases)
    func `commitment types have words`(expected: CommitmentType) throws {
        let numbers: [CommitmentType: Int] = [
            .proofOfOrigin: 1, .proofOfReceipt: 2, .proofOfDelivery: 3, .proofOfSender: 4,
            .proofOfApproval: 5, .proofOfCreation: 6,
        ]
        let number = try #require(numbers[expected])
        #expect(
            try commitments([type("1.2.840.113549.1.9.16.6.\(number)")]) == [expected.rawValue])
    }

    @Test func `several count each, one that is unknown or no type is another`() throws {
        let (origin, receipt) = ("1.2.840.113549.1.9.16.6.1", "1.2.840.113549.1.9.16.6.2")
        #expect(try commitments([]) == [])
        #expect(
            try commitments([type(origin), type(receipt)])
                == ["proof-of-origin", "proof-of-receipt"])
        #expect(try commitments([type("1.2.3.4")]) == ["other"])
        #expect(try commitments([.number(5)]) == ["other"])
    }

    @Test func `a signing time is a fact only where it is stated`() throws {
        for time in [nil, at("2026-02-01T12:00:00Z")] {
            var matter = try TestMatter()
            try matter.sign(contract, by: matter.people.fruta) { $0.signingTime = time }
            let found = try matter.assess().facts("states_time")
            #expect(found.map { $0.arguments[1] } == (time.map { [.instant($0)] } ?? []))
        }
    }

    @Test func `signCMS states what it is told to`() throws {
        let people = try TestPeople()
        let identity = try SigningIdentity(
            keyPEM: utf8(people.fruta.keyPEM), certificate: utf8(people.fruta.certificatePEM))
        for commitment in [nil] + CommitmentType.allCases.map(Optional.some) {
            let bytes = try signCMS(
                .bytes(contract), detached: true, identity: identity, signingTime: nil,
                checkpointNote: nil, commitment: commitment)
            let signer = try CMSSignedData(der: bytes).signers[0]
            #expect(signer.commitments == [commitment?.rawValue].compactMap(\.self))
        }
    }

    @Test func `a file of a signature holds it, and one that does not verify holds none`() throws {
        for isBroken in [false, true] {
            var matter = try TestMatter()
            try matter.file(.document, contract)
            let signature = try matter.sign(contract, by: matter.people.fruta) {
                $0.signatureIsBroken = isBroken
            }
            let file = matter.exhibits[1].filing.content
            let found = try matter.assess().facts("commits")
            #expect(
                found.contains { $0.arguments == [.document(file), .document(signature)] }
                    == !isBroken)
        }
    }

    // Spec: facts-6
    @Test func `a signature that fits and proves nothing certain is doubtful`() throws {
        for isApproved in [true, false] {
            var matter = try TestMatter()
            if !isApproved {
                matter.trust.algorithms = [ApprovedAlgorithm(name: "sha-256", until: nil)]
            }
            try matter.file(.document, contract)
            let signature = try matter.sign(contract, by: matter.people.fruta)
            let found = try matter.assess().facts("doubtful")
            #expect(
                found.map(\.arguments)
                    == (isApproved
                        ? [] : [[.document(signature), .party(party("FRUTA")), .of(contract)]]))
        }
    }
}
