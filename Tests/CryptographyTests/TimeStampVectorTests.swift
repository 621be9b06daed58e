// Public time-stamp tokens, good and bad, each with the reason for which it must be refused. `tst-own` are thirty that break one rule
// each; OpenSSL and rfc3161-client accept some of the bad ones, so their word is not the measure.
import Cryptography
import EvidenceValues
import Testing

private struct Suite: Decodable {
    let verifyAt: String
    let cases: [Case]

    struct Case: Decodable {
        let file: String
        let data: String
        let expect: String
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

    private static let reasons = [
        "10-imprint-mismatch.tsr": "imprintMismatch",
        "11-eku-not-critical.tsr": "notTimeStampingCertificate",
        "12-eku-two.tsr": "notTimeStampingCertificate",
        "13-no-eku.tsr": "notTimeStampingCertificate",
        "14-ku-key-encipherment.tsr": "notTimeStampingCertificate",
        "15-no-ess.tsr":
            "signature(Cryptography.CMSVerification.attributeMissing(Cryptography.CMSAttribute.signingCertificate))",
        "16-ess-wrong-cert.tsr": "signature(Cryptography.CMSVerification.certificateMismatch)",
        "17-signature-flipped.tsr": "signature(Cryptography.CMSVerification.badSignature)",
        "18-tstinfo-altered.tsr": "signature(Cryptography.CMSVerification.hashMismatch)",
        "19-wrong-content-type-attr.tsr":
            "signature(Cryptography.CMSVerification.attributeInvalid(Cryptography.CMSAttribute.contentType))",
        "20-econtent-type-data.tsr": "notTimeStamp(\"1.2.840.113549.1.7.1\")",
        "21-two-signers.tsr": "signerCount(2)",
        "22-key-mismatch.tsr": "signature(Cryptography.CMSVerification.badSignature)",
        "23-status-rejection.tsr": "rejected(status: 2)",
        "25-gentime-before-tsa-cert.tsr": "outsideCertificateValidity",
        "26-gentime-future.tsr": "inTheFuture",
        "27-truncated.tst": "malformed",
        "28-trailing-bytes.tst": "malformed",
        "29-untrusted-root.tsr": "noChain",
    ]

    @Test func `our own tokens get the verdict and the reason that each was made for`() throws {
        let suite = try Vectors.json("tst-own/expected.json", as: Suite.self)
        let instant = try #require(Instant(text: suite.verifyAt))
        let good = try ParsedCertificate.readAll(pemOrDER: try Vectors.bytes("tst-own/good.pem"))
        var accepted = 0
        for item in suite.cases {
            let anchor = item.expect == "FAIL_IF_ROOT_CA2" ? "ca2.pem" : "ca.pem"
            let found = try objection(
                to: try Vectors.bytes("tst-own/" + item.file),
                over: try Vectors.bytes("tst-own/" + item.data), candidates: good,
                authority: try ParsedCertificate.readAll(
                    pemOrDER: try Vectors.bytes("tst-own/" + anchor))[0], at: instant)
            #expect((found == nil) == item.expect.hasPrefix("OK"), "\(item.file): \(found ?? "-")")
            #expect(found == Self.reasons[item.file], "\(item.file)")
            if found == nil { accepted += 1 }
        }
        print("tst-own: \(suite.cases.count) tokens, \(accepted) accepted")
        #expect(suite.cases.count >= 30 && accepted == 11)
    }

    @Test func `no byte of a token can change but those outside what is signed`() throws {
        let good = try Vectors.bytes("tst-own/01b-good-bare-token.tst")
        let content = try Vectors.bytes("tst-own/payload.bin")
        let ca = try ParsedCertificate.readAll(pemOrDER: try Vectors.bytes("tst-own/ca.pem"))[0]
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
