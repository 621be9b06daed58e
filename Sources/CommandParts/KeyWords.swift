// Words for what is refused of keys and rotations.

package import TransparencyLog
package import VerifyCommand

extension Failure {
    /// A rotation that does not count.
    package static func rotation(_ error: RotationError, in file: String? = nil) -> Failure {
        let name = file ?? "the rotation"
        switch error {
        case .text(let error):
            return format(error, in: name)
        case .note(.badSignature(let key, _)):
            return Failure("\(name): the signature of \(key) does not verify")
        case .note:
            return Failure("\(name) is no signed note", hint: "see docs/formats/rotation.md")
        case .signers(let expected):
            return Failure(
                "\(name) does not have the signatures that it must have",
                hint: "those of \(expected.map(\.text).joined(separator: ", ")), in this order")
        case .wrongArchive(let found, let expected):
            return Failure("\(name) is of \(found), not of \(expected)")
        case .unknownRecoveryKey(let key):
            return Failure(
                "\(name) names another recovery key: \(key.text)",
                hint: "only the key that is named can sign")
        case .unknownOldKey(let key), .alreadyReplaced(let key):
            return Failure(
                "\(name) replaces \(key.text), which does not sign now",
                hint: "docket key show says which key does; ask for the rotation anew")
        case .keyReused(let key):
            return Failure("\(name) brings back \(key.text)", hint: "a key that went stays away")
        case .outOfOrder(let size, _):
            return Failure(
                "\(name) is not about this archive: it had another tree of \(size) entries",
                hint: "ask for the rotation anew with docket key rotate --prepare")
        }
    }
}
