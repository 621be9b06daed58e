// Signed notes (C2SP signed-note): a text, a blank line, and lines `— name base64(id ‖ signature)`. Signatures by unknown keys are
// ignored; one by a known key that does not verify condemns the whole note. A note that was parsed and one that was opened are
// two types, so that nobody can use an unverified text by mistake.

import EvidenceValues

/// One signature line of a note.
package struct NoteSignature: Sendable, Hashable {
    package let name: String
    package let keyID: UInt32
    package let bytes: [UInt8]

    package init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The line, with its line feed.
    package var line: String {
        "\(NoteText.mark)\(name) \(Base64.encode(keyID.bigEndianBytes + bytes))\n"
    }

    /// Whether it says that `key` made it. Whether that is so, only opening the note tells.
    package func names(_ key: VerifierKey) -> Bool {
        keyID == key.keyID && name.utf8.elementsEqual(key.name.utf8)
    }
}

/// A note whose form is right and whose signatures nobody has checked yet.
package struct UnopenedNote: Sendable, Hashable {
    /// Bytes of a note at most; 100 signatures of the largest registered kind are a third of it.
    package static let maximumSize = 1_048_576
    /// Signature lines at most; C2SP demands that at least 16 be accepted.
    package static let maximumSignatures = 100

    /// What is signed, with its final line feed.
    package let text: String
    package let signatures: [NoteSignature]

    /// The note: text, a blank line, signatures.
    package var note: String { text + "\n" + signatures.map(\.line).joined() }

    /// Divides a note into text and signatures.
    package init(parsing note: String) throws(NoteError) {
        let bytes = Array(note.utf8)
        guard bytes.count <= UnopenedNote.maximumSize, NoteText.isText(bytes),
            let end = UnopenedNote.lastBlankLine(bytes),
            let text = String(validating: bytes[..<end], as: UTF8.self)
        else { throw NoteError.malformedNote }
        let lines = bytes[(end + 1)...].dropLast()
            .split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count <= UnopenedNote.maximumSignatures else { throw NoteError.malformedNote }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try UnopenedNote.readSignature(line)) }
        self.text = text
        self.signatures = signatures
    }

    /// The note as opened with `keys`: at least one of them signed it, and no signature by any of them is false.
    package func open(with keys: [VerifierKey]) throws(NoteError) -> OpenedNote {
        var signers: [VerifiedSigner] = []
        for signature in signatures {
            for key in keys where signature.names(key) {
                guard let signer = key.verify(signature.bytes, over: text) else {
                    throw NoteError.badSignature(name: key.name, keyID: key.keyID)
                }
                if !signers.contains(signer) { signers.append(signer) }
            }
        }
        guard !signers.isEmpty else { throw NoteError.noKnownSignature }
        return OpenedNote(text: text, signers: signers)
    }

    /// Where the text ends: behind the line feed before the last blank line.
    private static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
        var position = bytes.count - 1
        while position > 0 {
            if bytes[position] == 0x0A && bytes[position - 1] == 0x0A { return position }
            position -= 1
        }
        return nil
    }

    private static func readSignature(_ line: ArraySlice<UInt8>) throws(NoteError) -> NoteSignature
    {
        // Neither a name nor base64 has a space, so the first one divides.
        guard line.starts(with: NoteText.markBytes),
            let space = line.dropFirst(NoteText.markBytes.count).firstIndex(of: 0x20),
            let name = String(
                validating: line[(line.startIndex + NoteText.markBytes.count)..<space],
                as: UTF8.self), NoteText.isKeyName(name)
        else { throw NoteError.malformedNote }
        // An ID of four bytes, and at least one byte of signature.
        let encoded = line[(space + 1)...]
        guard let bytes = Base64.decode(encoded.span), bytes.count >= 5 else {
            throw NoteError.malformedNote
        }
        let keyID = bytes.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return NoteSignature(name: name, keyID: keyID, bytes: Array(bytes.dropFirst(4)))
    }
}

/// A note with at least one verified signature.
package struct OpenedNote: Sendable, Hashable {
    package let text: String
    /// Whose signatures were verified, in the order of the note.
    package let signers: [VerifiedSigner]

    fileprivate init(text: String, signers: [VerifiedSigner]) {
        self.text = text
        self.signers = signers
    }
}

/// The alphabet of notes.
enum NoteText {
    /// What a signature line begins with: U+2014 and a space.
    static let mark = "\u{2014} "
    static let markBytes = Array(mark.utf8)

    /// Whether a text can be signed: it ends with a line feed and has no other control character below U+0020.
    static func isText(_ text: [UInt8]) -> Bool {
        text.last == 0x0A && text.allSatisfy { $0 >= 0x20 || $0 == 0x0A }
    }

    /// Whether a key may have this name: not empty, no white space, no `+`.
    static func isKeyName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                // The properties of other scalars take a search, and most are ASCII, whose only white space from U+0020 on is that.
                scalar.isASCII
                    ? scalar.value > 0x20 && scalar != "+" : !scalar.properties.isWhitespace
            }
    }
}
