// What one audit of third parties leaves for the next (docs/formats/audit.md): the notes on each matter, so that only matters with new
// entries are examined again, and statements of one party are compared over all. Whoever loses it loses time; whoever can write it can
// make audits overlook what they found, until a full audit, which takes nothing from it.

package import EvidenceValues
import TransparencyLog

/// The notes on all matters as of a tree, under an annex and an agreement.
package struct PartyRegister: Sendable, Hashable {
    /// The first line. Another one is written when the audit learns to find more.
    static let format = "docket-audit-parties/v1"
    /// Notes at most; what is beyond is not compared, and told. At some 300 bytes each they fill 60 MB.
    package static let mostNotes = 200_000
    /// Bytes of the text at most.
    package static let maximumSize = 128 << 20

    package let origin: ArchiveOrigin
    package let annex: Digest
    /// The agreement that sets the times; nil for the default.
    package let agreement: Digest?
    /// Everything filed below was examined.
    package let size: TreeSize
    package let root: RootHash
    /// Matters of which there is something to note.
    package private(set) var notes: [MatterID: PartyNotes] = [:]
    /// How many notes there are.
    private(set) var count = 0
    /// How many there would be more.
    private(set) var omitted = 0

    package init(
        origin: ArchiveOrigin, annex: Digest, agreement: Digest?, size: TreeSize, root: RootHash
    ) {
        self.origin = origin
        self.annex = annex
        self.agreement = agreement
        self.size = size
        self.root = root
    }

    /// Notes what a matter says, as far as there is room.
    mutating func set(_ matter: MatterID, _ new: PartyNotes) {
        let added = new.findings.count + new.agenda.count + new.marks.count
        guard added > 0 || new.isUnsettled else { return }
        guard count + max(added, 1) <= PartyRegister.mostNotes else {
            omitted += added
            return
        }
        count += max(added, 1)
        notes[matter] = new
    }
}

extension PartyRegister {
    /// The one text of this register.
    package var bytes: [UInt8] {
        var text = PartyRegister.format + "\narchive \(origin)\nannex \(annex)\n"
        text += "agreement \(agreement?.text ?? "none")\nsize \(size)\nroot \(root)\n"
        for (matter, notes) in notes.sorted(by: { $0.key < $1.key }) {
            text += "matter\t\(matter)\t\(notes.isUnsettled ? "open" : "settled")\n"
            for finding in notes.findings { text += finding.line }
            for item in notes.agenda { text += item.line }
            for mark in notes.marks { text += mark.line }
        }
        return Array(text.utf8)
    }

    /// The register that `bytes` are, or nil: then every matter is examined.
    package init?(parsing bytes: [UInt8]) {
        guard bytes.count <= PartyRegister.maximumSize,
            let text = String(validating: bytes, as: UTF8.self), text.utf8.last == 0x0A
        else { return nil }
        let lines = text.utf8.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard lines.count >= 6, lines[0] == PartyRegister.format,
            let origin = PartyRegister.value("archive", lines[1]).flatMap({ ArchiveOrigin($0) }),
            let annex = PartyRegister.value("annex", lines[2]).flatMap({ Digest(text: $0) }),
            let agreement = PartyRegister.value("agreement", lines[3]),
            agreement == "none" || Digest(text: agreement) != nil,
            let size = PartyRegister.value("size", lines[4]).flatMap({ UInt64($0) }),
            let root = PartyRegister.value("root", lines[5]).flatMap({ Digest(text: $0) })
        else { return nil }
        self.init(
            origin: origin, annex: annex, agreement: Digest(text: agreement), size: TreeSize(size),
            root: RootHash(root))
        guard read(lines.dropFirst(6)) else { return nil }
    }

