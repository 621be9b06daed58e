// A private key that stays in its token: found by a `pkcs11:` URI, with the certificate that the token keeps beside it (same CKA_ID), and
// used to sign digests that Docket computed. One token and one key must match; where several do, the user is told which there are.
//
// Invariant: a key holds its session and a session its module, so that logging out, closing and unloading follow each other, in this
// order, when the last of them is let go.
package import Cryptography
package import EvidenceValues

/// A token as it describes itself.
package struct TokenDescription: Sendable, Hashable {
    package let slot: UInt
    package let label: String
    package let manufacturer: String
    package let model: String
    package let serial: String
    private let flags: UInt

    init(slot: UInt, text: [UInt8], flags: UInt) {
        func field(_ range: Range<Int>) -> String {
            let bytes = text[range]
            let end = bytes.lastIndex { $0 != 0x20 && $0 != 0 }.map { $0 + 1 } ?? range.lowerBound
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
        (label, manufacturer) = (field(0..<32), field(32..<64))
        (model, serial) = (field(64..<80), field(80..<96))
        (self.slot, self.flags) = (slot, flags)
    }

    /// CKF_TOKEN_INITIALIZED: a token that is not has no keys.
    var isInitialized: Bool { flags & 0x400 != 0 }
    /// CKF_LOGIN_REQUIRED.
    package var needsPIN: Bool { flags & 0x4 != 0 }
    /// CKF_PROTECTED_AUTHENTICATION_PATH: it asks for the PIN at keys of its own.
    package var asksItself: Bool { flags & 0x100 != 0 }
    /// CKF_USER_PIN_FINAL_TRY: one more wrong PIN locks it.
    package var isFinalTry: Bool { flags & 0x20000 != 0 }
    /// CKF_USER_PIN_LOCKED.
    package var isLocked: Bool { flags & 0x40000 != 0 }

    /// As a user names it.
    package var uri: String { TokenURI.text(token: label, serial: serial, object: nil, id: []) }

    func matches(_ uri: TokenURI) -> Bool {
        (uri.token ?? label) == label && (uri.manufacturer ?? manufacturer) == manufacturer
            && (uri.model ?? model) == model && (uri.serial ?? serial) == serial
            && (uri.slot ?? slot) == slot
    }
}

extension TokenModule {
    /// The one token that `uri` names.
    package func token(matching uri: TokenURI) throws(TokenError) -> TokenDescription {
        var tokens: [TokenDescription] = []
        for slot in try slots() {
            let (text, flags) = try token(in: slot)
            tokens.append(TokenDescription(slot: slot, text: text, flags: flags))
        }
        tokens.removeAll { !$0.isInitialized }
        if tokens.isEmpty { throw .noToken }
        let matching = tokens.filter { $0.matches(uri) }
        guard let first = matching.first else { throw .noMatchingToken(tokens.map(\.uri)) }
        guard matching.count == 1 else { throw .severalTokens(matching.map(\.uri)) }
        return first
    }
}

/// A session with a token, logged in.
package final class TokenSession: Sendable {
    /// CKO_CERTIFICATE, CKO_PRIVATE_KEY.
    private static let certificateClass: UInt = 1
    private static let privateKeyClass: UInt = 3

    let module: TokenModule
    let session: UInt
    let token: TokenDescription
    let pin: Secret?

    /// Opens a session. A locked PIN is not tried; a wrong one is tried once.
    package init(
        _ module: TokenModule, with token: TokenDescription, pin: Secret?
    ) throws(TokenError) {
        if token.needsPIN {
            if token.isLocked { throw .pinLocked }
            if pin == nil, !token.asksItself { throw .pinNeeded }
        }
        self.module = module
        self.token = token
        self.pin = token.asksItself ? nil : pin
        session = try module.open(token.slot)
        // Where this throws, `deinit` closes the session: all that the class stores is set.
        if token.needsPIN { try module.logIn(session, pin: self.pin) }
    }

    deinit { module.close(session) }

    /// The one key that `uri` names.
    package func key(matching uri: TokenURI) throws(TokenError) -> TokenKey {
        let all = try module.objects(session, class: Self.privateKeyClass).map { object in
            TokenKey(
                session: self, object: object, id: value(object, .id) ?? [],
                label: value(object, .label).map { String(decoding: $0, as: UTF8.self) } ?? "")
        }
        let matching = all.filter {
            (uri.id ?? $0.id) == $0.id && (uri.object ?? $0.label) == $0.label
        }
        guard let first = matching.first else { throw .noKey(all.map(\.uri)) }
        guard matching.count == 1 else { throw .severalKeys(matching.map(\.uri)) }
        return first
    }

    /// The certificate that the token keeps for a key.
    package func certificate(of key: TokenKey) throws(TokenError) -> [UInt8] {
        let objects = try module.objects(session, class: Self.certificateClass)
        let matching = objects.filter { (value($0, .id) ?? []) == key.id }
            .compactMap { value($0, .value) }
        guard let first = matching.first else { throw .noCertificate }
        guard matching.count == 1 else { throw .severalCertificates(matching.count) }
        return first
    }

    fileprivate func value(_ object: UInt, _ attribute: TokenAttribute) -> [UInt8]? {
        module.attribute(session, object, attribute.rawValue)
    }
}

/// CKA_LABEL, CKA_VALUE, CKA_KEY_TYPE, CKA_ID, CKA_ALWAYS_AUTHENTICATE.
private enum TokenAttribute: UInt {
    case label = 0x3
    case value = 0x11
    case keyType = 0x100
    case id = 0x102
    case alwaysAuthenticate = 0x202
}

/// A private key in a token.
package struct TokenKey: SigningKey {
    private let session: TokenSession
    private let object: UInt
    /// CKA_ID.
    package let id: [UInt8]
    /// CKA_LABEL.
    package let label: String

    fileprivate init(session: TokenSession, object: UInt, id: [UInt8], label: String) {
        (self.session, self.object, self.id, self.label) = (session, object, id, label)
    }

    /// As a user names it.
    package var uri: String {
        TokenURI.text(
            token: session.token.label, serial: session.token.serial,
            object: label.isEmpty ? nil : label, id: id)
    }

    /// False for a key of another kind. A private key of a token does not show its public half for every kind, so else the first
    /// signature tells.
    package func belongs(to certificate: ParsedCertificate) -> Bool? {
        // CKK_RSA is 0, CKK_EC is 3.
        guard let kind = session.value(object, .keyType)?.first else { return nil }
        let isRSA = if case .rsa = certificate.keyAlgorithm { true } else { false }
        return kind == (isRSA ? 0 : 3) ? nil : false
    }

    package func sign(digest: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError)
        -> [UInt8]
    {
        do throws(TokenError) {
            let signature = try signature(digest, by: algorithm)
            guard algorithm.scheme == .ecdsa else { return signature }
            guard let value = SignatureForms.ecdsa(fromPair: signature) else {
                throw TokenError.refused(.sign, code: 0)
            }
            return value
        } catch {
            throw error.signingError
        }
    }

    private func signature(
        _ digest: [UInt8], by algorithm: SignatureAlgorithm
    ) throws(TokenError) -> [UInt8] {
        let (mechanism, data): (TokenMechanism, [UInt8])
        switch algorithm.scheme {
        // CKM_ECDSA, CKM_RSA_PKCS, CKM_RSA_PKCS_PSS with CKM_SHA256 and CKG_MGF1_SHA256: all over a digest that is there already.
        case .ecdsa: (mechanism, data) = (TokenMechanism(number: 0x1041), digest)
        case .rsaPKCS1:
            mechanism = TokenMechanism(number: 0x1)
            data = SignatureForms.digestInfo(digest, by: algorithm.digest)
        case .rsaPSS(let saltLength) where algorithm.digest == .sha256:
            mechanism = TokenMechanism(
                number: 0xD, digest: 0x250, mask: 0x2, saltLength: saltLength)
            data = digest
        // CKR_MECHANISM_INVALID.
        default: throw .refused(.sign, code: 0x70)
        }
        let module = session.module
        try module.beginSigning(session.session, key: object, by: mechanism)
        if session.value(object, .alwaysAuthenticate)?.first == 1 {
            try module.logIn(session.session, pin: session.pin, forOperation: true)
        }
        return try module.sign(session.session, data)
    }
}

extension TokenError {
    /// The same while signing.
    fileprivate var signingError: SigningError {
        switch self {
        case .refused(_, let code): .token(code)
        case .wrongPIN: .wrongPassphrase
        case .pinLocked: .token(0xA4)
        case .noToken: .token(0xE0)
        default: .token(0x5)
        }
    }
}
