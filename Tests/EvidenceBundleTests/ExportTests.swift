import Agreements
import BundleExport
import Container
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

extension WholeBundles {
    @Suite struct ExportedBundle {
        let shared: SampleMatter.Shared
        var matter: SampleMatter { shared.matter }
        init() throws { shared = try SampleMatter.shared.get() }

        @Test func `it is authentic under the pinned agreement and annex`() throws {
            let verification = try matter.verify(shared.bytes)
            #expect(troubles(verification) == [])
            let indications = verification.record.exhibits.map {
                "\($0.name): \($0.indication?.rawValue ?? "-")"
            }
            #expect(verification.record.status == .authentic, "\(indications)")
            #expect(verification.record.handedInBy?.signer == PartyID("FRUTA"))
            #expect(verification.findings?.findings.isEmpty == false)
        }

        @Test func `digests pin as well as copies`() throws {
            let trust = try matter.request().trust
            let digests = ArbiterTrust(
                agreement: trust.agreement.map { .digest($0.digest) },
                annex: trust.annex.map { .digest($0.digest) })
            #expect(try matter.verify(shared.bytes, trust: digests).record.status == .authentic)
        }

        @Test func `without pins it is conditional and says on what`() throws {
            let verification = try matter.verify(shared.bytes, trust: ArbiterTrust())
            #expect(verification.record.status == .conditional)
            let sentence = verification.record.sentence
            #expect(sentence.contains(Digest.sha256(matter.built.agreement).text))
            #expect(sentence.contains(Digest.sha256(matter.built.annex).text))
            #expect(sentence.contains(matter.archive.origin.text))
        }

        @Test func `one pin is not enough`() throws {
            let trust = ArbiterTrust(agreement: .copy(matter.built.agreement))
            #expect(try matter.verify(shared.bytes, trust: trust).record.status == .conditional)
        }

        @Test func `unsigned it is indeterminate, and the same to the byte`() throws {
            let first = try matter.exported("unsigned-1.asice", signedBy: nil)
            let second = try matter.exported("unsigned-2.asice", signedBy: nil)
            #expect(first.bytes == second.bytes)
            #expect(first.verification.record.status == .indeterminate)
            #expect(troubles(first.verification) == ["BUNDLE.UNSIGNED"])
        }

        @Test func `only the signature differs between two exports`() throws {
            let first = try ZipContainer(.bytes(shared.bytes))
            let second = try ZipContainer(.bytes(try matter.exported("again.asice").bytes))
            #expect(first.members.map(\.name) == second.members.map(\.name))
            for member in first.members where member.name != .signature {
                #expect(
                    try first.read(member.name, limit: 1 << 24)
                        == second.read(member.name, limit: 1 << 24))
            }
        }

        @Test func `unzip opens it`() throws {
            try matter.folder.write("unzip.asice", shared.bytes)
            let result = try CommandResult.run(
                "unzip", ["-t", "unzip.asice"], in: matter.folder.path)
            #expect(result.status == 0, "\(result.output)")
        }

        @Test func `openssl accepts the signature over the manifest`() throws {
            let container = try ZipContainer(.bytes(shared.bytes))
            let folder = try TestFolder()
            try folder.write("manifest", try container.read(.manifest, limit: 1 << 24))
            try folder.write("signature", try container.read(.signature, limit: 1 << 24))
            let result = try CommandResult.run(
                "openssl",
                [
                    "cms", "-verify", "-binary", "-inform", "DER", "-noverify", "-in", "signature",
                    "-content", "manifest", "-out", "/dev/null",
                ], in: folder.path)
            #expect(result.status == 0, "\(result.output)")
        }

        @Test func `judged at another time the finding inside still agrees`() throws {
            let later = matter.built.now.advanced(by: TimeSpan(seconds: 3600))
            let verification = try verifyBundle(
                shared.bytes, trust: try matter.request().trust, at: later, tool: "docket test")
            #expect(verification.record.checks.contains { $0.code == "FINDING.SAME" })
        }

        @Test func `a matter that is not there gives no bundle`() throws {
            var request = try matter.request()
            request.matter = try required(MatterID("NONE"))
            let path = matter.folder.path + "/none.asice"
            #expect(throws: ExportError.noSuchMatter(request.matter)) {
                try exportBundle(request, from: matter.archive, to: path) { _, _ in [] }
            }
            #expect(throws: (any Error).self) { try matter.folder.read("none.asice") }
        }

        @Test func `a malformed agreement gives no bundle`() throws {
            var request = try matter.request()
            request.agreement = Array("no agreement".utf8)
            let path = matter.folder.path + "/malformed.asice"
            #expect(throws: ExportError.self) {
                try exportBundle(request, from: matter.archive, to: path) { _, _ in [] }
            }
            #expect(throws: (any Error).self) { try matter.folder.read("malformed.asice") }
        }
    }
}
