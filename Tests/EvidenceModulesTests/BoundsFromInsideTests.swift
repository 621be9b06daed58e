import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1")

/// Time from what stands inside signatures and from other digests than SHA-256.
@Suite struct `Time bounds from inside` {
    @Test(arguments: [TestDigestAlgorithm.sha384, .sha512])
    func `an imprint by another digest bounds a document, a note and a signature`(
        _ algorithm: TestDigestAlgorithm
    ) throws {
        var options = TimeStampOptions()
        options.imprintAlgorithm = algorithm
        var matter = try TestMatter()
        matter.trust.algorithms.append(ApprovedAlgorithm(name: "sha-384", until: nil))
        matter.trust.algorithms.append(ApprovedAlgorithm(name: "sha-512", until: nil))
        let document = try matter.file(.document, contract)
        let later = try matter.file(.document, utf8("later"))
        let signature = try matter.sign(utf8("later"), by: matter.people.fruta)
        let value = try CMSSignedData(der: matter.exhibits[2].content ?? []).signers[0]
            .signatureValue
        let tsa = matter.people.tsa
        try matter.file(
            .timeStamp, tsa.token(over: contract, at: at("2026-02-01"), options: options))
        try matter.file(.timeStamp, tsa.token(over: value, at: at("2026-02-02"), options: options))
        let note = try matter.checkpoint()
        let last = try matter.file(.document, utf8("last"))
        try matter.file(.checkpoint, utf8(note))
        try matter.file(
            .timeStamp, tsa.token(over: utf8(note), at: at("2026-02-03"), options: options))
        let found = try matter.assess()
        #expect(found.made(document)?.hi == at("2026-02-01T00:00:01Z"))
        #expect(found.made(signature)?.hi == at("2026-02-02T00:00:01Z"))
        #expect(found.made(later)?.hi == at("2026-02-02T00:00:01Z"))
        #expect(found.made(last)?.hi == nil)
        #expect(found.exhibits.allSatisfy { $0.indication != .totalFailed })
    }

    @Test func `a detached signature by another digest finds its document`() throws {
        var matter = try TestMatter()
        matter.trust.algorithms.append(ApprovedAlgorithm(name: "sha-512", until: nil))
        let document = try matter.file(.document, contract)
        var options = SignedDataOptions()
        options.digestAlgorithm = .sha512
        let bytes = try SignedDataWriter.sign(contract, by: matter.people.fruta, options: options)
        let signature = try CMSSignedData(der: bytes).signers[0].signatureDigest
        try matter.file(.signature, bytes)
        try matter.file(
            .timeStamp, matter.people.tsa.token(imprint: signature.bytes, at: at("2026-02-01")))
        let found = try matter.assess()
        #expect(found.facts("signature").map { $0.arguments[2] } == [.document(document)])
        #expect(found.made(document)?.hi == at("2026-02-01T00:00:01Z"))
    }

    @Test func `a content-time-stamp bounds the signature from below and the content from above`()
        throws
    {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        let token = try matter.people.tsa.token(over: contract, at: at("2026-02-01"))
        let signature = try matter.sign(contract, by: matter.people.fruta) {
            $0.signedAttributes = [LongTermWriter.contentTimeStamp(token)]
        }
        let found = try matter.assess()
        #expect(found.made(signature) == Interval(lo: at("2026-01-31T23:59:59Z")))
        #expect(found.made(document) == Interval(hi: at("2026-02-01T00:00:01Z")))
    }

