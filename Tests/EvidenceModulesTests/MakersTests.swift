import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1")

/// A signature of FRUTA over the contract in a matter, and who could have made it.
private struct MakersCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let makers: [String]
    /// How `signature(S, K, D)` stands.
    let standing: Standing
    let build: @Sendable (inout TestMatter) throws -> Void

    init(
        _ name: String, _ makers: [String], _ standing: Standing = .certain,
        _ build: @escaping @Sendable (inout TestMatter) throws -> Void
    ) {
        testDescription = name
        self.makers = makers
        self.standing = standing
        self.build = build
    }
}

private let certifier = "CA1 (by certifying another key)"
private let marktsKey = "MARKT (a certificate gives it the same key)"

/// A certificate for MARKT with FRUTA's key.
private func sharing(_ people: TestPeople, from notBefore: String) throws -> TestIdentity {
    try people.ca.issue(
        "MARKT", seed: "CA1/FRUTA",
        validity: Validity(from: at(notBefore), to: TestPeople.validity.notAfter))
}

/// A document of the registry that names FRUTA's certificate.
private func accede(_ matter: inout TestMatter) throws {
    let registry = try matter.people.ca.issue("REG", validity: TestPeople.validity)
    matter.trust.roles.append(ListedRole(role: "registry", party: party("REG")))
    let key = Digest.sha256(matter.people.fruta.certificate).text
    let accession = utf8("```terms\naccession_key(key:\(key)).\n```\n")
    try matter.file(.document, accession)
    try matter.sign(accession, by: registry)
}

private let cases = [
    MakersCase(
        "is its holder's, and the authority's, who could certify another key",
        [
            "FRUTA", certifier,
        ]
    ) { try $0.sign(contract, by: $0.people.fruta) },
    MakersCase("is its holder's alone where a registry named the certificate", ["FRUTA"]) {
        try accede(&$0)
        try $0.sign(contract, by: $0.people.fruta)
    },
    MakersCase(
        "may be another's to whom a certificate gives the same key",
        [
            "FRUTA", marktsKey, certifier,
        ], .possible
    ) {
        try $0.sign(contract, by: $0.people.fruta)
        try $0.file(.certificate, sharing($0.people, from: "2025-01-01").certificate)
    },
    MakersCase("is not another's who got the key after it was made", ["FRUTA", certifier]) {
        let signature = try $0.sign(contract, by: $0.people.fruta)
        try $0.file(
            .timeStamp, $0.people.tsa.token(imprint: signature.bytes, at: at("2026-02-01")))
        try $0.file(.certificate, sharing($0.people, from: "2026-03-01").certificate)
    },
    MakersCase("is not another's by a certificate of nobody's", ["FRUTA", certifier]) {
        let other = try CertificateAuthority.root("CA9", seed: "CA9", validity: TestPeople.validity)
        try $0.sign(contract, by: $0.people.fruta)
        let shared = try other.issue("MARKT", seed: "CA1/FRUTA", validity: TestPeople.validity)
        try $0.file(.certificate, shared.certificate)
    },
    MakersCase(
        "is not another's by a second certificate of the same holder",
        [
            "FRUTA", certifier,
        ]
    ) {
        try $0.sign(contract, by: $0.people.fruta)
        let renewed = try $0.people.ca.issue(
            "FRUTA", seed: "CA1/FRUTA",
            validity: Validity(from: at("2025-06-01"), to: TestPeople.validity.notAfter))
        try $0.file(.certificate, renewed.certificate)
    },
    MakersCase(
        "may be anyone's after a compromise of the key",
        [
            "FRUTA", certifier,
            "anyone since 2026-02-10T00:00:00Z, when others may have had the key",
        ]
    ) {
        try $0.sign(contract, by: $0.people.fruta)
        let serial = $0.people.fruta.serial
        try $0.list(
            "2026-02-20",
            revoked: [
                Revocation(serial: serial, revocationDate: at("2026-02-10"), reason: 1)
            ])
    },
    MakersCase(
        "is its holder's if it is proven to be older than the compromise",
        [
            "FRUTA", certifier,
        ]
    ) {
        let signature = try $0.sign(contract, by: $0.people.fruta)
        try $0.file(
            .timeStamp, $0.people.tsa.token(imprint: signature.bytes, at: at("2026-02-01")))
        let serial = $0.people.fruta.serial
        try $0.list(
            "2026-02-20",
            revoked: [
                Revocation(serial: serial, revocationDate: at("2026-02-10"), reason: 1)
            ])
    },
    MakersCase(
        "is its holder's after a revocation that says nothing of the key",
        [
            "FRUTA", certifier,
        ]
    ) {
        try $0.sign(contract, by: $0.people.fruta)
        let serial = $0.people.fruta.serial
        try $0.list(
            "2026-02-20",
            revoked: [
                Revocation(serial: serial, revocationDate: at("2026-02-10"), reason: 4)
            ])
    },
    MakersCase(
        "may be anyone's once its algorithm has ended",
        [
            "FRUTA", certifier, "anyone (ecdsa-p256 is not approved for its time)",
        ], .possible
    ) {
        $0.trust.algorithms[1] = ApprovedAlgorithm(name: "ecdsa-p256", until: at("2026-01-01"))
        try $0.sign(contract, by: $0.people.fruta)
    },
    MakersCase("is anyone's where it does not verify", ["anyone"], .contrary) {
        try $0.sign(contract, by: $0.people.fruta) { $0.signatureIsBroken = true }
    },
    MakersCase(
        "is whoever's who calls himself so without a path",
        [
            "whoever calls itself MARKT"
        ]
    ) { try $0.sign(contract, by: $0.people.impostor) },
]

