// What was found in evidence and may help: certificates to build paths with, lists and answers to learn of revocation from. None of it
// is trusted; a list or answer counts when somebody signed it whom a path to an anchor entitles to. What was worked out about the
// material is kept with it, for a matter asks the same of each of its signatures.

package import Cryptography
package import EvidenceValues
internal import Synchronization

/// Certificates, revocation lists and OCSP responses found in evidence.
package final class ValidationMaterial: Sendable {
    /// Every certificate, once.
    package let certificates: [ParsedCertificate]
    /// The same for building paths.
    package let candidates: CertificatePool
    /// Every response, once.
    package let responses: [OCSPResponse]
    /// What was read and checked before, perhaps for other material.
    package let memory: ObjectMemory
    private let listsByIssuer: [ComparableName: [RevocationList]]
    private let responsesBySerial: [[UInt8]: [OCSPResponse]]
    /// Those restricted to signing OCSP responses.
    let responders: [ParsedCertificate]
    private let certificatesBySubject: [ComparableName: [ParsedCertificate]]
    /// When an object provably existed, by its digest.
    private let existence: [Digest: Instant]
    /// The certificate under which a list's signature was verified before, by the list's digest.
    private let issuers: [Digest: Digest]
    private let answers = AnswerMemory()
    let validations = CertificateMemory()

    package init(
        certificates: [ParsedCertificate] = [], revocationLists: [RevocationList] = [],
        responses: [OCSPResponse] = [], existence: [Digest: Instant] = [:],
        issuers: [Digest: Digest] = [:], memory: ObjectMemory = ObjectMemory()
    ) {
        var seen: Set<Digest> = []
        self.certificates = certificates.filter { seen.insert($0.digest).inserted }
        candidates = CertificatePool(self.certificates, memory: memory)
        self.responses = responses.filter { seen.insert($0.digest).inserted }
        self.existence = existence
        self.issuers = issuers
        self.memory = memory
        var lists: [ComparableName: [RevocationList]] = [:]
        for list in revocationLists where seen.insert(list.digest).inserted {
            lists[list.issuerName, default: []].append(list)
        }
        listsByIssuer = lists
        certificatesBySubject = Dictionary(grouping: self.certificates) { $0.subjectName }
        responders = self.certificates.filter(\.isForResponses)
        var bySerial: [[UInt8]: [OCSPResponse]] = [:]
        for response in self.responses {
            for serial in Set(response.answers.map(\.serial)) {
                bySerial[serial, default: []].append(response)
            }
        }
        responsesBySerial = bySerial
    }

    /// The same material, with what was found out about its lists; paths that were built are kept.
    package init(
        _ material: ValidationMaterial, existence: [Digest: Instant] = [:],
        issuers: [Digest: Digest] = [:]
    ) {
        certificates = material.certificates
        candidates = material.candidates
        responses = material.responses
        memory = material.memory
        listsByIssuer = material.listsByIssuer
        responsesBySerial = material.responsesBySerial
        certificatesBySubject = material.certificatesBySubject
        responders = material.responders
        self.existence = existence
        self.issuers = issuers
    }

    /// What the check of a list's signature by `issuer` finds.
    func verification(of list: RevocationList, issuer: ParsedCertificate) -> SourceVerification {
        issuers[list.digest] == issuer.digest
            ? .valid : memory.revocation.verification(of: list, issuer: issuer)
    }

    /// The lists that say to be of the issuer with this name.
    package func revocationLists(issuerDER: [UInt8]) -> [RevocationList] {
        ComparableName(der: issuerDER).map { revocationLists(issuer: $0) } ?? []
    }

    /// The lists that say to be of the issuer with this name.
    package func revocationLists(issuer: ComparableName) -> [RevocationList] {
        listsByIssuer[issuer] ?? []
    }

    /// The responses that say something of a certificate with this serial number, whoever issued it.
    package func responses(serial: [UInt8]) -> [OCSPResponse] { responsesBySerial[serial] ?? [] }

    /// The certificates of this subject.
    package func certificates(subject: ComparableName) -> [ParsedCertificate] {
        certificatesBySubject[subject] ?? []
    }

    /// The proof of existence of a certificate, list or response; the validation time if there is no better.
    package func existence(of object: Digest, policy: ValidationPolicy) -> Instant {
        policy.existence(Interval(hi: existence[object]))
    }

    /// The proof of existence of a list; the validation time if there is no better.
    package func existence(of list: RevocationList, policy: ValidationPolicy) -> Instant {
        existence(of: list.digest, policy: policy)
    }

    /// The answers to a question, worked out once.
    func answers(
        to question: RevocationQuestion, _ work: () -> RevocationAnswers
    ) -> RevocationAnswers {
        if let known = answers.get(question) { return known }
        let found = work()
        answers.set(question, found)
        return found
    }
}

/// What the sources are asked: about which certificate, with which path above it, for when.
struct RevocationQuestion: Hashable, Sendable {
    let certificate: Digest
    /// The issuer and what stands above it.
    let path: [Digest]
    let validationTime: Instant
    let skew: TimeSpan
}

/// Answers that were worked out.
private final class AnswerMemory: Sendable {
    // Some hundred bytes each; a matter has some thousand certificates.
    private static let maximumCount = 65_536
    private let answers = Mutex<[RevocationQuestion: RevocationAnswers]>([:])

    func get(_ question: RevocationQuestion) -> RevocationAnswers? {
        answers.withLock { $0[question] }
    }

    func set(_ question: RevocationQuestion, _ found: RevocationAnswers) {
        answers.withLock { known in
            if known.count >= AnswerMemory.maximumCount { known.removeAll() }
            known[question] = found
        }
    }
}
