// Every byte of what is accepted with its time-stamps and countersignatures is changed, and what is found must change with it, or the
// byte is one that nothing protects, for a reason given here. The files are those of the DSS library and of OpenSSL.
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

/// What was found of a SignedData: all that a verdict could rest on.
private struct Findings: Hashable {
    var isRead = false
    var signatures: [CMSVerification?] = []
    var imprints: [ImprintVerification] = []
    var tokens: [CMSVerification?] = []
    var unreadable: [String] = []

    init(_ bytes: [UInt8]) {
        guard let cms = try? CMSSignedData(der: bytes) else { return }
        isRead = true
        for signer in cms.signers { add(signer, of: cms) }
    }

    /// Whether everything in it holds.
    var hold: Bool {
        isRead && !signatures.isEmpty && unreadable.isEmpty
            && (signatures + tokens).allSatisfy { $0 == .valid }
            && imprints.allSatisfy {
                if case .holds(let covered) = $0 { covered.unmatched == 0 } else { false }
            }
    }

    private mutating func add(_ signer: CMSSigner, of cms: CMSSignedData) {
        signatures.append(verify(signer))
        unreadable += signer.unreadableAttributes
        for token in signer.timeStampTokens {
            add(token, isOver: { $0.covers(.bytes(signer.signatureValue), floor: .any) == true })
        }
        for token in signer.contentTimeStampTokens {
            add(token) { token in
                cms.enclosedContent.flatMap { token.covers($0, floor: .any) } == true
            }
        }
        for stamp in signer.archiveTimeStamps {
            imprints.append(
                stamp.verifyImprint(of: signer, in: cms, content: nil, floor: .any))
            add(stamp.token) { _ in true }
        }
        for stamp in signer.referenceTimeStamps {
            imprints.append(stamp.verifyImprint(of: signer, floor: .any))
            add(stamp.token) { _ in true }
        }
        for countersigner in signer.countersignatures { add(countersigner, of: cms) }
    }

    private mutating func add(_ token: [UInt8], isOver: (TimeStampToken) -> Bool) {
        guard let token = try? TimeStampToken(der: token), isOver(token) else {
            tokens.append(nil)
            return
        }
        tokens.append(verify(token.signer))
    }

    private func verify(_ signer: CMSSigner) -> CMSVerification? {
        signer.certificate.map { signer.verify(content: nil, certificate: $0, floor: .any) }
    }
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Damaged CAdES` {
    /// Every byte when DOCKET_EVERY_BYTE is set, which takes an hour; else these many of each file.
    private func positions(in bytes: [UInt8], of file: Int) -> [Int] {
        let isWhole = ProcessInfo.processInfo.environment["DOCKET_EVERY_BYTE"] != nil
        let step = isWhole ? 1 : max(1, bytes.count / 12)
        return Array(stride(from: file % step, to: bytes.count, by: step))
    }

    /// Files whose signatures, tokens and imprints all hold.
    private func good() throws -> [(name: String, bytes: [UInt8], cms: CMSSignedData)] {
        var files: [(name: String, bytes: [UInt8], cms: CMSSignedData)] = []
        for name in try Vectors.files(below: "dss-cades") + Vectors.files(below: "dss-cms") {
            let bytes = try Vectors.bytes(name)
            guard bytes.count < 100_000, let cms = try? CMSSignedData(der: bytes),
                Findings(bytes).hold
            else { continue }
            files.append((name, bytes, cms))
        }
        return files
    }

    /// Where nothing protects a byte. Without archive time-stamps: what no signature covers of the file, unsigned attributes among
    /// it. With them: the version of the SignedData, and what no signature covers of the archive tokens.
    private func unprotected(_ bytes: [UInt8], _ cms: CMSSignedData) throws -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for signer in cms.signers {
            let whole = unprotectedRanges(of: bytes, besides: try #require(signer.certificate))
            if signer.archiveTimeStamps.isEmpty {
                ranges += whole
                continue
            }
            ranges.append(whole[0])
            ranges += uncovered(signer).map { $0.encoded.startIndex..<$0.encoded.endIndex }
            for stamp in signer.archiveTimeStamps {
                let token = try TimeStampToken(der: stamp.token)
                let start = try #require(bytes.firstRange(of: stamp.token)).lowerBound
                let certificate = try #require(token.signer.certificate)
                ranges += unprotectedRanges(of: stamp.token, besides: certificate).map {
                    ($0.lowerBound + start)..<($0.upperBound + start)
                }
            }
        }
        return ranges
    }

    /// Unsigned attributes that came after the last archive time-stamp of version 3: no index names them.
    private func uncovered(_ signer: CMSSigner) -> [CMSAttributeField] {
        let indices = signer.archiveTimeStamps.compactMap {
            (try? TimeStampToken(der: $0.token)).flatMap(ArchiveHashIndex.init)
        }
        guard indices.count == signer.archiveTimeStamps.count else { return [] }
        return signer.unsignedAttributes.fields.filter { field in
            let kind = UnsignedAttribute.known[field.identifier]
            guard kind != .archiveTimeStampV3 else { return false }
            return !indices.contains { index in
                let forms = [field.encoded] + field.values.map { field.type + $0 }
                return forms.contains { form in
                    index.algorithm.map { index.attributes.contains($0.hash(Array(form))) } == true
                }
            }
        }
    }

    @Test func `a changed byte is noticed where anything protects it`() throws {
        let files = try good()
        var count = 0
        var unnoticed = 0
        for (index, file) in files.enumerated() {
            let open = try unprotected(file.bytes, file.cms)
            for position in positions(in: file.bytes, of: index) {
                var changed = file.bytes
                changed[position] ^= 0x01
                count += 1
                guard Findings(changed).hold else { continue }
                unnoticed += 1
                #expect(open.contains { $0.contains(position) }, "\(file.name) \(position)")
            }
        }
        print(
            "damaged CAdES: \(files.count) files, \(count) changes, \(unnoticed) in unprotected bytes"
        )
        #expect(files.count >= 45 && count >= 540 && unnoticed < count / 2)
    }

    @Test func `a file that is cut, extended or doubled is refused`() throws {
        for file in try good() {
            let half = Array(file.bytes.prefix(file.bytes.count / 2))
            for changed in [
                half, Array(file.bytes.dropLast()), Array(file.bytes.dropFirst()),
                file.bytes + [0], file.bytes + [0, 0], file.bytes + file.bytes,
            ] {
                #expect(throws: CMSError.malformed) { try CMSSignedData(der: changed) }
            }
        }
    }
}
