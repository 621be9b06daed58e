// What was erased (docs/formats/bundle.md, bundle-21): told with its record, no gap and no failure; a filing that is missing for any other
// reason is missing.

import BundleExport
import Container
import EvidenceReport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// A matter of three exhibits of which the second was erased.
private struct Erased {
    var trusted: TrustedLog
    let erasedIndex = 2
    private static let warrant = Warrant(by: "Jane Roe", ground: "GDPR Art. 17(1)(d)")

    init() throws {
        trusted = try TrustedLog.sample()
        try trusted.log.file("BAN-1", "secret.txt", "a secret")
        try trusted.log.file("BAN-1", "bill.txt", "a bill")
        trusted.erased = [UInt64(erasedIndex)]
    }

    /// The text of the record; parts of it may be of something else.
    func text(
        entry: UInt64? = nil, leaf: LeafHash? = nil, matter: String = "BAN-1", number: UInt64 = 2
    ) throws -> String {
        let stored = trusted.log.entries[erasedIndex].entry
        let erasure = Erasure(
            entry: LeafIndex(entry ?? stored.index.value), leaf: leaf ?? stored.leafHash,
            matter: try required(MatterID(matter)), number: try required(DocketNumber(number)),
            warrant: try required(Erased.warrant))
        return String(decoding: erasure.bytes, as: UTF8.self)
    }

    mutating func record(
        _ text: String, in matter: String = "BAN-1", kind: ExhibitKind = .erasure,
        filer: Filer = .operator
    ) throws { try trusted.log.file(matter, "erasure.txt", text, kind: kind, filer: filer) }
}

/// A record that does not account for the erased entry.
private struct FalseRecord: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: @Sendable (inout Erased) throws -> Void
    let change: @Sendable (inout BundleAssembly) throws -> Void
    init(
        _ title: String, _ file: @escaping @Sendable (inout Erased) throws -> Void,
        change: @escaping @Sendable (inout BundleAssembly) throws -> Void = { _ in }
    ) { (testDescription, self.file, self.change) = (title, file, change) }
}

private let falseRecords: [FalseRecord] = [
    FalseRecord("none") { _ in },
    FalseRecord("of another entry") { try $0.record($0.text(entry: 3)) },
    FalseRecord("of another leaf") {
        try $0.record($0.text(leaf: $0.trusted.log.entries[3].entry.leafHash))
    },
    FalseRecord("of another number") { try $0.record($0.text(number: 3)) },
    FalseRecord("of another matter") { try $0.record($0.text(matter: "OTHER")) },
    FalseRecord("filed in another matter") { try $0.record($0.text(), in: "docket.archive") },
    FalseRecord("filed as a document") { try $0.record($0.text(), kind: .document) },
    FalseRecord("filed as a hold") { try $0.record($0.text(), kind: .hold) },
    FalseRecord("filed by somebody else than the operator") {
        try $0.record($0.text(), filer: .certificate(.sha256([1])))
    },
    FalseRecord("with a line more") { try $0.record($0.text() + "more 1\n") },
    FalseRecord(
        "that is withheld", { try $0.record($0.text()) },
        change: { $0.exhibits[$0.exhibits.count - 1].content = nil }),
    FalseRecord(
        "that is not in the log", { try $0.record($0.text()) },
        change: {
            let old = $0.exhibits[$0.exhibits.count - 1].proof
            $0.exhibits[$0.exhibits.count - 1].proof = TlogProof(
                index: old.index, hashes: old.hashes.dropLast(), checkpoint: old.checkpoint)
        }),
    FalseRecord(
        "that is left out", { try $0.record($0.text()) },
        change: { $0.exhibits.removeLast() }),
    FalseRecord(
        "whose bytes are others", { try $0.record($0.text()) },
        change: { $0.exhibits[$0.exhibits.count - 1].content = .bytes([]) }),
]

