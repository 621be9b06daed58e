// Docketings, filings and signatures of filings that say something else than what was filed, logged so by an archive that means ill.

import EvidenceValues
import TransparencyLog

extension HostileTrick {
    static var filings: [HostileTrick] { loggedDocketings + loggedFilings + signatures }

    private static let malformedFiling = HostileVerdict.failed("FILING.MALFORMED", also: gone)

    private static let loggedDocketings: [HostileTrick] =
        (misspellings("docket-docketing", field: "number") + [
            TextEdit("of the number 0", "number 3", "number 0"),
            TextEdit("with a leading zero", "number 3", "number 03"),
            TextEdit("with a minus", "number 3", "number -3"),
            TextEdit("that names none before it") {
                $0.replacing(/previous sha-256:.*/, with: "previous none")
            },
            TextEdit("with a nonce that is too short") {
                $0.replacing(/nonce .*/, with: "nonce AAAA")
            },
            TextEdit(
                "with a matter that turns the writing", "matter HOS-1", "matter HOS\u{202E}-1"),
        ]).map { logged(.filings, "a docketing", $0, malformedFiling, \.rewriteDocketing) } + [
            logged(
                .filings, "a docketing",
                TextEdit("of another matter", "matter HOS-1", "matter HOS-2"),
                .failed("FILING.OTHER_MATTER", also: gone), \.rewriteDocketing),
            logged(
                .filings, "a docketing",
                TextEdit("of another signature") {
                    $0.replacing(/signature sha-256:.*/, with: "signature \(Digest.sha256([1]))")
                }, .failed("FILING.SIGNATURE", also: gone), \.rewriteDocketing),
            logged(
                .filings, "a docketing",
                TextEdit("of no signature") {
                    $0.replacing(/signature sha-256:.*/, with: "signature none")
                }, .failed("FILING.SIGNATURE", also: gone), \.rewriteDocketing),
        ]

