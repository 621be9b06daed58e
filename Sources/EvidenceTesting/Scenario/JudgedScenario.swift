// A built scenario taken to its end: out of the archive as a bundle, verified and judged by an arbiter who pins the scenario's own
// agreement and annex, and compared with what the scenario expects. The tests and `docket-scenario check` ask here.

import Agreements
package import BundleExport
import Cryptography
package import EvidenceBundle
package import EvidenceStore
import EvidenceValues
import TransparencyLog

extension BuiltScenario {
    /// The archive, its clock at the time of deliberation.
    package func openArchive(stateFolder: String) throws -> Archive {
        let now = now
        return try Archive.openReadOnly(
            at: archiveFolder,
            surroundings: Surroundings(
                clock: { now }, random: { secureRandom($0) }, stateFolder: stateFolder,
                reserveSize: 0))
    }

    /// What the claimant asks to be bundled.
    package func bundleRequest() throws -> BundleRequest {
        guard let identity = identities[claimant.text] else {
            throw ScenarioError("/claims", .unknownName(claimant.text))
        }
        return BundleRequest(
            matter: matter, agreement: agreement, annex: annex, annexSignature: annexSignature,
            claims: claims,
            identity: try SigningIdentity(
                keyPEM: Array(identity.keyPEM.utf8),
                certificate: Array(identity.certificatePEM.utf8)),
            time: now, tool: "docket-scenario")
    }

    /// Takes the matter out as a bundle below `folder`; gives the bundle's path.
    package func exportedBundle(in folder: TestFolder) throws -> String {
        let path = folder.path + "/bundle.asice"
        _ = try exportBundle(
            try bundleRequest(), from: try openArchive(stateFolder: folder.path + "/state"),
            to: path
        ) { _, _ in [] }
        return path
    }

    /// The bundle at `path`, verified under pinned trust.
    package func verified(bundle path: String) throws -> VerifiedBundle {
        try VerifiedBundle(
            file: path, trust: try bundleRequest().trust, at: now, tool: "docket-scenario")
    }

    /// What `verification` found otherwise than expected; nothing where all is as expected.
    package func differences(in verification: BundleVerification) -> [String] {
        guard let findings = verification.findings else {
            return ["nothing was judged: \(verification.record.sentence)"]
        }
        var differences: [String] = []
        if findings.findings.map(\.claim) != expected.map(\.claim) {
            differences.append("the claims are \(findings.findings.map(\.claim))")
        }
        for finding in findings.findings
        where expected.first(where: { $0.claim == finding.claim })?.matches(finding) != true {
            let amount = finding.provenSupremum.map { " up to \($0.text)" } ?? ""
            differences.append(
                "\(finding.statement): \(finding.value.rawValue)\(amount). \(finding.reason)")
        }
        let misconduct = findings.misconduct.map(\.statement)
        if let wanted = scenario.misconduct, wanted != misconduct {
            differences.append("misconduct found is \(misconduct)")
        }
        if let wanted = scenario.status, wanted != verification.record.status {
            differences.append("the bundle is \(verification.record.sentence)")
        }
        return differences
    }
}
