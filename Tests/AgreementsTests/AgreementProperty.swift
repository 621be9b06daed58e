// What must hold of the parsers of agreements and claims, whatever text they get. The fuzzer (Fuzz/run) compiles this file too.

import Agreements

/// An agreement parses exactly if its check finds no error, and every error has a place and words of a bearable length.
enum AgreementProperty {
    static let name = "agreement"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return true }
        let check = AgreementCheck(text)
        let agreement = try? Agreement(parsing: text)
        let told = check.errors.allSatisfy { error in
            error.line >= 0 && error.column >= 0 && error.reason.words.utf8.count < 4000
                && (check.hint(error)?.utf8.count ?? 0) < 4000
        }
        return told && agreement == check.agreement
            && (agreement == nil) != check.errors.isEmpty && check.errors.count <= 100
    }
}

/// Claims are refused, or written again to the byte.
enum ClaimsProperty {
    static let name = "claims"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self),
            let claims = try? Claims(parsing: text)
        else { return true }
        return Array(claims.text.utf8) == bytes && claims == (try? Claims(loose: text))
    }
}

/// Whatever the formatter writes is the one text of what it read.
enum ClaimsFormatProperty {
    static let name = "claims-format"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self),
            let claims = try? Claims(loose: text)
        else { return true }
        return claims == (try? Claims(parsing: claims.text))
    }
}
