// What somebody gives besides the file: certificates, lists and responses that may help. Like everything found in evidence it is not
// trusted; a list counts when a path to an anchor carries its issuer.

package import Cryptography

/// Certificates, revocation lists and responses from outside the file that is validated.
package struct GivenMaterial: Sendable {
    package var certificates: [ParsedCertificate]
    package var revocationLists: [RevocationList]

    package init(
        certificates: [ParsedCertificate] = [], revocationLists: [RevocationList] = []
    ) {
        self.certificates = certificates
        self.revocationLists = revocationLists
    }

    /// Takes in what a file in DER or PEM holds; how many objects it were, so that a caller can say that a file was of no use.
    package mutating func add(_ file: [UInt8], memory: ObjectMemory) -> Int {
        var count = 0
        for object in FileObjects(file)?.objects ?? [] {
            switch FileForm(object) {
            case .certificate:
                guard let certificate = memory.certificate(object) else { continue }
                certificates.append(certificate)
            case .revocationList:
                guard let list = try? RevocationList(pemOrDER: object) else { continue }
                revocationLists.append(list)
            default: continue
            }
            count += 1
        }
        return count
    }
}
