// Files that pass, of every kind, each with what it takes to validate it: the material of the tests that change their bytes.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// A file that passes.
struct ValidFile: Sendable {
    let bytes: [UInt8]
    let signers: Set<[UInt8]>
    let validate: @Sendable ([UInt8]) throws -> FileRecord
}

/// A kind of valid files, of which any number can be made, each with another content.
struct ValidKind: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable (ValidFiles, Int) throws -> ValidFile
    var testDescription: String { name }
}

/// Who signs in them.
struct ValidFiles: Sendable {
    let pki: FilePKI
    /// Under an authority of its own, which stands in the file.
    let below: TestIdentity
    private let middle: CertificateAuthority
    let p384: TestIdentity
    let rsa: SigningIdentity

    private static let own = Validity(from: at("2026-01-01"), to: at("2027-01-01"))

    init() throws {
        pki = try FilePKI()
        middle = try pki.root.intermediate(
            "CA2", validity: Validity(from: at("2020-01-01"), to: at("2050-01-01")))
        below = try middle.issue("BELOW", validity: ValidFiles.own)
        p384 = try pki.root.issue("P384", validity: ValidFiles.own, curve: .p384)
        var options = CertificateOptions()
        options.publicKey = try #require(Data(base64Encoded: rsaPublicKey)).map(\.self)
        let certificate = try pki.root.issue("RSA", validity: ValidFiles.own, options: options)
        rsa = try SigningIdentity(
            keyPEM: Array(rsaKey.utf8), certificate: certificate.certificate)
    }

    /// Written by the tests' own writer.
    fileprivate func written(
        _ number: Int, at date: String, isAttached: Bool? = nil,
        lists: [[UInt8]] = [], signers: [TestIdentity],
        _ make: (inout LongTermWriter) throws -> Void
    ) throws -> ValidFile {
        let content = Array("delivery \(number)".utf8)
        var writer = LongTermWriter(
            content: content, isAttached: isAttached ?? number.isMultiple(of: 2))
        try make(&writer)
        return ValidFile(
            bytes: writer.bytes, signers: Set(signers.map(\.certificate))
        ) { [pki] in
            try pki.validate($0, at: date, content: content, lists: lists)
        }
    }

    /// Written by Docket, with the RSA key.
    fileprivate func signed(
        _ number: Int, at date: String, padding: RSAPadding, isExtended: Bool
    ) throws -> ValidFile {
        let content = Array("delivery \(number)".utf8)
        var identity = rsa
        identity.padding = padding
        var file = try signCMS(
            .bytes(content), detached: !number.isMultiple(of: 2), identity: identity,
            signingTime: at("2026-02-01"), checkpointNote: nil)
        let list = try pki.list("2026-02-03")
        if isExtended {
            let signature = try CMSSignedData(der: file).signers[0].signatureValue
            file = try addTimeStamp(
                to: file, token: try pki.clock.token(over: signature, at: at("2026-02-02")))
            var material = EmbeddedMaterial()
            material.lists = [list]
            file = try addValidationMaterial(to: file, material)
        }
        return ValidFile(bytes: file, signers: [rsa.certificate.derBytes]) { [pki] in
            try pki.validate($0, at: date, content: content, lists: isExtended ? [] : [list])
        }
    }

    /// A list of the authority that stands in the file.
    fileprivate func belowList(_ date: String) throws -> [UInt8] {
        try middle.revocationList(
            number: 1, thisUpdate: at(date),
            nextUpdate: at(date).advanced(by: TimeSpan(seconds: 7 * 86_400)))
    }

    /// A token alone.
    fileprivate func token(_ number: Int) throws -> ValidFile {
        let content = Array("delivery \(number)".utf8)
        let token = try pki.clock.token(over: content, at: at("2026-02-02"))
        let list = try pki.list("2026-02-03")
        return ValidFile(bytes: token, signers: [pki.clock.identity.certificate]) {
            [pki] in
            try pki.validate($0, at: "2026-02-04", content: content, lists: [list])
        }
    }
}

private func stamped(_ make: ValidFiles, _ writer: inout LongTermWriter) throws {
    try writer.sign(by: make.pki.fruta)
    try writer.addSignatureTimeStamp(by: make.pki.clock, at: at("2026-02-02"))
}

private func withNews(
    _ make: ValidFiles, byAnswer: Bool, _ writer: inout LongTermWriter
) throws {
    try stamped(make, &writer)
    if byAnswer {
        writer.add(responses: [try make.pki.answer(on: make.pki.fruta, "2026-02-03")])
    } else {
        writer.add(lists: [try make.pki.list("2026-02-03")])
    }
}

