import BundleExport
import Container
import EvidenceModules
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// One deceit with the parts of a bundle, and the check that must tell it.
struct Deceit: Sendable, CustomTestStringConvertible {
    let title: String
    let code: String
    let change: @Sendable (inout BundleAssembly, SmallLog) throws -> Void
    var testDescription: String { title }
    init(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout BundleAssembly, SmallLog) throws -> Void
    ) {
        self.title = title
        self.code = code
        self.change = change
    }
}

private let deceits: [Deceit] = [
    Deceit("content changed", "FILING.CONTENT") { assembly, _ in
        assembly.exhibits[1].content = .bytes(Array("another contract".utf8))
    },
    Deceit("content cut", "FILING.CONTENT") { assembly, _ in
        assembly.exhibits[1].content = .bytes([])
    },
    Deceit("contents swapped", "FILING.CONTENT") { assembly, _ in
        let first = assembly.exhibits[0].content
        assembly.exhibits[0].content = assembly.exhibits[1].content
        assembly.exhibits[1].content = first
    },
    Deceit("a filing of another exhibit", "LOG.ENTRY_MISMATCH") { assembly, _ in
        assembly.exhibits[0].filing = assembly.exhibits[1].filing
    },
    Deceit("a docketing of another exhibit", "LOG.ENTRY_MISMATCH") { assembly, _ in
        assembly.exhibits[0].docketing = assembly.exhibits[1].docketing
    },
    Deceit("an entry with an earlier time", "LOG.INCLUSION") { assembly, _ in
        let old = assembly.exhibits[1].entry
        assembly.exhibits[1].entry = try Entry(
            index: old.index, previous: old.previous,
            received: try required(Instant(text: "2020-01-01T00:00:00Z")), filing: old.filing,
            docketing: old.docketing)
    },
    Deceit("a proof of another exhibit", "LOG.INCLUSION") { assembly, _ in
        assembly.exhibits[0].proof = assembly.exhibits[1].proof
    },
    Deceit("a proof with a hash too few", "LOG.INCLUSION") { assembly, _ in
        let old = assembly.exhibits[0].proof
        assembly.exhibits[0].proof = TlogProof(
            index: old.index, hashes: old.hashes.dropLast(), checkpoint: old.checkpoint)
    },
    Deceit("a proof with unsigned extra bytes", "LOG.INCLUSION") { assembly, _ in
        let old = assembly.exhibits[0].proof
        assembly.exhibits[0].proof = TlogProof(
            index: old.index, hashes: old.hashes, checkpoint: old.checkpoint, extra: [1])
    },
    Deceit("a signature that nobody docketed", "FILING.SIGNATURE") { assembly, _ in
        assembly.exhibits[0].filingSignature = [0x30, 0]
    },
    Deceit("a checkpoint of another key", "LOG.CHECKPOINT_SIG") { assembly, log in
        let other = try NoteSigner(
            name: log.origin.text, seed: [UInt8](repeating: 9, count: 32))
        let old = try log.checkpoint().checkpoint
        let note = try old.sign(with: other).note
        assembly.checkpoint = note
        for position in assembly.exhibits.indices {
            let proof = assembly.exhibits[position].proof
            assembly.exhibits[position].proof = TlogProof(
                index: proof.index, hashes: proof.hashes, checkpoint: note)
        }
    },
    Deceit("a checkpoint beside the proofs' own", "LOG.INCLUSION") { assembly, log in
        var longer = log
        try longer.file("OTHER", "c.txt", "more")
        assembly.checkpoint = try longer.checkpoint().note
    },
    Deceit("another archive's name", "LOG.ARCHIVE_NOT_LISTED") { assembly, _ in
        assembly.archive = try required(ArchiveOrigin("archive.example/other"))
    },
    Deceit("no exhibits", "BUNDLE.GAPS") { assembly, _ in assembly.exhibits = [] },
]

