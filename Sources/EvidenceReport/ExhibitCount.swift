// How many exhibits of the matter are here, were erased, or were left out by whoever made the bundle.

import EvidenceValues

/// The exhibits of a matter by what became of them.
struct ExhibitCount {
    let present: UInt64
    let erased: UInt64
    /// Neither here nor erased, up to the highest number.
    let leftOut: UInt64

    init(_ record: VerificationRecord) {
        present = UInt64(max(0, record.presentCount))
        erased = UInt64(record.erased.count { $0.matter == record.matter })
        let known = present + erased
        leftOut = record.highestNumber > known ? record.highestNumber - known : 0
    }
}

extension ErasedRecord {
    /// What became of it, in one sentence; `number` is what the report calls it.
    func sentence(_ number: String, in words: Words = .english) -> String {
        words("{0} was erased under {1} by {2} (entry {3})", number, ground, by, "\(record)")
    }
}
