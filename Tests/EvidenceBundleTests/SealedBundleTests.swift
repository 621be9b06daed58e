// Contents under seal (docs/formats/bundle.md, bundle-23 to bundle-28): to a reader without a key they are contents that were left out; with the key the bundle
// says what it would say if they were open; and whatever else stands where they stand is told.

import Agreements
import BundleExport
import Container
import Cryptography
import EvidenceReport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// A lie about what is sealed: what a reader without a key is told of it, and what the arbiter.
private struct SealedLie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let closed: [String]
    let opened: [String]
    let change: @Sendable (inout BundleAssembly, SealedMatter) throws -> Void

    init(
        _ title: String, closed: [String] = [], opened: [String],
        _ change: @escaping @Sendable (inout BundleAssembly, SealedMatter) throws -> Void
    ) {
        (testDescription, self.closed, self.opened, self.change) = (title, closed, opened, change)
    }

    /// Seals something else, or to others, under the name of the content.
    private static func sealing(
        _ title: String, closed: [String] = [], opened: [String],
        _ content: @escaping @Sendable (SealedMatter) throws -> [UInt8]
    ) -> SealedLie {
        SealedLie(title, closed: closed, opened: opened) { $0.replace($1.name, try content($1)) }
    }

    static let all: [SealedLie] =
        contents + recipients + [
            SealedLie(
                "beside the content itself", closed: ["BUNDLE.UNEXPECTED_MEMBER"],
                opened: ["BUNDLE.UNEXPECTED_MEMBER"]
            ) {
                $0.exhibits = try $1.open().exhibits
                $0.consistency = try $1.open().consistency
            },
            SealedLie(
                "the archive's own", closed: ["BUNDLE.UNEXPECTED_MEMBER"],
                opened: ["BUNDLE.UNEXPECTED_MEMBER"]
            ) {
                let last = $0.exhibits.count - 1
                $0.exhibits[last].content = nil
                $0.replace(
                    "sealed/001-own.txt.p7m",
                    try $1.readers.seal(
                        Array("the archive's own".utf8), to: [$1.readers.arbiter]))
            },
            SealedLie(
                "a number that is not here", closed: ["BUNDLE.UNEXPECTED_MEMBER"],
                opened: ["BUNDLE.UNEXPECTED_MEMBER"]
            ) {
                $0.replace(
                    "sealed/009-more.txt.p7m", try $1.readers.seal([1], to: [$1.readers.arbiter]))
            },
            SealedLie(
                "recipients of nothing", closed: ["BUNDLE.UNEXPECTED_MEMBER"],
                opened: ["BUNDLE.UNEXPECTED_MEMBER"]
            ) {
                $0.replace($1.name, nil)
                $0.replace(BundleNames.sealedProofs, nil)
            },
        ] + proofs

    private static let contents: [SealedLie] = [
        .sealing("another text", opened: ["SEALED.CONTENT"]) {
            try $0.readers.seal(
                Array("a forgery".utf8), to: [$0.readers.arbiter, $0.readers.expert])
        },
        .sealing("a text with a byte more", opened: ["SEALED.CONTENT"]) {
            try $0.readers.seal($0.secret + [0x0A], to: [$0.readers.arbiter, $0.readers.expert])
        },
        .sealing(
            "the right text to another key of the arbiter's name",
            opened: ["SEALED.CONTENT"]
        ) { try $0.readers.seal($0.secret, to: [$0.readers.twin, $0.readers.expert]) },
        .sealing(
            "bytes that nobody opens", closed: ["SEALED.MALFORMED"], opened: ["SEALED.MALFORMED"]
        ) { _ in [1, 2, 3] },
        .sealing("the open text", closed: ["SEALED.MALFORMED"], opened: ["SEALED.MALFORMED"]) {
            $0.secret
        },
        .sealing("with a byte behind", closed: ["SEALED.MALFORMED"], opened: ["SEALED.MALFORMED"]) {
            try $0.readers.seal($0.secret, to: [$0.readers.arbiter, $0.readers.expert]) + [0]
        },
        .sealing(
            "with a digest of its own", closed: ["SEALED.MALFORMED"], opened: ["SEALED.MALFORMED"]
        ) {
            try $0.readers.seal(
                $0.secret, to: [$0.readers.arbiter, $0.readers.expert], namesPlaintext: true)
        },
        .sealing(
            "to the arbiter alone", closed: ["SEALED.RECIPIENTS"], opened: ["SEALED.RECIPIENTS"]
        ) { try $0.readers.seal($0.secret, to: [$0.readers.arbiter]) },
        .sealing(
            "to a stranger, too", closed: ["SEALED.RECIPIENTS"], opened: ["SEALED.RECIPIENTS"]
        ) {
            try $0.readers.seal(
                $0.secret, to: [$0.readers.arbiter, $0.readers.expert, $0.readers.stranger])
        },
        .sealing(
            "to a stranger in place of the expert", closed: ["SEALED.RECIPIENTS"],
            opened: ["SEALED.RECIPIENTS"]
        ) { try $0.readers.seal($0.secret, to: [$0.readers.arbiter, $0.readers.stranger]) },
    ]

    /// Puts something else in the place of the recipients' certificates.
    private static func naming(
        _ title: String, _ content: @escaping @Sendable (SealedMatter) throws -> [UInt8]?
    ) -> SealedLie {
        SealedLie(
            "recipients \(title)", closed: ["SEALED.RECIPIENTS"], opened: ["SEALED.RECIPIENTS"]
        ) { $0.replace(BundleNames.recipients, try content($1)) }
    }

    private static let recipients: [SealedLie] = [
        .naming("missing") { _ in nil }, .naming("empty") { _ in [] },
        .naming("of one more") {
            try $0.readers.recipients([
                $0.readers.arbiter, $0.readers.expert, $0.readers.stranger,
            ])
        },
        .naming("of one less") { try $0.readers.recipients([$0.readers.arbiter]) },
        .naming("with another key of the name") {
            try $0.readers.recipients([$0.readers.arbiter, $0.readers.expert])
                + Array($0.readers.twin.certificatePEM.utf8)
        },
        .naming("in the other order") {
            let arbiter = try $0.readers.recipients([$0.readers.arbiter])
            let expert = try $0.readers.recipients([$0.readers.expert])
            let right = try $0.readers.recipients([$0.readers.arbiter, $0.readers.expert])
            return arbiter + expert == right ? expert + arbiter : arbiter + expert
        },
        .naming("with a word before them") {
            Array("to:\n".utf8)
                + (try $0.readers.recipients([$0.readers.arbiter, $0.readers.expert]))
        },
    ]

    private static let proofs: [SealedLie] = [
        SealedLie("without the proof that the content asks for", opened: ["LOG.CONSISTENCY"]) {
            assembly, _ in assembly.replace(BundleNames.sealedProofs, nil)
        },
        SealedLie(
            "with that proof in the open", closed: ["BUNDLE.UNEXPECTED_MEMBER"],
            opened: ["SEALED.CONTENT", "BUNDLE.UNEXPECTED_MEMBER"]
        ) { $0.consistency = try $1.open().consistency },
        SealedLie(
            "with proofs that are none",
            opened: ["SEALED.CONTENT", "LOG.CONSISTENCY", "BUNDLE.UNEXPECTED_MEMBER"]
        ) {
            $0.replace(
                BundleNames.sealedProofs,
                try $1.readers.seal(
                    Array("old 2\n\n\n".utf8), to: [$1.readers.arbiter, $1.readers.expert]))
        },
        SealedLie("with a proof that nothing asks for", opened: ["BUNDLE.UNEXPECTED_MEMBER"]) {
            let log = $1.trusted.log
            let both = try [2, 3].map {
                try required(log.tree.consistencyProof(from: TreeSize($0), to: log.tree.size))
            }
            $0.replace(
                BundleNames.sealedProofs,
                try $1.readers.seal(
                    SealedProofs.bytes(both), to: [$1.readers.arbiter, $1.readers.expert]))
        },
    ]
}

