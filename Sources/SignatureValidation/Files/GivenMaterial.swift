// What somebody gives besides the file: certificates, lists and responses that may help. Like everything found in evidence it is not
// trusted; a list counts when a path to an anchor carries its issuer.

package import Cryptography
import EvidenceValues
internal import Synchronization

/// Certificates, revocation lists and responses from outside the file that is validated. Files that are validated with one value share
/// what is worked out about the same certificates and lists.
package struct GivenMaterial: Sendable {
    package var certificates: [ParsedCertificate] { didSet { materials = MaterialMemory() } }
    package var revocationLists: [RevocationList] { didSet { materials = MaterialMemory() } }
    package var responses: [OCSPResponse] { didSet { materials = MaterialMemory() } }
    private var materials = MaterialMemory()

    package init(
        certificates: [ParsedCertificate] = [], revocationLists: [RevocationList] = [],
        responses: [OCSPResponse] = []
    ) {
        self.certificates = certificates
        self.revocationLists = revocationLists
        self.responses = responses
    }

    /// Takes in what a file in DER or PEM holds; how many objects it were, so that a caller can say that a file was of no use.
    package mutating func add(_ file: [UInt8], memory: ObjectMemory) -> Int {
        (FileObjects(file)?.objects ?? []).filter { add(object: $0, memory) }.count
    }

    /// Takes in one object in DER; whether it is a certificate, a list or a response.
    mutating func add(object: [UInt8], _ memory: ObjectMemory) -> Bool {
        switch FileForm(object) {
        case .certificate:
            guard let certificate = memory.certificate(object) else { return false }
            certificates.append(certificate)
        case .revocationList:
            guard let list = memory.revocation.list(pemOrDER: object) else { return false }
            revocationLists.append(list)
        case .ocspResponse:
            guard let response = memory.revocation.response(der: object) else { return false }
            responses.append(response)
        default: return false
        }
        return true
    }

    /// This together with what a file holds, whose digests are `key`.
    func with(_ inside: FileMaterial, memory: ObjectMemory) -> ValidationMaterial {
        materials.material(of: inside.order) {
            ValidationMaterial(
                certificates: inside.certificates + certificates,
                revocationLists: inside.revocationLists + revocationLists,
                responses: inside.responses + responses, memory: memory)
        }
    }
}

/// Material that was put together before: thousands of signatures come with the same certificates.
private final class MaterialMemory: Sendable {
    // Some kilobytes each, and the paths that were built.
    private static let maximumCount = 256
    private let known = Mutex<[[Digest]: ValidationMaterial]>([:])

    func material(of objects: [Digest], _ make: () -> ValidationMaterial) -> ValidationMaterial {
        if let found = known.withLock({ $0[objects] }) { return found }
        let made = make()
        known.withLock { known in
            if known.count >= MaterialMemory.maximumCount { known.removeAll() }
            known[objects] = made
        }
        return made
    }
}
