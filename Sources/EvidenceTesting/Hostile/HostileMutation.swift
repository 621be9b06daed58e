// Random changes of the sound bundle, made so that they get past the checks before: from a byte of the file to a word of a text that is digested
// and sealed anew. A change is as deep as its attacker's means; whatever is accepted of those must be what a party may hand in.

internal import EvidenceBundle
internal import EvidenceValues

/// One random change.
package struct HostileMutation: Sendable, CustomStringConvertible {
    /// What the attacker mends behind himself.
    package enum Depth: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case file
        /// Fields of ZIP's records.
        case records
        /// The checksum of the member.
        case member
        /// The manifest too, under the old seal.
        case manifest
        /// And a seal by a stranger in ALFA's name.
        case stranger
        /// And a seal by ALFA.
        case party
        /// The bytes of the seal.
        case seal
    }

    package let seed: UInt64
    package let depth: Depth
    /// What was changed.
    package let place: String
    package let bundle: HostileBundle
    /// Whether anything was.
    package let isChanged: Bool

    package var description: String { "seed \(seed), \(depth.rawValue): \(place)" }

    /// What a party may hand in as it likes: nobody reads the report, and the registry's signature on an annex that is pinned says nothing.
    package var isAllowed: Bool {
        !isChanged
            || depth == .party && [BundleNames.report, BundleNames.annexSignature].contains(place)
    }

    /// The change that `seed` stands for; of nine in ten only what is cheap to refuse, unless `deep`.
    package init(seed: UInt64, deep: Bool = false) throws {
        var generator = SplitMix64(seed: seed)
        let sound = try Sound.shared.get()
        let isShallow = !deep && !seed.isMultiple(of: 10)
        let depths: [Depth] = isShallow ? [.file, .records] : Array(Depth.allCases.dropFirst(2))
        depth = try present(depths.randomElement(using: &generator))
        self.seed = seed
        let bytes: [UInt8]
        (bytes, place) = try sound.mutated(depth, &generator)
        isChanged = bytes != sound.bytes
        bundle = HostileBundle(bytes: bytes, trust: sound.made.pins, time: sound.made.world.time)
    }
}

/// The sound bundle taken apart.
private struct Sound: Sendable {
    let made: HostileMade
    let manifest: [UInt8]
    let seal: [UInt8]
    let zip: RawZip
    let bytes: [UInt8]

    static let shared = Result { try Sound() }

    init() throws {
        made = try HostileMade.sound.get()
        manifest = Array(made.members.manifest.utf8)
        seal = try HostileSeal.sign(manifest, in: made.world)
        zip = made.members.zip(manifest: manifest, signature: seal)
        bytes = zip.bytes
    }

    func mutated(
        _ depth: HostileMutation.Depth, _ generator: inout SplitMix64
    ) throws -> ([UInt8], String) {
        switch depth {
        case .file:
            return (Change.random(of: bytes, &generator), "file")
        case .records:
            var zip = zip
            let place = zip.changeField(&generator)
            return (zip.bytes, place)
        case .seal:
            let other = Change.encoding(seal, &generator)
            return (made.members.zip(manifest: manifest, signature: other).bytes, "seal")
        case .member, .manifest, .stranger, .party:
            return try memberMutated(depth, &generator)
        }
    }

    private func memberMutated(
        _ depth: HostileMutation.Depth, _ generator: inout SplitMix64
    ) throws -> ([UInt8], String) {
        var members = made.members
        let name = try present(members.names.randomElement(using: &generator))
        let old = try members.bytes(name)
        members[name] = changed(old, name, &generator)
        if name != BundleNames.text, Bool.random(using: &generator) { try members.retell() }
        let manifest = depth == .member ? manifest : Array(members.manifest.utf8)
        let seal =
            switch depth {
            case .stranger: try HostileSeal.sign(manifest, in: made.world, by: "false ALFA")
            case .party: try HostileSeal.sign(manifest, in: made.world)
            default: seal
            }
        guard members.contents != made.members.contents else { return (bytes, name) }
        return (members.zip(manifest: manifest, signature: seal).bytes, name)
    }

    private func changed(
        _ bytes: [UInt8], _ name: String, _ generator: inout SplitMix64
    ) -> [UInt8] {
        // The member of the same kind of another entry, as a deceiver would take it.
        if Int.random(in: 0..<8, using: &generator) == 0 {
            let ending = name.split(separator: ".").last.map(String.init) ?? name
            let others = made.members.names.filter { $0 != name && $0.hasSuffix(ending) }
            if let other = others.randomElement(using: &generator) {
                return made.members[other] ?? bytes
            }
        }
        let isText = String(validating: bytes, as: UTF8.self) != nil
        return isText ? Change.lines(bytes, &generator) : Change.encoding(bytes, &generator)
    }
}

