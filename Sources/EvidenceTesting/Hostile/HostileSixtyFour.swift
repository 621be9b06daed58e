// The 64-bit forms of ZIP where nothing needs them, or in another spelling: numbers that two readers would take from two places.

/// A number in the order of bytes that ZIP has.
private func little(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}

/// The extra field of 64-bit numbers (APPNOTE 4.5.3).
private func wide(_ numbers: UInt64...) -> [UInt8] {
    [1, 0] + little(UInt16(numbers.count * 8)) + numbers.flatMap { little($0) }
}

extension HostileTrick {
    private static func zip64(
        _ title: String, _ code: String = "ZIP64",
        _ change: @escaping @Sendable (inout RawZip) throws -> Void
    ) -> HostileTrick {
        HostileTrick(.container, title, .party, .refused("CONTAINER." + code), .zip(change))
    }

    static let sixtyFour: [HostileTrick] = [
        zip64("all ones for the number of members") {
            ($0.end.count, $0.end.countHere) = (.max, .max)
        },
        zip64("all ones for the size of the directory") { $0.end.size = .max },
        zip64("all ones for the offset of the directory") { $0.end.offset = .max },
        zip64("all ones for a size, with no 64-bit form") {
            try $0.both(inner) {
                $0.size = .max
                $0.compressedSize = .max
            }
        },
        zip64("all ones for an offset, with no 64-bit form") {
            try $0.central(inner) { $0.offset = .max }
        },
        zip64("sizes in 64 bits that fit 32") {
            try $0.both(inner) {
                $0.extra = wide(UInt64($0.size), UInt64($0.size))
                $0.version = 45
                $0.size = .max
                $0.compressedSize = .max
            }
        },
        zip64("sizes in 64 bits beside those in 32", "EXTRA_FIELD") {
            try $0.both(inner) { $0.extra = wide(UInt64($0.size), UInt64($0.size)) }
        },
        zip64("an offset in 64 bits that fits 32") {
            let place = try $0.position(inner)
            let offset = $0.members[..<place].reduce(0) {
                $0 + 30 + $1.head.name.count + $1.data.count
            }
            $0.directory[place].offset = .max
            $0.directory[place].head.version = 45
            $0.directory[place].head.extra = wide(UInt64(offset))
        },
        zip64("an offset in 64 bits of another member") {
            try $0.central(inner) {
                $0.offset = .max
                $0.head.version = 45
                $0.head.extra = wide(0)
            }
        },
        zip64("the greatest size in 64 bits", "BOMB_LIMIT") {
            try $0.both(inner) {
                $0.extra = wide(.max, .max)
                $0.version = 45
                $0.size = .max
                $0.compressedSize = .max
            }
        },
        zip64("a 64-bit end that nothing needs", "STRAY_BYTES") {
            let count = UInt64($0.directory.count)
            let size = UInt64($0.directory.reduce(0) { $0 + 46 + $1.head.name.count })
            let start = UInt64($0.bytes.count - 22) - size
            $0.behindDirectory =
                end(count: count, size: size, offset: start)
                + locator(start + size)
        },
        zip64("a 64-bit end of another directory") {
            $0.behindDirectory = end(count: 1, size: 46, offset: 0) + locator(0)
            ($0.end.count, $0.end.countHere) = (.max, .max)
        },
        zip64("a locator of no 64-bit end") {
            $0.behindDirectory = locator(0)
            $0.end.offset = .max
        },
    ]

    private static func end(count: UInt64, size: UInt64, offset: UInt64) -> [UInt8] {
        [0x50, 0x4B, 6, 6] + little(UInt64(44)) + little(UInt16(45)) + little(UInt16(45))
            + little(UInt64(0)) + little(count) + little(count) + little(size) + little(offset)
    }

    private static func locator(_ offset: UInt64) -> [UInt8] {
        [0x50, 0x4B, 6, 7] + little(UInt32(0)) + little(offset) + little(UInt32(1))
    }
}