@Suite struct `Makers of a token` {
    @Test(arguments: cases)
    private func `a signature`(_ line: MakersCase) throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try line.build(&matter)
        let found = try matter.assess()
        let exhibit = try #require(
            found.exhibits.last {
                $0.kind == .signature
                    && $0.signatures.allSatisfy { $0.content == .sha256(contract) }
            })
        #expect(exhibit.makers == line.makers)
        #expect(exhibit.signatures.map(\.makers) == [line.makers])
        let facts = found.facts("signature").filter { $0.arguments[2] == .of(contract) }
        #expect(facts.map(\.standing) == [line.standing])
    }

    @Test func `with another's key prove nobody's filing, and nobody's signature`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract, by: matter.people.fruta)
        try matter.sign(contract, by: matter.people.fruta, filedBy: matter.people.fruta)
        try matter.list("2026-06-01")
        let before = try matter.assess()
        #expect(before.exhibits[1].indication == .totalPassed)
        #expect(before.facts("filed").allSatisfy { $0.standing == .certain })
        #expect(before.facts("presented").count == 1)
        try matter.file(
            .certificate, sharing(matter.people, from: "2025-01-01").certificate)
        let after = try matter.assess()
        #expect(after.exhibits[1].indication == .indeterminate)
        #expect(after.exhibits[1].subIndication == .sigConstraintsFailure)
        #expect(after.exhibits[1].signatures[0].checks.contains { $0.code == "SIG.KEY_SHARED" })
        #expect(after.facts("filed").allSatisfy { $0.standing == .possible })
        #expect(after.facts("presented").isEmpty)
    }

    @Test func `a time-stamp by a key that is not its authority's alone bounds nothing`() throws {
        for isShared in [false, true] {
            var matter = try TestMatter()
            let document = try matter.file(.document, contract)
            try matter.file(
                .timeStamp, matter.people.tsa.token(over: contract, at: at("2026-02-01")))
            if isShared {
                let shared = try matter.people.ca.issue(
                    "MARKT", seed: "CA1/TSA1", validity: TestPeople.validity)
                try matter.file(.certificate, shared.certificate)
            }
            let found = try matter.assess()
            #expect(found.made(document)?.hi == (isShared ? nil : at("2026-02-01T00:00:01Z")))
            #expect(found.exhibits[1].makers == ["TSA1"] + (isShared ? [marktsKey] : []))
        }
    }

    @Test func `lists, certificates and documents are their authority's, or anyone's`() throws {
        var matter = try TestMatter()
        try matter.list("2026-02-01")
        try matter.file(.certificate, matter.people.fruta.certificate)
        try matter.file(.certificate, matter.people.impostor.certificate)
        try matter.file(.document, contract, by: matter.people.fruta)
        let found = try matter.assess()
        #expect(found.exhibits.map(\.makers) == [["CA1"], ["CA1"], ["anyone"], ["anyone"]])
    }

    @Test func `prove an act of nobody but the one whom only the trusted could stand in for`() {
        let fruta = Maker(.party(party("FRUTA")), .key)
        let authority = Maker(.party(party("CA1")), .certification)
        let markt = Maker(.party(party("MARKT")), .sharedKey)
        let thief = Maker(.anyone, .compromise(since: at("2026-02-10")))
        #expect(Makers([fruta, authority]).proves(actOf: party("FRUTA")))
        #expect(!Makers([fruta, authority]).proves(actOf: party("MARKT")))
        #expect(!Makers([fruta, markt]).proves(actOf: party("FRUTA")))
        #expect(!Makers([fruta, thief]).proves(actOf: party("FRUTA")))
        #expect(!Makers.anyone.proves(actOf: party("FRUTA")))
        #expect(Makers([]) == .anyone)
        #expect(Makers([thief, authority, fruta, fruta]).all == [fruta, authority, thief])
    }
}
