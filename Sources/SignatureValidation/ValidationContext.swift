// Whether an answer about a certificate can be relied on. Its signer was entitled by a path that held at the time of the answer; the
// answer existed before anything befell that path; and where somebody answers in the issuer's place, others answer for him in turn, to a
// limited depth and never in a ring.

import Cryptography
import EvidenceValues

/// A certificate of a path.
struct PathPlace {
    let path: CertificationPath
    let depth: Int

    var certificate: ParsedCertificate { path.certificates[depth] }

    /// From its issuer to the anchor; nil above the anchor.
    var above: CertificationPath? {
        path.certificates.dropFirst(depth + 1).first.flatMap { path.part(from: $0) }
    }
}

/// How many answerers were asked about in one validation. Each may be answered for by many, and those by many more.
private final class AnswererWalks {
    /// More are not: as many as a new answer each week for twenty years, each by a new responder.
    private static let maximumCount = 1024
    private var count = 0

    /// Whether one more may be.
    func begin() -> Bool {
        count += 1
        return count <= AnswererWalks.maximumCount
    }
}

/// What certificate validation is given, and whose certificates it is at when it has to ask about those who answer.
struct ValidationContext {
    /// An answer may be signed by somebody about whom others answer; real chains of them have one step.
    static let maximumDepth = 3

    let material: ValidationMaterial
    let policy: ValidationPolicy
    /// The certificates of the answerers that are being asked about, outermost first.
    private var asked: [Digest] = []
    private let walks = AnswererWalks()

    init(material: ValidationMaterial, policy: ValidationPolicy) {
        self.material = material
        self.policy = policy
    }

    /// Whether it is asked about an answerer.
    var isAboutAnswerer: Bool { !asked.isEmpty }

    /// Why an answer cannot be relied on; nil if it can.
    func doubt(
        _ answer: RevocationAnswer, at place: PathPlace, control: ControlTime,
        question: CertificateQuestion
    ) -> AnswerDoubt? {
        let (update, existence) = (answer.record.thisUpdate, answer.existence)
        guard answer.signerPath.certificates.allSatisfy({ $0.isValid(at: update) }) else {
            return .signerOutOfBounds
        }
        // The arbiter vouches for the anchor itself, so it does not expire for him.
        guard
            answer.signerPath.certificates.dropLast().allSatisfy({
                existence.wholeSecond <= $0.notAfter
            })
        else { return .signerOutOfBounds }
        let weak = AlgorithmDoubt(
            answer.algorithmNames, bounds: Interval(hi: existence), policy: policy)
        if let weak { return .weak(weak.subIndication) }
        if existence > control.lastProof {
            return .noPOE(control.missingProof(question.bounds, policy))
        }
        return answer.signerIsIssuer ? nil : signerDoubt(answer, at: place, control: control)
    }

    // A delegate's or an indirect issuer's own standing at the time of its answer. What its path shares with the path above the
    // certificate in question is looked at there; the certificate itself is not, and nobody answers for himself.
    private func signerDoubt(
        _ answer: RevocationAnswer, at place: PathPlace, control: ControlTime
    ) -> AnswerDoubt? {
        let signer = answer.signerPath.endEntity
        guard !asked.contains(signer.digest), asked.count < ValidationContext.maximumDepth,
            !signer.hasSameKey(as: place.certificate), walks.begin()
        else { return .signerDoubtful(nil) }
        var deeper = self
        deeper.asked.append(signer.digest)
        let walk = PathValidation(
            answer.signerPath,
            CertificateQuestion(
                bounds: Interval(hi: answer.existence), moment: answer.record.thisUpdate,
                named: holds(answer, signer, on: place.certificate) ? answer.existence : nil,
                exemptsEndEntity: answer.record.form == .response && signer.hasNoCheck),
            deeper, below: place.above, control: control)
        let conclusion = Conclusion(walk.checks)
        return conclusion.indication == .totalPassed
            ? nil : .signerDoubtful(conclusion.subIndication)
    }

    // Whether the answer came with its signer's certificate, which is then as old as the answer.
    private func holds(
        _ answer: RevocationAnswer, _ signer: ParsedCertificate, on certificate: ParsedCertificate
    ) -> Bool {
        let response = material.responses(serial: certificate.serial).first {
            $0.digest == answer.record.source
        }
        return response?.certificates.contains { $0.derBytes == signer.derBytes } ?? false
    }
}
