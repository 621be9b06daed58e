// A log made by hand with an annex that names its keys and witnesses, and verification of the whole bundle under it. Nobody seals these
// bundles, so a sound one is told for that and for nothing else.

import Agreements
import BundleExport
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import EvidenceBundle

func at(_ text: String) throws -> Instant {
    try required(Instant(text: text) ?? Instant(text: text + "T00:00:00Z"))
}

/// A log and what its arbiter trusts.
struct TrustedLog {
    var log: SmallLog
    var trust: PinnedTrust
    /// Indices of what was erased.
    var erased: Set<UInt64> = []

    static let agreement = Result {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appendingPathComponent("Policies/seca-1.0.md")))
    }

    init() throws {
        log = try SmallLog()
        trust = try log.trust
    }

    /// One exhibit of BAN-1 and one of another matter.
    static func sample() throws -> TrustedLog {
        var trusted = try TrustedLog()
        try trusted.log.file("BAN-1", "offer.md", "an offer")
        try trusted.log.file("OTHER", "a.txt", "of another matter")
        return trusted
    }

    var annex: Annex {
        get throws {
            Annex(
                agreement: .sha256(try TrustedLog.agreement.get()), version: 1,
                registry: try required(PartyID("REGIS")), trust: trust)
        }
    }

    /// The exhibits of BAN-1 and the archive's own under `note`, or the log's own checkpoint, with every proof that is due.
    func assembly(note: String? = nil) throws -> BundleAssembly {
        var assembly = try log.assembly(own: true, note: note)
        let gone = assembly.exhibits.filter { erased.contains($0.entry.index.value) }
        assembly.exhibits.removeAll { erased.contains($0.entry.index.value) }
        assembly.erased = gone.map {
            AssembledErasure(entry: $0.entry, docketing: $0.docketing, proof: $0.proof)
        }
        assembly.agreement = try TrustedLog.agreement.get()
        assembly.annex = Array(try annex.text.utf8)
        assembly.claims = Array("claims BAN-1 under seca-1.0 {\n}\n".utf8)
        let exhibits = log.entries.filter { !erased.contains($0.entry.index.value) }
            .filter { $0.docketing.matter.text != "OTHER" }.map {
                FiledExhibit(
                    entry: $0.entry, filing: $0.filing, docketing: $0.docketing,
                    filingSignature: nil, content: $0.content)
            }
        let rotations = exhibits.filter { $0.filing.kind == .rotation }.map {
            FiledRotation(
                note: String(decoding: $0.content ?? [], as: UTF8.self), index: $0.entry.index)
        }
        let keys = trust.keyHistory(of: log.origin, rotations: rotations)
        assembly.consistency = embeddedSizes(in: exhibits, keys: keys)
            .filter { $0.value > 0 && $0 < log.tree.size }.sorted()
            .compactMap { log.tree.consistencyProof(from: $0, to: log.tree.size) }
        return assembly
    }

    /// Verifies the parts under the annex, the finding inside being the one that they give, for a reader with `key`.
    func verify(
        _ assembly: BundleAssembly, key: OpeningKey? = nil
    ) throws -> BundleVerification {
        var assembly = assembly
        let trust = ArbiterTrust(
            agreement: .copy(assembly.agreement), annex: .copy(Array(try annex.text.utf8)))
        func verified(_ key: OpeningKey? = nil) throws -> BundleVerification {
            try verifyBundle(
                try assembly.container, trust: trust, at: assembly.time, tool: "docket test",
                key: key)
        }
        assembly.time = try at("2026-06-01")
        if let findings = try verified().findings { assembly.finding = findingJSON(findings) }
        return try verified(key)
    }

    func verify(note: String? = nil) throws -> BundleVerification {
        try verify(try assembly(note: note))
    }
}

/// What is told of a bundle but that nobody signed it.
func told(_ verification: BundleVerification) -> [String] {
    let own = verification.record.exhibits.flatMap(\.checks).filter {
        $0.outcome == .failed || $0.outcome == .indeterminate
    }
    return troubles(verification).filter { $0 != "BUNDLE.UNSIGNED" } + own.map(\.code)
}
