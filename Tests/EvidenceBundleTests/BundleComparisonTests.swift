// Two bundles of one matter held against each other (docs/formats/diff.md): what is shared, lacking, contradictory, and when that is the
// archive's doing.

import Agreements
import BundleExport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// A log with three exhibits of BAN-1 among others, as both sides were shown it.
private func sampleLog() throws -> TrustedLog {
    var trusted = try TrustedLog.sample()
    try trusted.log.file("BAN-1", "contract.md", "a contract")
    try trusted.log.file("BAN-1", "bill.txt", "a bill")
    return trusted
}

extension TrustedLog {
    /// The bundle of the log as it is, verified under the annex.
    fileprivate func opened(
        pinned: Bool = true, _ change: (inout BundleAssembly) throws -> Void = { _ in }
    ) throws -> VerifiedBundle {
        var assembly = try assembly()
        assembly.time = try at("2026-06-01")
        try change(&assembly)
        let trust = ArbiterTrust(
            agreement: .copy(try TrustedLog.agreement.get()),
            annex: .copy(Array(try annex.text.utf8)))
        func opened() throws -> VerifiedBundle {
            try VerifiedBundle(
                try assembly.container, trust: pinned ? trust : ArbiterTrust(), at: assembly.time,
                tool: "docket test")
        }
        if let findings = try opened().verification.findings {
            assembly.finding = findingJSON(findings)
        }
        return try opened()
    }
}

/// Leaves out the exhibits with these numbers.
private func without(_ numbers: Set<UInt64>) -> (inout BundleAssembly) throws -> Void {
    { assembly in assembly.exhibits.removeAll { numbers.contains($0.docketing.number.value) } }
}

private func compared(
    _ first: VerifiedBundle, _ second: VerifiedBundle, proof: [UInt8]? = nil
) throws -> ComparisonRecord { try required(compare(first, second, proof: proof)) }

private func codes(_ found: ComparisonRecord) -> [String] { found.contradictions.map(\.code) }

@Suite struct BundlesOfBothSides {
    @Test func `one bundle has everything in common with itself`() throws {
        let bundle = try sampleLog().opened()
        let found = try compared(bundle, bundle)
        #expect(found.logs == .same && found.contradictions == [] && found.answers == [])
        #expect(found.shared.map(\.number.value) == [1, 2, 3])
        #expect(found.onlyFirst == [] && found.onlySecond == [] && found.missing == [])
        #expect(found.items.allSatisfy { $0.first == .present && $0.second == .present })
    }

    @Test func `what is in one only, withheld in one, or in neither is told`() throws {
        var trusted = try sampleLog()
        try trusted.log.file("BAN-1", "fourth.txt", "4")
        try trusted.log.file("BAN-1", "fifth.txt", "5")
        let first = try trusted.opened(without([2, 4]))
        let second = try trusted.opened { assembly in
            try without([3, 4])(&assembly)
            assembly.exhibits[0].content = nil
        }
        let found = try compared(first, second)
        #expect(found.shared.map(\.number.value) == [1, 5])
        #expect(found.shared.first.map { [$0.first, $0.second] } == [.present, .withheld])
        #expect(found.onlyFirst.map(\.name) == ["bill.txt"])
        #expect(found.onlySecond.map(\.name) == ["contract.md"])
        #expect(found.missing == [4] && found.contradictions == [])
    }

    @Test func `what is sealed is told apart from what was left out`() throws {
        let matter = try SealedMatter()
        func bundle(_ assembly: BundleAssembly) throws -> VerifiedBundle {
            try matter.trusted.opened { into in
                (into.exhibits, into.consistency) = (assembly.exhibits, assembly.consistency)
                into.sealed = assembly.sealed
            }
        }
        let sealed = try bundle(try matter.sealed())
        let open = try compared(sealed, try bundle(try matter.open()))
        let left = try compared(sealed, try bundle(try matter.withheld()))
        #expect(open.items.contains { $0.first == .sealed && $0.second == .present })
        #expect(left.items.contains { $0.first == .sealed && $0.second == .withheld })
        #expect(open.items.count { $0.first == .sealed } == 1)
    }

