// Rotations of an archive's key (docs/formats/rotation.md). Whether one counts follows from the annex and from the rotations before it,
// which the caller knows (`LogContext.keys`); an exhibit only tells which.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// That another key signs the archive's checkpoints.
struct RotationModule: EvidenceModule {
    static let kind = ExhibitKind.rotation

    private let signed: SignedRotation

    /// Only the kind of the filing tells: whoever files a copy files a document.
    static func recognise(name: String, content: [UInt8]) -> MediaType? { nil }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        guard let note = String(validating: content, as: UTF8.self),
            let signed = try? SignedRotation(parsing: note)
        else { throw MalformedEvidence(code: "ROTATION.MALFORMED", words: "no rotation") }
        self.signed = signed
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = exhibit.filing.content.text
        let origin = exhibit.filing.archive
        guard evidence.policy.trust.recoveryKeys.contains(where: { $0.origin == origin }) else {
            var judgement = Judgement()
            judgement.checks = [
                Check(
                    "ROTATION.UNKNOWN", .warning, subject: subject,
                    "The annex names no recovery key for the archive, so the rotation changes nothing."
                )
            ]
            return judgement
        }
        let periods = evidence.log.keys?.periods ?? []
        guard periods.contains(where: { $0.rotation == signed }) else {
            return Judgement(checks: [
                Check(
                    "ROTATION.REFUSED", .indeterminate, .noCertificateChainFound, subject: subject,
                    "The rotation changes nothing: \(reason(in: evidence)).")
            ])
        }
        return Judgement(checks: [
            Check(
                "ROTATION.SIGNATURE", .passed, subject: subject,
                "The recovery key of the annex signed that another key signs for the archive.")
        ])
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard judgement.conclusion?.indication == .totalPassed else { return .anyone }
        let key = signed.rotation.recovery.text
        return Makers(
            evidence.policy.trust.recoveryKeys.filter { $0.verifierKey == key }
                .map { Maker(.party($0.party), .role("recovery key")) })
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let rotation = signed.rotation
        let why =
            switch rotation.reason {
            case .rotated: "it goes as sound as it was"
            case .lost: "it was lost"
            case .compromised(let since): "others may have had it since \(since)"
            }
        return Description(
            summary: "Rotation of the key of \(rotation.archive) at size \(rotation.size).",
            details: ["old key \(rotation.old.text): \(why)", "new key \(rotation.new.text)"])
    }

    private func reason(in evidence: Evidence) -> String {
        let refused = evidence.log.keys?.refused.first {
            $0.rotation.note.utf8.elementsEqual(signed.note.utf8)
        }
        return switch refused?.reason {
        case .unknownRecoveryKey: "the annex names another recovery key"
        case .wrongArchive(let found, _): "it is of the archive \(found)"
        case .unknownOldKey: "the key that it replaces never signed for the archive"
        case .alreadyReplaced: "the key that it replaces was replaced before"
        case .keyReused: "its new key was in use before"
        case .outOfOrder: "its size does not follow on the rotation before it"
        case .text, .note, .signers, nil: "it is not where an archive files its rotations"
        }
    }
}