    @Test
    func `a countersignature gives its time to the signature, and nothing to one it is not over`()
        throws
    {
        for bytes in [nil, contract] as [[UInt8]?] {
            var matter = try TestMatter()
            try matter.file(.document, contract)
            var writer = LongTermWriter(content: contract)
            try writer.sign(by: matter.people.fruta)
            try writer.countersign(by: matter.people.markt, over: bytes)
            let cms = try CMSSignedData(der: writer.bytes)
            let signer = cms.signers[0]
            let counter = try #require(signer.countersignatures.first)
            try matter.file(.signature, writer.bytes, links: [Link(.signs, .sha256(contract))])
            try matter.file(
                .timeStamp,
                matter.people.tsa.token(
                    imprint: counter.signatureDigest.bytes, at: at("2026-02-01")))
            let found = try matter.assess()
            #expect(
                found.made(signer.signatureDigest)?.hi
                    == (bytes == nil ? at("2026-02-01T00:00:01Z") : nil))
        }
    }

    @Test func `an archive-time-stamp bounds the signature, its document and what is with it`()
        throws
    {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        var writer = LongTermWriter(content: contract)
        try writer.sign(by: matter.people.fruta)
        let list = try matter.people.ca.revocationList(
            number: 1, thisUpdate: at("2026-01-20"), nextUpdate: at("2026-01-27"))
        writer.add(lists: [list])
        try writer.addArchiveTimeStamp(by: matter.people.tsa, at: at("2026-02-01"))
        try matter.file(.signature, writer.bytes, links: [Link(.signs, document)])
        try matter.file(.certificate, matter.people.fruta.certificate)
        try matter.file(.revocationList, list)
        let found = try matter.assess()
        let signature = try CMSSignedData(der: writer.bytes).signers[0].signatureDigest
        let hi = at("2026-02-01T00:00:01Z")
        #expect(found.made(signature)?.hi == hi)
        #expect(found.made(document)?.hi == hi)
        #expect(found.made(.sha256(matter.people.fruta.certificate))?.hi == hi)
        #expect(found.made(.sha256(list)) == Interval(lo: at("2026-01-20"), hi: hi))
    }

    @Test func `clocks of two parties against a third show whose is false`() throws {
        for accusers in [1, 2] {
            var matter = try TestMatter()
            let tsa = matter.people.tsa
            for number in 0..<accusers {
                let name = "TSA\(number + 2)"
                let other = try TimeStampingAuthority(
                    name, under: matter.people.ca, validity: TestPeople.validity)
                matter.trust.authorities.append(
                    TrustedTSA(party: party(name), derBytes: other.identity.certificate))
                try matter.file(
                    .timeStamp,
                    other.token(over: utf8("day \(number)"), at: at("2026-02-1\(number)")))
            }
            let signature = try matter.sign(
                contract, by: matter.people.fruta, note: try matter.checkpoint())
            try matter.file(.timeStamp, tsa.token(imprint: signature.bytes, at: at("2026-02-01")))
            let found = try matter.assess()
            #expect(found.contradictions.count == accusers)
            // Spec: facts-14. What the false clock says is left out; the signature holds a checkpoint that the others had stamped.
            let lo = at("2026-02-10T23:59:59Z")
            #expect(found.made(signature) == (accusers == 2 ? Interval(lo: lo) : .unbounded))
            #expect(
                found.exhibits.last?.checks.contains { (check: Check) in
                    check.code == "TST.ORDER" && check.sentence.contains("this clock is false")
                } == (accusers == 2))
            let isAttributed = found.contradictions.allSatisfy {
                $0.contains("a clock of TSA1 is false, for those of TSA2 and TSA3 speak against it")
            }
            #expect(isAttributed == (accusers == 2), "\(found.contradictions)")
            #expect(
                found.contradictions.allSatisfy {
                    $0.contains("TSA1") && $0.contains("TSA2") || $0.contains("TSA3")
                })
        }
    }

    /// A matter with all that has a time.
    private func rich() throws -> TestMatter {
        var matter = try TestMatter()
        try matter.list("2026-01-15")
        try matter.file(.document, contract, checkpoint: try matter.checkpoint())
        try matter.stampCheckpoint("2026-02-02T11:00:00Z")
        var writer = LongTermWriter(content: contract)
        var options = SignedDataOptions()
        options.checkpointNote = try matter.checkpoint()
        options.signedAttributes = [
            LongTermWriter.contentTimeStamp(
                try matter.people.tsa.token(over: contract, at: at("2026-02-02T12:00:00Z")))
        ]
        try writer.sign(by: matter.people.fruta, options: options)
        try writer.countersign(by: matter.people.markt)
        try writer.addSignatureTimeStamp(by: matter.people.tsa, at: at("2026-02-03"))
        try writer.addArchiveTimeStamp(by: matter.people.tsa, at: at("2026-02-04"))
        try matter.file(
            .signature, writer.bytes, links: [Link(.signs, .sha256(contract))],
            by: matter.people.markt)
        try matter.file(.certificate, matter.people.fruta.certificate)
        try matter.file(
            .ocspResponse,
            matter.people.ca.identity.response(
                on: matter.people.fruta.serial, issuer: matter.people.ca,
                options: OCSPOptions(
                    thisUpdate: at("2026-02-05"), nextUpdate: at("2026-02-06"))))
        try matter.stampCheckpoint("2026-02-06T11:00:00Z")
        return matter
    }

    @Test func `leaving out any exhibit never narrows a bound`() throws {
        let matter = try rich()
        let whole = try matter.assess()
        #expect(whole.contradictions.isEmpty)
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

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `the order of exhibits changes no fact and no record`(_ seed: UInt64) throws {
        let matter = try rich()
        let whole = try matter.assess()
        var generator = SplitMix64(seed: seed)
        let shuffled = try matter.assess(matter.exhibits.shuffled(using: &generator))
        #expect(shuffled.facts == whole.facts)
        #expect(shuffled.exhibits.sorted { $0.index < $1.index } == whole.exhibits)
        #expect(shuffled.contradictions == whole.contradictions)
        #expect(shuffled.provenNotes == whole.provenNotes)
    }
}
