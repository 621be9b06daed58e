// What exhibits, signatures, certificates and texts are called in the report. Findings speak of digests, people of "no. 3,
// contract.md": here each digest that the verification knows gets the name under which the reader finds it.

import Agreements
import EvidenceValues

/// The names of everything that a verification knows by digest or index.
struct ExhibitNames {
    /// Something a digest stands for.
    struct Name {
        let text: String
        /// The anchor in the page where it is described.
        let anchor: String
    }

    private let matter: MatterID
    private let supposed: Set<LeafIndex>
    private var byIndex: [LeafIndex: ExhibitRecord] = [:]
    private var byDigest: [String: Name] = [:]
    private var byContent: [Digest: ExhibitRecord] = [:]

    init(_ record: VerificationRecord) {
        matter = record.matter
        supposed = record.supposed
        for exhibit in record.exhibits { byIndex[exhibit.index] = exhibit }
        for signature in record.exhibits.reversed().flatMap(\.signatures) { add(signature) }
        for exhibit in record.exhibits.reversed() {
            byContent[exhibit.digest] = exhibit
            byDigest[exhibit.digest.text] = Name(
                text: label(exhibit), anchor: anchor(exhibit.index))
        }
        byDigest[record.agreement.text] = Name(text: "the agreement", anchor: "trust")
        byDigest[record.annex.text] = Name(text: "the annex", anchor: "trust")
        for exhibit in record.exhibits {
            for signature in exhibit.signatures where byDigest[signature.signature.text] == nil {
                byDigest[signature.signature.text] = Name(
                    text: "the signature of \(signature.signer?.text ?? "an unknown signer") in "
                        + label(exhibit),
                    anchor: anchor(exhibit.index))
            }
        }
    }

    private mutating func add(_ signature: SignatureRecord) {
        guard let certificate = signature.certificate, let signer = signature.signer else { return }
        byDigest["key:" + certificate.text] = Name(
            text: "the certified key of \(signer.text)", anchor: "exhibits")
    }

    /// `no. 3 “contract.md”`, or `archive no. 2 “…”` for the archive's own matter. A name cannot end its own quotation.
    func label(_ exhibit: ExhibitRecord) -> String {
        let name = exhibit.name.text.replacing("“", with: "'").replacing("”", with: "'")
        return number(exhibit) + " “" + name + "”"
    }

    /// `no. 3`, or `archive no. 2`.
    func number(_ exhibit: ExhibitRecord) -> String {
        supposed.contains(exhibit.index) ? "supposed" : number(exhibit.number, of: exhibit.matter)
    }

    func number(_ erased: ErasedRecord) -> String { number(erased.number, of: erased.matter) }

    private func number(_ number: DocketNumber, of matter: MatterID) -> String {
        if matter == self.matter { return "no. \(number)" }
        if matter == .archive { return "archive no. \(number)" }
        return "\(matter) no. \(number)"
    }

    /// The label of the exhibit at `index`; an entry that the bundle does not hold is called by its index.
    func label(_ index: LeafIndex) -> String {
        byIndex[index].map(label) ?? "entry \(index) (not in this bundle)"
    }

    /// The label as a link to the exhibit's description.
    func link(_ index: LeafIndex) -> HTML {
        guard let exhibit = byIndex[index] else { return "\(label(index))" }
        return "<a href=\"#\(anchor(index))\">\(label(exhibit))</a>"
    }

    /// Links to several exhibits, or a word for none.
    func links(_ indexes: [LeafIndex]) -> HTML {
        indexes.isEmpty ? "none" : .list(indexes.map(link), separator: " · ")
    }

    /// The exhibit with this content.
    func record(_ content: Digest) -> ExhibitRecord? { byContent[content] }

    /// Which exhibit has this content, after "is".
    func exhibitLink(_ content: Digest) -> HTML {
        guard let exhibit = byContent[content] else {
            return "<strong>not among the exhibits</strong>: <code>\(content.text)</code>"
        }
        return exhibit.path == nil
            ? "\(link(exhibit.index)), left out of the bundle" : link(exhibit.index)
    }

    /// The same for a terminal.
    func exhibitLabel(_ content: Digest) -> String {
        guard let exhibit = byContent[content] else { return "not among the exhibits: \(content)" }
        return label(exhibit) + (exhibit.path == nil ? ", left out of the bundle" : "")
    }

    /// The `id` of an exhibit's description.
    func anchor(_ index: LeafIndex) -> String { "e\(index)" }

    /// What `digest` stands for, as a link; the digest itself where it is not known.
    func link(_ digest: Digest) -> HTML { named(digest.text) }

    /// `sentence` with each digest replaced by a link to what it stands for.
    func linked(_ sentence: String) -> HTML {
        .list(
            ExhibitNames.parts(sentence).map { $0.isDigest ? named($0.text) : "\($0.text)" },
            separator: "")
    }

    /// `sentence` with each digest replaced by the name of what it stands for.
    func plain(_ sentence: String) -> String {
        ExhibitNames.parts(sentence).map { part in
            part.isDigest ? byDigest[part.text]?.text ?? part.text : part.text
        }.joined()
            // Templates call a signature one, and so does its name.
            .replacing("the signature the signature of", with: "the signature of")
    }

    private func named(_ digest: String) -> HTML {
        guard let name = byDigest[digest] else { return "<code>\(digest)</code>" }
        return "<a href=\"#\(name.anchor)\">\(name.text)</a>"
    }

    private struct Part {
        let text: String
        let isDigest: Bool
    }

    /// `sentence` cut into digests, with `key:` where it stands before them, and what is between them.
    private static func parts(_ sentence: String) -> [Part] {
        var parts: [Part] = []
        var rest = Substring(sentence)
        while let found = rest.firstRange(of: Digest.prefix) {
            // 32 bytes are 44 characters of base64.
            let candidate = rest[found.lowerBound...].prefix(Digest.prefix.count + 44)
            guard Digest(text: candidate) != nil else {
                parts.append(Part(text: String(rest[..<found.upperBound]), isDigest: false))
                rest = rest[found.upperBound...]
                continue
            }
            var before = rest[..<found.lowerBound]
            let isKey = before.hasSuffix("key:")
            if isKey { before = before.dropLast(4) }
            parts.append(Part(text: String(before), isDigest: false))
            parts.append(Part(text: (isKey ? "key:" : "") + candidate, isDigest: true))
            rest = rest[candidate.endIndex...]
        }
        parts.append(Part(text: String(rest), isDigest: false))
        return parts
    }
}
