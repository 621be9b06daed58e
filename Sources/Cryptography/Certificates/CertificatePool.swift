// Certificates that may stand between an end entity and an anchor. Anybody may file any number of them under any name, so only those
// count that an anchor certified, directly or through others: they are sought from the anchors down, which costs each certificate one
// check of its signature, and nobody can crowd them out. What was found is kept, because a matter asks for the same paths again
// and again; it is a function of the question, so keeping it changes no answer.

package import EvidenceValues
internal import Synchronization

/// Candidates for certification paths, indexed once.
package final class CertificatePool: Sendable {
    /// The authorities by the name of their issuer; none twice.
    private let authorities: [String: [ParsedCertificate]]
    private let digests: Set<Digest>
    private let memory = Mutex<[[[UInt8]]: TrustedTree]>([:])

    package init(_ certificates: [ParsedCertificate]) {
        var digests: Set<Digest> = []
        var authorities: [String: [ParsedCertificate]] = [:]
        for certificate in certificates where digests.insert(certificate.digest).inserted {
            guard certificate.isCA else { continue }
            authorities[CertificatePool.loose(certificate.issuer), default: []].append(certificate)
        }
        self.digests = digests
        self.authorities = authorities
    }

    /// Those of `candidates` that can be read.
    package convenience init(_ candidates: [EvidenceCertificate]) {
        self.init(candidates.compactMap { try? ParsedCertificate(der: $0.derBytes) })
    }

    /// This pool with others, which is itself if it has them.
    package func adding(_ others: [EvidenceCertificate]) -> CertificatePool {
        let new = others.compactMap { try? ParsedCertificate(der: $0.derBytes) }
            .filter { $0.isCA && !digests.contains($0.digest) }
        return new.isEmpty ? self : CertificatePool(authorities.values.flatMap(\.self) + new)
    }

    /// The authorities that one of `trusted` certified, directly or through others, by ascending digest.
    package func authorities(under trusted: [[UInt8]]) -> [ParsedCertificate] {
        tree(trusted).found.all.sorted { $0.digest < $1.digest }
    }

    /// A path to one of `trusted`, without revocation.
    func path(
        of certificate: ParsedCertificate, trusted: [[UInt8]], at instant: Instant,
        purpose: PathPurpose
    ) -> PathResult {
        let tree = tree(trusted)
        let question = PathQuestion(
            certificate: certificate.digest, instant: instant, purpose: purpose)
        if let known = tree.answers.withLock({ $0[question] }) { return known }
        let result: PathResult
        if tree.found.names.contains(CertificatePool.loose(certificate.issuer))
            || trusted.contains(certificate.derBytes)
        {
            result = PathBuilder(trusted: trusted, untrusted: tree.found.issuers(of: certificate))
                .path(of: certificate, at: instant, purpose: purpose)
        } else {
            result = .failure(.noChain, depth: 0)
        }
        tree.answers.withLock { $0[question] = result }
        return result
    }

    /// More paths of one certificate are not looked at.
    package static let maximumPaths = 32

    package func paths(
        of certificate: ParsedCertificate, anchors: [[UInt8]], at instant: Instant?,
        purpose: PathPurpose, inputs: PathInputs = PathInputs(), floor: AlgorithmFloor = .sound
    ) -> PathSearch {
        let result = path(
            of: certificate, trusted: anchors, at: instant ?? certificate.notAfter,
            purpose: purpose)
        switch result {
        case .path(let path): return PathSearch(paths: [path], failure: nil, depth: 0)
        case .failure(let failure, let depth):
            return PathSearch(paths: [], failure: failure, depth: depth)
        }
    }

    private func tree(_ trusted: [[UInt8]]) -> TrustedTree {
        if let known = memory.withLock({ $0[trusted] }) { return known }
        let anchors = trusted.compactMap { try? ParsedCertificate(der: $0) }
        var found = FoundAuthorities(anchors: anchors)
        var parents = anchors
        for _ in 0..<PathBuilder.maximumDepth where !parents.isEmpty {
            var next: [ParsedCertificate] = []
            for parent in parents {
                for child in authorities[CertificatePool.loose(parent.subject)] ?? []
                where !found.contains(child) && child.isSigned(by: parent) {
                    found.add(child)
                    next.append(child)
                }
            }
            parents = next
        }
        let tree = TrustedTree(found)
        memory.withLock { $0[trusted] = tree }
        return tree
    }

    /// Names are compared loosely, so that nothing is left out that RFC 5280 §7.1 matches; OpenSSL compares them rightly.
    fileprivate static func loose(_ name: String) -> String {
        name.lowercased().filter { $0 != " " && $0 != "\\" }
    }
}

/// What is asked of paths to given anchors.
private struct PathQuestion: Hashable {
    let certificate: Digest
    let instant: Instant
    let purpose: PathPurpose
}

/// The authorities under some anchors, and the paths that were asked for.
private final class TrustedTree: Sendable {
    let found: FoundAuthorities
    let answers = Mutex<[PathQuestion: PathResult]>([:])

    init(_ found: FoundAuthorities) { self.found = found }
}

/// The authorities under some anchors.
private struct FoundAuthorities {
    /// The subjects of the anchors and of all that they certified.
    private(set) var names: Set<String>
    private(set) var all: [ParsedCertificate] = []
    private var digests: Set<Digest> = []
    private var bySubject: [String: [ParsedCertificate]] = [:]

    init(anchors: [ParsedCertificate]) {
        names = Set(anchors.map { CertificatePool.loose($0.subject) })
    }

    func contains(_ certificate: ParsedCertificate) -> Bool { digests.contains(certificate.digest) }

    mutating func add(_ certificate: ParsedCertificate) {
        let name = CertificatePool.loose(certificate.subject)
        digests.insert(certificate.digest)
        names.insert(name)
        all.append(certificate)
        bySubject[name, default: []].append(certificate)
    }

    /// The authorities named as issuer of the end entity, or as issuer of one of those, and so on.
    func issuers(of certificate: ParsedCertificate) -> [[UInt8]] {
        var asked: Set<String> = []
        var names: Set<String> = [CertificatePool.loose(certificate.issuer)]
        var found: [ParsedCertificate] = []
        while !names.isEmpty {
            asked.formUnion(names)
            let issuers = names.flatMap { bySubject[$0] ?? [] }
            found += issuers.sorted { $0.digest < $1.digest }
            names = Set(issuers.map { CertificatePool.loose($0.issuer) }).subtracting(asked)
        }
        return found.prefix(PathBuilder.maximumCandidates).map(\.derBytes)
    }
}

extension ParsedCertificate {
    /// Whether the key of `issuer` made the signature, by the mathematics alone.
    fileprivate func isSigned(by issuer: ParsedCertificate) -> Bool {
        guard let signatureAlgorithm else { return false }
        return issuer.publicKey.check(signature, over: signed, by: signatureAlgorithm) == .valid
    }
}