private let baselines = [
    ValidKind(name: "B by P-256") { make, number in
        try make.written(
            number, at: "2026-02-04", lists: [make.pki.list("2026-02-03")],
            signers: [make.pki.fruta]
        ) { try $0.sign(by: make.pki.fruta) }
    },
    ValidKind(name: "B by P-384") { make, number in
        var options = SignedDataOptions()
        options.digestAlgorithm = .sha384
        return try make.written(
            number, at: "2026-02-04", lists: [make.pki.list("2026-02-03")],
            signers: [make.p384]
        ) { try $0.sign(by: make.p384, options: options) }
    },
    ValidKind(name: "B by RSA, PKCS #1") { make, number in
        try make.signed(
            number, at: "2026-02-04", padding: .pkcs1, isExtended: false)
    },
    ValidKind(name: "B by RSA, PSS") { make, number in
        try make.signed(
            number, at: "2026-02-04", padding: .pss, isExtended: false)
    },
    ValidKind(name: "two signers") { make, number in
        try make.written(
            number, at: "2026-02-04", lists: [make.pki.list("2026-02-03")],
            signers: [make.pki.fruta, make.pki.gator]
        ) {
            try $0.sign(by: make.pki.fruta)
            try $0.sign(by: make.pki.gator)
        }
    },
    ValidKind(name: "countersigned") { make, number in
        try make.written(
            number, at: "2026-02-04", lists: [make.pki.list("2026-02-03")],
            signers: [make.pki.fruta, make.pki.gator]
        ) {
            try $0.sign(by: make.pki.fruta)
            try $0.countersign(by: make.pki.gator)
        }
    },
    ValidKind(name: "a time-stamp alone") { make, number in
        try make.token(number)
    },
]

private let levels = [
    ValidKind(name: "T") { make, number in
        try make.written(
            number, at: "2027-02-02", lists: [make.pki.list("2026-02-03")],
            signers: [make.pki.fruta]
        ) { try stamped(make, &$0) }
    },
    ValidKind(name: "LT by a list") { make, number in
        try make.written(number, at: "2027-02-02", signers: [make.pki.fruta]) {
            try withNews(make, byAnswer: false, &$0)
        }
    },
    ValidKind(name: "LT by an OCSP answer") { make, number in
        try make.written(
            number, at: "2027-02-02", signers: [make.pki.fruta]
        ) { try withNews(make, byAnswer: true, &$0) }
    },
    ValidKind(name: "LT by RSA, PKCS #1") { make, number in
        try make.signed(
            number, at: "2027-02-02", padding: .pkcs1, isExtended: true)
    },
    ValidKind(name: "LT by RSA, PSS") { make, number in
        try make.signed(
            number, at: "2027-02-02", padding: .pss, isExtended: true)
    },
    ValidKind(name: "LTA by a list") { make, number in
        try make.written(number, at: "2029-01-01", signers: [make.pki.fruta]) {
            try withNews(make, byAnswer: false, &$0)
            try $0.addArchiveTimeStamp(by: make.pki.laterClock, at: at("2026-06-01"))
        }
    },
    ValidKind(name: "LTA by an OCSP answer") { make, number in
        try make.written(
            number, at: "2029-01-01", signers: [make.pki.fruta]
        ) {
            try withNews(make, byAnswer: true, &$0)
            try $0.addArchiveTimeStamp(by: make.pki.laterClock, at: at("2026-06-01"))
        }
    },
]

private let chains = [
    ValidKind(name: "B below another authority") { make, number in
        let lists = try [
            make.pki.list("2026-02-03"),
            make.belowList("2026-02-03"),
        ]
        return try make.written(
            number, at: "2026-02-04", lists: lists,
            signers: [make.below]
        ) { try $0.sign(by: make.below) }
    }
]

/// All kinds.
let validKinds = baselines + levels + chains

