// An issuer that signs two accounts of one limit which cannot both be true (background §3.4, invariant 14): two ledgers of which neither begins with the
// other, or a certificate that says it is behind another entry than the ledger has there. Only ledgers over which some signature of the issuer
// that they name verifies are compared, so that what others make up neither counts nor hides anything. Spec: ledger-19, ledger-20

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// Two accounts of one limit that contradict each other.
struct LedgerFork: Sendable, Hashable {
    /// A ledger, or a certificate.
    let one: Digest
    let other: Digest
    /// The entry in which they differ.
    let number: Int64

    /// A whole sentence.
    var sentence: String {
        "\(one) and \(other), both of them signed by the issuer, have two entries \(number)."
    }
}

enum LedgerForks {
    // One is enough to convict; more than this say nothing new.
    private static let limit = 64

    /// `forked_ledger`, for the ledger `module` and those behind it in the order of digests, and for certificates. Spec: facts-35
    static func facts(
        of module: LedgerModule, _ exhibit: FiledExhibit, in evidence: Evidence
    ) -> [Fact] {
        forks(of: module, exhibit, in: evidence).map { fork in
            let places = [fork.one, fork.other].compactMap { evidence.places[$0]?.first }
            return Fact(
                "forked_ledger",
                [.document(fork.one), .document(fork.other), .count(fork.number)],
                exhibits: Set(places).sorted())
        }
    }

    /// The forks in which this ledger is the one of the smaller digest, and those with certificates.
    static func forks(
        of module: LedgerModule, _ exhibit: FiledExhibit, in evidence: Evidence
    ) -> [LedgerFork] {
        let digest = exhibit.filing.content
        var forks: [LedgerFork] = []
        var seen: Set<Digest> = [digest]
        for other in evidence.exhibits {
            guard forks.count < limit, let ledger = other.module as? LedgerModule,
                ledger.isSame(as: module), digest < other.filed.filing.content,
                seen.insert(other.filed.filing.content).inserted,
                let number = divergence(module.content.span, ledger.content.span),
                evidence.isSigned(digest, by: module.head.issuer),
                evidence.isSigned(other.filed.filing.content, by: module.head.issuer)
            else { continue }
            forks.append(
                LedgerFork(one: digest, other: other.filed.filing.content, number: number))
        }
        return forks + certificates(against: module, digest, in: evidence).prefix(limit)
    }

    private static func certificates(
        against module: LedgerModule, _ digest: Digest, in evidence: Evidence
    ) -> [LedgerFork] {
        let head = module.head
        let covers = evidence.covers.filter {
            $0.value.terms.limit == head.limit && $0.value.terms.issuer == head.issuer
                && $0.value.terms.limitAgreement == head.agreement
        }
        guard !covers.isEmpty else { return [] }
        var lookup = LedgerLookup(numbers: Set(covers.values.map(\.terms.entry)))
        module.read(into: &lookup)
        return covers.sorted { $0.key < $1.key }.compactMap { certificate, cover in
            guard let entry = lookup.byNumber[cover.terms.entry],
                entry.previous != cover.terms.previous,
                evidence.isSigned(certificate, by: head.issuer)
            else { return nil }
            return LedgerFork(one: certificate, other: digest, number: entry.number)
        }
    }

    /// The number of the first entry that two ledgers of one head have differently; nil where one begins with the other, or where the lines that differ have
    /// two numbers.
    static func divergence(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int64? {
        var position = 0
        while position < left.count, position < right.count {
            let end = left.end(ofLineAt: position)
            guard right.end(ofLineAt: position) == end, end < left.count,
                right.has(left.extracting(position..<end), at: position)
            else {
                let first = number(left, at: position)
                return first == number(right, at: position) ? first : nil
            }
            position = end + 1
        }
        return nil
    }

    private static func number(_ text: Span<UInt8>, at position: Int) -> Int64? {
        let line = text.extracting(position..<text.end(ofLineAt: position))
        return String(validatingUTF8: line)?.split(separator: " ").first.flatMap { Int64($0) }
    }
}

extension LedgerModule {
    /// Whether it is an account of the same limit.
    fileprivate func isSame(as other: LedgerModule) -> Bool {
        head.limit == other.head.limit && head.issuer == other.head.issuer
            && head.agreement == other.head.agreement
    }
}

extension Evidence {
    /// Whether a signature over `content` verifies with a key that leads to `party`.
    func isSigned(_ content: Digest, by party: PartyID) -> Bool {
        exhibits.contains { exhibit in
            exhibit.holdings.signedData.contains { cms in
                let links = exhibit.filed.filing.links
                return Presentation.all(of: cms, links: links, known: known).contains { shown in
                    shown.content == content
                        && cms.signers.contains { signer in
                            let judged = judgement(of: signer, in: cms, presented: shown)
                            return judged.validation.signature.isValid
                                && judged.validation.certificate?.party == party
                        }
                }
            }
        }
    }
}
