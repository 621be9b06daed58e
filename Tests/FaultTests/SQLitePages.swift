// What each byte of an SQLite database is for, worked out from the file itself (sqlite.org/fileformat2.html), so that whoever finds
// that a flipped byte changes nothing can say why. It is a second reading of the format, not SQLite's: a byte that it cannot place is
// `unknown`, and explains nothing. For small databases that are sound.

/// What a byte belongs to.
enum Region: Sendable, Hashable {
    /// A field of the file's header.
    case header(String)
    /// Type, counts and pointers of a page, and the pointers to its cells.
    case page(String)
    /// A row of a table with row numbers.
    case row(String, Int64)
    /// A cell of an index, of a table without row numbers, or of a page above the leaves.
    case cell(String)
    /// Space that no cell uses, with the reason.
    case free(String)
    case unknown
}

/// The regions of one database.
struct SQLitePages: Sendable {
    private(set) var regions: [Region]
    private let bytes: [UInt8]
    private let pageSize: Int
    /// Where the rows of the schema are.
    private var schema: [Range<Int>] = []

    /// Bytes of a page that cells may use.
    private var usable: Int { pageSize - Int(bytes[20]) }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        regions = [Region](repeating: .unknown, count: bytes.count)
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        pageSize = size == 1 ? 65_536 : size
        for (name, range) in Self.fields { mark(range, .header(name)) }
        walk(1, "sqlite_schema")
        for root in schema.compactMap({ schemaRow($0) }) where root.page > 0 {
            walk(root.page, root.name)
        }
        walkFreelist()
    }

    /// §1.3: those that SQLite reads again, and those that it does not.
    private static let fields: [(String, Range<Int>)] = [
        ("magic", 0..<16), ("page size", 16..<18), ("format versions", 18..<20),
        ("payload fractions", 20..<24), ("change counter", 24..<28), ("page count", 28..<32),
        ("freelist", 32..<40), ("schema cookie", 40..<44), ("schema format", 44..<48),
        ("default cache size", 48..<52), ("largest root", 52..<56), ("text encoding", 56..<60),
        ("user version", 60..<64), ("incremental vacuum", 64..<68), ("application id", 68..<72),
        ("reserved", 72..<92), ("version-valid-for", 92..<96), ("SQLite's version", 96..<100),
    ]

    // Pages

    private func start(_ page: Int) -> Int { (page - 1) * pageSize }

    /// Marks a b-tree from `page` down.
    private mutating func walk(
        _ page: Int, _ owner: String, depth: Int = 0
    ) {
        guard depth < 20, page > 0, start(page) + pageSize <= bytes.count else { return }
        let base = start(page)
        let head = page == 1 ? base + 100 : base
        let kind = bytes[head]
        let isInterior = kind == 2 || kind == 5
        let count = number(head + 3, 2)
        let pointers = head + (isInterior ? 12 : 8)
        let content = number(head + 5, 2) == 0 ? 65_536 : number(head + 5, 2)
        mark(head..<pointers + 2 * count, .page(owner))
        mark(pointers + 2 * count..<base + content, .free("between pointers and cells"))
        for cell in 0..<count {
            markCell(base + number(pointers + 2 * cell, 2), kind, owner, depth)
        }
        if isInterior { walk(number(head + 8, 4), owner, depth: depth + 1) }
        markFreeBlocks(base, first: number(head + 1, 2), owner)
        for position in base + content..<base + usable where regions[position] == .unknown {
            regions[position] = .free("fragment between cells")
        }
    }

    private mutating func markFreeBlocks(_ base: Int, first: Int, _ owner: String) {
        var block = first
        while block > 0, block + 4 <= pageSize {
            let size = number(base + block + 2, 2)
            mark(base + block..<base + block + 4, .page(owner))
            mark(base + block + 4..<base + block + size, .free("free block"))
            let next = number(base + block, 2)
            guard next > block else { return }
            block = next
        }
    }

    private mutating func markCell(
        _ cell: Int, _ kind: UInt8, _ owner: String, _ depth: Int
    ) {
        var position = cell
        if kind == 2 || kind == 5 {
            walk(number(cell, 4), owner, depth: depth + 1)
            position += 4
        }
        let isTable = kind == 5 || kind == 13
        let payload = kind == 5 ? 0 : Int(varint(&position))
        let region = isTable ? Region.row(owner, varint(&position)) : .cell(owner)
        let local = localSize(payload, isTable: isTable)
        let end = position + local + (local < payload ? 4 : 0)
        mark(cell..<end, kind == 5 ? .cell(owner) : region)
        if owner == "sqlite_schema", kind == 13 { schema.append(position..<position + local) }
        if local < payload {
            markOverflow(number(position + local, 4), left: payload - local, region)
        }
    }

    /// §1.6: how much of a payload stays in its page.
    private func localSize(_ payload: Int, isTable: Bool) -> Int {
        let most = isTable ? usable - 35 : (usable - 12) * 64 / 255 - 23
        guard payload > most else { return payload }
        let least = (usable - 12) * 32 / 255 - 23
        let fitting = least + (payload - least) % (usable - 4)
        return fitting <= most ? fitting : least
    }

    private mutating func markOverflow(_ first: Int, left: Int, _ region: Region) {
        var (page, left) = (first, left)
        while page > 0, left > 0, start(page) + pageSize <= bytes.count {
            let used = 4 + min(left, usable - 4)
            mark(start(page)..<start(page) + used, region)
            mark(start(page) + used..<start(page) + pageSize, .free("end of an overflow page"))
            left -= usable - 4
            page = number(start(page), 4)
        }
    }

    private mutating func walkFreelist() {
        var trunk = number(32, 4)
        var seen = 0
        while trunk > 0, start(trunk) + pageSize <= bytes.count, seen < bytes.count / pageSize {
            let count = number(start(trunk) + 4, 4)
            mark(start(trunk)..<start(trunk) + 8 + 4 * count, .page("freelist"))
            mark(
                start(trunk) + 8 + 4 * count..<start(trunk) + pageSize, .free("free page"))
            for leaf in 0..<count {
                let page = number(start(trunk) + 8 + 4 * leaf, 4)
                guard page > 0 else { continue }
                mark(start(page)..<start(page) + pageSize, .free("free page"))
            }
            trunk = number(start(trunk), 4)
            seen += 1
        }
    }

    // The schema

    /// Name and root page of a row of `sqlite_schema` (type, name, tbl_name, rootpage, sql).
    private func schemaRow(_ payload: Range<Int>) -> (name: String, page: Int)? {
        var position = payload.lowerBound
        let headEnd = position + Int(varint(&position))
        var sizes: [Int] = []
        while position < headEnd { sizes.append(Self.size(ofType: varint(&position))) }
        guard sizes.count == 5 else { return nil }
        let name = headEnd + sizes[0]
        let root = name + sizes[1] + sizes[2]
        guard root + sizes[3] <= payload.upperBound else { return nil }
        return (
            String(decoding: bytes[name..<name + sizes[1]], as: UTF8.self),
            number(root, sizes[3])
        )
    }

    /// §2.1.
    private static func size(ofType type: Int64) -> Int {
        switch type {
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        case 12...: Int(type - 12) / 2
        default: 0
        }
    }

    // Bytes

    private mutating func mark(_ range: Range<Int>, _ region: Region) {
        for position in range where position < regions.count { regions[position] = region }
    }

    private mutating func mark(_ range: some RangeExpression<Int>, _ region: Region) {
        mark(range.relative(to: bytes), region)
    }

    private func number(_ position: Int, _ width: Int) -> Int {
        guard position + width <= bytes.count else { return 0 }
        return bytes[position..<position + width].reduce(0) { $0 << 8 | Int($1) }
    }

    /// §1.6: big-endian, seven bits a byte, nine bytes at most, the last with eight.
    private func varint(_ position: inout Int) -> Int64 {
        var value: UInt64 = 0
        for place in 0..<9 where position < bytes.count {
            let byte = bytes[position]
            position += 1
            if place == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte < 0x80 { break }
        }
        return Int64(bitPattern: value)
    }
}

/// The journal beside a database (§4).
struct SQLiteJournal: Sendable {
    /// Pages that a committed frame holds: the database's own are not read.
    private(set) var pages: Set<Int> = []
    /// Where the committed frames end; what follows is not read.
    private(set) var end = 0

    init(_ bytes: [UInt8]) {
        guard bytes.count > 32 else { return }
        func number(_ position: Int) -> Int {
            bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let pageSize = number(8)
        var waiting: Set<Int> = []
        var frame = 32
        while frame + 24 + pageSize <= bytes.count, bytes[frame + 8..<frame + 16] == bytes[16..<24]
        {
            waiting.insert(number(frame))
            let isCommit = number(frame + 4) != 0
            frame += 24 + pageSize
            if isCommit {
                pages.formUnion(waiting)
                waiting = []
                end = frame
            }
        }
    }
}