/// Everybody's, so good for tests only.
private let rsaKey = """
    -----BEGIN PRIVATE KEY-----
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDXFi00dfX8QdOI
    8Suide5SZnQE87mQKAAwmn1jx1bXm7adbvdZV/zgOWS8i4fad8C/AYrfS1BigLtv
    DeQjg1dZW0llCHMc4UbD0SFS5EhVT4yUuRF0LPTgFeXJc0u3rayrse9izTMFKwo+
    84amM3Wzvp/KFouq7fQ3y+a2tZ0AHVODqH3AKX9aOjpHYWtqBKd9taJFoVkUZlqT
    ZwufaZFL6faUutkAP6uNPgRdG9yz4rum/SNEB6jpJxzLZyXmSSmS1f7Ct7I1U8Eu
    EmvOpN9fdFHhgriGvLqTFXZIV71RdJCiUxopSGYw/SOKJDxvTcV6rag8URm5I/Tt
    RsNvTwzHAgMBAAECggEATqoEtHgkFDN7C02xOMTK+gYQjrMY/fkzQJNwIqsIPujr
    XB72hg2hJdy31CFv+V3s9663vL0N1EjixFYfR0HFE6BIcpQpjblyqTF2b5ugPNtQ
    PiCFmqjKkp5PoWLyoWX6jf0Q4WDNNSmtoKJub6DIfonMZRvjzwsiU7nWUqKPnjdv
    sAEWtjIi0vUMCZJcugh8aMNdrJPAQ5Cw8M3yJvxw7nI3H1RNqjQorckqehYvb6Ew
    ccFJoOvfmzD30Uqhz4y4wqxaG5OR6HcGiW4wkvW8bS/UwJhuJBWux8eY39aBMZ9v
    VH017m5xikgjwKH7mCn7J+MbYw3YEyR/RPirpK4oaQKBgQD3RFUwAfVk8fJkCyqS
    yN+mKhNpnBnLwu+P1qw6Z7Cq0BvB/uoPX3CgSjzZaT0U6fKabdZ8DFjKQCxWrnwc
    I0eZU7uRhlboCoCvopYkeyvT/HuSDoUqppwGyGU596LdhpSpjcbyuXw8lDQ3bmPe
    XntBAVlysDa9utefAxIdOIJ+WwKBgQDeruKd/jEaCxAbM/mvyzkqSJpoxIO1cPuI
    tI93OY2PVQ4h8SZ82gEocPxQ6IVATyNXgH/UuYfhZMHhA6duAbHaE4lTBB3qBte8
    Ynm0XzqMiRveCN8V7awl2qmQYyBUeaSa8KfE7IfXBfrqzBE8y2SnoquSilPZ1Kjd
    4gDzA3XPBQKBgQDq7e6uRT4dIc+2A/H4MohjvNhi4CCWO2kXVdSfTUNKl5237PX/
    kyNT+BTmUBnr0/dfiHpfs+9sghpeZTugFFkDsc2lj2jk4I2x0h0rHiffKqVReSBH
    DLNzslSTBdik9ygqDH14wojqmbke7XBPp58dfSW6VPg9vdb9ypIcV0OMvwKBgD7h
    T2ihwKfD+/ZShO0ZC7le6wsugqqXjs+ZfPGDtO+Gawk2mVGkFbOfw//syMPSFP6+
    cFpXUYFZ/E1XxM2RePFFlv90KCZPbFfrzsYaJeRNSys1ghklFflSd5MoCpcQCmUe
    E6HN0MXtEF+A5FUwcenMS3qDyQ23uT9+dBorHfcpAoGBAITOPDtc+2sdlZvKFXbO
    WG4WNCsjZL/9xM3K2fVX/xIU7pJt4U2nESx8YWeDyBQkeDSujsxMKvaFhy1FUHHz
    mco8H3EvY/tDr/5ocHebUNELhn/MDNa3bGr9xbcn0t8wRdgwFO4ZZ+i1gPA1AjIA
    iWsS/RmHcUQWVAc03HxtoE1M
    -----END PRIVATE KEY-----

    """

/// Its SubjectPublicKeyInfo.
private let rsaPublicKey =
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1xYtNHX1/EHTiPEronXu"
    + "UmZ0BPO5kCgAMJp9Y8dW15u2nW73WVf84DlkvIuH2nfAvwGK30tQYoC7bw3kI4NX"
    + "WVtJZQhzHOFGw9EhUuRIVU+MlLkRdCz04BXlyXNLt62sq7HvYs0zBSsKPvOGpjN1"
    + "s76fyhaLqu30N8vmtrWdAB1Tg6h9wCl/Wjo6R2FragSnfbWiRaFZFGZak2cLn2mR"
    + "S+n2lLrZAD+rjT4EXRvcs+K7pv0jRAeo6Sccy2cl5kkpktX+wreyNVPBLhJrzqTf"
    + "X3RR4YK4hry6kxV2SFe9UXSQolMaKUhmMP0jiiQ8b03Feq2oPFEZuSP07UbDb08M"
    + "xwIDAQAB"
