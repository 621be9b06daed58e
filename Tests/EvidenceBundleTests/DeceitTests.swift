import Agreements
import BundleExport
import Container
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// One deceit with the parts of the true bundle, sealed again by a party, and the check that must tell it.
struct SealedDeceit: Sendable, CustomTestStringConvertible {
    let title: String
    let code: String
    let change: @Sendable (inout BundleAssembly, SampleMatter) throws -> Void
    var testDescription: String { title }
    init(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout BundleAssembly, SampleMatter) throws -> Void
    ) {
        self.title = title
        self.code = code
        self.change = change
    }
}

private let deceits: [SealedDeceit] = [
    SealedDeceit("another finding", "FINDING.DIFFERS") { assembly, _ in
        assembly.finding = Array("{}\n".utf8)
    },
    SealedDeceit("an exhibit left out with a finding that fits the rest", "BUNDLE.GAPS") {
        assembly, matter in
        assembly.exhibits.removeAll {
            $0.filing.matter == matter.built.matter && $0.docketing.number.value == 2
        }
        let bytes = try matter.sealed(assembly)
        assembly.finding = findingJSON(try required(try matter.verify(bytes).findings))
    },
    SealedDeceit("a checkpoint of the archive left out", "BUNDLE.GAPS") { assembly, _ in
        assembly.exhibits.removeAll {
            $0.filing.matter == .archive && $0.docketing.number.value == 1
        }
    },
    SealedDeceit("other claims than the finding's", "FINDING.DIFFERS") { assembly, _ in
        let text = String(decoding: assembly.claims, as: UTF8.self)
        assembly.claims = Array(text.replacing("C1:", with: "C9:").utf8)
    },
    SealedDeceit("claims that are none", "CLAIMS.MALFORMED") { assembly, _ in
        assembly.claims = Array("pay me\n".utf8)
    },
    SealedDeceit("an older version of the agreement", "AGREEMENT.NOT_PINNED_ONE") { assembly, _ in
        assembly.agreement.append(0x0A)
    },
    SealedDeceit("an annex with one more archive", "ANNEX.NOT_PINNED_ONE") { assembly, _ in
        let text = String(decoding: assembly.annex, as: UTF8.self)
        assembly.annex = Array(text.replacing("version 1", with: "version 2").utf8)
    },
    SealedDeceit("a checkpoint without its proof of consistency", "LOG.CONSISTENCY") {
        assembly, _ in
        assembly.consistency.removeLast()
    },
    SealedDeceit("a proof of consistency that is none", "LOG.CONSISTENCY") { assembly, _ in
        let old = try required(assembly.consistency.first)
        assembly.consistency[0] = ConsistencyProof(
            from: old.from, to: old.to, hashes: old.hashes.reversed() + old.hashes)
    },
    SealedDeceit("a proof of consistency that nothing asks for", "BUNDLE.UNEXPECTED_MEMBER") {
        assembly, matter in
        let known = Set(assembly.consistency.map(\.from.value))
        let main = try required(assembly.consistency.first).to
        let size = try required((1..<main.value).first { !known.contains($0) })
        assembly.consistency.append(
            try matter.archive.consistencyProof(from: TreeSize(size), to: main))
    },
    SealedDeceit("an exhibit hidden and the numbers told otherwise", "LOG.ENTRY_MISMATCH") {
        assembly, _ in
        // Number 2 is dropped and number 3 docketed as 2: its docketing is then not the entry's.
        let position = try required(assembly.exhibits.firstIndex { $0.docketing.number.value == 2 })
        assembly.exhibits.remove(at: position)
        let next = try required(assembly.exhibits.firstIndex { $0.docketing.number.value == 3 })
        let old = assembly.exhibits[next].docketing
        assembly.exhibits[next].docketing = try Docketing(
            matter: old.matter, number: try required(DocketNumber(2)), previous: old.previous,
            signature: old.signature, nonce: old.nonce)
    },
    SealedDeceit("a filing signed by nobody", "FILING.SIGNATURE") { assembly, _ in
        let signed = try required(assembly.exhibits.firstIndex { $0.filingSignature != nil })
        assembly.exhibits[signed].filingSignature = nil
    },
    SealedDeceit("a filing with another's signature", "FILING.SIGNATURE") { assembly, _ in
        let signed = assembly.exhibits.indices.filter {
            assembly.exhibits[$0].filingSignature != nil
        }
        assembly.exhibits[signed[0]].filingSignature =
            assembly.exhibits[signed[1]].filingSignature
    },
    SealedDeceit("content of one byte less", "FILING.CONTENT") { assembly, matter in
        let exhibit = try matter.archive.exhibit(at: assembly.exhibits[0].entry.index)
        assembly.exhibits[0].content = .bytes(
            Array(try matter.archive.content(of: exhibit).dropLast()))
    },
]

