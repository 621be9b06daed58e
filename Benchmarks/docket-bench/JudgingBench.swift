// Times the judge for `Benchmarks/run`: facts of about so many, fifty claims, under the agreement of a file. Nothing is read or
// validated, so that the judge's own time and memory are seen.

import Agreements
import EvidenceValues
import Foundation

/// A matter, its claims and an agreement, ready to be judged.
struct JudgingBench {
    private let agreement: Agreement
    private let digest: Digest
    private let matter: JudgingMatter
    private let claims: Claims
    private let annex: Annex
    private let now: Instant

    init(shape: String, count: Int, agreement path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        agreement = try Agreement(parsing: text)
        guard let shape = JudgingMatter.Shape(rawValue: shape),
            let digest = Digest(bytes: [UInt8](repeating: 7, count: 32)),
            let registry = PartyID("REG"), let now = Instant(text: "2099-01-01T00:00:00Z")
        else { throw BenchError.badName }
        (self.digest, self.now) = (digest, now)
        matter = try JudgingMatter(shape, count: count, agreement: digest)
        var source = "claims BENCH under \(agreement.version) {\n"
        for (number, claim) in matter.claims.enumerated() {
            source += "  C\(number + 1): \(claim);\n"
        }
        claims = try Claims(parsing: source + "}\n")
        var trust = PinnedTrust()
        trust.roles = matter.roles
        annex = Annex(agreement: digest, version: 1, registry: registry, trust: trust)
    }

    /// Judges once; the line says how many claims were proven, so that a matter that went wrong is seen.
    func run() throws {
        guard let name = MatterID("BENCH") else { throw BenchError.badName }
        let before = Kernel.peakMemory
        var timing = Timing(what: "judge", count: matter.facts.count)
        var findings: Findings?
        var refusal: JudgeError?
        timing.add {
            do throws(JudgeError) {
                findings = try judge(
                    facts: matter.facts, agreement: agreement, agreementDigest: digest,
                    annex: annex, annexDigest: digest, claims: claims, claimsDigest: digest,
                    matter: name, now: now)
            } catch {
                refusal = error
            }
        }
        if let refusal { FileHandle.standardError.write(Data((refusal.words + "\n").utf8)) }
        let values = findings?.findings.map(\.value) ?? []
        timing.report([
            ("memory", Kernel.peakMemory), ("before", before),
            ("proven", Double(values.count { $0 == .proven })),
            ("refuted", Double(values.count { $0 == .refuted })),
            ("undetermined", Double(values.count { $0 == .undetermined })),
        ])
    }
}