@Suite struct BundleWithSealedContents {
    let matter: SealedMatter
    init() throws { matter = try SealedMatter() }

    @Test func `is for everybody the bundle without these contents`() throws {
        let withheld = try matter.verify(try matter.withheld())
        let sealed = try matter.verify(try matter.sealed())
        #expect(told(sealed) == [] && told(withheld) == [])
        #expect(sealed.findings == withheld.findings)
        #expect(sealed.record.status == withheld.record.status)
        #expect(sealed.record.presentCount == withheld.record.presentCount)
        let differing = zip(sealed.record.exhibits, withheld.record.exhibits).filter { $0 != $1 }
        #expect(differing.map(\.0.disclosure) == [.sealed])
        #expect(differing.map(\.1.disclosure) == [.withheld])
        #expect(
            sealed.record.checks.contains { $0.code == "FILING.SEALED" && $0.outcome == .warning })
        #expect(sealed.record.opening == nil)
    }

    @Test func `says to whom`() throws {
        let record = try matter.verify(try matter.sealed()).record
        let names = record.sealing?.recipients.map(\.subject).sorted()
        #expect(names == ["CN=ARBITER,O=Docket test keys", "CN=EXPERT,O=Docket test keys"])
        let digests = Set(record.sealing?.recipients.map(\.certificate) ?? [])
        #expect(
            digests
                == Set(
                    [matter.readers.arbiter, matter.readers.expert].map {
                        Digest.sha256($0.certificate)
                    }))
    }

    @Test(arguments: ["arbiter", "expert"])
    func `is with a key of the recipients the bundle with these contents`(_ name: String) throws {
        let reader = name == "arbiter" ? matter.readers.arbiter : matter.readers.expert
        let open = try matter.trusted.verify(try matter.open())
        let found = try matter.verify(try matter.sealed(), by: reader)
        #expect(told(found) == [])
        #expect(found.findings == open.findings)
        #expect(found.record.status == open.record.status)
        var exhibits = found.record.exhibits
        let opened = try #require(exhibits.firstIndex { $0.disclosure == .opened })
        #expect(exhibits[opened].name.text == "state.txt")
        exhibits[opened].disclosure = .present
        #expect(exhibits == open.record.exhibits)
        #expect(found.record.opening?.exhibits == [exhibits[opened].index])
        #expect(found.record.opening?.certificate == Digest.sha256(reader.certificate))
        #expect(
            found.record.checks.contains { $0.code == "SEALED.OPENED" && $0.outcome == .passed })
        #expect(found.record.checks.contains { $0.code == "FINDING.SAME" })
    }

    @Test func `stays closed to the key of another`() throws {
        let closed = try matter.verify(try matter.sealed())
        let found = try matter.verify(try matter.sealed(), by: matter.readers.stranger)
        #expect(told(found) == [])
        #expect(found.record.exhibits == closed.record.exhibits)
        #expect(found.record.checks.contains { $0.code == "SEALED.OTHER_RECIPIENT" })
        #expect(found.record.opening?.exhibits == [])
    }

    @Test(arguments: SealedLie.all)
    fileprivate func `tells what is not as it says`(_ lie: SealedLie) throws {
        var assembly = try matter.sealed()
        try lie.change(&assembly, matter)
        let closed = try matter.verify(assembly)
        #expect(Set(told(closed)) == Set(lie.closed), "closed")
        #expect(closed.record.exhibits.allSatisfy { $0.disclosure != .opened })
        let opened = try matter.verify(assembly, by: matter.readers.arbiter)
        #expect(Set(told(opened)) == Set(lie.opened), "opened")
        #expect(opened.record.status != .authentic)
    }

    // What is opened is either what was filed or nothing at all: changed anywhere, the envelope gives no other content.
    @Test func `changed in any byte of the envelope never shows another content`() throws {
        let assembly = try matter.sealed()
        let good = try required(assembly.sealed.first { $0.name == matter.name }).bytes
        let right = try matter.verify(assembly, by: matter.readers.arbiter).record.exhibits
        for position in stride(from: 0, to: good.count, by: 97) {
            var bytes = good
            bytes[position] ^= 0x20
            var changed = assembly
            changed.replace(matter.name, bytes)
            let found = try matter.verify(changed, by: matter.readers.arbiter)
            let opened = found.record.exhibits.filter { $0.disclosure == .opened }
            #expect(opened.isEmpty || found.record.exhibits == right, "byte \(position)")
            #expect(!opened.isEmpty || found.record.status == .failed, "byte \(position)")
        }
    }

    @Test func `with the finding of who has the key is told to be false`() throws {
        var assembly = try matter.sealed()
        assembly.finding = Array("{}\n".utf8)
        assembly.time = try at("2026-06-01")
        let trust = ArbiterTrust(
            agreement: .copy(assembly.agreement),
            annex: .copy(Array(try matter.trusted.annex.text.utf8)))
        let found = try verifyBundle(
            try assembly.container, trust: trust, at: assembly.time, tool: "docket test",
            key: try matter.readers.key(matter.readers.arbiter))
        #expect(found.record.status == .failed)
        #expect(found.record.checks.contains { $0.code == "FINDING.DIFFERS" })
    }

    @Test func `tells on its page and in its JSON what the key opened`() throws {
        let found = try matter.verify(try matter.sealed(), by: matter.readers.arbiter)
        let json = String(decoding: renderJSON(found.record, found.findings), as: UTF8.self)
        #expect(json.contains("\"disclosure\":\"opened\""))
        #expect(json.contains("\"closed_status\":"))
        for language in ReportLanguage.allCases {
            let page = String(
                decoding: renderHTML(found.record, found.findings, language: language),
                as: UTF8.self)
            #expect(page.contains("id=\"disclosure\""))
            #expect(page.contains(Digest.sha256(matter.readers.expert.certificate).hex))
        }
        let text = renderText(found.record, found.findings)
        #expect(text.contains("Opened     no. 2"))
        let closed = try matter.verify(try matter.sealed())
        #expect(renderText(closed.record, closed.findings).contains("Sealed     no. 2"))
    }
}
