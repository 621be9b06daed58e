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

/// An exhibit by everything that it can be meant by.
package struct NamedExhibit: Sendable, Hashable {
    let index: LeafIndex
    let matter: MatterID
    let number: DocketNumber
    let digest: Digest
    let name: FileName

    package init(
        index: LeafIndex, matter: MatterID, number: DocketNumber, digest: Digest, name: FileName
    ) {
        self.index = index
        self.matter = matter
        self.number = number
        self.digest = digest
        self.name = name
    }

    /// The docket number by which it is meant among those of `matter`.
    func label(in other: MatterID) -> String {
        if matter == other { return "\(number)" }
        return "\(matter == .archive ? "archive" : matter.text):\(number)"
    }
}

extension [NamedExhibit] {
    /// The exhibits that `text` means: `3`, `archive:2`, `sha-256:…` or `contract.md`. Spec: judging-6
    package func meant(
        by text: String, of matter: MatterID
    ) throws(SelectionError) -> [LeafIndex] {
        if let digest = Digest(text: text) {
            let copies = filter { $0.digest == digest }
            guard !copies.isEmpty else { throw .unknown(text) }
            return copies.map(\.index)
        }
        if let exhibit = first(where: { $0.label(in: matter) == text }) { return [exhibit.index] }
        let named = filter { $0.name.text.utf8.elementsEqual(text.utf8) }
        guard named.count <= 1 else {
            throw .ambiguous(text, numbers: named.map { $0.label(in: matter) })
        }
        guard let exhibit = named.first else { throw .unknown(text) }
        return [exhibit.index]
    }
}

extension VerificationRecord {
    /// The exhibits that `text` means. Spec: judging-6
    package func exhibits(meant text: String) throws(SelectionError) -> [LeafIndex] {
        try exhibits.map(NamedExhibit.init).meant(by: text, of: matter)
    }

    /// The docket number by which an exhibit is meant.
    package func number(_ exhibit: ExhibitRecord) -> String {
        NamedExhibit(exhibit).label(in: matter)
    }
}

extension NamedExhibit {
    fileprivate init(_ exhibit: ExhibitRecord) {
        self.init(
            index: exhibit.index, matter: exhibit.matter, number: exhibit.number,
            digest: exhibit.digest, name: exhibit.name)
    }
}
