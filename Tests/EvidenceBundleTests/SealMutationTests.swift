// What nobody signed in the handing-in signature: each change leaves the mathematics valid, so only the rule of the one spelling
// refuses it. The one change that remains is the other ECDSA value (docs/formats/bundle.md, "Bytes that may change").

import Agreements
import BundleExport
import Container
import Cryptography
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// An element of DER taken apart, to be put together otherwise.
private struct Element {
    var tag: UInt8
    var content: [UInt8]

    /// The elements that `bytes` are, one after the other.
    static func all(in bytes: some Collection<UInt8>) throws -> [Element] {
        var rest = Array(bytes)[...]
        var found: [Element] = []
        while let tag = rest.popFirst() {
            var length = Int(try required(rest.popFirst()))
            if length >= 0x80 {
                let digits = length - 0x80
                length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(digits)
            }
            try #require(length <= rest.count)
            found.append(Element(tag: tag, content: Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return found
    }

    /// Changes the element to which `path` leads through constructed ones.
    static func change(
        _ bytes: [UInt8], at path: [Int], _ edit: (inout Element) throws -> Void
    ) throws -> [UInt8] {
        var elements = try all(in: bytes)
        let position = try required(path.first)
        if path.count == 1 {
            try edit(&elements[position])
        } else {
            elements[position].content = try change(
                elements[position].content, at: Array(path.dropFirst()), edit)
        }
        return elements.flatMap(\.bytes)
    }

    var bytes: [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        var digits: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            digits.insert(UInt8(rest & 255), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(digits.count)] + digits + content
    }
}

extension SampleMatter {
    /// What the annex names.
    fileprivate var trusted: PinnedTrust {
        get throws { try Annex(parsing: String(decoding: built.annex, as: UTF8.self)).trust }
    }
}

/// A change of the seal.
private struct SealMutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (_ seal: [UInt8], _ matter: SampleMatter) throws -> [UInt8]
    init(
        _ name: String,
        _ change: @escaping @Sendable (_ seal: [UInt8], _ matter: SampleMatter) throws -> [UInt8]
    ) {
        testDescription = name
        self.change = change
    }
}

/// Where things stand: SignedData, its certificates, its signer.
private let signedData = [0, 1, 0]
private let certificates = signedData + [3]
private let signer = signedData + [4, 0]

private func unsigned(_ attribute: DERTree)
    -> @Sendable ([UInt8], SampleMatter) throws -> [UInt8]
{
    { seal, _ in
        try Element.change(seal, at: signer) {
            $0.content += DERTree.implicitSetOf(1, [attribute]).bytes
        }
    }
}

private func with(_ name: String) -> @Sendable ([UInt8], SampleMatter) throws -> [UInt8] {
    { seal, matter in
        let other = try required(matter.built.identities[name]).certificate
        return try Element.change(seal, at: certificates) {
            let own = $0.content
            $0.content = own.lexicographicallyPrecedes(other) ? own + other : other + own
        }
    }
}

private let mutations: [SealMutation] = [
    SealMutation(
        "an unsigned attribute that nobody knows",
        unsigned(.sequence([.object("1.3.6.1.4.1.99999.1"), .setOf([.octets([1, 2, 3])])]))),
    SealMutation(
        "an unsigned countersignature",
        unsigned(.sequence([.object("1.2.840.113549.1.9.6"), .setOf([.sequence([])])]))),
    SealMutation(
        "an unsigned time-stamp",
        unsigned(.sequence([.object("1.2.840.113549.1.9.16.2.14"), .setOf([.sequence([])])]))),
    SealMutation("its certificate twice", with("FRUTA")),
    SealMutation("the other party's certificate", with("MARKT")),
    SealMutation("the anchor's certificate") { seal, matter in
        let fruta = try ParsedCertificate(
            der: try required(matter.built.identities["FRUTA"]).certificate)
        let anchors = try matter.trusted.anchors.map(\.derBytes)
        let anchor = try required(
            anchors.first { try ParsedCertificate(der: $0).subjectDER == fruta.issuerDER })
        return try Element.change(seal, at: certificates) {
            let own = $0.content
            $0.content = own.lexicographicallyPrecedes(anchor) ? own + anchor : anchor + own
        }
    },
    SealMutation("another kind of certificate") { seal, _ in
        try Element.change(seal, at: certificates) {
            $0.content += DERTree.implicit(1, [.octets([1])]).bytes
        }
    },
    SealMutation("no certificate") { seal, _ in
        try Element.change(seal, at: signedData) { element in
            element.content = try Element.all(in: element.content).enumerated()
                .filter { $0.offset != 3 }.flatMap(\.element.bytes)
        }
    },
    SealMutation("a revocation list of another kind") { seal, _ in
        try Element.change(seal, at: signedData) { element in
            let other = DERTree.implicit(1, [.object("1.2.3"), .octets([1])])
            let lists = DERTree.implicit(1, [other]).bytes
            var parts = try Element.all(in: element.content)
            parts.insert(contentsOf: try Element.all(in: lists), at: 4)
            element.content = parts.flatMap(\.bytes)
        }
    },
    SealMutation("version 3") { seal, _ in
        try Element.change(seal, at: signedData + [0]) { $0.content = [3] }
    },
    SealMutation("version 5") { seal, _ in
        try Element.change(seal, at: signedData + [0]) { $0.content = [5] }
    },
    SealMutation("one more digest algorithm") { seal, _ in
        try Element.change(seal, at: signedData + [1]) {
            $0.content += DERTree.sequence([.object("2.16.840.1.101.3.4.2.3")]).bytes
        }
    },
    SealMutation("NULL behind the digest algorithm of the file") { seal, _ in
        try Element.change(seal, at: signedData + [1, 0]) { $0.content += [5, 0] }
    },
    SealMutation("NULL behind the digest algorithm of the signer") { seal, _ in
        try Element.change(seal, at: signer + [2]) { $0.content += [5, 0] }
    },
    SealMutation("NULL behind both digest algorithms") { seal, _ in
        try Element.change(
            Element.change(seal, at: signer + [2]) { $0.content += [5, 0] },
            at: signedData + [1, 0]
        ) { $0.content += [5, 0] }
    },
    SealMutation("NULL behind the signature algorithm") { seal, _ in
        try Element.change(seal, at: signer + [4]) { $0.content += [5, 0] }
    },
    SealMutation("the signer by its key identifier") { seal, matter in
        let own = try ParsedCertificate(
            der: try required(matter.built.identities["FRUTA"]).certificate)
        let key = try required(own.subjectKeyIdentifier)
        return try Element.change(
            Element.change(seal, at: signer + [1]) { $0 = Element(tag: 0x80, content: key) },
            at: signer + [0]
        ) { $0.content = [3] }
    },
    SealMutation("the signature in pieces") { seal, _ in
        try Element.change(seal, at: signer + [5]) {
            $0 = Element(tag: 0x24, content: $0.bytes)
        }
    },
    SealMutation("a length in more bytes than it needs") { seal, _ in
        let content = try required(try Element.all(in: seal).first).content
        return [0x30, 0x84]
            + (0..<4).reversed().map { UInt8(content.count >> ($0 * 8) & 255) } + content
    },
    SealMutation("a length that is not told") { seal, _ in
        let content = try required(try Element.all(in: seal).first).content
        return [0x30, 0x80] + content + [0, 0]
    },
]

/// The order of P-256 (SEC 2 §2.4.2).
private let order: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6,
    0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
]

/// `order - value`, as the content of an INTEGER.
private func negated(_ value: [UInt8]) -> [UInt8] {
    let digits = Array(value.drop { $0 == 0 })
    let padded = [UInt8](repeating: 0, count: 32 - digits.count) + digits
    var result = [UInt8](repeating: 0, count: 32)
    var borrow = 0
    for position in (0..<32).reversed() {
        let difference = Int(order[position]) - Int(padded[position]) - borrow
        borrow = difference < 0 ? 1 : 0
        result[position] = UInt8((difference + 256) % 256)
    }
    let kept = Array(result.drop { $0 == 0 })
    return kept.first.map { $0 >= 0x80 } == true ? [0] + kept : kept
}

extension WholeBundles {
    @Suite struct MutatedSeals {
        let shared: SampleMatter.Shared
        let verifier: BundleVerifier
        let seal: [UInt8]

