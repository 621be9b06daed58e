// Signatures over the manifest that are none, are by nobody known, or hold more than a signature. Nothing but the seal is wrong.

import EvidenceValues
import TransparencyLog

extension HostileTrick {
    private static func seal(
        _ title: String, _ attacker: Attacker, _ verdict: HostileVerdict,
        _ sign: @escaping @Sendable ([UInt8], HostileWorld) throws -> [UInt8]?
    ) -> HostileTrick { HostileTrick(.seal, title, attacker, verdict, .seal(sign)) }

    /// ALFA's seal made otherwise.
    private static func odd(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable (inout SignedDataOptions) throws -> Void
    ) -> HostileTrick {
        seal(title, .party, verdict) { try HostileSeal.sign($0, in: $1, change) }
    }

    /// A sound seal by another key.
    private static func by(
        _ key: String, _ title: String, _ attacker: Attacker, _ verdict: HostileVerdict
    ) -> HostileTrick {
        seal(title, attacker, verdict) { try HostileSeal.sign($0, in: $1, by: key) }
    }

    private static let invalid = HostileVerdict.failed("BUNDLE.SIGNATURE")
    private static let open = HostileVerdict.indeterminate("BUNDLE.SIGNATURE")
    private static let openAndSurplus = HostileVerdict.indeterminate(
        "BUNDLE.SIGNATURE", also: ["BUNDLE.SURPLUS"])
    private static let falseAndSurplus = HostileVerdict.failed(
        "BUNDLE.SIGNATURE", also: ["BUNDLE.SURPLUS"])
    private static let surplus = HostileVerdict.indeterminate("BUNDLE.SURPLUS")

    static var seals: [HostileTrick] { signers + values + surpluses + encodings }

    private static let signers: [HostileTrick] = [
        seal("no seal", .outsider, .indeterminate("BUNDLE.UNSIGNED")) { _, _ in nil },
        by("false ALFA", "a stranger in ALFA's name, under a CA of the same name", .outsider, open),
        by("future ALFA", "a certificate that is not valid yet", .party, invalid),
        by("enciphering ALFA", "a key that may not sign", .party, open),
        by("unsigned ALFA", "a certificate with a false signature", .outsider, open),
        by(
            "strange ALFA", "a certificate with a critical extension that nobody knows", .party,
            open),
        by("below ALFA", "a certificate that a party issued", .party, open),
        seal("a certificate that signs itself", .outsider, open) { manifest, world in
            let span = Validity(
                from: try instant("2025-01-01T00:00:00Z"), to: try instant("2036-01-01T00:00:00Z"))
            let own = try CertificateAuthority.root("ALFA", seed: "hostile/self", validity: span)
            return try SignedDataWriter.sign(manifest, by: own.identity)
        },
        seal("a time-stamping authority's key", .outsider, open) { manifest, world in
            try SignedDataWriter.sign(manifest, by: world.keys.strangeTimeStamping.identity)
        },
        seal("the listed time-stamping authority's key", .outsider, open) { manifest, world in
            try SignedDataWriter.sign(manifest, by: world.keys.timeStamping.identity)
        },
        seal("the authority's own key", .outsider, open) { manifest, world in
            try SignedDataWriter.sign(manifest, by: world.keys.authority.identity)
        },
        HostileTrick(
            .seal, "a key that was revoked", .party, open,
            .world { world in
                try world.edit("list.crl") { plan in
                    plan.content = { log in
                        let alfa = try log.keys.identity("ALFA")
                        return try log.keys.authority.revocationList(
                            number: 2, thisUpdate: instant("2026-03-02T00:00:00Z"),
                            nextUpdate: instant("2026-07-01T00:00:00Z"),
                            revoked: [
                                Revocation(
                                    serial: alfa.serial,
                                    revocationDate: instant("2026-03-01T20:00:00Z"), reason: 1)
                            ])
                    }
                }
            }),
        seal("another manifest signed", .party, invalid) { manifest, world in
            try HostileSeal.sign(manifest + [0x0A], in: world)
        },
        seal("an empty manifest signed", .party, invalid) { _, world in
            try HostileSeal.sign([], in: world)
        },
        seal("the digest of the manifest signed", .party, invalid) { manifest, world in
            try HostileSeal.sign(Digest.sha256(manifest).bytes, in: world)
        },
        seal("the registry's signature over the annex", .outsider, invalid) { _, world in
            try SignedDataWriter.sign(Array(try world.annex.utf8), by: world.keys.identity("REGIS"))
        },
        seal("a party's signature over its filing", .outsider, invalid) { _, world in
            try present(try world.log().filed("deed.md").signature)
        },
        seal("the party's signature over the deed", .outsider, invalid) { _, world in
            try world.log().filed("deed.BETA.p7s").content
        },
        seal("a time-stamp over the manifest", .outsider, invalid) { manifest, world in
            try world.keys.strangeTimeStamping.token(over: manifest, at: world.time)
        },
        seal("ALFA's certificate swapped for BETA's", .outsider, open) { manifest, world in
            let seal = try HostileSeal.sign(manifest, in: world)
            let (own, other) = try (world.keys.identity("ALFA"), world.keys.identity("BETA"))
            return try BER.change(seal, at: BER.certificates) {
                $0.content = $0.content == own.certificate ? other.certificate : []
            }
        },
    ]

