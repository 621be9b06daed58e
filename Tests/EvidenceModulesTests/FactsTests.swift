import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1\n\n```terms\nkind(contract).\n```\n")

private func key(_ identity: TestIdentity) -> Term { .key(.sha256(identity.certificate)) }

@Suite struct `Facts of a matter` {
    @Test(arguments: [(16, false), (17, true)])
    func `an exhibit of too many certificates is none`(count: Int, isRefused: Bool) throws {
        var matter = try TestMatter()
        let certificates = try (0..<count).map {
            try matter.people.ca.issue(
                "P\($0)", seed: "p\($0)", validity: TestPeople.validity
            ).certificate
        }
        try matter.file(.certificate, utf8(PEM.certificates(certificates)))
        let found = try matter.assess()
        let codes = found.exhibits[0].checks.map(\.code)
        #expect(codes.contains("CERT.TOO_MANY") == isRefused, "\(codes)")
        #expect(found.facts("certified").isEmpty == isRefused)
    }

    @Test func `of a signed document are elementary and each stands once`() throws {
        var matter = try TestMatter()
        let people = matter.people
        try matter.file(.document, contract, by: people.fruta)
        let signature = try matter.sign(contract, by: people.fruta, filedBy: people.fruta)
        let list = try matter.list("2026-03-01")
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let found = try matter.assess()
        let k = key(people.fruta)
        let expected: [Fact] = [
            Fact("signature", [.document(signature), k, .of(contract)], exhibits: []),
            Fact("certified", [k, .party(party("FRUTA"))]),
            Fact("issued_by", [k, .party(party("CA1"))]),
            Fact("valid_from", [k, .instant(at("2025-01-01"))]),
            Fact("valid_until", [k, .instant(at("2030-01-01"))]),
            Fact("status_good", [k, .instant(at("2026-03-01")), .document(list)]),
            Fact("commits", [.document(signature), .of(contract)]),
            Fact("admitted", [.of(contract)]),
            Fact("filed", [.party(party("FRUTA")), .of(contract)]),
            Fact("kind", [.of(contract), .word("contract")], origin: .stated),
        ]
        for fact in expected {
            let same = found.facts.filter {
                ($0.predicate, $0.arguments) == (fact.predicate, fact.arguments)
            }
            #expect(same.count == 1, "\(fact.text)")
            #expect(same.first?.standing == .certain, "\(fact.text)")
            #expect(same.first?.origin == fact.origin, "\(fact.text)")
            #expect(same.first?.exhibits.isEmpty == false, "\(fact.text)")
        }
        #expect(found.facts == found.facts.sorted())
        #expect(found.exhibits[1].indication == .totalPassed, "\(found.exhibits[1].signatures)")
        #expect(
            found.exhibits[1].makers == ["FRUTA", "CA1 (by certifying another key)"])
        #expect(found.exhibits[0].makers == ["anyone"])
        #expect(found.exhibits[0].filer == party("FRUTA"))
    }

    @Test func `are not doubled by exhibits filed twice`() throws {
        var once = try TestMatter()
        try once.file(.document, contract)
        try once.sign(contract, by: once.people.fruta)
        try once.list("2026-03-01")
        var twice = once
        for exhibit in once.exhibits {
            try twice.file(
                exhibit.filing.kind, exhibit.content ?? [], links: exhibit.filing.links)
        }
        let statements = { (found: Assessment) in found.facts.map(\.text) }
        #expect(try statements(twice.assess()) == statements(try once.assess()))
    }

    // Spec: facts-5
    @Test func `rest on what shows them and not on every place where they occur`() throws {
        var matter = try TestMatter()
        let people = matter.people
        try matter.file(.document, contract, by: people.markt)
        try matter.sign(contract, by: people.fruta)
        try matter.sign(contract, by: people.markt)
        try matter.sign(utf8("other"), by: people.fruta, filedBy: people.fruta)
        try matter.file(.certificate, people.fruta.certificate)
        try matter.file(.certificate, people.fruta.certificate)
        try matter.file(.document, contract)
        try matter.list("2026-03-01")
        let found = try matter.assess()
        func exhibits(_ predicate: String, _ argument: Term) -> [[UInt64]] {
            found.facts(predicate).filter { $0.arguments.contains(argument) }
                .map { $0.exhibits.map(\.value) }
        }
        // Filed as a certificate: the first such exhibit. Else a signature, and not what was filed with the same key.
        for predicate in ["certified", "valid_from", "valid_until", "issued_by"] {
            #expect(exhibits(predicate, key(people.fruta)) == [[4]], "\(predicate)")
            #expect(exhibits(predicate, key(people.markt)) == [[2]], "\(predicate)")
        }
        #expect(exhibits("status_good", key(people.fruta)) == [[4, 7]])
        #expect(exhibits("made", .of(contract)) == [[0]])
        #expect(exhibits("admitted", .of(contract)) == [[0]])
        #expect(exhibits("kind", .of(contract)) == [[0]])
        #expect(exhibits("signature", key(people.markt)) == [[0, 2]])
    }

    @Test func `do not depend on the order of exhibits`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.sign(contract, by: matter.people.fruta)
        try matter.sign(contract, by: matter.people.markt, for: utf8("other"))
        try matter.list("2026-03-01")
        let log = LogContext(archive: nil, checkpoint: nil)
        let facts = { (exhibits: [FiledExhibit]) in
            assess(
                exhibits, log: log, trust: matter.trust, validationTime: matter.validationTime,
                skew: TimeSpan(seconds: 60)
            ).facts
        }
        #expect(facts(matter.exhibits) == facts(matter.exhibits.reversed()))
    }

    @Test func `of a signature presented for a changed text are broken, with who presents it`()
        throws
    {
        var matter = try TestMatter()
        let changed = utf8("Contract BAN-1, changed")
        try matter.file(.document, changed)
        try matter.sign(
            contract, by: matter.people.markt, for: changed, filedBy: matter.people.fruta)
        let found = try matter.assess()
        #expect(
            found.facts("broken").map(\.arguments) == [
                [.party(party("FRUTA")), .party(party("MARKT")), .of(changed)]
            ])
        #expect(found.facts("signature").map(\.standing) == [.contrary])
        #expect(found.exhibits[1].subIndication == .hashFailure)
    }

    @Test func `of a broken signature that the operator filed accuse nobody`() throws {
        var matter = try TestMatter()
        try matter.sign(contract, by: matter.people.markt, for: utf8("changed"))
        #expect(try matter.assess().facts("broken").isEmpty)
    }

    @Test func `never certify a name without a path`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.sign(contract, by: matter.people.impostor, filedBy: matter.people.impostor)
        let found = try matter.assess()
        #expect(found.facts("certified").map(\.standing) == [.possible])
        #expect(found.facts("certified").map(\.reason) == ["NO_CERTIFICATE_CHAIN_FOUND"])
        #expect(found.facts("signature").map(\.standing) == [.certain])
        #expect(found.facts("filed").isEmpty)
        #expect(found.exhibits[1].signatures[0].signer == nil)
    }

    @Test func `of revocation name the key, the date and the list`() throws {
        var matter = try TestMatter()
        try matter.sign(contract, by: matter.people.fruta)
        let revocation = Revocation(
            serial: matter.people.fruta.serial, revocationDate: at("2026-03-04"))
        let list = try matter.list("2026-03-05", revoked: [revocation])
        let found = try matter.assess()
        #expect(
            found.facts("revocation_listed").map(\.arguments) == [
                [key(matter.people.fruta), .instant(at("2026-03-04")), .document(list)]
            ])
        #expect(found.facts("status_good").isEmpty)
        #expect(found.revocationStatus.count == 1)
    }

    @Test func `are given by lists of trusted CAs only`() throws {
        var matter = try TestMatter()
        try matter.sign(contract, by: matter.people.fruta)
        try matter.list("2026-03-05")
        matter.trust.anchors = []
        let found = try matter.assess()
        #expect(found.facts("status_good").isEmpty)
        #expect(found.revocationStatus.isEmpty)
        #expect(found.exhibits[1].indication == .indeterminate)
    }

    @Test func `of lists outlive their algorithm where the list is proven to be older`() throws {
        for isStamped in [true, false] {
            var matter = try TestMatter()
            let tsa = TimeStampingAuthority(
                identity: try matter.people.ca.issue(
                    "TSA3", validity: TestPeople.validity, curve: .p384, options: .timeStamping))
            matter.trust.authorities = [
                TrustedTSA(party: party("TSA3"), derBytes: tsa.identity.certificate)
            ]
            matter.trust.algorithms = [
                ApprovedAlgorithm(name: "sha-256", until: nil),
                ApprovedAlgorithm(name: "ecdsa-p384", until: nil),
                ApprovedAlgorithm(name: "ecdsa-p256", until: at("2026-05-01")),
            ]
            try matter.sign(contract, by: matter.people.fruta)
            try matter.list("2026-03-01")
            let bytes = matter.exhibits[1].content ?? []
            if isStamped {
                try matter.file(.timeStamp, tsa.token(over: bytes, at: at("2026-03-02")))
            }
            #expect(try matter.assess().facts("status_good").count == (isStamped ? 1 : 0))
        }
    }

    @Test func `count an enclosed content as presented, terms and all`() throws {
        var matter = try TestMatter()
        try matter.sign(contract, by: matter.people.fruta) { $0.isAttached = true }
        let found = try matter.assess()
        #expect(found.facts("signature").map(\.standing) == [.certain])
        #expect(found.facts("kind").map(\.arguments) == [[.of(contract), .word("contract")]])
        #expect(found.facts("admitted").contains { $0.arguments == [.of(contract)] })
    }

    @Test(arguments: ["1.2.840.113549.1.9.16.1.4", "1.2.840.113549.1.9.16.1.1"])
    func `of a signature over another type than plain data are none`(type: String) throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.sign(contract, by: matter.people.fruta) { $0.contentType = type }
        let found = try matter.assess()
        #expect(found.facts("signature").allSatisfy { $0.standing == .contrary })
        #expect(found.exhibits[1].indication == .totalFailed)
        #expect(found.exhibits[1].subIndication == .formatFailure)
    }

    @Test func `find the signed document by its digest where no link names it`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.file(.signature, SignedDataWriter.sign(contract, by: matter.people.fruta))
        let found = try matter.assess()
        #expect(found.facts("signature").map { $0.arguments[2] } == [.of(contract)])
        #expect(found.facts("signature").map(\.standing) == [.certain])
    }

    @Test func `of malformed terms are none, and the report says so`() throws {
        var matter = try TestMatter()
        try matter.file(.document, utf8("```terms\nkind(contract)\n```\n"))
        let found = try matter.assess()
        #expect(!found.facts.contains { $0.origin == .stated })
        #expect(found.exhibits[0].checks.map(\.code) == ["TERMS.MALFORMED"])
        #expect(found.exhibits[0].checks[0].sentence.contains("line 2"))
    }

    @Test(arguments: [
        ExhibitKind.signature, .certificate, .revocationList, .timeStamp, .checkpoint, .receipt,
    ]) func `of bytes that are not what they were filed as are those of their digest alone`(
        _ kind: ExhibitKind
    ) throws {
        var matter = try TestMatter()
        try matter.file(kind, utf8("nothing of the kind"))
        let found = try matter.assess()
        #expect(found.exhibits[0].subIndication == .formatFailure)
        #expect(found.facts.map(\.predicate) == ["admitted", "made"])
    }

    @Test func `admit nothing without an archive of the annex`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        matter.trust.archives = []
        #expect(try matter.assess().facts("admitted").isEmpty)
    }

    @Test func `of a forged filing name no filer`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract, by: matter.people.fruta)
        let honest = matter.exhibits[0]
        let other = try SignedDataWriter.sign(honest.filing.bytes, by: matter.people.markt)
        for signature in [other, [1, 2, 3], nil] {
            let forged = FiledExhibit(
                entry: honest.entry, filing: honest.filing, docketing: honest.docketing,
                filingSignature: signature, content: honest.content)
            let found = assess(
                [forged], log: LogContext(archive: nil, checkpoint: nil), trust: matter.trust,
                validationTime: matter.validationTime, skew: TimeSpan(seconds: 60))
            #expect(found.facts("filed").isEmpty)
            #expect(found.exhibits[0].filer == nil)
        }
    }
}