        init() throws {
            shared = try SampleMatter.shared.get()
            verifier = try BundleVerifier(
                .bytes(shared.bytes), trust: try shared.matter.request().trust,
                time: shared.matter.built.now, tool: "")
            seal = try required(verifier.bundle.signature)
        }

        private func verification(_ signature: [UInt8]) -> SealVerification {
            var bundle = verifier.bundle
            bundle.signature = signature
            return SealVerification(
                bundle, verifier.log.exhibits, trust: verifier.texts.trust,
                skew: verifier.texts.skew, at: shared.matter.built.now)
        }

        private func troubles(_ signature: [UInt8]) -> [Check] {
            verification(signature).checks.checks.filter {
                $0.outcome == .failed || $0.outcome == .indeterminate
            }
        }

        @Test(arguments: mutations)
        fileprivate func `a change beside the signed bytes is told`(_ mutation: SealMutation) throws
        {
            let changed = try mutation.change(seal, shared.matter)
            try #require(changed != seal)
            #expect(!troubles(changed).isEmpty)
        }

        /// Spec: bundle-8
        @Test func `a seal of the same key that another program wrote is accepted`() throws {
            let fruta = try required(shared.matter.built.identities["FRUTA"])
            let other = try SignedDataWriter.sign(verifier.bundle.manifest, by: fruta)
            #expect(troubles(other) == [])
        }

        /// Spec: "Bytes that may change". If this fails because it is refused, the document has to say so.
        @Test func `the other value of an ECDSA signature is the one change that is accepted`()
            throws
        {
            let changed = try Element.change(seal, at: signer + [5]) { value in
                value.content = try Element.change(value.content, at: [0, 1]) {
                    $0.content = negated($0.content)
                }
            }
            #expect(changed != seal)
            #expect(troubles(changed) == [])
            #expect(verification(changed).record?.signer == verification(seal).record?.signer)
            let back = try Element.change(changed, at: signer + [5]) { value in
                value.content = try Element.change(value.content, at: [0, 1]) {
                    $0.content = negated($0.content)
                }
            }
            #expect(back == seal)
        }
    }
}
