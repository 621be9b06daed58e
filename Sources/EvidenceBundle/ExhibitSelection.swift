// Which exhibits a reader means: by docket number, digest or name (docs/formats/judging.md). A name is whatever its filer chose, so one
// that several exhibits have is never guessed at.

package import EvidenceValues

/// Why it is not clear which exhibit is meant.
package enum SelectionError: Error, Sendable, Hashable {
    /// Nothing is called so.
    case unknown(String)
    /// Several exhibits have this name; their numbers, as they are selected by.
    case ambiguous(String, numbers: [String])
}

extension VerificationRecord {
    /// The exhibits that `text` means: `3`, `archive:2`, `sha-256:…` or `contract.md`. Spec: judging-6
    package func exhibits(meant text: String) throws(SelectionError) -> [LeafIndex] {
        if let digest = Digest(text: text) {
            let copies = exhibits.filter { $0.digest == digest }
            guard !copies.isEmpty else { throw .unknown(text) }
            return copies.map(\.index)
        }
        if let exhibit = exhibits.first(where: { number($0) == text }) { return [exhibit.index] }
        let named = exhibits.filter { $0.name.text.utf8.elementsEqual(text.utf8) }
        guard named.count <= 1 else { throw .ambiguous(text, numbers: named.map(number)) }
        guard let exhibit = named.first else { throw .unknown(text) }
        return [exhibit.index]
    }

    /// The docket number by which an exhibit is meant.
    package func number(_ exhibit: ExhibitRecord) -> String {
        if exhibit.matter == matter { return "\(exhibit.number)" }
        return "\(exhibit.matter == .archive ? "archive" : exhibit.matter.text):\(exhibit.number)"
    }
}