@Suite struct `Erased exhibits of a bundle` {
    @Test func `it is told with who, why and where, and is neither missing nor a gap`() throws {
        var erased = try Erased()
        try erased.record(erased.text())
        let verification = try erased.trusted.verify()
        #expect(told(verification) == [])
        let record = verification.record
        #expect(record.erased.map(\.index.value) == [2])
        #expect(
            record.erased[0].ground == "GDPR Art. 17(1)(d)"
                && record.erased[0].record == LeafIndex(4))
        #expect(record.highestNumber == 4 && record.presentCount == 3)
        let check = try required(record.checks.first { $0.code == "BUNDLE.ERASED" })
        #expect(check.outcome == .warning)
        #expect(check.sentence.contains("by Jane Roe under GDPR Art. 17(1)(d) (entry 4)"))
        let terminal = renderText(record, verification.findings)
        #expect(terminal.contains("3 of 4 exhibits (1 erased)"))
        #expect(
            terminal.contains("no. 2 was erased under GDPR Art. 17(1)(d) by Jane Roe (entry 4)"))
        let page = String(decoding: renderHTML(record, verification.findings), as: UTF8.self)
        #expect(page.contains("<strong>1 erased</strong>") && !page.contains("left out</strong>,"))
        let json = String(decoding: renderJSON(record, verification.findings), as: UTF8.self)
        #expect(json.contains("\"erased\":[{\"by\":\"Jane Roe\",\"ground\":\"GDPR"))
        let bundle = try erased.trusted.assembly()
        #expect(bundle.text.held == 4 && bundle.text.highest == 4)
    }

    @Test(arguments: falseRecords)
    fileprivate func `a filing that no record accounts for is missing`(record: FalseRecord) throws {
        var erased = try Erased()
        try record.file(&erased)
        var assembly = try erased.trusted.assembly()
        try record.change(&assembly)
        let verification = try erased.trusted.verify(assembly)
        #expect(told(verification).contains("BUNDLE.MEMBER_MISSING"))
        #expect(verification.record.status == .failed)
        #expect(verification.record.erased.isEmpty)
    }

    @Test func `an erased entry that is left out is a gap`() throws {
        var erased = try Erased()
        try erased.record(erased.text())
        var assembly = try erased.trusted.assembly()
        assembly.erased = []
        #expect(told(try erased.trusted.verify(assembly)) == ["BUNDLE.GAPS"])
    }

    @Test func `what is left of an erased exhibit is a member too many`() throws {
        var erased = try Erased()
        try erased.record(erased.text())
        var kept = erased.trusted
        kept.erased = []
        var members = try erased.trusted.assembly().members().members
        let others = try kept.assembly().members().members
        let name = "exhibits/002-secret.txt"
        members.removeAll { $0.name == .manifest }
        members += others.filter { $0.name.text == name }
        let references = try members.map { member in
            ASiCManifest.Reference(
                name: member.name,
                mediaType: try required(BundleNames.mediaType(member.name)),
                digest: .sha256(try bytes(of: member)))
        }
        let manifest = ASiCManifest(references).bytes
        let bundle = try ContainerWriter.bytes(
            of: members + [ContainerMember(.manifest, .bytes(manifest))])
        let found = try verifyBundle(
            bundle, trust: ArbiterTrust(), at: try at("2026-06-01"), tool: "docket test")
        #expect(
            found.record.checks.contains {
                $0.code == "BUNDLE.UNEXPECTED_MEMBER" && $0.subject == name
            })
    }

    @Test func `another docketing or proof beside an erased entry is refused`() throws {
        var erased = try Erased()
        try erased.record(erased.text())
        var docketing = try erased.trusted.assembly()
        docketing.erased[0].docketing = docketing.exhibits[0].docketing
        #expect(told(try erased.trusted.verify(docketing)).contains("LOG.ENTRY_MISMATCH"))
        var proof = try erased.trusted.assembly()
        proof.erased[0].proof = proof.exhibits[0].proof
        #expect(told(try erased.trusted.verify(proof)).contains("LOG.INCLUSION"))
    }

    private func bytes(of member: ContainerMember) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try member.content.forEachChunk(in: 0..<member.content.count) { bytes += $0 }
        return bytes
    }
}