@Suite struct `Embedded checkpoints` {
    @Test func `are found in filings, signatures and exhibits, each once`() throws {
        var matter = try TestMatter()
        let first = try matter.checkpoint()
        try matter.file(.document, contract, checkpoint: first)
        let second = try matter.checkpoint()
        try matter.sign(contract, by: matter.people.fruta, note: second)
        try matter.file(.checkpoint, utf8(second))
        #expect(embeddedCheckpoints(in: matter.exhibits) == [first, second])
    }
}

@Suite struct `Recognition of files` {
    @Test func `tells the kinds apart by their bytes`() throws {
        let matter = try TestMatter()
        let people = matter.people
        let signature = try SignedDataWriter.sign(contract, by: people.fruta)
        let token = try people.tsa.token(over: contract, at: at("2026-02-02"))
        let list = try people.ca.revocationList(
            number: 1, thisUpdate: at("2026-02-02"), nextUpdate: nil)
        let pem = utf8(people.fruta.certificatePEM)
        let table: [(String, [UInt8], ExhibitKind, String)] = [
            ("a", signature, .signature, "application/pkcs7-signature"),
            ("a", token, .timeStamp, "application/timestamp-token"),
            ("a", people.tsa.response(with: token), .timeStamp, "application/timestamp-reply"),
            ("a", list, .revocationList, "application/pkix-crl"),
            ("a", people.fruta.certificate, .certificate, "application/pkix-cert"),
            ("a", pem, .certificate, "application/x-pem-file"),
            ("a", utf8(try matter.checkpoint()), .checkpoint, "text/plain"),
            ("a", utf8("claims BAN-1 under seca-1.0 {\n}\n"), .claims, "text/plain"),
            ("a", utf8("docket-annex/v1\nversion 1\n"), .annex, "text/plain"),
            (
                "a", utf8("# SECA\n\nVersion: seca-1.0\n\n```predicates\n```\n"), .agreement,
                "text/markdown"
            ),
            ("a.md", utf8("claims are made under the law {\n"), .document, "text/markdown"),
            ("a.md", contract, .document, "text/markdown"),
            ("a.md", contract + pem, .document, "text/markdown"),
            ("a.txt", [0xFF], .document, "application/octet-stream"),
            ("a.pdf", utf8("no PDF"), .document, "application/octet-stream"),
            ("a", utf8("%PDF-1.7\n"), .document, "application/pdf"),
            ("a", [], .document, "application/octet-stream"),
            ("md", contract, .document, "application/octet-stream"),
        ]
        for (name, content, kind, mediaType) in table {
            let found = recognise(name: name, content: content)
            #expect(found.kind == kind)
            #expect(found.mediaType.text == mediaType)
        }
    }

    @Test func `takes nothing with a byte behind it for what it was`() throws {
        let people = try TestPeople()
        let token = try people.tsa.token(over: contract, at: at("2026-02-02"))
        for bytes in [token, people.fruta.certificate] {
            #expect(recognise(name: "a", content: bytes + [0]).kind == .document)
        }
    }
}
