// What was read and checked before, for whoever verifies more than once: a bundle at two times, as a draft and whole, or many bundles under one
// agreement. What is kept is a function of the bytes that it was made from, so keeping it changes no answer; and it is nobody's trust.

package import Agreements
internal import Cryptography
internal import EvidenceValues
internal import Synchronization
internal import TransparencyLog

/// Certificates, signatures and agreements that were read before.
package final class VerificationMemory: Sendable {
    /// Nobody judges under more in turn; each takes some megabytes.
    private static let maximumAgreements = 4

    /// Certificates, and which key signed what.
    let objects = ObjectMemory()
    private let agreements = Mutex<[Digest: Agreement]>([:])

    package init() {}

    /// The agreement that `text` is, read once.
    package func agreement(parsing text: String) throws(AgreementError) -> Agreement {
        let digest = Digest.sha256(Array(text.utf8))
        if let known = agreements.withLock({ $0[digest] }) { return known }
        let agreement = try Agreement(parsing: text)
        agreements.withLock { known in
            if known.count >= VerificationMemory.maximumAgreements { known.removeAll() }
            known[digest] = agreement
        }
        return agreement
    }
}
