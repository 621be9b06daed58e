// `pkcs11:` URIs: what selects, what is refused, and that what Docket prints of a key finds it again.

import Testing

@testable import TokenKeys

@Suite struct `Token URIs` {
    @Test func `name a token, a key and where the PIN is`() throws {
        let uri = try TokenURI(
            parsing: "pkcs11:token=My%20Token;manufacturer=A;model=m;serial=07;slot-id=3;"
                + "object=sign;id=%01%fF;type=private?pin-source=file:/run/pin&module-path=/l.so")
        #expect(uri.token == "My Token")
        #expect(uri.manufacturer == "A")
        #expect(uri.model == "m")
        #expect(uri.serial == "07")
        #expect(uri.slot == 3)
        #expect(uri.object == "sign")
        #expect(uri.id == [1, 255])
        #expect(uri.pinFile == "/run/pin")
        #expect(uri.module == "/l.so")
        #expect(try TokenURI(parsing: "pkcs11:") == TokenURI())
        #expect(try TokenURI(parsing: "pkcs11:?pin-source=file:///p").pinFile == "/p")
    }

    static let bad: [(String, TokenURIError)] = [
        ("", .malformed), ("token=a", .malformed), ("PKCS11:token=a", .malformed),
        ("pkcs11:token", .malformed), ("pkcs11:token=a;token=b", .malformed),
        ("pkcs11:token=a;", .malformed), ("pkcs11:token=%", .malformed),
        ("pkcs11:token=%4", .malformed), ("pkcs11:token=%zz", .malformed),
        ("pkcs11:token=%+1", .malformed), ("pkcs11:token=%00", .malformed),
        ("pkcs11:token=%ff", .malformed), ("pkcs11:token=a b", .malformed),
        ("pkcs11:token=é", .malformed), ("pkcs11:slot-id=x", .malformed),
        ("pkcs11:slot-id=-1", .malformed), ("pkcs11:id=%1", .malformed),
        ("pkcs11:token=" + String(repeating: "a", count: 4096), .malformed),
        ("pkcs11:library-version=3", .unsupported("library-version")),
        ("pkcs11:x-mine=3", .unsupported("x-mine")),
        ("pkcs11:type=secret-key", .unsupported("type")),
        ("pkcs11:?pin-source=|cat", .malformed),
        ("pkcs11:?pin-source=pin", .unsupported("pin-source")),
        ("pkcs11:?module-name=a", .unsupported("module-name")),
        ("pkcs11:token=a?pin-value=1234", .secret),
    ]

    @Test func `that say something else are refused`() {
        for (text, expected) in Self.bad {
            #expect(throws: expected, "\(text)") { try TokenURI(parsing: text) }
        }
        #expect(Self.bad.count == 25)
    }

    @Test func `read again what was written`() throws {
        for label in ["a", "My Token", "é;?=&%/", "\u{202E}x", "100%"] {
            for id in [[], [0], [1, 2, 255]] as [[UInt8]] {
                let text = TokenURI.text(token: label, serial: "0%7", object: label, id: id)
                let uri = try TokenURI(parsing: text)
                #expect(uri.token == label && uri.object == label && uri.serial == "0%7")
                #expect(uri.id == (id.isEmpty ? nil : id))
            }
        }
    }

    @Test func `give each number of PKCS 11 that a user can act on its own case`() {
        for (code, expected) in [
            (0xA0, .wrongPIN), (0xA1, .wrongPIN), (0xA2, .wrongPIN), (0xA3, .pinExpired),
            (0xA4, .pinLocked), (0x102, .pinNeverSet), (0xE0, .noToken), (0x3, .noToken),
            (0x30, .refused(.login, code: 0x30)),
        ] as [(UInt, TokenError)] {
            #expect(TokenError(code, in: .login) == expected)
        }
    }
}
