// A checkpoint with the cosignatures of witnesses that were verified. A witness answers with lines; those of strangers are left out,
// and one false line by a witness that is known condemns the answer.

import EvidenceValues

/// A checkpoint that witnesses have cosigned. Only `verify` makes one.
package struct CosignedCheckpoint: Sendable, Hashable {
    package let signed: SignedCheckpoint
    /// The verified cosignatures' lines, in the order in which they were given; at least one.
    package let lines: [String]
    /// Whose they are, each with its time.
    package let signers: [VerifiedSigner]

    /// The checkpoint's note with these cosignatures behind it.
    package var note: String { signed.note + lines.joined() }

    /// Checks a witness's answer over `signed` (C2SP tlog-witness): the lines of cosignatures by `witnesses`.
    /// - Throws: `.noKnownSignature` if there is none by them, `.badSignature` if one that says so is false.
    package static func verify(
        _ answer: String, over signed: SignedCheckpoint, by witnesses: [VerifierKey]
    ) throws(NoteError) -> CosignedCheckpoint {
        let keys = witnesses.filter { $0.algorithm == .cosignature }
        let text = try UnopenedNote(parsing: signed.note).text
        let note = try UnopenedNote(parsing: text + "\n" + answer)
        // An answer with an empty line of its own would make the lines before it a part of what is signed.
        guard note.text.utf8.elementsEqual(text.utf8) else { throw .malformedNote }
        let signers = try note.open(with: keys).signers
        var lines: [String] = []
        for signature in note.signatures
        where keys.contains(where: signature.names) && !lines.contains(signature.line) {
            lines.append(signature.line)
        }
        return CosignedCheckpoint(signed: signed, lines: lines, signers: signers)
    }

    private init(signed: SignedCheckpoint, lines: [String], signers: [VerifiedSigner]) {
        self.signed = signed
        self.lines = lines
        self.signers = signers
    }
}