    private static let values: [HostileTrick] = [
        odd("a false value", invalid) { $0.signatureIsBroken = true },
        odd("a false digest of the manifest", invalid) { $0.messageDigestIsWrong = true },
        odd("no digest of the manifest", invalid) { $0.hasMessageDigestAttribute = false },
        odd("no content type", invalid) { $0.hasContentTypeAttribute = false },
        odd("no certificate named", open) { $0.signingCertificate = .absent },
        odd("another certificate named", open) {
            $0.signingCertificate = .other(
                try HostileKeys.shared.get().identity("BETA").certificate)
        },
        odd("SHA-1", openAndSurplus) { $0.digestAlgorithm = .sha1 },
        odd("a digest that the annex does not approve", open) { $0.digestAlgorithm = .sha512 },
        odd("another content type", falseAndSurplus) {
            $0.contentType = "1.2.840.113549.1.9.16.1.4"
        },
        odd("the manifest inside", invalid) { $0.isAttached = true },
        odd("no certificate inside", open) { $0.hasCertificates = false },
        seal("a bit of the value changed", .outsider, invalid) { manifest, world in
            try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.signer + [5]) {
                $0.content[$0.content.count - 1] ^= 1
            }
        },
        seal("a value of zero", .outsider, invalid) { manifest, world in
            try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.signer + [5]) {
                $0.content = [0x30, 6, 2, 1, 0, 2, 1, 0]
            }
        },
        seal("an empty value", .outsider, invalid) { manifest, world in
            try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.signer + [5]) {
                $0.content = []
            }
        },
        seal("no signed attributes", .outsider, falseAndSurplus) { manifest, world in
            try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.signer) { element in
                element.content = try BER.all(in: element.content).enumerated()
                    .filter { $0.offset != 3 }.flatMap(\.element.bytes)
            }
        },
        seal("the signed attributes of another bundle", .outsider, invalid) { manifest, world in
            let other = try BER.element(
                of: try HostileSeal.sign([1], in: world), at: BER.signer + [3])
            return try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.signer + [3]) {
                $0 = other
            }
        },
    ]

    private static let surpluses: [HostileTrick] = [
        odd("an unsigned attribute that nobody knows", surplus) {
            $0.unsignedAttributes = [
                .sequence([.object("1.3.6.1.4.1.99999.1"), .setOf([.octets([1])])])
            ]
        },
        odd("an unsigned countersignature", surplus) {
            $0.unsignedAttributes = [
                .sequence([.object("1.2.840.113549.1.9.6"), .setOf([.sequence([])])])
            ]
        },
        odd("a revocation list inside", surplus) {
            $0.revocationLists = [try HostileKeys.shared.get().list]
        },
        seal("a time-stamp over the signature", .party, surplus) { manifest, world in
            let (tsa, time) = (world.keys.timeStamping, world.time)
            return try HostileSeal.sign(manifest, in: world) {
                $0.signatureTimeStamp = { try tsa.token(over: $0, at: time) }
            }
        },
        more("the anchor's certificate") { $0.authority.certificate },
        more("the other party's certificate") { try $0.identity("BETA").certificate },
        more("its certificate twice") { try $0.identity("ALFA").certificate },
        more("an attribute certificate") { _ in DERTree.implicit(1, [.octets([1])]).bytes },
        edited("version 3", at: BER.signedData + [0]) { $0.content = [3] },
        edited("version 5", at: BER.signedData + [0]) { $0.content = [5] },
        edited("a digest algorithm more", at: BER.signedData + [1]) {
            $0.content += DERTree.sequence([.object("2.16.840.1.101.3.4.2.3")]).bytes
        },
        edited("NULL behind the digest algorithm", at: BER.signedData + [1, 0]) {
            $0.content += [5, 0]
        },
        edited("NULL behind the signer's digest algorithm", at: BER.signer + [2]) {
            $0.content += [5, 0]
        },
        edited("NULL behind the signature algorithm", at: BER.signer + [4]) {
            $0.content += [5, 0]
        },
        edited("the signature in pieces", at: BER.signer + [5]) {
            $0 = BER(tag: 0x24, content: $0.bytes)
        },
    ]

    private static func more(
        _ title: String, _ certificate: @escaping @Sendable (HostileKeys) throws -> [UInt8]
    ) -> HostileTrick {
        seal("\(title) more", .outsider, surplus) { manifest, world in
            let other = try certificate(world.keys)
            return try BER.change(try HostileSeal.sign(manifest, in: world), at: BER.certificates) {
                let own = $0.content
                $0.content = own.lexicographicallyPrecedes(other) ? own + other : other + own
            }
        }
    }

    private static func edited(
        _ title: String, at path: [Int], _ verdict: HostileVerdict = surplus,
        _ edit: @escaping @Sendable (inout BER) throws -> Void
    ) -> HostileTrick {
        seal(title, .outsider, verdict) { manifest, world in
            try BER.change(try HostileSeal.sign(manifest, in: world), at: path, edit)
        }
    }

    /// What is done to the encoding of ALFA's seal.
    private static func encoded(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) -> HostileTrick {
        seal(title, .outsider, verdict) { try change(try HostileSeal.sign($0, in: $1)) }
    }

    private static let encodings: [HostileTrick] = [
        encoded("nothing", invalid) { _ in [] },
        encoded("a text", invalid) { _ in Array("signed: ALFA\n".utf8) },
        encoded("in PEM", invalid) { Array(PEM.encode($0, label: "CMS").utf8) },
        encoded("in base64", invalid) { Array(Base64.encode($0).utf8) },
        encoded("a byte behind", invalid) { $0 + [0] },
        encoded("the last byte cut", invalid) { $0.dropLast() },
        encoded("twice", invalid) { $0 + $0 },
        encoded("a length in more bytes than it needs", surplus) { seal in
            let content = try present(try BER.all(in: seal).first).content
            return [0x30, 0x84] + (0..<4).reversed().map { UInt8(content.count >> ($0 * 8) & 255) }
                + content
        },
        encoded("a length that is not told", surplus) { seal in
            let content = try present(try BER.all(in: seal).first).content
            return [0x30, 0x80] + content + [0, 0]
        },
        encoded("a length larger than the file", invalid) {
            [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF] + $0
        },
        encoded("a thousand brackets deep", invalid) { _ in
            (0..<1000).reduce(into: [UInt8]()) { bytes, _ in
                bytes = BER(tag: 0x30, content: bytes).bytes
            }
        },
        edited("no signer", at: BER.signedData + [4], invalid) { $0.content = [] },
        edited("two signers", at: BER.signedData + [4], invalid) { $0.content += $0.content },
        edited("another type than SignedData", at: [0, 0], invalid) {
            $0.content[$0.content.count - 1] = 3
        },
    ]
}