@Suite struct LogOfABundle {
    @Test func `a sound bundle proves its exhibits`() throws {
        let log = try SmallLog.sample()
        let bytes = try log.assembly().container
        let verification = try verified(bytes, try log.trust)
        #expect(troubles(verification.checks) == [])
        #expect(troubles(verification.bundle.checks) == [])
        #expect(verification.exhibits.map(\.entry.index.value) == [1, 2, 4])
        #expect(
            verification.exhibits.map(\.path) == [
                "exhibits/001-offer.md", "exhibits/002-contract.md",
                "exhibits/003-Lieferschein_f_r_M_rz.txt",
            ])
        #expect(verification.exhibits[1].content == Array("a contract".utf8))
    }

    @Test func `the same parts give the same bytes`() throws {
        #expect(
            try SmallLog.sample().assembly().container == SmallLog.sample().assembly().container)
    }

    @Test(arguments: deceits)
    func `a deceit is told by its name`(deceit: Deceit) throws {
        let log = try SmallLog.sample()
        var assembly = try log.assembly()
        try deceit.change(&assembly, log)
        let verification = try verified(try assembly.container, try log.trust)
        #expect(troubles(verification.checks).contains(deceit.code))
    }

    /// A document that nobody read says less; a list that nobody read may have spoken against others.
    @Test(arguments: [
        (ExhibitKind.document, Check.Outcome.warning), (.revocationList, .indeterminate),
        (.signature, .indeterminate), (.timeStamp, .indeterminate),
    ])
    func `a content too large to be read is told`(kind: ExhibitKind, outcome: Check.Outcome) throws
    {
        var log = try SmallLog()
        let text = String(repeating: " ", count: BundleLimits.content + 1)
        try log.file("BAN-1", "large", text, kind: kind)
        let verification = try verified(try log.assembly().container, try log.trust)
        let check = try required(
            verification.checks.checks.first { $0.code == "FILING.CONTENT" })
        #expect(check.outcome == outcome)
        #expect(verification.exhibits.first?.content == nil)
        #expect(verification.exhibits.first?.path == "exhibits/001-large")
    }

    @Test func `an exhibit filed elsewhere is refused`() throws {
        var log = try SmallLog.sample()
        let other = try required(ArchiveOrigin("archive.example/other"))
        try log.file("BAN-1", "d.txt", "filed with another archive", archive: other)
        try log.file("BAN-1", "e.txt", "filed in another matter", filedMatter: "OTHER")
        let verification = try verified(try log.assembly().container, try log.trust)
        #expect(troubles(verification.checks) == ["FILING.OTHER_ARCHIVE", "FILING.OTHER_MATTER"])
        #expect(verification.exhibits.count == 3)
    }

    @Test func `an exhibit of another matter is refused`() throws {
        let log = try SmallLog.sample()
        var assembly = try log.assembly()
        assembly.exhibits.append(try log.assembly("OTHER").exhibits[0])
        let verification = try verified(try assembly.container, try log.trust)
        #expect(troubles(verification.checks) == ["FILING.OTHER_MATTER"])
    }

    @Test func `content left out is told and the rest still proven`() throws {
        let log = try SmallLog.sample()
        var assembly = try log.assembly()
        assembly.exhibits[1].content = nil
        let verification = try verified(try assembly.container, try log.trust)
        #expect(troubles(verification.checks) == [])
        #expect(verification.checks.checks.contains { $0.code == "FILING.WITHHELD" })
        #expect(verification.exhibits[1].path == nil)
    }

    @Test func `an exhibit left out leaves a gap in the numbers`() throws {
        let log = try SmallLog.sample()
        var assembly = try log.assembly()
        assembly.exhibits.remove(at: 1)
        #expect(assembly.text.held == 2)
        #expect(assembly.text.highest == 3)
        #expect(troubles(try verified(try assembly.container, try log.trust).checks) == [])
    }

    @Test func `nothing is proven under no trust`() throws {
        let log = try SmallLog.sample()
        let verification = try verified(try log.assembly().container, PinnedTrust())
        #expect(verification.exhibits.isEmpty)
        #expect(troubles(verification.checks).first == "LOG.ARCHIVE_NOT_LISTED")
    }
}

@Suite struct ManifestOfABundle {
    /// A bundle whose members are changed after its manifest was made.
    static func altered(_ change: (inout [ContainerMember]) throws -> Void) throws -> [UInt8] {
        var members = try SmallLog.sample().assembly().members().members
        try change(&members)
        return try ContainerWriter.bytes(of: members)
    }

    static func position(_ name: String, _ members: [ContainerMember]) throws -> Int {
        try required(members.firstIndex { $0.name.text == name })
    }

