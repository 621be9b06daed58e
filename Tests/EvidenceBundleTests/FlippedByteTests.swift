import BundleExport
import Container
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceBundle

extension WholeBundles {
    @Suite struct FlippedBytes {
        let shared: SampleMatter.Shared
        init() throws { shared = try SampleMatter.shared.get() }

        /// The signature is the one member that no digest covers: nothing in it may change and leave the bundle authentic.
        @Test func `every byte of the signature counts`() throws {
            let matter = shared.matter
            let trust = try matter.request().trust
            let verifier = try BundleVerifier(
                .bytes(shared.bytes), trust: trust, time: matter.built.now, tool: "")
            let signature = try required(verifier.bundle.signature)
            func troubles(_ signature: [UInt8]) -> [Check] {
                var bundle = verifier.bundle
                bundle.signature = signature
                return SealVerification(
                    bundle, verifier.log.exhibits, trust: verifier.texts.trust,
                    skew: verifier.texts.skew, at: matter.built.now
                ).checks.checks.filter { $0.outcome == .failed || $0.outcome == .indeterminate }
            }
            #expect(troubles(signature) == [])
            for position in signature.indices {
                for bits: UInt8 in [1, 0x80] {
                    var changed = signature
                    changed[position] ^= bits
                    #expect(!troubles(changed).isEmpty, "byte \(position) of \(signature.count)")
                }
            }
            #expect(!troubles(signature + [0]).isEmpty)
            #expect(!troubles(signature.dropLast()).isEmpty)
        }

        /// Sixty positions, or as many as `DOCKET_FLIPS` says, spread over the whole file; `make flips` takes each in turn.
        @Test func `a flipped byte anywhere is never authentic`() throws {
            let wanted = ProcessInfo.processInfo.environment["DOCKET_FLIPS"].map { Int($0) ?? .max }
            let stride = max(1, shared.bytes.count / (wanted ?? 60))
            var generator = SplitMix64(seed: 2)
            var accepted: [Int] = []
            for start in Swift.stride(from: 0, to: shared.bytes.count, by: stride) {
                let end = min(start + stride, shared.bytes.count)
                let position = Int.random(in: start..<end, using: &generator)
                var bytes = shared.bytes
                bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
                let status: VerificationStatus?
                do { status = try shared.matter.verify(bytes).record.status } catch is BundleError {
                    status = nil
                }
                if status == .authentic || status == .conditional { accepted.append(position) }
            }
            print("flipped one byte in each \(stride) of \(shared.bytes.count)")
            #expect(accepted == [])
        }

        @Test func `a flipped byte of a member is told though the checksum fits`() throws {
            let container = try ZipContainer(.bytes(shared.bytes))
            let members = try container.members.filter { $0.name != .mimetype }.map {
                ContainerMember($0.name, .bytes(try container.read($0.name, limit: 1 << 26)))
            }
            var generator = SplitMix64(seed: 3)
            for (position, member) in members.enumerated()
            where position % 5 == 0 && member.name != .signature && member.content.count > 0 {
                var content = try member.content.read(0..<member.content.count)
                content[Int.random(in: content.indices, using: &generator)] ^= 1
                var changed = members
                changed[position] = ContainerMember(member.name, .bytes(content))
                let isTold: Bool
                do {
                    let bundle = try OpenedBundle(.bytes(ContainerWriter.bytes(of: changed)))
                    // The manifest itself is what the signature is over.
                    isTold = bundle.checks.hasTrouble("MANIFEST") || member.name == .manifest
                } catch is BundleError { isTold = true }
                #expect(isTold, "\(member.name)")
            }
        }
    }
}
