import Cryptography
// Public tables about revocation lists and OCSP responses, with the results that their makers expect.
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

private struct PathCase: Decodable {
    let id: String
    let name: String
    let cert: String
    let others: [String]?
    let crls: [String]?
    let error: Failure?

    enum CodingKeys: String, CodingKey {
        case id, name, cert, crls, error
        case others = "other_certs"
    }

    struct Failure: Decodable {}
}

private struct ResponseCase: Decodable {
    let name: String
    let root: String
    let cert: String
    let others: [String]?
    let ocsps: [String]
    let moment: String
    let error: Failure?

    enum CodingKeys: String, CodingKey {
        case name, root, cert, ocsps, moment, error
        case others = "other_certs"
    }

    struct Failure: Decodable {}
}

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `Revocation vectors` {
    @Test func `PKITS 4·4, 4·14 and 4·15 come out as NIST says`() throws {
        let root = try RevocationVectors.certificate(
            "pkits/certs/" + FileVectors.row(of: "anchors", "pkits/certs"))
        let rootList = try FileVectors.row(of: "anchors", "pkits/crls")
        let cases = try FileVectors.json("pkits/pkits.json", as: [PathCase].self)
            .filter { ["404", "414", "415"].contains($0.id.prefix(3)) }
        for item in cases {
            let names = (item.others ?? []) + [item.cert]
            // One has a damaged list, which does not read.
            let lists = ([rootList] + (item.crls ?? [])).compactMap {
                try? RevocationList(pemOrDER: FileVectors.bytes("pkits/crls/" + $0))
            }
            let party = RelyingParty(
                material: ValidationMaterial(
                    certificates: try names.map {
                        try RevocationVectors.certificate("pkits/certs/" + $0)
                    }, revocationLists: lists), anchor: root, moment: at("2022-05-01"))
            let isGood = party.isGood(
                try RevocationVectors.certificate("pkits/certs/" + item.cert))
            #expect(isGood == (item.error == nil), "\(item.id) \(item.name)")
        }
        print("pkits: \(cases.count) cases on revocation")
        #expect(cases.count == 66)
    }

    @Test func `pyHanko's table of responses comes out as it says`() throws {
        let folder = "pyhanko-certvalidator/openssl-ocsp/"
        var differences = try FileVectors.differences(of: "pyhanko openssl-ocsp")
        let cases = try FileVectors.json(
            folder + "openssl-ocsp.json", as: [ResponseCase].self)
        for item in cases {
            let others = try (item.others ?? []).map {
                try RevocationVectors.certificate(folder + $0)
            }
            let party = RelyingParty(
                material: ValidationMaterial(
                    certificates: others,
                    responses: try item.ocsps.map {
                        try RevocationVectors.response(folder + $0)
                    }), anchor: try RevocationVectors.certificate(folder + item.root),
                moment: try #require(
                    Instant(text: item.moment.replacingOccurrences(of: "+00:00", with: "Z"))),
                permitsSilence: true)
            let isGood = party.isGood(try RevocationVectors.certificate(folder + item.cert))
            let isExpected = isGood == (item.error == nil)
            #expect(
                isExpected == (differences.removeValue(forKey: item.name) == nil), "\(item.name)")
        }
        #expect(differences.isEmpty)
        print("pyhanko-certvalidator: \(cases.count) cases on responses")
        #expect(cases.count >= 29)
    }

    // OpenSSL's table names its files by what is wrong with them, before the chain that they belong to (test/recipes/80-test_ocsp.t):
    // with the response, or with the certificate of the issuer. An issuer's certificate that is trusted by itself may have a bad signature.
    private static let badResponses: Set<String> = [
        "ISOP", "WRID", "WINH", "WIKH", "WKDOSC", "ISDOSC",
    ]
    private static let issuers = ["": true, "ISIC_": true, "WSNIC_": false, "WKIC_": false]

    @Test func `OpenSSL's table of responses comes out as it says`() throws {
        let folder = "openssl/ocsp-tests/"
        var differences = try FileVectors.differences(of: "openssl ocsp")
        let names = try FileVectors.names(in: folder)
        var count = 0
        for name in names where name.hasSuffix(".ors") {
            let parts = name.dropLast(4).split(separator: "_")
            let chain = String(try #require(parts.last))
            let isSound = parts.count == 1
            if !isSound { #expect(Self.badResponses.contains(String(parts[0]))) }
            let holder = try #require(names.first { $0.hasPrefix(chain + "_Cert_") })
            for (prefix, isRight) in isSound ? Self.issuers : ["": true] {
                let files = names.filter {
                    $0.hasPrefix(prefix + chain + "_Issuer_") && !$0.hasPrefix(chain + "_Cert_")
                        && !$0.contains("Cross")
                }
                let issuer = try RevocationVectors.certificate(folder + (try #require(files.first)))
                let answers = try self.answers(
                    folder + name, on: RevocationVectors.certificate(folder + holder),
                    issuer: issuer)
                let isGood = answers.answers.contains { $0.record.status == .good }
                let isExpected = isGood == (isSound && isRight)
                let difference = differences.removeValue(forKey: prefix + name)
                #expect(isExpected == (difference == nil), "\(name) \(prefix)")
                count += 1
            }
        }
        #expect(differences.isEmpty)
        print("openssl: \(count) cases on responses")
        #expect(count >= 50)
    }

    private func answers(
        _ file: String, on certificate: ParsedCertificate, issuer: ParsedCertificate
    ) throws -> RevocationAnswers {
        let party = RelyingParty(
            material: ValidationMaterial(responses: [try RevocationVectors.response(file)]),
            anchor: issuer, moment: at("2012-12-19"))
        return revocationAnswers(
            on: certificate, issuer: issuer, path: CertificationPath(anchor: issuer),
            material: party.material, policy: party.policy)
    }

    @Test func `a revocation is in every source since then and in none before`() throws {
        let revoked = at("2020-12-01")
        let news = try FileVectors.rows(of: "pyhanko news")
        func names(_ role: some StringProtocol) -> [String] {
            news.filter { $0[0] == role }.map { $0[1] }
        }
        var count = 0
        for suite in ["freshness", "ades/time-slide"] {
            let folder = "pyhanko-certvalidator/" + suite + "/"
            let certificate = { (name: String) in
                try RevocationVectors.certificate(folder + "certs/" + name)
            }
            for file in try FileVectors.names(in: folder) {
                let parts = file.split(separator: ".")
                guard let kind = parts.last, ["crl", "ors"].contains(kind) else { continue }
                let stem = parts[0].split(separator: "-", maxSplits: 1)
                let issued = at(String(stem[1]))
                let bytes = try FileVectors.bytes(folder + file)
                let party = RelyingParty(
                    material: ValidationMaterial(
                        certificates: try names("issuer").map(certificate),
                        revocationLists: kind == "crl" ? [try RevocationList(pemOrDER: bytes)] : [],
                        responses: kind == "ors" ? [try OCSPResponse(der: bytes)] : []),
                    anchor: try certificate(names("anchor")[0]), moment: at("2021-01-01"))
                let subject = try #require(names(stem[0]).first)
                let answers = try #require(party.answers(on: try certificate(subject)))
                #expect(answers.answers.count == 1, "\(file): \(answers.refused)")
                let record = try #require(answers.answers.first).record
                #expect(record.status == (issued < revoked ? .good : .revoked), "\(file)")
                #expect(record.revocationDate == (issued < revoked ? nil : revoked), "\(file)")
                count += 1
            }
        }
        print("pyhanko-certvalidator: \(count) lists and responses on fresh news")
        #expect(count == 15)
    }

    @Test func `a responder for two authorities is one for each`() throws {
        let folder = "pyhanko-certvalidator/multitasking-ocsp/"
        let names = try FileVectors.names(in: folder)
        let certificates = try names.filter { $0.hasSuffix(".pem") }.map {
            try RevocationVectors.certificate(folder + $0)
        }
        let root = try #require(certificates.first { $0.subjectDER == $0.issuerDER })
        let responses = try names.filter { $0.hasSuffix(".der") }.map {
            try RevocationVectors.response(folder + $0)
        }
        let party = RelyingParty(
            material: ValidationMaterial(certificates: certificates, responses: responses),
            anchor: root, moment: try #require(responses.map(\.producedAt).max()))
        var statuses: [RevocationRecord.Status] = []
        for certificate in certificates where certificate != root && !certificate.isForResponses {
            let answers = try #require(party.answers(on: certificate))
            statuses += answers.answers.map(\.record.status)
        }
        print("pyhanko-certvalidator: \(responses.count) responses of one responder, \(statuses)")
        #expect(responses.count == 2 && statuses == [.good, .good])
    }

    @Test func `DSS's lists read and are signed by whom they name`() throws {
        struct Table: Decodable {
            struct Case: Decodable { let file: String }
            let cases: [Case]
        }
        let folder = "dss-crl/"
        let files = try FileVectors.json(folder + "expected.json", as: Table.self).cases
            .map(\.file)
        var certificates: [ParsedCertificate] = []
        var lists: [(name: String, list: RevocationList)] = []
        for file in files {
            let bytes = try FileVectors.bytes(folder + file)
            if let list = try? RevocationList(pemOrDER: bytes) {
                lists.append((file, list))
            } else if let found = try? ParsedCertificate.readAll(pemOrDER: bytes) {
                certificates += found
            } else {
                print("dss-crl: \(file) does not read")
            }
        }
        var signed = 0
        for (name, list) in lists {
            #expect(Array(list.entries).count == list.entries.count)
            for certificate in certificates {
                let isNamed = certificate.subjectName == list.issuerName
                let isHinted =
                    isNamed
                    && list.authorityKeyIdentifier.map { $0 == certificate.subjectKeyIdentifier }
                        ?? true
                let expected: SourceVerification =
                    isHinted ? .valid : isNamed ? .badSignature : .otherIssuer
                #expect(list.verify(issuer: certificate) == expected, "\(name)")
                signed += isHinted ? 1 : 0
            }
        }
        print("dss-crl: \(lists.count) lists, \(signed) signatures, \(files.count) files")
        #expect(lists.count + certificates.count == files.count)
        #expect(lists.count >= 15 && signed >= 7)
    }
}