extension WholeBundles {
    @Suite struct DeceiversBundle {
        let shared: SampleMatter.Shared
        var matter: SampleMatter { shared.matter }
        init() throws { shared = try SampleMatter.shared.get() }

        @Test func `the parts sealed again without a change are authentic`() throws {
            let verification = try matter.verify(try matter.sealed(try matter.assembly()))
            #expect(verification.record.status == .authentic, "\(troubles(verification))")
        }

        @Test(arguments: deceits)
        func `a deceit is told by its name`(deceit: SealedDeceit) throws {
            var assembly = try matter.assembly()
            try deceit.change(&assembly, matter)
            let verification = try matter.verify(try matter.sealed(assembly))
            #expect(troubles(verification).contains(deceit.code), "\(troubles(verification))")
            #expect(verification.record.status.exitStatus != 0)
        }

        @Test func `what was left out is indeterminate, and told by its numbers`() throws {
            var assembly = try matter.assembly()
            let left: Set<UInt64> = [2, 4, 5]
            assembly.exhibits.removeAll {
                $0.filing.matter == matter.built.matter && left.contains($0.docketing.number.value)
            }
            assembly.finding = findingJSON(
                try required(try matter.verify(try matter.sealed(assembly)).findings))
            let record = try matter.verify(try matter.sealed(assembly)).record
            let check = try required(record.checks.first { $0.code == "BUNDLE.GAPS" })
            #expect(check.outcome == .indeterminate)
            #expect(check.sentence.contains("left out: 2, 4–5."), "\(check.sentence)")
            #expect(record.status != .authentic && record.status != .conditional)
        }

        /// Padded over its limit it must not become a finding that nobody compares.
        @Test(arguments: [
            ("finding.json", BundleLimits.finding), ("claims.txt", BundleLimits.text),
            ("agreement/annex.txt.p7s", BundleLimits.signature),
            ("unverified/report.html", BundleLimits.content),
        ])
        func `a member over its limit is refused`(name: String, limit: Int) throws {
            var assembly = try matter.assembly()
            let padding = [UInt8](repeating: 0x20, count: limit + 1)
            switch name {
            case "finding.json": assembly.finding = padding
            case "claims.txt": assembly.claims = padding
            case "agreement/annex.txt.p7s": assembly.annexSignature = padding
            default: assembly.report = padding
            }
            let bytes = try matter.sealed(assembly)
            #expect(
                throws: BundleError.refused(code: "BUNDLE.TOO_LARGE", member: name, line: nil)
            ) { try matter.verify(bytes) }
        }

        @Test func `a bundle without finding has none that is the same`() throws {
            let (members, manifest) = try matter.assembly().members()
            func isKept(_ name: MemberName) -> Bool {
                name != .manifest && name.text != BundleNames.finding
            }
            let references = try ASiCManifest(parsing: manifest).references
            let new = ASiCManifest(references.filter { isKept($0.name) }).bytes
            let bytes = try ContainerWriter.bytes(
                of: members.filter { isKept($0.name) } + [ContainerMember(.manifest, .bytes(new))])
            #expect(troubles(try matter.verify(bytes)).contains("FINDING.DIFFERS"))
        }

