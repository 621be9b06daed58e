import Cryptography
// Public time-stamp tokens, good and bad, each with the reason for which it must be refused. `tst-own` are thirty that break one rule
// each; OpenSSL and rfc3161-client accept some of the bad ones, so their word is not the measure.
import EvidenceTesting
import EvidenceValues
import Testing

private struct Suite: Decodable {
    let verifyAt: String
    let trust: String
    let cases: [Case]

    struct Case: Decodable {
        let file: String
        let data: String
        let expect: String
    }
}

/// The certificates beside the tokens: the root that the table names, the other root, and the one that is none.
private struct People {
    let anchor: ParsedCertificate
    let other: ParsedCertificate
    let signer: ParsedCertificate

    init(anchor name: String) throws {
        let all = try Vectors.files(below: "tst-own").filter { $0.hasSuffix(".pem") }.map {
            (file: $0, certificate: try ParsedCertificate.readAll(pemOrDER: Vectors.bytes($0))[0])
        }
        try #require(all.count == 3)
        let roots = all.filter { $0.certificate.isSelfIssued }
        anchor = try #require(roots.first { $0.file.hasSuffix("/" + name) }).certificate
        other = try #require(roots.first { !$0.file.hasSuffix("/" + name) }).certificate
        signer = try #require(all.first { !$0.certificate.isSelfIssued }).certificate
    }
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Time-stamp vectors` {
    /// What stands against a token; nil if nothing does.
    private func objection(
        to file: [UInt8], over content: [UInt8], candidates: [ParsedCertificate],
        authority: ParsedCertificate, at instant: Instant?
    ) throws -> String? {
        let token: TimeStampToken
        do throws(TimeStampError) {
            token = try TimeStampToken(der: file)
        } catch {
            return "\(error)"
        }
        let verification = token.verify(
            content: .bytes(content), candidates: candidates, at: instant ?? token.genTime,
            skew: TimeSpan(seconds: 60))
        guard case .valid(let signer) = verification else {
            guard case .failed(let failure) = verification else { return "?" }
            return "\(failure)"
        }
        let trusted = TrustedTSA(
            party: try #require(PartyID("TSA")), derBytes: authority.derBytes)
        let path = buildPath(
            of: signer, authorities: [trusted],
            candidates: token.cms.certificates
                + candidates.map { EvidenceCertificate(derBytes: $0.derBytes) },
            at: token.genTime)
        if case .failure(let failure, _) = path { return "\(failure)" }
        return nil
    }

    @Test func `our own tokens get the verdict and the reason that each was made for`() throws {
        let suite = try Vectors.json("tst-own/expected.json", as: Suite.self)
        let instant = try #require(Instant(text: suite.verifyAt))
        let people = try People(anchor: suite.trust)
        let reasons = Dictionary(
            uniqueKeysWithValues: try Vectors.rows(of: "tst-own").map { ($0[0], $0[1]) })
        #expect(Set(reasons.keys).isSubset(of: suite.cases.map(\.file)))
        var accepted = 0
        for item in suite.cases {
            let found = try objection(
                to: try Vectors.bytes("tst-own/" + item.file),
                over: try Vectors.bytes("tst-own/" + item.data), candidates: [people.signer],
                authority: item.expect == "FAIL_IF_ROOT_CA2" ? people.other : people.anchor,
                at: instant)
            #expect((found == nil) == item.expect.hasPrefix("OK"), "\(item.file): \(found ?? "-")")
            #expect(found == reasons[item.file], "\(item.file)")
            if found == nil { accepted += 1 }
        }
        print("tst-own: \(suite.cases.count) tokens, \(accepted) accepted")
        #expect(suite.cases.count >= 30 && accepted == 11)
    }

    @Test func `no byte of a token can change but those outside what is signed`() throws {
        let suite = try Vectors.json("tst-own/expected.json", as: Suite.self)
        let item = try #require(
            suite.cases.first { $0.expect == "OK" && $0.file.hasSuffix(".tst") })
        let good = try Vectors.bytes("tst-own/" + item.file)
        let content = try Vectors.bytes("tst-own/" + item.data)
        let ca = try People(anchor: suite.trust).anchor
        let token = try TimeStampToken(der: good)
        var survivors: [Int] = []
        for position in good.indices {
            var changed = good
            changed[position] ^= 0x01
            let objection = try objection(
                to: changed, over: content, candidates: [], authority: ca, at: nil)
            if objection == nil { survivors.append(position) }
        }
        print("token: \(good.count) bytes, unprotected: \(survivors)")
        let signer = try #require(token.signer.certificate)
        let unprotected = unprotectedRanges(of: good, besides: signer)
        #expect(survivors.allSatisfy { position in unprotected.contains { $0.contains(position) } })
        #expect(survivors.isEmpty)
    }
}
