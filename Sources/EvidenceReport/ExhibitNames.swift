// What exhibits, signatures, certificates and texts are called in the report. Findings speak of digests, people of "no. 3,
// contract.md": here each digest that the verification knows gets the name under which the reader finds it.

import Agreements
import EvidenceValues

/// The names of everything that a verification knows by digest or index.
struct ExhibitNames {
    /// Something a digest stands for.
    struct Name {
        /// In the language of the report.
        let text: String
        /// In English, to stand in sentences that stay as they are.
        let original: String
        /// The anchor in the page where it is described.
        let anchor: String
    }

    let words: Words
    private let matter: MatterID
    private let supposed: Set<LeafIndex>
    /// Plaintexts of encrypted exhibits, which have no number of their own.
    private let opened: Set<LeafIndex>
    private var byIndex: [LeafIndex: ExhibitRecord] = [:]
    private var byDigest: [String: Name] = [:]
    private var byContent: [Digest: ExhibitRecord] = [:]

    init(_ record: VerificationRecord, _ words: Words = .english) {
        self.words = words
        matter = record.matter
        supposed = record.supposed
        opened = Set(record.opening?.plaintexts.map(\.index) ?? [])
        for exhibit in record.exhibits { byIndex[exhibit.index] = exhibit }
        for signature in record.exhibits.reversed().flatMap(\.signatures) { add(signature) }
        for exhibit in record.exhibits.reversed() {
            byContent[exhibit.digest] = exhibit
            byDigest[exhibit.digest.text] = name(anchor(exhibit.index)) { label(exhibit, $0) }
        }
        byDigest[record.agreement.text] = name("trust") { words in words("the agreement") }
        byDigest[record.annex.text] = name("trust") { words in words("the annex") }
        for exhibit in record.exhibits {
            for signature in exhibit.signatures where byDigest[signature.signature.text] == nil {
                byDigest[signature.signature.text] = name(anchor(exhibit.index)) { words in
                    let signer = signature.signer?.text ?? words("an unknown signer")
                    return words("the signature of {0} in {1}", signer, label(exhibit, words))
                }
            }
        }
    }

    private func name(_ anchor: String, _ text: (Words) -> String) -> Name {
        Name(text: text(words), original: text(.english), anchor: anchor)
    }

    private mutating func add(_ signature: SignatureRecord) {
        guard let certificate = signature.certificate, let signer = signature.signer else { return }
        byDigest["key:" + certificate.text] = name("exhibits") { words in
            words("the certified key of {0}", signer.text)
        }
    }

    /// `no. 3 “contract.md”`, or `archive no. 2 “…”` for the archive's own matter. A name cannot end its own quotation.
    func label(_ exhibit: ExhibitRecord) -> String { label(exhibit, words) }

    private func label(_ exhibit: ExhibitRecord, _ words: Words) -> String {
        number(exhibit, words) + " " + words.quoted(exhibit.name.text)
    }

    /// `no. 3`, or `archive no. 2`.
    func number(_ exhibit: ExhibitRecord) -> String { number(exhibit, words) }

    func number(_ erased: ErasedRecord) -> String {
        number(erased.number, of: erased.matter, words)
    }

    private func number(_ exhibit: ExhibitRecord, _ words: Words) -> String {
        if opened.contains(exhibit.index) { return words("opened") }
        return supposed.contains(exhibit.index)
            ? words("supposed") : number(exhibit.number, of: exhibit.matter, words)
    }

    private func number(_ number: DocketNumber, of matter: MatterID, _ words: Words) -> String {
        let number = "\(number)"
        if matter == self.matter { return words("no. {0}", number) }
        if matter == .archive { return words("archive no. {0}", number) }
        return words("{0} no. {1}", matter.text, number)
    }

    /// The label of the exhibit at `index`; an entry that the bundle does not hold is called by its index.
    func label(_ index: LeafIndex) -> String {
        byIndex[index].map(label) ?? words("entry {0} (not in this bundle)", "\(index)")
    }

    /// The number of the exhibit at `index`, or its index.
    func number(at index: LeafIndex) -> String { byIndex[index].map(number) ?? "\(index)" }

    /// The label as a link to the exhibit's description.
    func link(_ index: LeafIndex) -> HTML {
        guard let exhibit = byIndex[index] else { return "\(label(index))" }
        return "<a href=\"#\(anchor(index))\">\(label(exhibit))</a>"
    }

    /// Links to several exhibits, or a word for none.
    func links(_ indexes: [LeafIndex]) -> HTML {
        indexes.isEmpty ? "\(words("none"))" : .list(indexes.map(link), separator: " · ")
    }

    /// The exhibit with this content.
    func record(_ content: Digest) -> ExhibitRecord? { byContent[content] }

    /// Which exhibit has this content, after "is".
    func exhibitLink(_ content: Digest) -> HTML {
        guard let exhibit = byContent[content] else {
            return """
                <strong>\(words("not among the exhibits"))</strong>: <code>\(content.text)</code>
                """
        }
        if exhibit.disclosure == .sealed { return words.html("{0}, sealed", link(exhibit.index)) }
        return exhibit.path == nil
            ? words.html("{0}, left out of the bundle", link(exhibit.index)) : link(exhibit.index)
    }

    /// The same for a terminal.
    func exhibitLabel(_ content: Digest) -> String {
        guard let exhibit = byContent[content] else { return "not among the exhibits: \(content)" }
        if exhibit.disclosure == .sealed { return label(exhibit) + ", sealed" }
        return label(exhibit) + (exhibit.path == nil ? ", left out of the bundle" : "")
    }

    /// The `id` of an exhibit's description.
    func anchor(_ index: LeafIndex) -> String { "e\(index)" }

    /// What `digest` stands for, as a link; the digest itself where it is not known.
    func link(_ digest: Digest) -> HTML { named(digest.text) }

    /// `sentence`, which somebody else wrote in English, with each digest replaced by a link to what it stands for.
    func linked(_ sentence: String) -> HTML {
        words.original(replaced(sentence, \.original))
    }

    /// The same for a sentence in the language of the report.
    func translated(_ sentence: String) -> HTML { replaced(sentence, \.text) }

    private func replaced(_ sentence: String, _ text: KeyPath<Name, String>) -> HTML {
        .list(
            ExhibitNames.parts(sentence).map { $0.isDigest ? named($0.text, text) : "\($0.text)" },
            separator: "")
    }

    /// `sentence` with each digest replaced by the name of what it stands for.
    func plain(_ sentence: String) -> String {
        ExhibitNames.parts(sentence).map { part in
            part.isDigest ? byDigest[part.text]?.original ?? part.text : part.text
        }.joined()
            // Templates call a signature one, and so does its name.
            .replacing("the signature the signature of", with: "the signature of")
    }

    private func named(_ digest: String, _ text: KeyPath<Name, String> = \.text) -> HTML {
        guard let name = byDigest[digest] else { return "<code>\(digest)</code>" }
        return "<a href=\"#\(name.anchor)\">\(name[keyPath: text])</a>"
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