        @Test func `a text that cannot be read is told with the place and the reason`() throws {
            var assembly = try matter.assembly()
            assembly.claims = Array("pay me\n".utf8)
            let checks = try matter.verify(try matter.sealed(assembly)).record.checks
            let check = try required(checks.first { $0.code == "CLAIMS.MALFORMED" })
            #expect(
                check.sentence == "It cannot be read: line 1, column 1: expected claims, found pay."
            )
        }

        @Test func `a bundle with everything of the deceiver's own proves nothing`() throws {
            // Another agreement, so another annex: to the arbiter all of it is a stranger's.
            let deceiver = try SampleMatter(agreementEnding: "\n")
            let bytes = try deceiver.exported().bytes
            let unpinned = try matter.verify(bytes, trust: ArbiterTrust())
            #expect(unpinned.record.status == .conditional)
            let pinned = try matter.verify(bytes)
            #expect(pinned.record.status == .failed)
            #expect(troubles(pinned).contains("AGREEMENT.NOT_PINNED_ONE"))
            #expect(pinned.findings == nil)
            #expect(pinned.record.exhibits.isEmpty)
        }

        @Test func `an archive of the same name with another key proves nothing`() throws {
            // The log is the deceiver's, the annex the arbiter's.
            var log = try SmallLog(origin: matter.archive.origin.text, seed: 66)
            try log.file(matter.built.matter.text, "contract.md", "a contract")
            var assembly = try log.assembly(matter.built.matter.text)
            assembly.agreement = matter.built.agreement
            assembly.annex = matter.built.annex
            assembly.claims = matter.built.claims
            let verification = try matter.verify(try matter.sealed(assembly))
            #expect(troubles(verification).contains("LOG.CHECKPOINT_SIG"))
            #expect(verification.record.exhibits.isEmpty)
            #expect(verification.record.status == .failed)
        }

        @Test func `a checkpoint copied from the true archive does not carry another log`() throws {
            var log = try SmallLog(origin: matter.archive.origin.text, seed: 66)
            try log.file(matter.built.matter.text, "contract.md", "a contract")
            var assembly = try log.assembly(matter.built.matter.text)
            let note = try matter.archive.checkpoint().note
            assembly.agreement = matter.built.agreement
            assembly.annex = matter.built.annex
            assembly.claims = matter.built.claims
            assembly.checkpoint = note
            let old = assembly.exhibits[0].proof
            assembly.exhibits[0].proof = TlogProof(
                index: old.index, hashes: old.hashes, checkpoint: note)
            let verification = try matter.verify(try matter.sealed(assembly))
            #expect(troubles(verification).contains("LOG.INCLUSION"))
            #expect(verification.record.exhibits.isEmpty)
            #expect(verification.record.status == .failed)
        }

        @Test func `an annex of another agreement is refused`() throws {
            var assembly = try matter.assembly()
            assembly.agreement.append(0x0A)
            let trust = ArbiterTrust(
                agreement: .copy(assembly.agreement), annex: .copy(assembly.annex))
            let verification = try matter.verify(try matter.sealed(assembly), trust: trust)
            #expect(troubles(verification).contains("ANNEX.OTHER_AGREEMENT"))
            #expect(verification.record.status == .failed)
        }

        @Test func `the signature of another bundle does not seal this one`() throws {
            var assembly = try matter.assembly()
            assembly.report = Array("another report".utf8)
            var members = try assembly.members().members
            let other = try ZipContainer(.bytes(shared.bytes))
            members.append(
                ContainerMember(.signature, .bytes(try other.read(.signature, limit: 1 << 20))))
            let verification = try matter.verify(try ContainerWriter.bytes(of: members))
            #expect(troubles(verification) == ["BUNDLE.SIGNATURE"])
            #expect(verification.record.status == .failed)
        }

        @Test func `a stranger's signature does not make a bundle authentic`() throws {
            let year = Validity(
                from: matter.built.now.advanced(by: TimeSpan(seconds: -86_400)),
                to: matter.built.now.advanced(by: TimeSpan(seconds: 86_400)))
            let authority = try CertificateAuthority.root("CA", seed: "stranger", validity: year)
            let stranger = try authority.issue("FRUTA", validity: year)
            let (members, manifest) = try matter.assembly().members()
            let signature = try SignedDataWriter.sign(manifest, by: stranger)
            let bytes = try ContainerWriter.bytes(
                of: members + [ContainerMember(.signature, .bytes(signature))])
            let verification = try matter.verify(bytes)
            #expect(troubles(verification).contains("BUNDLE.SIGNATURE"))
            #expect(verification.record.status == .indeterminate)
        }
    }
}
