// The bananas matter of Evidence/, built anew by the scenario's description with real keys, certificates, tokens and archive, and taken out as
// a bundle by the exporter: what the verifier is tested on as a whole.

import BundleExport
import Container
import Cryptography
import EvidenceBundle
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

/// A built scenario with its archive opened.
struct SampleMatter {
    let built: BuiltScenario
    let archive: Archive
    let folder: TestFolder

    init(_ scenario: String = "bananas", agreementEnding: String = "") throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = try TestFolder()
        let evidence = root.appendingPathComponent("Evidence")
        let description = try Data(
            contentsOf: evidence.appendingPathComponent("\(scenario).json"))
        let agreement = try Data(contentsOf: root.appendingPathComponent("Policies/seca-1.0.md"))
        let parsed = try Scenario(parsing: Array(description)) { name in
            (try? Data(contentsOf: evidence.appendingPathComponent(name))).map(Array.init)
        }
        built = try parsed.build(
            in: folder.path + "/matter", agreement: Array(agreement) + Array(agreementEnding.utf8))
        let now = built.now
        archive = try Archive.open(
            at: built.archiveFolder,
            surroundings: Surroundings(
                clock: { now }, random: { [UInt8](repeating: 0, count: $0) },
                stateFolder: folder.path + "/state", reserveSize: 0))
        self.folder = folder
    }

    func identity(_ name: String) throws -> SigningIdentity {
        let identity = try required(built.identities[name])
        return try SigningIdentity(
            keyPEM: Array(identity.keyPEM.utf8),
            certificate: Array(PEM.certificates([identity.certificate]).utf8))
    }

    func request(signedBy name: String? = "FRUTA") throws -> BundleRequest {
        BundleRequest(
            matter: built.matter, agreement: built.agreement, annex: built.annex,
            annexSignature: built.annexSignature, claims: built.claims,
            identity: try name.map(identity), time: built.now, tool: "docket test")
    }

    /// Exports, and gives the bundle's bytes with what the exporter's own verification said.
    func exported(_ name: String = "case.asice", signedBy: String? = "FRUTA") throws -> (
        bytes: [UInt8], verification: BundleVerification
    ) {
        let verification = try exportBundle(
            try request(signedBy: signedBy), from: archive, to: folder.path + "/" + name
        ) { _, _ in Array("<!doctype html><title>report</title>\n".utf8) }
        return (try folder.read(name), verification)
    }

    /// Parts put together, sealed with the key of `name`.
    func sealed(_ assembly: BundleAssembly, signedBy name: String? = "FRUTA") throws -> [UInt8] {
        var (members, manifest) = try assembly.members()
        if let name {
            let signature = try signCMS(
                .bytes(manifest), detached: true, identity: try identity(name),
                signingTime: built.now, checkpointNote: nil)
            members.append(ContainerMember(.signature, .bytes(signature)))
        }
        return try ContainerWriter.bytes(of: members)
    }

    /// The parts of the true bundle, with its finding.
    func assembly() throws -> BundleAssembly {
        var assembly = try BundleAssembly(try request(), from: archive)
        let container = try ZipContainer(.bytes(try SampleMatter.shared.get().bytes))
        assembly.finding = try container.read(
            try required(MemberName(BundleNames.finding)), limit: 1 << 24)
        return assembly
    }

    func verify(_ bytes: [UInt8], trust: ArbiterTrust? = nil) throws -> BundleVerification {
        try verifyBundle(
            bytes, trust: trust ?? (try request().trust), at: built.now, tool: "docket test")
    }

    /// The bananas matter and its bundle, built once.
    static let shared = Result {
        let matter = try SampleMatter()
        return Shared(matter: matter, bytes: try matter.exported().bytes)
    }

    /// An archive is one thread's at a time: `WholeBundles` runs its tests one after the other.
    struct Shared: @unchecked Sendable {
        let matter: SampleMatter
        let bytes: [UInt8]
    }
}

/// Tests on whole bundles, one after the other, because they share an archive.
@Suite(.serialized) enum WholeBundles {}

/// The codes of the checks that failed or could not be decided.
func troubles(_ verification: BundleVerification) -> [String] {
    verification.record.checks.filter { $0.outcome == .failed || $0.outcome == .indeterminate }
        .map(\.code)
}