/// Changes of bytes.
private enum Change {
    static func random(of bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
        guard bytes.indices.contains(place) else {
            return [UInt8.random(in: 0...255, using: &generator)]
        }
        let length = min(Int.random(in: 1...16, using: &generator), bytes.count - place)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: generator.bytes(length), at: place)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
        default: bytes.removeLast(bytes.count - place)
        }
        return bytes
    }

    /// A line, a word or a character of a text.
    static func lines(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let place = Int.random(in: lines.indices, using: &generator)
        let other = Int.random(in: lines.indices, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[other], at: place)
        case 2: lines.swapAt(place, other)
        case 3: lines[place] = lines[other]
        case 4: lines[place] = words(lines[place], lines[other], &generator)
        case 5:
            lines[place] += [[0x20], [0x0D], [0x09], [0xC2, 0xA0], [0xE2, 0x80, 0x8B]][place % 5]
        case 6:
            lines[place] = lines[place].map {
                (0x30...0x39).contains($0) && Bool.random(using: &generator)
                    ? 0x30 + UInt8.random(in: 0...9, using: &generator) : $0
            }
        default: lines[place] = random(of: lines[place], &generator)
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    private static func words(
        _ line: [UInt8], _ other: [UInt8], _ generator: inout SplitMix64
    ) -> [UInt8] {
        var words = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
        let more = other.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
        let place = Int.random(in: words.indices, using: &generator)
        words[place] = more.randomElement(using: &generator) ?? []
        return Array(words.joined(separator: [0x20]))
    }

    /// An element of an encoding, lengths mended; other bytes where it is none.
    static func encoding(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        guard let elements = try? BER.all(in: bytes), !elements.isEmpty,
            Int.random(in: 0..<4, using: &generator) > 0
        else { return random(of: bytes, &generator) }
        return changed(elements, &generator).flatMap(\.bytes)
    }

    private static func changed(
        _ elements: [BER], _ generator: inout SplitMix64
    ) -> [BER] {
        var elements = elements
        let place = Int.random(in: elements.indices, using: &generator)
        let isConstructed = elements[place].tag & 0x20 != 0
        if isConstructed, let inner = try? BER.all(in: elements[place].content), !inner.isEmpty,
            Int.random(in: 0..<8, using: &generator) > 0
        {
            elements[place].content = changed(inner, &generator).flatMap(\.bytes)
            return elements
        }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: elements.remove(at: place)
        case 1: elements.insert(elements[place], at: place)
        case 2: elements[place].tag ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 3: elements.swapAt(place, Int.random(in: elements.indices, using: &generator))
        default: elements[place].content = random(of: elements[place].content, &generator)
        }
        return elements
    }
}

extension RawZip {
    /// Sets one field of one record to a random or a border value; gives its name.
    fileprivate mutating func changeField(_ generator: inout SplitMix64) -> String {
        let short =
            [0, 1, 8, 20, 0x7FFF, 0xFFFF, UInt16.random(in: 0...UInt16.max, using: &generator)]
            .randomElement(using: &generator) ?? 1
        let long =
            [0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF, UInt32.random(in: 0...UInt32.max, using: &generator)]
            .randomElement(using: &generator) ?? 1
        let place = Int.random(in: members.indices, using: &generator)
        func set(_ head: inout Head, _ field: Int) {
            switch field {
            case 0: head.version = short
            case 1: head.flags = short
            case 2: head.method = short
            case 3: head.time = short
            case 4: head.date = short
            case 5: head.checksum = long
            case 6: head.compressedSize = long
            case 7: head.size = long
            case 8: head.nameLength = short
            case 9: head.extraLength = short
            case 10: head.extra = generator.bytes(4)
            default: head.name = Array(head.name.dropLast()) + generator.bytes(1)
            }
        }
        let field = Int.random(in: 0..<24, using: &generator)
        // The same in both records, or in one.
        let sides = Int.random(in: 0..<3, using: &generator)
        if field < 12 {
            let before = generator
            if sides != 1 { set(&members[place].head, field) }
            generator = before
            if sides != 0 { set(&directory[place].head, field) }
            return "field \(field) of member \(place), \(sides)"
        }
        changeRecord(field, place, short, long, &generator)
        return "field \(field) of record \(place)"
    }

    private mutating func changeRecord(
        _ field: Int, _ place: Int, _ short: UInt16, _ long: UInt32,
        _ generator: inout SplitMix64
    ) {
        let bytes = generator.bytes(Int.random(in: 1...64, using: &generator))
        switch field {
        case 12: directory[place].madeBy = short
        case 13: directory[place].disk = short
        case 14: directory[place].internalAttributes = short
        case 15: directory[place].attributes = long
        case 16: directory[place].offset = long
        case 17: directory[place].comment = bytes
        case 18: (end.count, end.countHere) = (short, short)
        case 19: end.size = long
        case 20: end.offset = long
        case 21: end.comment = bytes
        case 22: members[place].behind = bytes
        default: directory.swapAt(place, Int.random(in: directory.indices, using: &generator))
        }
    }
}
