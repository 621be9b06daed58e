// All paths of one certificate to the anchors, as far as the limits go, each judged by itself (RFC 4158 §2: the relying party may need
// another than the first). The search goes from the certificate up and always continues the path that can end soonest, and among those
// the one that took the likelier issuers: so that many certificates for one authority do not keep another's paths from being seen.
import EvidenceValues

/// What is known of a certificate's paths, whatever the time.
struct PathAnswer: Sendable {
    /// Paths that hold, best first, and when all of their certificates are valid.
    var paths: [(path: CertificationPath, validity: Interval)] = []
    /// Why the best of the others does not hold.
    var objection: PathObjection?
}

/// What is asked of paths to given anchors.
struct PathQuestion: Hashable, Sendable {
    let certificate: Digest
    let purpose: PathPurpose
    let inputs: PathInputs
    let floor: AlgorithmFloor
}

/// A search for the paths of one certificate.
struct PathEnumeration {
    /// More steps from a certificate to an issuer are not taken.
    static let maximumSteps = 2048
    /// More whole paths are not judged.
    static let maximumJudged = 256

    /// A path from the certificate's issuer up that may not have reached an anchor.
    private struct Beginning {
        var authorities: [Int]
        /// How many links it has at least when it reaches an anchor.
        var length: Int
        /// How many likelier issuers were passed over.
        var detours: Int

        func isBetter(than other: Beginning) -> Bool {
            (length, detours) < (other.length, other.detours)
        }
    }

    private let authorities: TrustedAuthorities
    private let question: PathQuestion
    private var open: [Beginning] = []
    private var answer = PathAnswer()
    private var judged = 0

    /// The paths of `certificate`; `memory` knows the signatures.
    static func paths(
        of certificate: ParsedCertificate, question: PathQuestion,
        authorities: TrustedAuthorities, memory: ObjectMemory
    ) -> PathAnswer {
        var search = PathEnumeration(authorities: authorities, question: question)
        search.run(certificate, memory)
        return search.answer
    }

    private init(authorities: TrustedAuthorities, question: PathQuestion) {
        self.authorities = authorities
        self.question = question
    }

    private mutating func run(_ certificate: ParsedCertificate, _ memory: ObjectMemory) {
        let isAnchor = authorities.all.contains {
            $0.isAnchor && $0.certificate == certificate
        }
        if isAnchor { judge([certificate]) }
        var issuers: [Int] = []
        for position in authorities.named(asIssuerOf: certificate) {
            let issuer = authorities.all[position].certificate
            guard issuer != certificate else { continue }
            switch memory.signature(of: certificate, by: issuer.publicKey) {
            case .valid: issuers.append(position)
            // An issuer of that name with another key than the certificate names is somebody else.
            case .invalid:
                if issuer.fitsKeyIdentifier(of: certificate) { object(.badSignature) }
            case .weak, .unsupported: object(.other("signature algorithm"))
            }
        }
        if !issuers.isEmpty && !isAnchor { answer.objection = nil }
        extend(nil, by: authorities.ordered(issuers, for: certificate))
        var steps = 0
        while steps < PathEnumeration.maximumSteps, judged < PathEnumeration.maximumJudged,
            answer.paths.count < CertificatePool.maximumPaths, let beginning = popBest()
        {
            steps += 1
            follow(beginning, from: certificate)
        }
    }

    private mutating func object(_ failure: PathFailure) {
        answer.objection = answer.objection ?? PathObjection(failure: failure, depth: 0)
    }

    private mutating func popBest() -> Beginning? {
        guard var best = open.indices.first else { return nil }
        for index in open.indices where open[index].isBetter(than: open[best]) { best = index }
        return open.remove(at: best)
    }

    private mutating func follow(_ beginning: Beginning, from certificate: ParsedCertificate) {
        let chain = beginning.authorities.map { authorities.all[$0] }
        guard let last = chain.last else { return }
        if last.isAnchor {
            let top = chain[0].certificate
            judge([certificate.below(top)] + chain.map(\.certificate))
        } else {
            extend(beginning, by: last.issuers)
        }
    }

    private mutating func extend(_ beginning: Beginning?, by issuers: [Int]) {
        let passed = beginning?.authorities ?? []
        for (detours, issuer) in issuers.enumerated() {
            let next = authorities.all[issuer]
            let length = passed.count + 1 + next.distance
            guard length <= CertificatePool.maximumIntermediates + 1,
                !passed.contains(where: { isSameAuthority(authorities.all[$0], next) })
            else { continue }
            open.append(
                Beginning(
                    authorities: passed + [issuer], length: length,
                    detours: (beginning?.detours ?? 0) + detours))
        }
    }

    // A path that passes a name and key twice can be shortened (RFC 4158 §5.2), and never ends if it may do so again.
    private func isSameAuthority(
        _ left: TrustedAuthorities.Authority, _ right: TrustedAuthorities.Authority
    ) -> Bool {
        left.certificate.publicKey == right.certificate.publicKey
            && left.certificate.subjectName == right.certificate.subjectName
    }

    private mutating func judge(_ certificates: [ParsedCertificate]) {
        judged += 1
        let objection = PathValidation.objection(
            to: certificates, purpose: question.purpose, inputs: question.inputs,
            floor: question.floor)
        if let objection {
            answer.objection = answer.objection ?? objection
        } else {
            let path = CertificationPath(certificates: certificates)
            answer.paths.append((path, path.validity))
        }
    }
}
