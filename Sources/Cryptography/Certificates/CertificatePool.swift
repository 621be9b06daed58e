// Certificates that may stand between an end entity and an anchor, and the paths through them. What was found is kept, because a matter
// asks for the same paths again and again; it is a function of the question, so keeping it changes no answer. The instant is not part
// of what is kept: a path that holds has a span in which all its certificates are valid, and each question compares with that.

package import EvidenceValues
internal import Synchronization

/// Candidates for certification paths, indexed once.
package final class CertificatePool: Sendable {
    /// How many certificates may stand between end entity and anchor; real chains have one or two.
    package static let maximumIntermediates = 8
    /// More paths of one certificate are not given.
    package static let maximumPaths = 32
    /// Answers kept for one set of anchors; some hundred bytes each.
    private static let maximumAnswers = 16_384
    /// Sets of anchors, and of certificates added, that are kept.
    private static let maximumTrees = 16
    private static let maximumExtensions = 1024

    /// The authorities by the name of their issuer; none twice.
    private let candidates: [ComparableName: [ParsedCertificate]]
    private let digests: Set<Digest>
    private let memory: ObjectMemory
    private let trees = Mutex<[TrustedTree]>([])
    private let extensions = Mutex<[[Digest]: CertificatePool]>([:])

    /// Those of `certificates` that are authorities; the others cannot stand between.
    package convenience init(
        _ certificates: [ParsedCertificate], memory: ObjectMemory = ObjectMemory()
    ) {
        self.init(certificates, to: [:], digests: [], memory: memory)
    }

    /// Those of `candidates` that can be read.
    package convenience init(
        _ candidates: [EvidenceCertificate], memory: ObjectMemory = ObjectMemory()
    ) {
        self.init(candidates.compactMap { memory.certificate($0.derBytes) }, memory: memory)
    }

    private init(
        _ new: [ParsedCertificate], to known: [ComparableName: [ParsedCertificate]],
        digests: Set<Digest>, memory: ObjectMemory
    ) {
        var candidates = known
        var digests = digests
        for certificate in new where certificate.isCA && digests.insert(certificate.digest).inserted
        {
            candidates[certificate.issuerName, default: []].append(certificate)
        }
        self.candidates = candidates
        self.digests = digests
        self.memory = memory
    }

    /// This pool with others, which is itself if it has them.
    package func adding(_ others: [EvidenceCertificate]) -> CertificatePool {
        adding(others.compactMap { memory.certificate($0.derBytes) })
    }

    /// This pool with others, which is itself if it has them.
    package func adding(_ others: [ParsedCertificate]) -> CertificatePool {
        let new = others.filter { $0.isCA && !digests.contains($0.digest) }
        guard !new.isEmpty else { return self }
        let key = new.map(\.digest).sorted()
        if let known = extensions.withLock({ $0[key] }) { return known }
        let pool = CertificatePool(new, to: candidates, digests: digests, memory: memory)
        extensions.withLock { known in
            if known.count >= CertificatePool.maximumExtensions { known.removeAll() }
            known[key] = pool
        }
        return pool
    }

    /// The authorities that one of `trusted` certified, directly or through others, by ascending digest.
    package func authorities(under trusted: [[UInt8]]) -> [ParsedCertificate] {
        tree(trusted).found.all.filter { !$0.isAnchor }.map(\.certificate)
            .sorted { $0.digest < $1.digest }
    }

    /// The paths of `certificate` to `anchors` that hold at `instant`, without revocation; if that is nil, at any moment at which all
    /// their certificates are valid (EN 319 102-1 §5.6.2.1).
    package func paths(
        of certificate: ParsedCertificate, anchors: [[UInt8]], at instant: Instant?,
        purpose: PathPurpose, inputs: PathInputs = PathInputs(), floor: AlgorithmFloor = .sound
    ) -> PathSearch {
        let question = PathQuestion(
            certificate: certificate.digest, purpose: purpose, inputs: inputs, floor: floor)
        let answer = answer(to: question, of: certificate, in: tree(anchors))
        let holding = answer.paths.filter { $0.validity.holds(at: instant) }
        if let first = answer.paths.first, holding.isEmpty {
            let (failure, depth) = first.path.untimely(at: instant)
            return PathSearch(paths: [], failure: failure, depth: depth)
        }
        guard holding.isEmpty else {
            return PathSearch(paths: holding.map(\.path), failure: nil, depth: 0)
        }
        return PathSearch(
            paths: [], failure: answer.objection?.failure ?? .noChain,
            depth: answer.objection?.depth ?? 0)
    }

    private func answer(
        to question: PathQuestion, of certificate: ParsedCertificate, in tree: TrustedTree
    ) -> PathAnswer {
        if let known = tree.answers.withLock({ $0[question] }) { return known }
        let answer = PathEnumeration.paths(
            of: certificate, question: question, authorities: tree.found, memory: memory)
        tree.answers.withLock { known in
            if known.count >= CertificatePool.maximumAnswers { known.removeAll() }
            known[question] = answer
        }
        return answer
    }

    private func tree(_ anchors: [[UInt8]]) -> TrustedTree {
        // The same arrays come again and again, which equality sees at once; to hash them would take longer than all the rest.
        if let known = trees.withLock({ $0.first { $0.anchors == anchors } }) { return known }
        let found = TrustedAuthorities(
            anchors: anchors.compactMap { memory.certificate($0) }, candidates: candidates,
            memory: memory)
        let tree = TrustedTree(anchors: anchors, found: found)
        trees.withLock { known in
            if known.count >= CertificatePool.maximumTrees { known.removeAll() }
            known.append(tree)
        }
        return tree
    }
}

/// The authorities under some anchors, and the paths that were asked for.
private final class TrustedTree: Sendable {
    let anchors: [[UInt8]]
    let found: TrustedAuthorities
    let answers = Mutex<[PathQuestion: PathAnswer]>([:])

    init(anchors: [[UInt8]], found: TrustedAuthorities) {
        self.anchors = anchors
        self.found = found
    }
}

extension Interval {
    /// Whether a validity holds the instant, or any at all if that is nil.
    fileprivate func holds(at instant: Instant?) -> Bool {
        guard let instant, let lo, let hi else { return !isContradiction }
        return lo <= instant && instant.wholeSecond <= hi
    }
}

extension CertificationPath {
    /// The certificate nearest to the end entity that is not valid at the instant; of a path that is never valid, the first to expire.
    fileprivate func untimely(at instant: Instant?) -> (PathFailure, depth: Int) {
        for (depth, certificate) in certificates.enumerated() {
            if let instant, instant < certificate.notBefore { return (.notYetValid, depth) }
            if let instant, instant.wholeSecond > certificate.notAfter { return (.expired, depth) }
        }
        let earliest = certificates.indices.min {
            certificates[$0].notAfter < certificates[$1].notAfter
        }
        return (.expired, earliest ?? 0)
    }
}
