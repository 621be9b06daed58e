// The authorities that some anchors certified, directly or through others, as a graph: an edge leads from a certificate to each one
// whose key made its signature. They are sought from the anchors down. Anybody may file any number of certificates under any name, so
// only what hangs from an anchor counts: that costs each candidate one check of its signature with each key of its issuer's name, and
// nobody outside can crowd the true ones out. Cross-certificates make the graph cyclic; paths never pass a name and key twice.
import EvidenceValues

/// The authorities under some anchors.
struct TrustedAuthorities: Sendable {
    /// More are not taken up; those nearest to an anchor come first.
    static let maximumCount = 2048
    /// More signatures are not checked: about ten seconds' worth.
    static let maximumChecks = 131_072

    /// An anchor or an authority under one.
    struct Authority: Sendable {
        let certificate: ParsedCertificate
        /// The fewest links to an anchor; 0 is an anchor.
        let distance: Int
        /// Positions of those whose key made the signature, the likeliest first. An anchor's are not asked.
        fileprivate(set) var issuers: [Int] = []

        var isAnchor: Bool { distance == 0 }
    }

    private struct Identity: Hashable {
        let certificate: Digest
        let key: Digest

        init(_ certificate: ParsedCertificate) {
            self.certificate = certificate.digest
            key = certificate.publicKey.digest
        }
    }

    private(set) var all: [Authority] = []
    private var positions: [Identity: Int] = [:]
    private var bySubject: [ComparableName: [Int]] = [:]
    private var checks = 0

    /// Seeks among `candidates`, which stand by the name of their issuer.
    init(
        anchors: [ParsedCertificate], candidates: [ComparableName: [ParsedCertificate]],
        memory: ObjectMemory
    ) {
        for anchor in anchors { add(Authority(certificate: anchor, distance: 0)) }
        // The array is the queue: what is found joins at its end, so that distances ascend.
        var next = 0
        while next < all.count {
            let issuer = all[next]
            if issuer.distance <= CertificatePool.maximumIntermediates {
                for child in candidates[issuer.certificate.subjectName] ?? [] {
                    take(child, issuer: next, memory: memory)
                }
            }
            next += 1
        }
        for position in all.indices {
            let certificate = all[position].certificate
            all[position].issuers = ordered(all[position].issuers, for: certificate)
        }
    }

    private mutating func take(_ child: ParsedCertificate, issuer: Int, memory: ObjectMemory) {
        let parent = all[issuer]
        let completed = child.below(parent.certificate)
        let known = positions[Identity(completed)]
        if let known, all[known].isAnchor { return }
        checks += 1
        guard checks <= TrustedAuthorities.maximumChecks, known != issuer,
            memory.signature(of: child, by: parent.certificate.publicKey) == .valid
        else { return }
        if let known {
            all[known].issuers.append(issuer)
        } else if all.count < TrustedAuthorities.maximumCount {
            add(
                Authority(
                    certificate: completed, distance: parent.distance + 1, issuers: [issuer]))
        }
    }

    private mutating func add(_ authority: Authority) {
        let identity = Identity(authority.certificate)
        guard positions[identity] == nil else { return }
        positions[identity] = all.count
        bySubject[authority.certificate.subjectName, default: []].append(all.count)
        all.append(authority)
    }

    /// Those of the name that the certificate gives its issuer.
    func named(asIssuerOf certificate: ParsedCertificate) -> [Int] {
        bySubject[certificate.issuerName] ?? []
    }

    /// The likeliest first: those with the key identifier that the certificate names, or none (§4.2.1.1: it helps to find the issuer and
    /// decides nothing), then those valid longest, then by digest, so that the order is everybody's.
    func ordered(_ issuers: [Int], for certificate: ParsedCertificate) -> [Int] {
        guard issuers.count > 1 else { return issuers }
        return issuers.sorted {
            let (left, right) = (all[$0].certificate, all[$1].certificate)
            let leftFits = left.fitsKeyIdentifier(of: certificate)
            if leftFits != right.fitsKeyIdentifier(of: certificate) { return leftFits }
            if left.notAfter != right.notAfter { return left.notAfter > right.notAfter }
            return left.digest < right.digest
        }
    }
}

extension ParsedCertificate {
    /// Whether this may be the issuer by the key identifier that `certificate` names, if both have one.
    func fitsKeyIdentifier(of certificate: ParsedCertificate) -> Bool {
        guard let named = certificate.authorityKeyIdentifier, let own = subjectKeyIdentifier else {
            return true
        }
        return named == own
    }
}
