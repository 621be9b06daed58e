// CAdES as others wrote it: every file of the DSS library reads or is refused for a reason that is stated here, and the imprint of
// each time-stamp in it is computed. What DSS found for each is the measure; it computes with another library.
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

private struct Expectations: Decodable {
    let cases: [Case]

    struct Case: Decodable {
        let file: String
        let observed: Observed?

        enum CodingKeys: String, CodingKey {
            case file
            case observed = "observedDss64_trustAll_offline"
        }
    }

    struct Observed: Decodable {
        let timestamps: [Stamp]?
    }

    struct Stamp: Decodable {
        let type: String
        let time: String
        let imprint: Bool?
    }
}

/// A time-stamp of a file: what it is over, when it was made, and whether its imprint is right.
private struct FoundStamp: Hashable {
    let type: String
    let time: String
    let isRight: Bool
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `CAdES of others` {
    /// What of the vectors is no SignedData: evidence records, a certificate, a policy, text, pictures; and three that are one with
    /// bytes behind it, which is refused (two of them were damaged for that).
    @Test func `every file reads or is refused`() throws {
        var counts: [String: Int] = [:]
        for file in try Vectors.files(below: "dss-cades") + Vectors.files(below: "dss-cms") {
            let bytes = try Vectors.bytes(file)
            do throws(CMSError) {
                let cms = try CMSSignedData(pemOrDER: bytes)
                #expect(cms.signers.allSatisfy { $0.unreadableAttributes.isEmpty }, "\(file)")
                #expect(cms.digest == Digest(sha256Of: bytes))
                counts["read", default: 0] += 1
            } catch {
                counts["\(error)", default: 0] += 1
                let isSignedData = bytes.first == Tag.sequence && bytes.contains(signedDataOID)
                let hasTail = isSignedData && (try? CMSSignedData(der: body(of: bytes))) != nil
                if hasTail { counts["with bytes behind", default: 0] += 1 }
                #expect(!isSignedData || hasTail || file.hasSuffix(".ers"), "\(file)")
            }
        }
        print("dss files: \(counts)")
        #expect(counts["read", default: 0] >= 109)
        #expect(counts["with bytes behind"] == 3)
    }

    private var signedDataOID: [UInt8] {
        DERWriter.objectIdentifier(ObjectIdentifiers.signedData)
    }

    /// The first element of a file.
    private func body(of bytes: [UInt8]) throws -> [UInt8] {
        var reader = DERReader(bytes[...], rules: .ber)
        return Array(try reader.next().encoded)
    }

    @Test func `imprints of all time-stamps are as DSS found them`() throws {
        let suite = try Vectors.json("dss-cades/expected.json", as: Expectations.self)
        let contents = try self.contents()
        var counts: [String: Int] = [:]
        for item in suite.cases {
            guard let observed = item.observed?.timestamps,
                let cms = try? CMSSignedData(
                    pemOrDER: try Vectors.bytes("dss-cades/" + item.file)),
                cms.eContentType != ObjectIdentifiers.timeStampInfo
            else { continue }
            let detached = cms.isDetached ? content(of: cms, in: contents) : nil
            let found = cms.signers.flatMap { stamps(of: $0, in: cms, content: detached) }
            for stamp in found {
                counts["\(stamp.type) \(stamp.isRight ? "right" : "wrong")", default: 0] += 1
            }
            let theirs = observed.filter { $0.type != "EVIDENCE_RECORD_TIMESTAMP" }.map {
                FoundStamp(
                    type: $0.type, time: Instant(text: $0.time)?.text ?? $0.time,
                    isRight: $0.imprint == true)
            }
            if !cms.isDetached {
                #expect(Set(found) == Set(theirs), "\(item.file)")
            } else if detached != nil {
                // DSS was not given the content.
                #expect(found.count == theirs.count && found.allSatisfy(\.isRight), "\(item.file)")
            }
        }
        print("dss imprints: \(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
        let right = counts.filter { $0.key.hasSuffix("right") }.values.reduce(0, +)
        #expect(right >= 110 && counts.values.reduce(0, +) - right <= 7)
    }

    @Test func `what SHA-1 holds together holds at the floor that permits it only`() throws {
        var signers = 0
        var tokens = 0
        for file in try Vectors.files(below: "dss-cades") {
            guard let cms = try? CMSSignedData(der: try Vectors.bytes(file)) else { continue }
            for signer in cms.signers {
                if signer.digestAlgorithm == "sha-1", let certificate = signer.certificate {
                    signers += 1
                    #expect(
                        signer.verify(content: nil, certificate: certificate)
                            == .weakAlgorithm("sha-1"))
                }
                for bytes in signer.timeStampTokens {
                    guard let token = try? TimeStampToken(der: bytes),
                        token.imprintAlgorithm == .sha1
                    else { continue }
                    tokens += 1
                    let value = SignedContent.bytes(signer.signatureValue)
                    #expect(token.covers(value) == false)
                    #expect(token.covers(value, floor: .any) == true)
                    let skew = TimeSpan(seconds: 0)
                    #expect(
                        token.verify(content: value, at: token.genTime, skew: skew)
                            == .failed(.signature(.weakAlgorithm("sha-1"))))
                    guard
                        case .valid = token.verify(
                            content: value, at: token.genTime, skew: skew, floor: .any)
                    else {
                        Issue.record("\(file)")
                        continue
                    }
                }
            }
        }
        print("dss with SHA-1: \(signers) signers, \(tokens) tokens")
        #expect(signers >= 5 && tokens >= 1)
    }

