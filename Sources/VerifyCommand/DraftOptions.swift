// Certifications that a verification drafts for people to sign. Nothing here is certified: who signs answers for it.

import ArgumentParser
import EvidenceBundle

/// The drafts that a verification fills in.
package struct DraftOptions: ParsableArguments {
    package init() {}

    /// Whether a draft was asked for.
    var isAsked: Bool { false }

    /// Refuses what cannot be written, before anything is read.
    func check() throws {}

    /// Writes the drafts that were asked for.
    func write(_ found: BundleVerification) throws {}
}
