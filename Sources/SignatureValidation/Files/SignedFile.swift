// Signatures of one SignedData (EN 319 102-1 §5.6.3, flattened): everything at hand has its proof of existence at the validation
// time; each time-stamp, the newest first, is validated at the proof that later ones give it, and if it is trusted, what it covers
// existed at its time; then each signature is validated with the bounds that came out. Nothing is looked up in the file that a
// signature or a trusted time-stamp does not carry, but certificates and revocation data, which carry their own signatures.

import Cryptography
import EvidenceValues

/// A SignedData with its signatures, time-stamps and material.
struct SignedFile: Sendable {
    private let cms: CMSSignedData
    private let given: SignedContent?
    private let policy: ValidationPolicy
    private let found: SignatureTokens
    private let inside: FileMaterial
    private let material: ValidationMaterial
    private let stamps: ValidatedTokens

    init(_ cms: CMSSignedData, _ question: FileQuestion) {
        self.init(
            cms, question,
            SignatureTokens(cms, content: question.content, memory: question.memory) {
                $0.verifyImprint(of: $1, in: cms, content: question.content, floor: $2)
            })
    }

    /// A file whose content was read and not kept.
    init(
        _ file: StreamedSignedData, from source: some RangedBytes, _ question: FileQuestion
    ) throws {
        self.init(
            file.cms, question,
            try SignatureTokens(file.cms, content: question.content, memory: question.memory) {
                try file.verifyImprint(
                    $0, of: $1, from: source, content: question.content, floor: $2)
            })
    }

    private init(_ cms: CMSSignedData, _ question: FileQuestion, _ tokens: SignatureTokens) {
        self.cms = cms
        given = question.content
        policy = question.policy
        found = tokens
        inside = FileMaterial(cms, found, memory: question.memory)
        let base = question.others.with(inside, memory: question.memory)
        stamps = ValidatedTokens(found, material: base, policy: policy)
        material = base.knowing(stamps.proofs)
    }

    /// The whole answer.
    func record(in file: NamedFile) -> FileRecord {
        guard !cms.signers.isEmpty else {
            return file.refused(
                kind: "signature", "SIG.FORMAT", policy: policy,
                "The file has the form of a signature, but nobody signed it.")
        }
        let signatures = cms.signers.indices.map { signature(at: [$0]) }
        let worst = SignedFile.worst(of: signatures)
        var record = file.record(kind: "signature", worst.indication, policy: policy)
        record.subIndication = worst.subIndication
        record.signatures = signatures
        record.sentence = FileSentence.of(signatures)
        if inside.unreadable > 0 {
            record.checks.append(
                Check(
                    "FILE.UNREADABLE_OBJECT", .warning, subject: file.digest.text,
                    "Certificates or revocation data in the file that cannot be read are passed over."
                ))
        }
        record.objects = ObjectsInFile(file, inside, found, content: content).records
        return record
    }

    // The content, if its bytes are at hand: those given, or those inside.
    private var content: FileObject? {
        let isOutside = cms.isDetached
        guard case .bytes(let bytes) = isOutside ? given : cms.enclosedContent,
            let digest = found.signers.first?.contentDigest
        else { return nil }
        return FileObject(
            kind: "content", digest: digest, bytes: bytes, name: "", isOutside: isOutside)
    }

    private static func worst(of signatures: [SignatureRecord]) -> (
        indication: Indication, subIndication: SubIndication?
    ) {
        let order: [Indication] = [.totalFailed, .indeterminate, .totalPassed]
        for indication in order {
            if let first = signatures.first(where: { $0.indication == indication }) {
                return (indication, first.subIndication)
            }
        }
        return (.indeterminate, nil)
    }

    // The signature at a position, with those that countersigned it.
    private func signature(at path: [Int]) -> SignatureRecord {
        guard let placed = found.signers.first(where: { $0.path == path }) else {
            return SignatureRecord(signature: cms.digest, indication: .indeterminate)
        }
        let own = stamps.of(path)
        let checked = CheckedSignature(
            placed.signer, content: placed.content, digest: placed.contentDigest,
            material: material)
        let validation = SignatureValidation(
            checked, bounds: stamps.bounds(of: placed), material: material, policy: policy)
        var record = validation.record
        record.timeStamps = own.map(\.record)
        record.countersignatures = found.signers.filter { $0.path.dropLast() == path[...] }
            .map { signature(at: $0.path) }
        let order = stamps.orderChecks(of: placed)
        let more =
            order + own.compactMap(\.doubt) + SignedFile.unreadable(in: placed.signer)
        record.checks += more
        if record.indication == .totalPassed, let order = order.first {
            (record.indication, record.subIndication) = (.indeterminate, order.subIndication)
        }
        record.level = level(of: record, own)
        record.makers = SignatureMakers.of(record, checked)
        if !own.isEmpty || !more.isEmpty {
            record.sentence = SignatureSentence.of(record, policy: policy)
        }
        return record
    }

    private static func unreadable(in signer: CMSSigner) -> [Check] {
        signer.unreadableAttributes.map { identifier in
            Check(
                "SIG.ATTRIBUTE_UNREADABLE", .warning, subject: signer.signatureDigest.text,
                "The attribute \(identifier) is not of its form, so what it holds is not used.")
        }
    }

    private func level(of record: SignatureRecord, _ own: [ValidatedToken]) -> String {
        SignatureLevel.of(record, stamps: own, inside: inside.digests)
    }
}