    /// Files that can be detached content, by digest.
    private func contents() throws -> [[UInt8]: [UInt8]] {
        var contents: [[UInt8]: [UInt8]] = [:]
        for file in try Vectors.files(below: "dss-cades") + Vectors.files(below: "dss-asic-cades") {
            let bytes = try Vectors.bytes(file)
            for algorithm in [DigestAlgorithm.sha1, .sha256, .sha512] {
                contents[algorithm.hash(bytes)] = bytes
            }
        }
        let text = Array("Hello World".utf8)
        contents[DigestAlgorithm.sha256.hash(text)] = text
        return contents
    }

    private func content(of cms: CMSSignedData, in contents: [[UInt8]: [UInt8]]) -> SignedContent? {
        cms.signers.compactMap(\.messageDigest).compactMap { contents[$0] }.first.map { .bytes($0) }
    }

    private func stamps(
        of signer: CMSSigner, in cms: CMSSignedData, content: SignedContent?
    ) -> [FoundStamp] {
        var found: [FoundStamp] = []
        func add(_ type: String, _ token: [UInt8], _ isRight: (TimeStampToken) -> Bool) {
            guard let token = try? TimeStampToken(der: token) else { return }
            found.append(
                FoundStamp(type: type, time: token.genTime.text, isRight: isRight(token)))
        }
        for token in signer.contentTimeStampTokens {
            add("CONTENT_TIMESTAMP", token) { token in
                (cms.enclosedContent ?? content).flatMap { token.covers($0, floor: .any) } == true
            }
        }
        for token in signer.timeStampTokens {
            add("SIGNATURE_TIMESTAMP", token) {
                $0.covers(.bytes(signer.signatureValue), floor: .any) == true
            }
        }
        for stamp in signer.referenceTimeStamps {
            let type = stamp.coversSignature ? "" : "REFSONLY_"
            add("VALIDATION_DATA_\(type)TIMESTAMP", stamp.token) { _ in
                stamp.verifyImprint(of: signer, floor: .any).holds
            }
        }
        for stamp in signer.archiveTimeStamps {
            add("ARCHIVE_TIMESTAMP", stamp.token) { _ in
                stamp.verifyImprint(of: signer, in: cms, content: content, floor: .any).holds
            }
        }
        for countersigner in signer.countersignatures {
            found += stamps(of: countersigner, in: cms, content: nil)
        }
        return found
    }
}

extension ImprintVerification {
    fileprivate var holds: Bool {
        if case .holds = self { true } else { false }
    }
}
