// What of a matter an arbiter gets to see (docs/formats/bundle.md, bundle-11, bundle-23): whoever puts a bundle together may leave contents out, or seal them to
// some. Entries, filings and proofs stay, so that everybody sees that there is something, under which name, and of which digest.

package import Cryptography
package import EvidenceBundle
internal import EvidenceModules
internal import EvidenceStore
package import EvidenceValues
internal import TransparencyLog

/// What is to be left out or sealed.
package struct DisclosureRequest: Sendable {
    /// To whom, and where unpredictable bytes come from.
    package struct Seal: Sendable {
        package let recipients: SealRecipients
        package let random: @Sendable (Int) -> [UInt8]
        package init(
            recipients: SealRecipients, random: @escaping @Sendable (Int) -> [UInt8]
        ) {
            self.recipients = recipients
            self.random = random
        }
    }

    /// Exhibits whose contents are left out: numbers, digests or names (judging-6).
    package var withheld: [String]
    /// Exhibits whose contents are sealed, named likewise.
    package var sealed: [String]
    /// Nil where nothing is sealed.
    package var seal: Seal?

    package init(withheld: [String] = [], sealed: [String] = [], seal: Seal? = nil) {
        self.withheld = withheld
        self.sealed = sealed
        self.seal = seal
    }
}

/// Why contents cannot be left out or sealed as asked.
package enum DisclosureError: Error, Sendable, Hashable {
    case selection(SelectionError)
    /// The archive's own, of which everybody must see what it says.
    case notSealable(String)
    /// One exhibit cannot be both.
    case withheldAndSealed(LeafIndex)
    /// Larger than what a verifier reads of one content.
    case tooLarge(FileName)
    /// Contents are to be sealed, and nobody is to open them.
    case noRecipient
    case sealing(SealingError)
}

/// A request, held against the exhibits that there are.
struct DisclosureChoice {
    private(set) var withheld: Set<LeafIndex> = []
    private(set) var sealed: Set<LeafIndex> = []

    /// Those whose contents a reader without a key does not see.
    var hidden: Set<LeafIndex> { withheld.union(sealed) }

    init(
        _ request: DisclosureRequest, of exhibits: [StoredExhibit], matter: MatterID
    ) throws(DisclosureError) {
        let named = exhibits.map {
            NamedExhibit(
                index: $0.entry.index, matter: $0.filing.matter, number: $0.docketing.number,
                digest: $0.filing.content, name: $0.filing.name)
        }
        func meant(_ text: String) throws(DisclosureError) -> [LeafIndex] {
            do { return try named.meant(by: text, of: matter) } catch { throw .selection(error) }
        }
        for text in request.withheld { withheld.formUnion(try meant(text)) }
        for text in request.sealed { sealed.formUnion(try meant(text)) }
        if let both = withheld.intersection(sealed).min() { throw .withheldAndSealed(both) }
        guard sealed.isEmpty || request.seal != nil else { throw .noRecipient }
        for exhibit in exhibits where sealed.contains(exhibit.entry.index) {
            guard exhibit.filing.isSealable else {
                throw .notSealable(exhibit.filing.name.text)
            }
            guard exhibit.filing.size <= UInt64(EnvelopedData.maximumPlaintext) else {
                throw .tooLarge(exhibit.filing.name)
            }
        }
    }
}

extension DisclosureRequest.Seal {
    /// The sealed members, with the recipients': the contents by their places, and what only they ask proofs for.
    func members(
        _ contents: [(name: String, content: [UInt8])], proofs: [ConsistencyProof]
    ) throws(DisclosureError) -> [(name: String, bytes: [UInt8])] {
        var members = [(name: BundleNames.recipients, bytes: recipients.bytes)]
        for (name, content) in contents {
            members.append((name: name, bytes: try sealed(content)))
        }
        if !proofs.isEmpty {
            members.append(
                (name: BundleNames.sealedProofs, bytes: try sealed(SealedProofs.bytes(proofs))))
        }
        return members
    }

    // The filing has the digest; a second one here would only tell of the proofs what they are. Spec: bundle-24
    private func sealed(_ content: [UInt8]) throws(DisclosureError) -> [UInt8] {
        do throws(SealingError) {
            return try EnvelopedData.seal(
                content, to: recipients.certificates, namesPlaintext: false, random: random)
        } catch { throw .sealing(error) }
    }
}