    private static let loggedFilings: [HostileTrick] =
        (misspellings("docket-filing", field: "kind") + [
            TextEdit("of a kind that nobody knows", "kind signature", "kind miracle"),
            TextEdit("of a kind in capitals", "kind signature", "kind Signature"),
            TextEdit("with a name that climbs", "name deed", "name ../deed"),
            TextEdit("with a name that turns the writing", "name deed", "name \u{202E}deed"),
            TextEdit("with a control character in its name", "name deed", "name \u{1B}[2Jdeed"),
            TextEdit(
                "with a media type that is none", "media-type application/pkcs7-signature",
                "media-type pkcs7"),
            TextEdit("with a negative size") { $0.replacing(/size [0-9]+/, with: "size -1") },
            TextEdit("with a size no number holds") {
                $0.replacing(/size [0-9]+/, with: "size 99999999999999999999")
            },
            TextEdit("with a filer that is none") { $0.replacing(/filer .*/, with: "filer ALFA") },
            TextEdit("with a link of no relation", "regarding signs", "regarding pays"),
            TextEdit("with a nonce that is too short") {
                $0.replacing(/nonce .*/, with: "nonce AAAA")
            },
            TextEdit("with a checkpoint that is none") { $0 + "checkpoint AAAA\n" },
        ]).map { logged(.filings, "a filing", $0, malformedFiling, \.rewriteFiling) } + [
            logged(
                .filings, "a filing",
                TextEdit(
                    "with another archive", "archive archive.example/hostile",
                    "archive archive.example/other"), .failed("FILING.OTHER_ARCHIVE", also: gone),
                \.rewriteFiling),
            logged(
                .filings, "a filing", TextEdit("in another matter", "matter HOS-1", "matter HOS-2"),
                .failed("FILING.OTHER_MATTER", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("in the archive's own matter", "matter HOS-1", "matter docket.archive"),
                .failed("FILING.OTHER_MATTER", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("of another content") {
                    $0.replacing(/content sha-256:.*/, with: "content \(Digest.sha256([1]))")
                }, .failed("FILING.CONTENT", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("of another size") { $0.replacing(/size [0-9]+/, with: "size 1") },
                .failed("FILING.CONTENT", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("of the greatest size") {
                    $0.replacing(/size [0-9]+/, with: "size 18446744073709551615")
                }, .failed("FILING.CONTENT", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("by another certificate") {
                    $0.replacing(/filer .*/, with: "filer \(Digest.sha256([1]))")
                }, .failed("FILING.SIGNATURE", also: gone), \.rewriteFiling),
            logged(
                .filings, "a filing",
                TextEdit("by the operator, with a party's signature") {
                    $0.replacing(/filer .*/, with: "filer operator")
                }, .failed("FILING.SIGNATURE", also: gone), \.rewriteFiling),
        ]

    private static func signature(
        _ title: String, _ sign: @escaping @Sendable ([UInt8], HostileLog) throws -> [UInt8]?
    ) -> HostileTrick {
        HostileTrick(
            .filings, title, .archive, .failed("FILING.SIGNATURE", also: gone),
            .world { world in
                try world.edit("deed.BETA.p7s") { $0.signature = sign }
            })
    }

    private static func odd(
        _ title: String, _ change: @escaping @Sendable (inout SignedDataOptions) throws -> Void
    ) -> HostileTrick {
        signature(title) { filing, log in
            var options = SignedDataOptions()
            try change(&options)
            return try SignedDataWriter.sign(
                filing, by: log.keys.identity("BETA"), options: options)
        }
    }

    private static let signatures: [HostileTrick] = [
        signature("a filing that nobody signed") { _, _ in nil },
        signature("a filing with an empty signature") { _, _ in [] },
        signature("a filing with a text for a signature") { _, _ in Array("BETA\n".utf8) },
        signature("a filing signed by the other party") {
            try SignedDataWriter.sign($0, by: $1.keys.identity("ALFA"))
        },
        signature("a filing signed by a stranger in the party's name") {
            try SignedDataWriter.sign($0, by: $1.keys.identity("false BETA"))
        },
        signature("a filing whose signature is over another filing") {
            try SignedDataWriter.sign($0 + [0x0A], by: $1.keys.identity("BETA"))
        },
        signature("a filing with a signature in PEM") {
            Array(
                PEM.encode(
                    try SignedDataWriter.sign($0, by: $1.keys.identity("BETA")), label: "CMS"
                ).utf8)
        },
        signature("a filing with two signers") { filing, log in
            try BER.change(
                try SignedDataWriter.sign(filing, by: log.keys.identity("BETA")),
                at: BER.signedData + [4]
            ) { $0.content += $0.content }
        },
        odd("a filing with a false value") { $0.signatureIsBroken = true },
        odd("a filing with a false digest") { $0.messageDigestIsWrong = true },
        odd("a filing inside its signature") { $0.isAttached = true },
        odd("a filing whose signature has no certificate") { $0.hasCertificates = false },
        odd("a filing whose signature names another certificate") {
            $0.signingCertificate = .other([1])
        },
        odd("a filing whose signature has no digest") { $0.hasMessageDigestAttribute = false },
        HostileTrick(
            .filings, "the signatures of two filings exchanged", .party,
            .failed("FILING.SIGNATURE", also: gone),
            .members { members, _ in
                let first = try members.bytes("filings/1.filing.p7s")
                members["filings/1.filing.p7s"] = try members.bytes("filings/2.filing.p7s")
                members["filings/2.filing.p7s"] = first
            }),
        HostileTrick(
            .filings, "a filing's signature made anew by the party", .party,
            .failed("FILING.SIGNATURE", also: gone),
            .members { members, world in
                members["filings/2.filing.p7s"] = try SignedDataWriter.sign(
                    try members.bytes("filings/2.filing"), by: world.keys.identity("BETA"))
            }),
        HostileTrick(
            .filings, "a signature for what the operator filed", .outsider,
            .failed("FILING.SIGNATURE", also: gone.union(["BUNDLE.GAPS"])),
            .members { members, world in
                members["filings/4.filing.p7s"] = try SignedDataWriter.sign(
                    try members.bytes("filings/4.filing"), by: world.keys.identity("ALFA"))
            }),
    ]
}
