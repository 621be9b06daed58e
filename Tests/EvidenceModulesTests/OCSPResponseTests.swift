import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let contract = utf8("Contract BAN-1")

@Suite struct `OCSP answers as exhibits` {
    private func answer(
        _ people: TestPeople, _ producedAt: String, revoked: String? = nil, isBroken: Bool = false,
        isBasic: Bool = false
    ) throws -> [UInt8] {
        var options = OCSPOptions(
            thisUpdate: at(producedAt),
            nextUpdate: at(producedAt).advanced(by: TimeSpan(seconds: 86_400)))
        options.isBare = isBasic
        options.signatureIsBroken = isBroken
        if let revoked { options.status = .revoked(at: at(revoked), reason: nil) }
        return try people.ca.identity.response(
            on: people.fruta.serial, issuer: people.ca, options: options)
    }

    @Test(arguments: [false, true])
    func `are recognised by their bytes, whole and bare`(isBasic: Bool) throws {
        let bytes = try answer(TestPeople(), "2026-02-10", isBasic: isBasic)
        let found = recognise(name: "answer", content: bytes)
        #expect(found.kind == .ocspResponse)
        #expect(found.mediaType.text == "application/ocsp-response")
        #expect(malformation(of: bytes, as: .ocspResponse) == nil)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let cut = Array(bytes.prefix(length))
            #expect(recognise(name: "answer", content: cut).kind != .ocspResponse)
            #expect(malformation(of: cut, as: .ocspResponse) != nil)
        }
        #expect(malformation(of: bytes + [0], as: .ocspResponse) != nil)
    }

    @Test(arguments: [false, true])
    func `tell of a certificate as lists do`(isBasic: Bool) throws {
        for revoked in [nil, "2026-02-05"] {
            var matter = try TestMatter()
            try matter.file(.document, contract)
            try matter.sign(contract, by: matter.people.fruta)
            let name = try matter.file(
                .ocspResponse,
                answer(matter.people, "2026-02-10", revoked: revoked, isBasic: isBasic))
            let found = try matter.assess()
            let key = Term.key(.sha256(matter.people.fruta.certificate))
            let good = found.facts("status_good").map(\.arguments)
            let listed = found.facts("revocation_listed").map(\.arguments)
            if revoked == nil {
                #expect(good == [[key, .instant(at("2026-02-10")), .document(name)]])
                #expect(listed.isEmpty)
            } else {
                #expect(listed == [[key, .instant(at("2026-02-05")), .document(name)]])
                #expect(good.isEmpty)
            }
            #expect(found.exhibits[2].indication == .totalPassed)
            #expect(found.exhibits[2].makers == ["CA1"])
            #expect(found.exhibits[2].summary == "OCSP answer of CA1, 2026-02-10T00:00:00Z.")
        }
    }

    @Test func `were not made before they say, and so what names them was not either`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        try matter.sign(contract, by: matter.people.fruta)
        let name = try matter.file(.ocspResponse, answer(matter.people, "2026-02-10"))
        let record = utf8("```terms\nnames(\(name.text)).\n```\n")
        let document = try matter.file(.document, record)
        #expect(try matter.assess().made(document) == Interval(lo: at("2026-02-10")))
        matter.trust.anchors = []
        #expect(try matter.assess().made(document) == .unbounded)
    }

    @Test func `prove that what they repeat as a nonce was there before`() throws {
        var matter = try TestMatter()
        let document = try matter.file(.document, contract)
        try matter.sign(contract, by: matter.people.fruta)
        var options = OCSPOptions(thisUpdate: at("2026-02-10"))
        let nonce = DERTree.octets(DERTree.octets(document.bytes).bytes)
        options.extensions = [.sequence([.object("1.3.6.1.5.5.7.48.1.2"), nonce])]
        let bytes = try matter.people.ca.identity.response(
            on: matter.people.fruta.serial, issuer: matter.people.ca, options: options)
        try matter.file(.ocspResponse, bytes)
        #expect(try matter.assess().made(document) == .unbounded)
        try matter.file(.timeStamp, matter.people.tsa.token(over: bytes, at: at("2026-02-11")))
        #expect(try matter.assess().made(document)?.hi == at("2026-02-11T00:00:01Z"))
    }

    @Test func `that nobody entitled signed prove nothing`() throws {
        var matter = try TestMatter()
        try matter.sign(contract, by: matter.people.fruta)
        try matter.file(.ocspResponse, answer(matter.people, "2026-02-10", isBroken: true))
        try matter.file(.ocspResponse, utf8("no answer"))
        let found = try matter.assess()
        #expect(found.exhibits[1].indication == .indeterminate)
        #expect(found.exhibits[1].makers == ["anyone"])
        #expect(found.exhibits[1].bounds == .unbounded)
        #expect(found.facts("status_good").isEmpty)
        #expect(found.exhibits[2].indication == .totalFailed)
        #expect(found.exhibits[2].subIndication == .formatFailure)
    }

    @Test func `inside a signature are material too`() throws {
        var matter = try TestMatter()
        try matter.file(.document, contract)
        let basic = try answer(matter.people, "2026-02-10", isBasic: true)
        // RevocationValues ::= SEQUENCE { crlVals [0], ocspVals [1] SEQUENCE OF BasicOCSPResponse, otherRevVals [2] }
        let values = DERTree.sequence([.explicit(1, .sequence([.encoded(basic)]))])
        try matter.sign(contract, by: matter.people.fruta) {
            $0.unsignedAttributes = [
                .sequence([.object("1.2.840.113549.1.9.16.2.24"), .setOf([values])])
            ]
        }
        let found = try matter.assess()
        #expect(found.facts("status_good").map { $0.arguments[2] } == [.of(basic)])
    }
}
