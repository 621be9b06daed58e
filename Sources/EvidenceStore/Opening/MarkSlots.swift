// The slots of the high-water mark one by one: for the audit, which tells one that is damaged though the other verifies, and for a
// declared restore, which has to name what a key has signed that the older copy does not know.

import EvidenceValues
package import TransparencyLog

extension HighWaterMark {
    /// The two slots as they are; none if there is no mark.
    private func pieces() throws -> [ArraySlice<UInt8>] {
        let size = HighWaterMark.slotSize
        return try PosixFile.contents(of: path, limit: 2 * size)
            .map { [$0.prefix(size), $0.dropFirst(size)] } ?? []
    }

    /// The note in a slot; nil if it is no text that is padded with NUL.
    private static func text(_ slot: ArraySlice<UInt8>) -> String? {
        let text = slot.prefix { $0 != 0 }
        guard slot[text.endIndex...].allSatisfy({ $0 == 0 }) else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    /// The larger checkpoint that a slot names, whoever signed it; nil if none is a note of this origin.
    func claimed(by origin: ArchiveOrigin) throws -> Checkpoint? {
        try pieces().compactMap { slot in
            guard let text = HighWaterMark.text(slot),
                let note = try? UnopenedNote(parsing: text).text,
                let checkpoint = try? Checkpoint(noteText: note), checkpoint.origin == origin
            else { return nil }
            return checkpoint
        }.max { $0.size < $1.size }
    }

    /// The bytes of slots that are neither empty nor a note which one of `keys` signed.
    package func damagedSlots(keys: [VerifierKey]) throws -> [Range<UInt64>] {
        let size = UInt64(HighWaterMark.slotSize)
        return try pieces().enumerated().compactMap { number, slot in
            guard slot.contains(where: { $0 != 0 }) else { return nil }
            let text = HighWaterMark.text(slot) ?? ""
            let isSigned = keys.contains { (try? Checkpoint.open(note: text, with: $0)) != nil }
            let start = UInt64(number) * size
            return isSigned ? nil : start..<start + size
        }
    }
}
