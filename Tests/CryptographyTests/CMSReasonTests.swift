// OpenSSL's own signed messages, of which each breaks a rule of RFC 5652 §11 that OpenSSL once let pass.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `OpenSSL's bad messages` {
    @Test func `each is refused for what is wrong with it`() throws {
        var reasons: [CMSVerification: Int] = [:]
        var others: [CMSError: Int] = [:]
        for file in try Vectors.files(below: "openssl")
        where file.contains("cms_data") {
            do throws(CMSError) {
                let cms = try CMSSignedData(pemOrDER: try bytes(file))
                let signer = cms.signers[0]
                guard let certificate = signer.certificate else { continue }
                let found = signer.verify(content: nil, certificate: certificate, floor: .any)
                reasons[found, default: 0] += 1
            } catch {
                others[error, default: 0] += 1
            }
        }
        print("openssl cms data: \(reasons), \(others)")
        #expect(
            reasons == [
                // A signing time that is not signed; a content type with two values; none; no message digest.
                .attributeInvalid(.signingTime): 1, .attributeInvalid(.contentType): 1,
                .attributeMissing(.contentType): 1, .attributeMissing(.messageDigest): 1,
                // MD4.
                .unsupportedAlgorithm("1.2.840.113549.1.1.1 1.2.840.113549.2.4"): 1,
            ])
        // Enveloped data; a message in MIME and two certificates.
        #expect(others == [.notSignedData("1.2.840.113549.1.7.3"): 3, .malformed: 3])
    }

    private func bytes(_ file: String) throws(CMSError) -> [UInt8] {
        guard let bytes = try? Vectors.bytes(file) else { throw .malformed }
        return bytes
    }
}
