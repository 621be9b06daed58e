// Deflate (RFC 1951), to look into compressed parts of files that somebody is about to sign. Written for bounds and not for speed: output
// stops at a limit, every code is checked, and what is damaged gives what came before the damage.

/// Opens one deflated stream.
struct Inflate {
    private let input: ArraySlice<UInt8>
    private let limit: Int
    private var position: Int
    private var bits = 0
    private var bitCount = 0
    /// What came out so far.
    private(set) var output: [UInt8] = []

    /// Gives at most `limit` bytes.
    init(_ input: ArraySlice<UInt8>, limit: Int) {
        self.input = input
        self.limit = limit
        position = input.startIndex
    }

    /// Whether all came out.
    mutating func run() -> Bool {
        while true {
            guard let isLast = take(1), let kind = take(2) else { return false }
            let isSound =
                switch kind {
                case 0: stored()
                case 1: compressed(Huffman.fixedLengths, Huffman.fixedDistances)
                case 2: dynamic()
                default: false
                }
            guard isSound else { return false }
            if isLast == 1 { return true }
        }
    }

    private mutating func take(_ count: Int) -> Int? {
        while bitCount < count {
            guard position < input.endIndex else { return nil }
            bits |= Int(input[position]) << bitCount
            position += 1
            bitCount += 8
        }
        defer {
            bits >>= count
            bitCount -= count
        }
        return bits & ((1 << count) - 1)
    }

    private mutating func stored() -> Bool {
        (bits, bitCount) = (0, 0)
        guard position + 4 <= input.endIndex else { return false }
        let length = Int(input[position]) | Int(input[position + 1]) << 8
        let check = Int(input[position + 2]) | Int(input[position + 3]) << 8
        position += 4
        guard length == check ^ 0xFFFF, position + length <= input.endIndex,
            output.count + length <= limit
        else { return false }
        output += input[position..<(position + length)]
        position += length
        return true
    }

    // RFC 1951 §3.2.7: the lengths of the codes are themselves coded.
    private mutating func dynamic() -> Bool {
        guard let literals = take(5), let distances = take(5), let codes = take(4) else {
            return false
        }
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<(codes + 4) {
            guard let length = take(3) else { return false }
            lengths[order[index]] = length
        }
        guard let code = Huffman(lengths) else { return false }
        let count = literals + 257 + distances + 1
        var all: [Int] = []
        while all.count < count {
            guard let symbol = symbol(code) else { return false }
            if symbol < 16 {
                all.append(symbol)
                continue
            }
            let (bits, base) = [(2, 3), (3, 3), (7, 11)][symbol - 16]
            guard let more = take(bits) else { return false }
            guard symbol != 16 || !all.isEmpty else { return false }
            let repeated = symbol == 16 ? all[all.count - 1] : 0
            all += Array(repeating: repeated, count: base + more)
        }
        guard all.count == count, let first = Huffman(Array(all[..<(literals + 257)])),
            let second = Huffman(Array(all[(literals + 257)...]))
        else { return false }
        return compressed(first, second)
    }

    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]

    private mutating func compressed(_ literals: Huffman, _ distances: Huffman) -> Bool {
        while true {
            guard let symbol = symbol(literals), output.count < limit else { return false }
            if symbol == 256 { return true }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            guard symbol - 257 < Self.lengthBase.count,
                let more = take(Self.lengthBits[symbol - 257]), let far = self.symbol(distances),
                far < Self.distanceBase.count, let further = take(max(0, far / 2 - 1))
            else { return false }
            let length = Self.lengthBase[symbol - 257] + more
            let distance = Self.distanceBase[far] + further
            guard distance <= output.count, output.count + length <= limit else { return false }
            // Source and copy may overlap, so byte by byte.
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func symbol(_ code: Huffman) -> Int? {
        var (value, first, index) = (0, 0, 0)
        for length in 1..<Huffman.maximumLength + 1 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }
}

/// A canonical prefix code (RFC 1951 §3.2.2).
private struct Huffman {
    static let maximumLength = 15
    static let fixedLengths = Huffman(
        unchecked: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    static let fixedDistances = Huffman(unchecked: Array(repeating: 5, count: 30))

    /// How many codes there are of each length.
    let counts: [Int]
    /// The symbols by length, and within a length by value.
    let symbols: [Int]

    /// Nil if more codes are asked for than there are.
    init?(_ lengths: [Int]) {
        self.init(unchecked: lengths)
        var left = 1
        for length in 1...Huffman.maximumLength {
            left = left * 2 - counts[length]
            if left < 0 { return nil }
        }
    }

    private init(unchecked lengths: [Int]) {
        var counts = [Int](repeating: 0, count: Huffman.maximumLength + 1)
        for length in lengths where length > 0 { counts[length] += 1 }
        self.counts = counts
        symbols = (1...Huffman.maximumLength).flatMap { length in
            lengths.indices.filter { lengths[$0] == length }
        }
    }
}
