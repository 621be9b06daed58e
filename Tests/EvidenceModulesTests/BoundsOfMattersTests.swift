import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1")

@Suite struct `Time bounds of a matter` {
    @Test func `receipts and stated times bound nothing`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let signature = try matter.sign(contract, by: matter.people.fruta) {
            $0.signingTime = at("2026-02-02")
        }
        let found = try matter.assess()
        #expect(found.made(.sha256(contract)) == .unbounded)
        #expect(found.made(signature) == .unbounded)
    }

    @Test func `a token over a checkpoint bounds all that was filed below it`() throws {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        let signature = try matter.sign(contract, by: matter.people.fruta)
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let later = try matter.file(.document, utf8("later"))
        let found = try matter.assess()
        let expected = Interval(hi: at("2026-02-02T11:00:01Z"))
        #expect(found.made(document) == expected)
        #expect(found.made(signature) == expected)
        #expect(found.made(later) == .unbounded)
    }

    @Test func `what was withheld is bounded like the rest, and states nothing`() throws {
        var matter = try TestMatter()
        let text = utf8("```terms\nkind(contract).\n```\n")
        let document = try matter.file(.document, text, withheld: true)
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let found = try matter.assess()
        #expect(found.made(document)?.hi == at("2026-02-02T11:00:01Z"))
        #expect(found.facts("kind").isEmpty)
        #expect(found.exhibits[0].indication == nil)
    }

    @Test func `a checkpoint in the signed attributes bounds the signature and not the document`()
        throws
    {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let signature = try matter.sign(
            contract, by: matter.people.fruta, note: try matter.checkpoint())
        let found = try matter.assess()
        #expect(found.made(signature) == Interval(lo: at("2026-02-02T10:59:59Z")))
        #expect(found.made(document) == Interval(hi: at("2026-02-02T11:00:01Z")))
    }

    @Test func `a token logged at or after the checkpoint's size bounds nothing from below`()
        throws
    {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let early = try matter.checkpoint()
        try matter.file(.checkpoint, utf8(early))
        let exact = try matter.checkpoint()
        let token = try matter.people.tsa.token(
            over: utf8(early), at: at("2026-02-02T11:00:00Z"))
        try matter.file(.timeStamp, token)
        let late = try matter.checkpoint()
        for (note, lo) in [(early, nil), (exact, nil), (late, at("2026-02-02T10:59:59Z"))] {
            var branch = matter
            let signature = try branch.sign(contract, by: branch.people.fruta, note: note)
            #expect(try branch.assess().made(signature)?.lo == lo)
        }
    }

    @Test func `an entry at the size of a stamped checkpoint is not below it`() throws {
        var matter = try TestMatter()
        let inside = try matter.file(.document, contract)
        let note = try matter.checkpoint()
        let outside = try matter.file(.document, utf8("later"))
        try matter.file(.checkpoint, utf8(note))
        try matter.file(.timeStamp, matter.people.tsa.token(over: utf8(note), at: at("2026-02-02")))
        let found = try matter.assess()
        #expect(found.made(inside)?.hi == at("2026-02-02T00:00:01Z"))
        #expect(found.made(outside) == .unbounded)
    }

    @Test
    func
        `a checkpoint with the wrong root, of another log or not proven consistent bounds nothing`()
        throws
    {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let wrong = try matter.checkpoint(root: RootHash(.sha256([1])))
        let other = try matter.checkpoint(origin: "archive.example/other")
        let large = try matter.checkpoint(size: 1_000_000)
        let right = try matter.checkpoint()
        for note in [wrong, other, large] {
            var branch = matter
            let signature = try branch.sign(contract, by: branch.people.fruta, note: note)
            #expect(try branch.assess().made(signature)?.lo == nil)
        }
        let signature = try matter.sign(contract, by: matter.people.fruta, note: right)
        #expect(try matter.assess().made(signature)?.lo != nil)
        matter.consistent = [:]
        #expect(try matter.assess().made(signature)?.lo == nil)
    }

    @Test func `a token by an authority that the annex does not list bounds nothing`() throws {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        let token = try matter.people.strangerTSA.token(over: contract, at: at("2026-02-02"))
        try matter.file(.timeStamp, token, links: [Link(.timeStamps, document)])
        let found = try matter.assess()
        #expect(found.made(document) == .unbounded)
        #expect(found.exhibits[1].indication == .indeterminate)
        #expect(found.exhibits[1].makers == ["whoever calls itself TSA9"])
    }

    @Test func `a token over a signature, inside it or filed, bounds it and its document`() throws {
        for isEmbedded in [true, false] {
            var matter = try TestMatter()
            let document = try matter.file(.document, contract)
            let tsa = matter.people.tsa
            let signature = try matter.sign(contract, by: matter.people.fruta) {
                guard isEmbedded else { return }
                $0.signatureTimeStamp = { try tsa.token(over: $0, at: at("2026-02-02")) }
            }
            if !isEmbedded {
                let token = try tsa.token(imprint: signature.bytes, at: at("2026-02-02"))
                try matter.file(.timeStamp, tsa.response(with: token))
            }
            let found = try matter.assess()
            #expect(found.made(signature)?.hi == at("2026-02-02T00:00:01Z"))
            #expect(found.made(document)?.hi == at("2026-02-02T00:00:01Z"))
            #expect(found.exhibits[1].signatures[0].level == (isEmbedded ? "T" : "B"))
        }
    }

    @Test func `a false signature that was stamped early dates nobody's document back`() throws {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        let tsa = matter.people.tsa
        let signature = try matter.sign(contract, by: matter.people.fruta) {
            $0.signatureIsBroken = true
            $0.signatureTimeStamp = { try tsa.token(over: $0, at: at("2025-02-02")) }
        }
        let found = try matter.assess()
        #expect(found.made(document) == .unbounded)
        #expect(found.facts("signature").map(\.standing) == [.contrary])
        #expect(found.facts("made").allSatisfy { $0.arguments[0] != .document(signature) })
    }

    @Test func `terms that name a document make it the older one`() throws {
        var matter = try TestMatter()
        let offer = try matter.file(.document, utf8("offer"))
        let answer = utf8("```terms\nanswers(\(offer.text)).\n```\n")
        try matter.file(.document, answer)
        try matter.file(.timeStamp, matter.people.tsa.token(over: answer, at: at("2026-02-02")))
        let found = try matter.assess()
        #expect(found.made(offer)?.hi == at("2026-02-02T00:00:01Z"))
        #expect(
            found.facts("commits").contains { $0.arguments == [.of(answer), .document(offer)] })
    }

    @Test
    func `a list inside the signed attributes' reach bounds from below, an untrusted one does not`()
        throws
    {
        var matter = try TestMatter()
        try matter.list("2026-02-01")
        let signature = try matter.sign(
            contract, by: matter.people.fruta, note: try matter.checkpoint())
        #expect(try matter.assess().made(signature)?.lo == at("2026-02-01"))
        matter.trust.anchors = []
        #expect(try matter.assess().made(signature)?.lo == nil)
    }

    @Test func `a token dated before what it is over is found out, with whose clock it is`() throws
    {
        var matter = try TestMatter()
        try matter.stampCheckpoint("2026-02-15T08:00:00Z")
        let signature = try matter.sign(
            contract, by: matter.people.fruta, note: try matter.checkpoint())
        let token = try matter.people.tsa.token(imprint: signature.bytes, at: at("2026-02-01"))
        try matter.file(.timeStamp, token)
        let found = try matter.assess()
        #expect(found.contradictions.count == 1)
        #expect(found.contradictions.first?.contains("TSA1") == true)
        #expect(found.made(signature) == .unbounded)
        #expect(found.exhibits[2].signatures[0].subIndication != nil)
        #expect(found.exhibits[2].checks.isEmpty)
        #expect(
            found.exhibits[2].signatures[0].checks.contains {
                $0.subIndication == .timestampOrderFailure
            })
        #expect(found.exhibits[3].subIndication == .timestampOrderFailure)
    }

    @Test func `a token of an authority revoked since counts if others show that it is older`()
        throws
    {
        for isShown in [true, false] {
            var matter = try TestMatter()
            let serial = matter.people.tsa.identity.serial
            let second = try TimeStampingAuthority(
                "TSA2", under: matter.people.ca, validity: TestPeople.validity)
            matter.trust.authorities.append(
                TrustedTSA(party: party("TSA2"), derBytes: second.identity.certificate))
            let document = try matter.file(.document, contract)
            let token = try matter.people.tsa.token(over: contract, at: at("2026-02-01"))
            try matter.file(.timeStamp, token)
            try matter.list(
                "2026-02-20",
                revoked: [Revocation(serial: serial, revocationDate: at("2026-02-10"))])
            if isShown {
                try matter.file(.timeStamp, second.token(over: token, at: at("2026-02-05")))
            }
            let found = try matter.assess()
            #expect(found.made(document)?.hi == (isShown ? at("2026-02-01T00:00:01Z") : nil))
            #expect(found.exhibits[1].subIndication == (isShown ? nil : .revokedNoPOE))
        }
    }

    @Test func `a token made after its authority's revocation bounds nothing`() throws {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        try matter.file(.timeStamp, matter.people.tsa.token(over: contract, at: at("2026-02-15")))
        let serial = matter.people.tsa.identity.serial
        try matter.list(
            "2026-02-20", revoked: [Revocation(serial: serial, revocationDate: at("2026-02-10"))])
        let found = try matter.assess()
        #expect(found.made(document) == .unbounded)
        #expect(found.exhibits[1].subIndication == .revoked)
    }

    @Test func `leaving out any exhibit never narrows a bound`() throws {
        var matter = try TestMatter()
        try matter.list("2026-01-15")
        try matter.file(.document, contract, checkpoint: try matter.checkpoint())
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        let tsa = matter.people.tsa
        let note = try matter.checkpoint()
        try matter.sign(contract, by: matter.people.fruta, note: note) {
            $0.signatureTimeStamp = { try tsa.token(over: $0, at: at("2026-02-03")) }
        }
        try matter.sign(contract, by: matter.people.markt, note: note, filedBy: matter.people.markt)
        try matter.stampCheckpoint("2026-02-04T11:00:00Z")
        let whole = try matter.assess()
        for index in matter.exhibits.indices {
            let part = try matter.assess(leavingOut: index)
            for fact in part.facts("made") {
                guard case .document(let name) = fact.arguments[0],
                    let narrow = whole.made(name), let wide = part.made(name)
                else { continue }
                #expect(narrow.intersection(wide) == narrow, "\(index) \(name)")
            }
        }
    }

    @Test func `hundreds of signed filings are assessed in a few seconds`() throws {
        var matter = try TestMatter()
        for day in 10...29 { try matter.list("2026-03-\(day)") }
        for number in 0..<200 {
            let text = utf8("order \(number)")
            try matter.file(.document, text, by: matter.people.markt)
            try matter.sign(text, by: matter.people.fruta, filedBy: matter.people.fruta)
        }
        let begun = ContinuousClock.now
        let found = try matter.assess()
        #expect(found.facts("signature").count == 200)
        #expect(found.facts("filed").count == 400)
        print("assessed \(matter.exhibits.count) exhibits in \(ContinuousClock.now - begun)")
        #expect(ContinuousClock.now - begun < .seconds(30))
    }

    @Test func `thousands of chained documents are assessed`() throws {
        var matter = try TestMatter()
        var previous = Digest.sha256([0])
        for _ in 0..<2000 {
            previous = try matter.file(
                .document, utf8("```terms\nanswers(\(previous.text)).\n```\n"))
        }
        try matter.stampCheckpoint("2026-02-02")
        let found = try matter.assess()
        #expect(found.made(.sha256([0])) == nil)
        #expect(found.made(previous)?.hi == at("2026-02-02T00:00:01Z"))
        #expect(found.exhibits.count == 2002)
    }
}
