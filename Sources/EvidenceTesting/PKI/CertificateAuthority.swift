// A certification authority for tests: it issues X.509 certificates and revocation lists (RFC 5280) at whatever date it is told,
// good ones by default and odd ones by option. It is written without OpenSSL, so that it checks the verifier, which uses OpenSSL.

import EvidenceValues

/// What stands in a certificate besides its names and key. The defaults are those of a party's signing certificate.
package struct CertificateOptions: Sendable {
    /// The serial number; nil for one derived from name and validity.
    package var serial: [UInt8]?
    package var isCA = false
    /// pathLenConstraint of a CA.
    package var pathLength: UInt64?
    /// The bits of keyUsage (RFC 5280 §4.2.1.3: 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign, 6 cRLSign); nil leaves the
    /// extension out.
    package var keyUsage: Set<Int>? = [0, 1]
    /// Purposes of extKeyUsage, dotted; empty leaves the extension out.
    package var extendedKeyUsages: [String] = []
    package var extendedKeyUsageIsCritical = true
    /// Puts a critical extension that nobody knows.
    package var hasUnknownCriticalExtension = false
    /// Puts in a signature that does not verify.
    package var signatureIsBroken = false
    /// Further extensions, as `CertificateAuthority.extension` makes them.
    package var moreExtensions: [DERTree] = []
    /// The whole subject instead of the name's.
    package var subject: DERTree?
    /// The SubjectPublicKeyInfo instead of that of the key: for kinds of keys that the tests' own cannot be.
    package var publicKey: [UInt8]?
    /// Names this issuer instead of the one that signs.
    package var claimedIssuer: String?
    package var digestAlgorithm = TestDigestAlgorithm.sha256

    package init() {}

    /// A CA's certificate: keyCertSign and cRLSign.
    package static var authority: CertificateOptions {
        var options = CertificateOptions()
        options.isCA = true
        options.keyUsage = [5, 6]
        return options
    }

    /// An OCSP responder's certificate (RFC 6960 §4.2.2.2).
    package static var responding: CertificateOptions {
        var options = CertificateOptions()
        options.keyUsage = [0]
        options.extendedKeyUsages = ["1.3.6.1.5.5.7.3.9"]
        options.extendedKeyUsageIsCritical = false
        return options
    }

    /// A TSA's certificate: digitalSignature, and timeStamping alone and critical (RFC 3161 §2.3).
    package static var timeStamping: CertificateOptions {
        var options = CertificateOptions()
        options.keyUsage = [0]
        options.extendedKeyUsages = ["1.3.6.1.5.5.7.3.8"]
        return options
    }
}

