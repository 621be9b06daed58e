// Why a token does not give a key, as values. PKCS #11 has a hundred numbers for failure; those that a user can do something about have a
// case of their own.

/// Why there is no key of a token to sign with.
package enum TokenError: Error, Sendable, Hashable {
    /// The system does not load the module; its words.
    case unloadable(String)
    /// The file is a library, but no PKCS #11 module.
    case notAModule
    /// No slot holds a token.
    case noToken
    /// No token is the one that was asked for; the URIs of those that are there.
    case noMatchingToken([String])
    /// Several are; their URIs.
    case severalTokens([String])
    case pinNeeded
    case wrongPIN
    case pinLocked
    /// The token's owner must set another.
    case pinExpired
    case pinNeverSet
    /// No key is the one that was asked for; the URIs of those that are there.
    case noKey([String])
    /// Several are; their URIs.
    case severalKeys([String])
    /// The token holds no certificate with the key's identifier.
    case noCertificate
    /// The token holds several with it; how many.
    case severalCertificates(Int)
    /// Anything else: what was asked and PKCS #11's number.
    case refused(TokenCall, code: UInt)

    /// What a number means for a call (PKCS #11 v2.40 §5.1).
    init(_ code: UInt, in call: TokenCall) {
        switch code {
        case 0xA0, 0xA1, 0xA2: self = .wrongPIN
        case 0xA3: self = .pinExpired
        case 0xA4: self = .pinLocked
        case 0x102: self = .pinNeverSet
        case 0x101 where call == .sign: self = .pinNeeded
        case 0xE0, 0xE1, 0x3: self = .noToken
        default: self = .refused(call, code: code)
        }
    }
}

/// What a module was asked to do.
package enum TokenCall: String, Sendable, Hashable {
    case initialize, slots, token, open, login, find, attribute, sign
}
