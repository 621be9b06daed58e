// What the audit of third parties found in all matters: misconduct, which is filed once (docs/formats/audit.md, audit-17 to audit-22), and
// warnings, which are told each night.

package import EvidenceValues
import TransparencyLog

/// The result of an audit of third parties.
package struct PartyReport: Sendable, Hashable {
    /// Misconduct that is filed by one audit, at most: the next ones go on. Each is a few entries long, and a log is for evidence.
    package static let mostFiled = 100

    /// The annex under which it holds.
    package let annex: Digest
    package let terms: PartyTerms
    /// Matters that were examined.
    package let examined: Int
    /// Matters without new entries, of which the notes of the audit before were taken.
    package let kept: Int
    /// Misconduct, then warnings; none twice.
    package let findings: [PartyFinding]
    /// Notes for which there was no room: they were not compared.
    package let omitted: Int
    /// What the next audit goes on from.
    package let register: PartyRegister
    /// Misconduct that was filed now, and not before.
    package var filed: [PartyFinding] = []

    /// What is proven against somebody.
    package var misconduct: [PartyFinding] { findings.filter { $0.weight == .misconduct } }
    /// The rest.
    package var warnings: [PartyFinding] { findings.filter { $0.weight == .warning } }

    package init(
        annex: Digest, terms: PartyTerms, examined: Int, kept: Int, findings: [PartyFinding],
        omitted: Int, register: PartyRegister
    ) {
        self.annex = annex
        self.terms = terms
        self.examined = examined
        self.kept = kept
        self.findings = findings
        self.omitted = omitted
        self.register = register
    }

    /// Misconduct as the documents that are filed: canonical JSON, a function of what shows it, the archive and the trust.
    package func documents() -> [(finding: PartyFinding, bytes: [UInt8])] {
        misconduct.map { finding in
            var members = finding.json
            members["format"] = .string("docket-misconduct/v1")
            members["archive"] = .string(register.origin.text)
            members["annex"] = .string(annex.text)
            members["agreement"] = .optional(terms.agreement?.text)
            return (finding, CanonicalJSON.encode(.object(members)))
        }
    }

    /// The report as a member of what `docket audit --json` prints.
    package var json: JSONValue {
        let fresh = Set(filed)
        return .object([
            "annex": .string(annex.text), "agreement": .optional(terms.agreement?.text),
            "publication": .string(terms.publication.text),
            "decision": .string(terms.decision.text), "ahead": .string(terms.ahead.text),
            "matters_examined": .integer(Int64(examined)), "matters_kept": .integer(Int64(kept)),
            "omitted": .integer(Int64(omitted)),
            "misconduct": .array(
                misconduct.map { finding in
                    var members = finding.json
                    members["is_new"] = .bool(fresh.contains(finding))
                    return .object(members)
                }),
            "warnings": .array(
                warnings.map { finding in
                    var members = finding.json
                    members["misconduct"] = nil
                    return .object(members)
                }),
        ])
    }
}

extension PartyFinding {
    // Spec: audit-18
    fileprivate var json: [String: JSONValue] {
        [
            "code": .string(code), "party": .optional(party?.text), "misconduct": .string(kind),
            "documents": .strings(grounds.map(\.document.text)),
            "entries": .array(places.map { .integer(Int64(clamping: $0.value)) }),
            "matters": .strings(matters.map(\.text)), "sentence": .string(sentence),
        ]
    }
}