/// A CA: root or intermediate.
package struct CertificateAuthority: Sendable {
    package let identity: TestIdentity
    /// The root itself: its certificates name nothing above them.
    package let isRoot: Bool

    package var certificate: [UInt8] { identity.certificate }
    package var name: String { identity.name }

    /// An authority with this certificate, whatever that permits.
    package init(identity: TestIdentity, isRoot: Bool = false) {
        self.identity = identity
        self.isRoot = isRoot
    }

    /// A self-signed root whose key comes from `seed`.
    package static func root(
        _ name: String, seed: String, validity: Validity, curve: TestCurve = .p256,
        options: CertificateOptions = .authority
    ) throws -> CertificateAuthority {
        let key = TestKey(seed: seed, curve: curve)
        let subject = options.subject ?? TestIdentity.distinguishedName(name)
        let serial = options.serial ?? CertificateAuthority.serial(seed, validity)
        let certificate = try CertificateAuthority.certificate(
            .init(subject: subject, key: key, serial: serial, validity: validity),
            issuer: subject, issuerKey: key, options: options)
        return CertificateAuthority(
            identity: TestIdentity(
                name: name, key: key, certificate: certificate, serial: serial, subject: subject,
                issuer: subject, intermediates: []), isRoot: true)
    }

    /// A certificate under this CA for the key that `seed` (by default: CA and name) stands for.
    package func issue(
        _ name: String, seed: String? = nil, validity: Validity, curve: TestCurve = .p256,
        options: CertificateOptions = CertificateOptions()
    ) throws -> TestIdentity {
        let seed = seed ?? "\(self.name)/\(name)"
        let key = TestKey(seed: seed, curve: curve)
        let subject = options.subject ?? TestIdentity.distinguishedName(name)
        let serial = options.serial ?? CertificateAuthority.serial(seed, validity)
        let issuer = options.claimedIssuer.map(TestIdentity.distinguishedName) ?? identity.subject
        let certificate = try CertificateAuthority.certificate(
            .init(subject: subject, key: key, serial: serial, validity: validity),
            issuer: issuer, issuerKey: identity.key, options: options)
        return TestIdentity(
            name: name, key: key, certificate: certificate, serial: serial, subject: subject,
            issuer: issuer,
            intermediates: isRoot ? [] : [identity.certificate] + identity.intermediates)
    }

    /// A CA below this one.
    package func intermediate(
        _ name: String, seed: String? = nil, validity: Validity,
        options: CertificateOptions = .authority
    ) throws -> CertificateAuthority {
        CertificateAuthority(
            identity: try issue(name, seed: seed, validity: validity, options: options),
            isRoot: false)
    }

    private struct Subject {
        let subject: DERTree
        let key: TestKey
        let serial: [UInt8]
        let validity: Validity
    }

    private static func serial(_ seed: String, _ validity: Validity) -> [UInt8] {
        let text = "\(seed) \(validity.notBefore.text) \(validity.notAfter.text)"
        let digest = TestDigestAlgorithm.sha256.digest(Array(text.utf8))
        return [digest[0] & 0x3F | 0x40] + digest[1..<16]
    }

    private static func certificate(
        _ subject: Subject, issuer: DERTree, issuerKey: TestKey, options: CertificateOptions
    ) throws -> [UInt8] {
        let algorithm = DERTree.sequence([.object(options.digestAlgorithm.ecdsaObjectIdentifier)])
        let body = DERTree.sequence([
            .explicit(0, .number(2)),
            .integer(subject.serial),
            algorithm,
            issuer,
            .sequence([.time(subject.validity.notBefore), .time(subject.validity.notAfter)]),
            subject.subject,
            .encoded(options.publicKey ?? subject.key.subjectPublicKeyInfo),
            .explicit(3, .sequence(extensions(subject.key, issuerKey, options))),
        ])
        return try signed(
            body, algorithm, issuerKey, options.digestAlgorithm, broken: options.signatureIsBroken)
    }

    /// `SEQUENCE { body, algorithm, BIT STRING signature }`, the shape of certificates and revocation lists.
    static func signed(
        _ body: DERTree, _ algorithm: DERTree, _ key: TestKey, _ digest: TestDigestAlgorithm,
        broken: Bool
    ) throws -> [UInt8] {
        let message = broken ? [] : body.bytes
        let signature = try key.sign(message, with: digest)
        return DERTree.sequence([body, algorithm, .bits(signature)]).bytes
    }

    private static func extensions(
        _ key: TestKey, _ issuerKey: TestKey, _ options: CertificateOptions
    ) -> [DERTree] {
        var extensions: [DERTree] = []
        if options.isCA {
            let length = options.pathLength.map { [DERTree.number($0)] } ?? []
            let constraints = DERTree.sequence([.boolean(true)] + length)
            extensions.append(self.extension("2.5.29.19", critical: true, constraints))
        }
        if let usage = options.keyUsage {
            extensions.append(self.extension("2.5.29.15", critical: true, .namedBits(usage)))
        }
        if !options.extendedKeyUsages.isEmpty {
            let purposes = DERTree.sequence(options.extendedKeyUsages.map(DERTree.object))
            extensions.append(
                self.extension(
                    "2.5.29.37", critical: options.extendedKeyUsageIsCritical, purposes))
        }
        extensions.append(
            self.extension("2.5.29.14", critical: false, .octets(key.keyIdentifier)))
        extensions.append(authorityKeyIdentifier(issuerKey))
        if options.hasUnknownCriticalExtension {
            extensions.append(self.extension("2.25.1", critical: true, .null))
        }
        return extensions + options.moreExtensions
    }

    /// AuthorityKeyIdentifier with the key identifier alone (RFC 5280 §4.2.1.1).
    static func authorityKeyIdentifier(_ issuerKey: TestKey) -> DERTree {
        self.extension(
            "2.5.29.35", critical: false,
            .sequence([.implicitPrimitive(0, issuerKey.keyIdentifier)]))
    }

    /// Extension (RFC 5280 §4.1): the default `critical FALSE` is left out, as DER wants.
    package static func `extension`(_ type: String, critical: Bool, _ value: DERTree) -> DERTree {
        .sequence([.object(type)] + (critical ? [.boolean(true)] : []) + [.octets(value.bytes)])
    }
}
