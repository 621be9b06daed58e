// Where in a list the lines on a serial number are. Lists come in any order, so lines are put into buckets by the end of their serial:
// two passes over the lines, whatever they say, and no comparison of lines with each other, so no list can make it slow to build.
// One that has all its lines in one bucket makes its own look-ups slow, which costs as much as reading it.
internal import Synchronization

/// The lines of a list by their serial numbers.
final class RevocationIndex: Sendable {
    /// The first place in `places` of each bucket, and behind the last.
    private let starts: [UInt32]
    /// Where each line begins, counted from the first line, by bucket.
    private let places: [UInt32]
    private let mask: UInt32

    init(_ entries: RevocationEntries) {
        var size: UInt32 = 1
        while Int(size) < entries.count { size <<= 1 }
        let mask = size - 1
        var buckets: [UInt32] = []
        var lines: [UInt32] = []
        buckets.reserveCapacity(entries.count)
        lines.reserveCapacity(entries.count)
        var starts = [UInt32](repeating: 0, count: Int(size) + 1)
        var position = entries.range.lowerBound
        while position < entries.range.upperBound {
            let place = UInt32(position - entries.range.lowerBound)
            guard
                let line = try? RevocationLine(
                    entries.bytes, at: &position, end: entries.range.upperBound)
            else { break }
            let bucket = RevocationIndex.hash(entries.bytes[line.serial]) & mask
            buckets.append(bucket)
            lines.append(place)
            starts[Int(bucket) + 1] += 1
        }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var next = starts
        var places = [UInt32](repeating: 0, count: lines.count)
        for (line, bucket) in buckets.enumerated() {
            places[Int(next[Int(bucket)])] = lines[line]
            next[Int(bucket)] += 1
        }
        (self.starts, self.places, self.mask) = (starts, places, mask)
    }

    /// Where the lines that may be on this serial number begin, in the order of the list.
    func places(of serial: [UInt8]) -> ArraySlice<UInt32> {
        let bucket = Int(RevocationIndex.hash(serial[...]) & mask)
        return places[Int(starts[bucket])..<Int(starts[bucket + 1])]
    }

    // FNV-1a over the last eight bytes, which is where serial numbers differ.
    private static func hash(_ serial: ArraySlice<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        var position = max(serial.startIndex, serial.endIndex - 8)
        while position < serial.endIndex {
            hash = (hash ^ UInt32(serial[position])) &* 16_777_619
            position += 1
        }
        return hash ^ hash >> 15
    }
}

/// An index that is made when it is first asked for, once for all copies of a list.
final class LazyRevocationIndex: Sendable {
    private let index = Mutex<RevocationIndex?>(nil)

    func get(_ entries: RevocationEntries) -> RevocationIndex {
        index.withLock { known in
            let made = known ?? RevocationIndex(entries)
            known = made
            return made
        }
    }
}
