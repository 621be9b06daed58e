// Things are named by their SHA-256, but others name them by what digest they like: a time-stamp's imprint may be a SHA-512, a signature may
// be over a SHA-384. Whoever knows the bytes can tell that it is the same thing, so all bytes at hand are hashed with each algorithm
// that is used anywhere. Broken algorithms name nothing: who can make two things with one digest can also choose later which it was.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// The bytes at hand, by whatever digest.
struct KnownBytes: Sendable {
    private struct Name: Hashable {
        let algorithm: DigestAlgorithm
        let digest: [UInt8]
    }

    private var objects: [Name: [EvidenceObject]] = [:]
    private var contents: [Digest: [UInt8]] = [:]

    /// What the exhibits hold, by the algorithms that signatures and tokens among them use.
    init(_ exhibits: [ReadExhibit], tokens: [HeldToken]) {
        for exhibit in exhibits {
            if let content = exhibit.filed.content {
                contents[exhibit.filed.filing.content] = content
            }
        }
        let algorithms = KnownBytes.algorithms(exhibits, tokens)
        guard !algorithms.isEmpty else { return }
        var known: [EvidenceObject: [UInt8]] = [:]
        for exhibit in exhibits {
            if let content = exhibit.filed.content { known[exhibit.object] = content }
            known[.content(exhibit.filed.filing.digest)] = exhibit.filed.filing.bytes
            for note in exhibit.holdings.notes {
                known[.content(.sha256(Array(note.utf8)))] = Array(note.utf8)
            }
            for cms in exhibit.signedData {
                if let content = cms.encapsulatedContent {
                    known[.content(.sha256(content))] = content
                }
                for signer in cms.signers {
                    known[.signature(signer.signatureDigest)] = signer.signatureValue
                }
            }
        }
        for held in tokens { known[.content(held.digest)] = held.token.tokenBytes }
        for (object, bytes) in known {
            for algorithm in algorithms {
                let name = Name(algorithm: algorithm, digest: algorithm.hash(bytes))
                objects[name, default: []].append(object)
            }
        }
    }

    /// What has this digest: by SHA-256 whatever it may be, by another algorithm what is at hand.
    func objects(with digest: [UInt8], by algorithm: DigestAlgorithm) -> [EvidenceObject] {
        if algorithm == .sha256 {
            return Digest(bytes: digest).map { [.content($0), .signature($0)] } ?? []
        }
        return objects[Name(algorithm: algorithm, digest: digest)] ?? []
    }

    /// The bytes of an exhibit's content, if they are at hand.
    func bytes(of content: Digest) -> [UInt8]? { contents[content] }

    /// The SHA-256 of the content that has this digest; nil if it is not known.
    func content(with digest: [UInt8], by algorithm: DigestAlgorithm) -> Digest? {
        let found = objects(with: digest, by: algorithm).compactMap { object -> Digest? in
            if case .content(let digest) = object { digest } else { nil }
        }
        return found.min()
    }

    private static func algorithms(
        _ exhibits: [ReadExhibit], _ tokens: [HeldToken]
    ) -> Set<DigestAlgorithm> {
        let signers = exhibits.flatMap(\.signedData).flatMap(\.signers)
        let used =
            tokens.map(\.token.imprintAlgorithm)
            + signers.compactMap { DigestAlgorithm(rawValue: $0.digestAlgorithm) }
        return Set(used).subtracting([.sha256, .sha1, .md5])
    }
}