    @Test func `what was erased since the first bundle is told`() throws {
        var trusted = try sampleLog()
        let first = try trusted.opened()
        let entry = trusted.log.entries[2].entry
        let erasure = Erasure(
            entry: entry.index, leaf: entry.leafHash, matter: try required(MatterID("BAN-1")),
            number: try required(DocketNumber(2)),
            warrant: try required(Warrant(by: "Jane Roe", ground: "GDPR Art. 17(1)(d)")))
        try trusted.log.file(
            "BAN-1", "erasure.txt", String(decoding: erasure.bytes, as: UTF8.self), kind: .erasure)
        trusted.erased = [2]
        let found = try compared(first, try trusted.opened())
        let item = try required(found.shared.first { $0.number.value == 2 })
        #expect(item.first == .present && item.second == .erased && item.name == "contract.md")
    }

    @Test func `other claims and texts contradict, and are nobody's misconduct`() throws {
        var other = try sampleLog()
        let first = try other.opened()
        other.trust.roles = [ListedRole(role: "arbiter", party: try required(PartyID("JUDGE")))]
        let second = try other.opened {
            $0.claims = Array("claims BAN-1 under seca-1.0 {\n  C1: X claims member(X);\n}\n".utf8)
        }
        let found = try compared(first, second)
        #expect(codes(found) == ["DIFF.ANNEX", "DIFF.CLAIMS"])
        #expect(!found.contradictions.contains { $0.isMisconduct })
    }
}

@Suite struct LogsOfBothSides {
    /// Each size of the older log: only of a log of 2ⁿ entries does every bundle prove the root.
    @Test(arguments: [5, 6, 7, 8, 9])
    func `a newer log continues an older one as far as that is proven`(size: Int) throws {
        var trusted = try sampleLog()
        while trusted.log.entries.count < size { try trusted.log.file("OTHER", "x.txt", "x") }
        let older = try trusted.opened()
        let oldSize = trusted.log.tree.size
        for _ in 0..<3 { try trusted.log.file("OTHER", "y.txt", "y") }
        try trusted.log.file("BAN-1", "late.txt", "late")
        let newer = try trusted.opened()
        for found in [try compared(older, newer), try compared(newer, older)] {
            #expect(found.logs == (size == 8 ? .continued : .unproven))
            #expect(found.contradictions == [] && found.exitStatus == 3)
        }
        let proof = try required(
            trusted.log.tree.consistencyProof(from: oldSize, to: trusted.log.tree.size))
        let text = Array(proof.text(checkpoint: try trusted.log.checkpoint().note).utf8)
        #expect(try compared(newer, older, proof: text).logs == .continued)
        #expect(try compared(older, newer, proof: text).logs == .continued)
        let wrong = ConsistencyProof(
            from: proof.from, to: proof.to, hashes: proof.hashes.reversed() + proof.hashes)
        let wrongText = Array(wrong.text(checkpoint: try trusted.log.checkpoint().note).utf8)
        #expect(compare(older, newer, proof: wrongText) == nil)
        #expect(compare(older, older, proof: text) == nil)
    }

    @Test func `an embedded checkpoint proves that the newer continues the older`() throws {
        var trusted = try sampleLog()
        let older = try trusted.opened()
        let note = try trusted.log.checkpoint().note
        try trusted.log.file("BAN-1", "answer.txt", "an answer", checkpoint: note)
        let found = try compared(older, try trusted.opened())
        #expect(found.logs == .continued)
    }

