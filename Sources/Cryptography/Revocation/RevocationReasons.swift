// Why a certificate was revoked, in the words of RFC 5280 §5.3.1. Lists and responders write the same codes.

/// The codes of `CRLReason ::= ENUMERATED`.
enum RevocationReasons {
    private static let names = [
        0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged",
        4: "superseded", 5: "cessationOfOperation", 6: "certificateHold", 8: "removeFromCRL",
        9: "privilegeWithdrawn", 10: "aACompromise",
    ]

    /// A line of a delta with this reason takes the certificate off the list (RFC 5280 §5.3.1).
    static let removeFromList = "removeFromCRL"

    /// The name of a code; nil if RFC 5280 has none such.
    static func name(_ code: Int) -> String? { names[code] }

    /// Reads the value of a reasonCode extension, or the field of an OCSP response.
    static func read(_ element: DERElement) throws(DERError) -> String {
        guard element.tag == Tag.enumerated, let name = names[try element.smallInteger()] else {
            throw DERError()
        }
        return name
    }
}
