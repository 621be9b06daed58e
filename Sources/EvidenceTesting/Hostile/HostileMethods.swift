// Containers whose members are encrypted, compressed, no files, or begin with something else than the one mimetype.

extension HostileTrick {
    /// A block of deflate that stores its bytes (RFC 1951 §3.2.4).
    private static func deflated(_ data: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(data.count & 255), UInt8(data.count >> 8 & 255))
        return [1, low, high, ~low, ~high] + data
    }

    private static func deflate(_ name: String, in zip: inout RawZip) throws {
        let place = try zip.position(name)
        zip.members[place].data = deflated(zip.members[place].data)
        let size = UInt32(zip.members[place].data.count)
        try zip.both(name) {
            $0.method = 8
            $0.compressedSize = size
        }
    }

    static let methods: [HostileTrick] = [
        both("encrypted", "ENCRYPTED_ENTRY") { $0.flags = 1 },
        both("strongly encrypted", "ENCRYPTED_ENTRY") { $0.flags = 0x41 },
        both("a masked directory", "ENCRYPTED_ENTRY") { $0.flags = 0x2000 },
        both("sizes behind the data", "DATA_DESCRIPTOR") { $0.flags = 8 },
        both("patched data", "MALFORMED") { $0.flags = 0x20 },
        both("a reserved flag", "MALFORMED") { $0.flags = 0x8000 },
        both("the flag of UTF-8", "NOT_CANONICAL") { $0.flags = 0x0800 },
        both("a flag of a method that is not used", "NOT_CANONICAL") { $0.flags = 2 },
        both("the method of bzip2", "METHOD") { $0.method = 12 },
        both("the method of LZMA", "METHOD") { $0.method = 14 },
        both("the method of Zstandard", "METHOD") { $0.method = 93 },
        both("the method of AES", "METHOD") { $0.method = 99 },
        both("deflate64", "METHOD") { $0.method = 9 },
        both("a method nobody knows", "METHOD") { $0.method = 0xFFFF },
        both("deflated nonsense", "CHECKSUM") { $0.method = 8 },
        both("stored with two sizes", "MALFORMED") { $0.compressedSize -= 1 },
        both("deflated beyond honesty", "BOMB_LIMIT") {
            $0.method = 8
            $0.size = 0x1000_0000
        },
        zip("deflated honestly", "NOT_CANONICAL") { try deflate(inner, in: &$0) },
        zip("deflated, and the inflated bytes have another checksum", "CHECKSUM") {
            try deflate(inner, in: &$0)
            try $0.both(inner) { $0.checksum ^= 1 }
        },
        zip("the signature deflated", "NOT_CANONICAL") {
            try deflate("META-INF/signature001.p7s", in: &$0)
        },
    ]

    static let attributes: [HostileTrick] = [
        central("made by Unix", "NOT_CANONICAL") { $0.madeBy = 0x0314 },
        central("made by a system nobody knows", "NOT_A_FILE") { $0.madeBy = 0x1314 },
        central("made by a newer version", "NOT_CANONICAL") { $0.madeBy = 63 },
        both("a newer version needed", "MALFORMED") { $0.version = 45 },
        both("an older version needed", "NOT_CANONICAL") { $0.version = 10 },
        central("the mark of a text", "NOT_CANONICAL") { $0.internalAttributes = 1 },
        central("internal attributes nobody knows", "MALFORMED") { $0.internalAttributes = 2 },
        central("read-only", "NOT_CANONICAL") { $0.attributes = 1 },
        central("hidden", "NOT_CANONICAL") { $0.attributes = 2 },
        central("the archive bit", "NOT_CANONICAL") { $0.attributes = 0x20 },
        central("a volume label", "NOT_A_FILE") { $0.attributes = 8 },
        central("a folder", "NOT_A_FILE") { $0.attributes = 0x10 },
        central("permissions of Unix without Unix", "NOT_A_FILE") { $0.attributes = 0x01A4_0000 },
        central("a symbolic link", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0xA1FF_0000
        },
        central("a device", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0x21B6_0000
        },
        central("a block device", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0x61B6_0000
        },
        central("a pipe", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0x11B6_0000
        },
        central("a socket", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0xC1B6_0000
        },
        central("a folder of Unix", "NOT_A_FILE") {
            $0.madeBy = 0x0314
            $0.attributes = 0x41ED_0000
        },
        central("an executable of Unix", "NOT_CANONICAL") {
            $0.madeBy = 0x0314
            $0.attributes = 0x81ED_0000
        },
        central("an executable that runs as its owner", "NOT_CANONICAL") {
            $0.madeBy = 0x0314
            $0.attributes = 0x89ED_0000
        },
    ]

    static let mimetypes: [HostileTrick] = [
        zip("no mimetype", "MIMETYPE_MISSING") { try $0.remove("mimetype") },
        zip("mimetype under another name", "MIMETYPE_MISSING") {
            try $0.both("mimetype") { $0.name = Array("mimetypo".utf8) }
        },
        zip("mimetype in capitals", "MIMETYPE_MISSING") {
            try $0.both("mimetype") { $0.name = Array("MIMETYPE".utf8) }
        },
        zip("mimetype is the second member", "MIMETYPE_NOT_FIRST_STORED") {
            $0.members.swapAt(0, 1)
            $0.directory.swapAt(0, 1)
            ($0.directory[0].member, $0.directory[1].member) = (0, 1)
        },
        zip(
            "mimetype is the first member and the second of the directory",
            "MIMETYPE_NOT_FIRST_STORED"
        ) {
            $0.directory.swapAt(0, 1)
        },
        zip("mimetype is the last member", "MIMETYPE_NOT_FIRST_STORED") {
            let data = $0.members[0].data
            try $0.remove("mimetype")
            $0.insert(Array("mimetype".utf8), data)
        },
        zip("mimetype deflated", "MIMETYPE_NOT_FIRST_STORED") { try deflate("mimetype", in: &$0) },
        zip("mimetype with an extra field", "EXTRA_FIELD") {
            try $0.both("mimetype") { $0.extra = [0xFE, 0xCA, 0, 0] }
        },
        zip("the mimetype of ZIP", "MIMETYPE_UNKNOWN") {
            try $0.replace("mimetype", with: Array("application/zip".utf8))
        },
        zip("the mimetype of ASiC-S", "MIMETYPE_UNKNOWN") {
            try $0.replace("mimetype", with: Array("application/vnd.etsi.asic-s+zip".utf8))
        },
        zip("mimetype with a line feed", "MIMETYPE_UNKNOWN") {
            try $0.replace("mimetype", with: Array("application/vnd.etsi.asic-e+zip\n".utf8))
        },
        zip("mimetype with a byte-order mark", "MIMETYPE_UNKNOWN") {
            try $0.replace(
                "mimetype",
                with: [0xEF, 0xBB, 0xBF] + Array("application/vnd.etsi.asic-e+zip".utf8))
        },
        zip("mimetype in capitals inside", "MIMETYPE_UNKNOWN") {
            try $0.replace("mimetype", with: Array("application/vnd.etsi.ASIC-E+zip".utf8))
        },
        zip("an empty mimetype", "MIMETYPE_UNKNOWN") { try $0.replace("mimetype", with: []) },
    ]
}