    @Test(arguments: ["claims.txt", "filings/1.filing", "exhibits/001-offer.md", "finding.json"])
    func `a changed member is told`(name: String) throws {
        let bytes = try ManifestOfABundle.altered {
            let position = try ManifestOfABundle.position(name, $0)
            $0[position] = ContainerMember($0[position].name, .bytes(Array("changed".utf8)))
        }
        let bundle = try OpenedBundle(.bytes(bytes))
        #expect(troubles(bundle.checks) == ["MANIFEST.DIGEST_MISMATCH"])
    }

    @Test func `a member that is not listed is refused`() throws {
        let bytes = try ManifestOfABundle.altered {
            $0.append(ContainerMember(try required(MemberName("more.txt")), .bytes([])))
        }
        #expect(
            throws: BundleError.refused(
                code: "MANIFEST.UNLISTED_FILE", member: "more.txt", line: nil)
        ) { try OpenedBundle(.bytes(bytes)) }
    }

    @Test(arguments: [
        ("claims.txt", "MANIFEST.ENTRY_MISSING"),
        ("META-INF/ASiCManifest001.xml", "MANIFEST.MISSING"),
    ])
    func `a member that is not there is refused`(name: String, code: String) throws {
        let bytes = try ManifestOfABundle.altered {
            $0.remove(at: try ManifestOfABundle.position(name, $0))
        }
        #expect(throws: BundleError.refused(code: code, member: name, line: nil)) {
            try OpenedBundle(.bytes(bytes))
        }
    }

    @Test(arguments: ["bundle.txt", "META-INF/ASiCManifest001.xml"])
    func `a text that is none is refused with its line`(name: String) throws {
        let bytes = try ManifestOfABundle.altered {
            let position = try ManifestOfABundle.position(name, $0)
            $0[position] = ContainerMember($0[position].name, .bytes(Array("x\n".utf8)))
        }
        #expect(throws: BundleError.self) { try OpenedBundle(.bytes(bytes)) }
    }

    @Test func `another file than a bundle is refused`() {
        #expect(throws: BundleError.refused(code: "CONTAINER.NOT_ZIP", member: nil, line: nil)) {
            try OpenedBundle(.bytes(Array("%PDF-1.7".utf8)))
        }
    }
}

@Suite struct BundleTexts {
    static let text = """
        docket-bundle/v1
        archive archive.example/trade
        matter BAN-1
        held 9
        highest 12
        agreement sha-256:7iaw3Ur350mqGo7jwQrpkj9hiYB3Lkc/iBml1JQODbw=
        annex sha-256:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=
        claims sha-256:+PWymL2AOqQ/2vpaPBkf2sEk4LxM0QXHZOiS9UxPdZ4=
        time 2026-03-02T09:00:00Z

        """

    @Test func `the example of the specification reads back`() throws {
        let bytes = Array(BundleTexts.text.utf8)
        let parsed = try BundleText(parsing: bytes)
        #expect(parsed.bytes == bytes)
        #expect(parsed.highest == 12)
    }

    @Test func `no byte can be changed without changing what it says`() throws {
        let bytes = Array(BundleTexts.text.utf8)
        let parsed = try BundleText(parsing: bytes)
        for position in bytes.indices {
            for bit: UInt8 in [1, 0x20, 0x80] {
                var flipped = bytes
                flipped[position] ^= bit
                #expect((try? BundleText(parsing: flipped)) != parsed)
            }
            #expect(throws: BundleText.Malformed.self) {
                try BundleText(parsing: Array(bytes[..<position]))
            }
        }
    }

    @Test(arguments: [
        ("docket-bundle/v1", "docket-bundle/v2", 1), ("held 9", "held 09", 4),
        ("held 9", "held +9", 4), ("held 9\n", "", 4), ("matter BAN-1", "matter BAN 1", 3),
        ("00Z\n", "00Z\n\n", 10), ("00Z\n", "00Z\nmore 1\n", 10),
    ])
    func `another form is refused with its line`(old: String, new: String, line: Int) throws {
        let text = BundleTexts.text.replacing(old, with: new, maxReplacements: 1)
        #expect(throws: BundleText.Malformed(line: line)) {
            try BundleText(parsing: Array(text.utf8))
        }
    }
}