    @Test func `one number for two entries is misconduct of the archive`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        try one.log.file("BAN-1", "contract.md", "a contract")
        try other.log.file("BAN-1", "contract.md", "another contract")
        let found = try compared(try one.opened(), try other.opened())
        #expect(Set(codes(found)) == ["DIFF.NUMBER", "DIFF.FORKED"])
        #expect(found.contradictions.allSatisfy { $0.isMisconduct })
        #expect(found.logs == .forked && found.exitStatus == 2)
        #expect(found.onlyFirst.map(\.number.value) == [2] && found.onlySecond.count == 1)
    }

    @Test func `two roots of one size are, though all that both show is the same`() throws {
        var (one, other) = (try sampleLog(), try sampleLog())
        try one.log.file("OTHER", "x.txt", "x")
        try other.log.file("OTHER", "x.txt", "y")
        let found = try compared(try one.opened(), try other.opened())
        #expect(codes(found) == ["DIFF.FORKED"] && found.logs == .forked)
        #expect(found.shared.count == 3 && found.exitStatus == 2)
    }

    @Test func `so is an older state that the newer log never had`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        for text in ["x", "y"] { try one.log.file("OTHER", "x.txt", text) }
        for text in ["x", "z", "z"] { try other.log.file("OTHER", "x.txt", text) }
        try other.log.file("BAN-1", "late.txt", "late")
        let found = try compared(try one.opened(), try other.opened())
        #expect(codes(found) == ["DIFF.FORKED"] && found.logs == .forked)
    }

    @Test func `an entry that names another before it gives the fork away`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        try one.log.file("BAN-1", "contract.md", "a contract")
        try other.log.file("BAN-1", "contract.md", "another contract")
        for _ in 0..<2 { try one.log.file("OTHER", "x.txt", "x") }
        try other.log.file("BAN-1", "bill.txt", "a bill")
        let found = try compared(try one.opened(), try other.opened(without([2])))
        #expect(Set(codes(found)) == ["DIFF.NUMBER", "DIFF.FORKED"])
        #expect(found.contradictions.allSatisfy { $0.isMisconduct })
    }

    @Test func `without a pinned annex nothing is proven of the archive`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        try one.log.file("BAN-1", "contract.md", "a contract")
        try other.log.file("BAN-1", "contract.md", "another contract")
        let found = try compared(try one.opened(pinned: false), try other.opened(pinned: false))
        #expect(codes(found) == ["DIFF.NUMBER"] && found.logs == .apart && found.exitStatus == 3)
        #expect(!found.contradictions.contains { $0.isMisconduct })
    }

    @Test func `a key that others may have had convicts nobody`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        try one.log.file("BAN-1", "contract.md", "a contract")
        try other.log.file("BAN-1", "contract.md", "another contract")
        let key = CompromisedKey(
            name: one.log.origin.text, verifierKey: one.log.signer.verifierKey.text,
            since: try at("2026-03-01"))
        one.trust.compromisedKeys = [key]
        other.trust.compromisedKeys = [key]
        let found = try compared(try one.opened(), try other.opened())
        #expect(!found.contradictions.contains { $0.isMisconduct } && found.logs == .apart)
        #expect(found.exitStatus == 3)
    }

    @Test func `a log that somebody else made convicts nobody`() throws {
        var (one, other) = (try TrustedLog.sample(), try TrustedLog.sample())
        try one.log.file("BAN-1", "contract.md", "a contract")
        other.log.signer = try NoteSigner(
            name: other.log.origin.text, seed: [UInt8](repeating: 8, count: 32))
        try other.log.file("BAN-1", "contract.md", "another contract")
        let second = try other.opened()
        #expect(second.verification.record.status == .failed)
        let found = try compared(try one.opened(), second)
        #expect(!found.contradictions.contains { $0.isMisconduct } && found.logs == .apart)
    }
}

extension WholeBundles {
    @Suite struct BothSidesOfTheBananas {
        @Test func `bundles of both parties are alike, whoever seals them`() throws {
            let shared = try SampleMatter.shared.get()
            let matter = shared.matter
            let trust = try matter.request().trust
            func opened(_ bytes: [UInt8]) throws -> VerifiedBundle {
                try VerifiedBundle(bytes, trust: trust, at: matter.built.now, tool: "docket test")
            }
            let assembly = try matter.assembly()
            let first = try opened(shared.bytes)
            let second = try opened(try matter.sealed(assembly, signedBy: "MARKT"))
            let found = try compared(first, second)
            #expect(found.exitStatus == 0 && found.contradictions == [])
            #expect(found.first.handedInBy?.text == "FRUTA")
            #expect(found.second.handedInBy?.text == "MARKT")
        }

        @Test func `with an exhibit less the answers may differ, and it is told`() throws {
            let shared = try SampleMatter.shared.get()
            let matter = shared.matter
            let trust = try matter.request().trust
            var assembly = try matter.assembly()
            // The signatures on the contract: without them there is none.
            assembly.exhibits.removeAll {
                $0.filing.matter == matter.built.matter && $0.filing.kind == .signature
            }
            let first = try VerifiedBundle(
                shared.bytes, trust: trust, at: matter.built.now, tool: "docket test")
            let second = try VerifiedBundle(
                try matter.sealed(assembly), trust: trust, at: matter.built.now,
                tool: "docket test")
            let found = try compared(first, second)
            #expect(codes(found).contains("DIFF.FINDING") && !found.answers.isEmpty)
            #expect(found.answers.contains { $0.first.hasPrefix("proven") })
            #expect(!found.onlyFirst.isEmpty && found.onlySecond.isEmpty)
        }
    }
}