    private mutating func read(_ lines: ArraySlice<Substring>) -> Bool {
        var matter: MatterID?
        var new = PartyNotes()
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "matter" {
                guard fields.count == 3, let name = MatterID(fields[1]),
                    fields[2] == "open" || fields[2] == "settled"
                else { return false }
                if let matter { set(matter, new) }
                matter = name
                new = PartyNotes()
                new.isUnsettled = fields[2] == "open"
            } else {
                guard matter != nil, new.read(fields) else { return false }
            }
        }
        if let matter { set(matter, new) }
        return true
    }

    private static func value(_ name: String, _ line: Substring) -> Substring? {
        line.hasPrefix(name + " ") ? line.dropFirst(name.utf8.count + 1) : nil
    }
}

extension PartyNotes {
    /// Adds the note that the fields of a line are; false if they are none.
    fileprivate mutating func read(_ fields: [Substring]) -> Bool {
        switch fields[0] {
        case "finding": PartyFinding(fields).map { findings.append($0) } != nil
        case "agenda": AgendaItem(fields).map { agenda.append($0) } != nil
        case "mark": SignedMark(fields).map { marks.append($0) } != nil
        default: false
        }
    }
}

extension PartyFinding {
    /// What is found of some number of grounds has so many fields before them.
    private static let head = 6

    fileprivate var line: String {
        (["finding", code, weight.rawValue, party?.text ?? "", kind, sentence.oneField]
            + grounds.flatMap(\.fields)).joined(separator: "\t") + "\n"
    }

    fileprivate init?(_ fields: [Substring]) {
        guard fields.count >= Self.head, (fields.count - Self.head).isMultiple(of: 3),
            let weight = Weight(rawValue: String(fields[2])),
            fields[3].isEmpty || PartyID(fields[3]) != nil
        else { return nil }
        let grounds = stride(from: Self.head, to: fields.count, by: 3).compactMap {
            Ground(fields[$0..<($0 + 3)])
        }
        guard grounds.count == (fields.count - Self.head) / 3 else { return nil }
        self.init(
            String(fields[1]), weight, party: PartyID(fields[3]), kind: String(fields[4]),
            grounds: grounds, sentence: String(fields[5]))
    }
}

extension PartyFinding.Ground {
    fileprivate var fields: [String] { [document.text, place.description, matter.text] }

    fileprivate init?(_ fields: ArraySlice<Substring>) {
        let start = fields.startIndex
        guard fields.count == 3, let document = Digest(text: fields[start]),
            let place = UInt64(fields[start + 1]), let matter = MatterID(fields[start + 2])
        else { return nil }
        self.init(document: document, place: LeafIndex(place), matter: matter)
    }
}

extension AgendaItem {
    fileprivate var line: String {
        (["agenda", near ?? "", past ?? "", until.text, party?.text ?? ""] + ground.fields
            + [matter.oneField]).joined(separator: "\t") + "\n"
    }

    fileprivate init?(_ fields: [Substring]) {
        guard fields.count == 9, let until = Instant(text: fields[3]),
            fields[4].isEmpty || PartyID(fields[4]) != nil,
            let ground = PartyFinding.Ground(fields[5..<8])
        else { return nil }
        self.init(
            near: fields[1].isEmpty ? nil : String(fields[1]),
            past: fields[2].isEmpty ? nil : String(fields[2]),
            until: until, party: PartyID(fields[4]), ground: ground, String(fields[8]))
    }
}

extension SignedMark {
    fileprivate var line: String {
        (["mark", register.rawValue, subject.text, String(position), value.text, party.text]
            + ground.fields + [isProven ? "proven" : "open"]).joined(separator: "\t") + "\n"
    }

    fileprivate init?(_ fields: [Substring]) {
        guard fields.count == 10, let register = Register(rawValue: String(fields[1])),
            let subject = Digest(text: fields[2]), let position = UInt64(fields[3]),
            let value = Digest(text: fields[4]), let party = PartyID(fields[5]),
            let ground = PartyFinding.Ground(fields[6..<9]),
            fields[9] == "proven" || fields[9] == "open"
        else { return nil }
        self.init(
            register, subject: subject, position: position, value: value, party: party,
            ground: ground, isProven: fields[9] == "proven")
    }
}

extension String {
    /// The text in one field of one line, whatever somebody wrote into a document.
    fileprivate var oneField: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
