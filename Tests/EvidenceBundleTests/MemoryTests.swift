// What is kept from one verification for the next changes no answer, and gives nobody trust.

import BundleExport
import Container
import EvidenceReport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

extension WholeBundles {
    @Suite struct Memories {
        let shared: SampleMatter.Shared
        init() throws { shared = try SampleMatter.shared.get() }

        /// All that is found, as JSON; nil where the bundle is refused.
        private func found(
            _ bytes: [UInt8], _ memory: VerificationMemory, after seconds: Int64 = 0,
            trust: ArbiterTrust? = nil
        ) throws -> [UInt8]? {
            let time = shared.matter.built.now.advanced(by: TimeSpan(seconds: seconds))
            do {
                let found = try BundleVerifier(
                    .bytes(bytes), trust: try trust ?? shared.matter.request().trust, time: time,
                    tool: "docket test", memory: memory
                ).verification()
                return renderJSON(found.record, found.findings)
            } catch is BundleError { return nil }
        }

        @Test func `the same is found with a memory, whatever was verified before`() throws {
            let memory = VerificationMemory()
            for seconds: Int64 in [0, 86_400, 0, -60 * 86_400, 0] {
                let fresh = try found(shared.bytes, VerificationMemory(), after: seconds)
                #expect(fresh != nil)
                #expect(try found(shared.bytes, memory, after: seconds) == fresh)
            }
        }

        @Test func `a memory of the true bundle makes no changed one authentic`() throws {
            let memory = VerificationMemory()
            _ = try found(shared.bytes, memory)
            let container = try ZipContainer(.bytes(shared.bytes))
            var generator = SplitMix64(seed: 5)
            for (position, member) in container.members.enumerated()
            where position % 4 == 0 && member.name.text.hasSuffix(".p7s") {
                let members = try container.members.filter { $0.name != .mimetype }.map { each in
                    var bytes = try container.read(each.name, limit: 1 << 26)
                    if each.name == member.name {
                        bytes[bytes.count - 1 - Int.random(in: 0..<60, using: &generator)] ^= 1
                    }
                    return ContainerMember(each.name, .bytes(bytes))
                }
                let changed = try ContainerWriter.bytes(of: members)
                let fresh = try found(changed, VerificationMemory())
                #expect(try found(changed, memory) == fresh)
                #expect(fresh != (try found(shared.bytes, memory)))
            }
        }

        @Test func `an agreement that is remembered is not the pinned one for that`() throws {
            let memory = VerificationMemory()
            _ = try found(shared.bytes, memory)
            let other = ArbiterTrust(
                agreement: .copy(shared.matter.built.agreement + [0x0A]),
                annex: .copy(shared.matter.built.annex))
            let fresh = try found(shared.bytes, VerificationMemory(), trust: other)
            #expect(try found(shared.bytes, memory, trust: other) == fresh)
            #expect(fresh != (try found(shared.bytes, memory)))
        }
    }
}
