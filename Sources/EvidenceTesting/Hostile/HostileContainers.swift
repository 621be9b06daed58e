// Containers that are not the one container of their members: what two readers could read differently, or one of them not at all. The members,
// the manifest and the seal are a party's own and sound.

/// A member of a container that is not the first and not the last.
let inner = "claims.txt"

extension HostileTrick {
    static func zip(
        _ title: String, _ code: String, _ change: @escaping @Sendable (inout RawZip) throws -> Void
    ) -> HostileTrick {
        HostileTrick(.container, title, .party, .refused("CONTAINER." + code), .zip(change))
    }

    private static func file(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout [UInt8]) throws -> Void
    ) -> HostileTrick {
        HostileTrick(.container, title, .party, .refused("CONTAINER." + code), .file(change))
    }

    /// `zip` with a change of both heads of a member.
    static func both(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout RawZip.Head) -> Void
    ) -> HostileTrick { zip(title, code) { try $0.both(inner, change) } }

    static func central(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout RawZip.Central) -> Void
    ) -> HostileTrick { zip(title, code) { try $0.central(inner, change) } }

    private static func local(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout RawZip.Member) -> Void
    ) -> HostileTrick { zip(title, code) { try $0.local(inner, change) } }

    static var containers: [HostileTrick] {
        files + ends + strays + heads + methods + attributes + sixtyFour + mimetypes
    }

    private static let files: [HostileTrick] = [
        file("nothing", "NOT_ZIP") { $0 = [] },
        file("a text", "NOT_ZIP") {
            $0 = Array("This is no container, whatever it is called.\n".utf8)
        },
        file("a byte before", "NOT_ZIP") { $0.insert(0, at: 0) },
        file("a program before", "NOT_ZIP") {
            $0 = Array("MZ".utf8) + [UInt8](repeating: 0x90, count: 510) + $0
        },
        file("a script before", "NOT_ZIP") { $0 = Array("#!/bin/sh\nexit 0\n".utf8) + $0 },
        file("the mark of a divided archive before", "NOT_ZIP") {
            $0 = [0x50, 0x4B, 0x07, 0x08] + $0
        },
        file("a PDF before", "NOT_ZIP") { $0 = Array("%PDF-1.7\n".utf8) + $0 },
        file("the mark of gzip before", "NOT_ZIP") { $0 = [0x1F, 0x8B, 8, 0] + $0 },
        file("a byte behind", "TRUNCATED") { $0.append(0) },
        file("a line feed behind", "TRUNCATED") { $0.append(0x0A) },
        file("a web page behind", "TRUNCATED") { $0 += Array("<html>paid</html>".utf8) },
        file("the last byte cut", "TRUNCATED") { $0.removeLast() },
        file("the end record cut", "TRUNCATED") { $0.removeLast(22) },
        file("the second half cut", "TRUNCATED") { $0.removeLast($0.count / 2) },
        file("the first byte cut", "NOT_ZIP") { $0.removeFirst() },
        file("the whole twice", "STRAY_BYTES") { $0 += $0 },
        file("the end record twice", "STRAY_BYTES") { $0 += $0.suffix(22) },
        file("every line feed a carriage return and line feed", "STRAY_BYTES") { bytes in
            let end = bytes.suffix(22)
            bytes = bytes.dropLast(22).flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } + end
        },
    ]

    private static let ends: [HostileTrick] = [
        zip("a comment", "TRUNCATED") { $0.end.comment = Array("see overleaf".utf8) },
        zip("a comment that is announced and not there", "COMMENT") { $0.end.commentLength = 1 },
        zip("a comment that is another end record", "STRAY_BYTES") {
            $0.end.comment = RawZip([("a.txt", [])]).bytes.suffix(22)
        },
        zip("a comment that is another container", "STRAY_BYTES") {
            $0.end.comment = RawZip([("mimetype", []), ("a.txt", [])]).bytes
        },
        zip("another signature of the end record", "TRUNCATED") { $0.end.signature = 0x0605_4B51 },
        zip("the second of two disks", "MULTI_DISK") { $0.end.disk = 1 },
        zip("the directory on another disk", "MULTI_DISK") { $0.end.directoryDisk = 1 },
        zip("fewer members on this disk", "MULTI_DISK") { $0.end.countHere = 2 },
        zip("a member on another disk", "MULTI_DISK") { $0.directory[2].disk = 1 },
        zip("more members announced than a bundle may have", "TOO_MANY_MEMBERS") {
            ($0.end.count, $0.end.countHere) = (0xF000, 0xF000)
        },
        zip("no member announced", "STRAY_BYTES") { ($0.end.count, $0.end.countHere) = (0, 0) },
        zip("a member fewer announced", "STRAY_BYTES") {
            let count = UInt16($0.directory.count - 1)
            ($0.end.count, $0.end.countHere) = (count, count)
        },
        zip("a member more announced", "MALFORMED") {
            let count = UInt16($0.directory.count + 1)
            ($0.end.count, $0.end.countHere) = (count, count)
        },
        zip("a directory that begins elsewhere", "STRAY_BYTES") { $0.end.offset = 30 },
        zip("a directory that ends early", "STRAY_BYTES") { $0.end.size = 46 },
        zip("a directory of no bytes", "STRAY_BYTES") { $0.end.size = 0 },
        zip("a directory larger than the file", "STRAY_BYTES") { $0.end.size = 0x7FFF_FFFF },
    ]

    private static let strays: [HostileTrick] = [
        zip("bytes before a member", "STRAY_BYTES") { $0.members[3].before = [1, 2, 3] },
        zip("bytes behind a member", "STRAY_BYTES") { $0.members[3].behind = [1, 2, 3] },
        zip("bytes before the directory", "STRAY_BYTES") { $0.beforeDirectory = [0] },
        zip("bytes behind the directory", "STRAY_BYTES") { $0.behindDirectory = [0] },
        zip("a digital signature of the directory", "STRAY_BYTES") {
            $0.behindDirectory = [0x50, 0x4B, 5, 5, 0, 0]
        },
        zip("an extra data record before the directory", "STRAY_BYTES") {
            $0.beforeDirectory = [0x50, 0x4B, 6, 8, 0, 0, 0, 0]
        },
        zip("a member that the directory does not list", "STRAY_BYTES") {
            $0.insert(Array("hidden.txt".utf8), Array("paid".utf8))
            $0.directory.removeLast()
        },
        zip("a directory that lists a member which is not there", "STRAY_BYTES") {
            var ghost = $0.directory[$0.directory.count - 1]
            ghost.head.name = Array("zzz.txt".utf8)
            ghost.offset = 0x00FF_FFFF
            $0.directory.append(ghost)
        },
        zip("a member listed twice", "DUPLICATE_ENTRY") { $0.directory.append($0.directory[4]) },
        zip("two members of one name", "DUPLICATE_ENTRY") {
            $0.insert(Array(inner.utf8), Array("claims OTHER under x {\n}\n".utf8))
        },
        zip("the second of two members of one name listed alone", "STRAY_BYTES") {
            let place = try $0.position(inner)
            $0.insert(Array(inner.utf8), Array("claims OTHER under x {\n}\n".utf8), at: place)
            $0.directory.remove(at: place)
        },
        zip("two names over the same bytes", "HEADERS_DISAGREE") {
            $0.directory[try $0.position(inner)].member = 2
        },
        zip("a member inside another's bytes", "STRAY_BYTES") {
            let nested = RawZip([("zzz.txt", Array("paid".utf8))])
            let bytes = Array(nested.bytes.prefix(30 + 7 + 4))
            let last = $0.members.count - 1
            let name = String(decoding: $0.members[last].head.name, as: UTF8.self)
            try $0.replace(name, with: bytes)
            var record = nested.directory[0]
            record.offset = UInt32(
                $0.bytes.count - 22 - $0.directory.reduce(0) { $0 + 46 + $1.head.name.count }
                    - bytes.count)
            $0.directory.append(record)
        },
        zip("a member that reaches into the next", "STRAY_BYTES") {
            try $0.both(inner) {
                $0.size += 4
                $0.compressedSize += 4
            }
        },
        zip("a member of more bytes than the file", "STRAY_BYTES") {
            try $0.both(inner) {
                $0.size = 0x7FFF_FFFF
                $0.compressedSize = 0x7FFF_FFFF
            }
        },
        zip("a member that says fewer bytes than it has", "STRAY_BYTES") {
            try $0.both(inner) {
                $0.size -= 1
                $0.compressedSize -= 1
            }
        },
        zip("members in another order than the directory", "READERS_DISAGREE") {
            $0.members.swapAt(3, 4)
            $0.directory[3].member = 4
            $0.directory[4].member = 3
        },
        zip("the directory in another order than the members", "READERS_DISAGREE") {
            $0.directory.swapAt(3, 4)
        },
        zip("members and directory in another order than the names'", "NOT_CANONICAL") {
            $0.members.swapAt(3, 4)
            $0.directory.swapAt(3, 4)
            $0.directory[3].member = 3
            $0.directory[4].member = 4
        },
    ]

    private static let heads: [HostileTrick] = [
        local("another name in the local header", "HEADERS_DISAGREE") {
            $0.head.name = Array("Claims.txt".utf8)
        },
        local("a shorter name in the local header", "HEADERS_DISAGREE") { $0.head.nameLength = 5 },
        local("another checksum in the local header", "HEADERS_DISAGREE") { $0.head.checksum ^= 1 },
        local("no checksum in the local header", "HEADERS_DISAGREE") { $0.head.checksum = 0 },
        local("another size in the local header", "HEADERS_DISAGREE") { $0.head.size += 1 },
        local("another compressed size in the local header", "HEADERS_DISAGREE") {
            $0.head.compressedSize += 1
        },
        local("another method in the local header", "HEADERS_DISAGREE") { $0.head.method = 8 },
        local("other flags in the local header", "HEADERS_DISAGREE") { $0.head.flags = 0x0800 },
        local("encrypted by the local header alone", "HEADERS_DISAGREE") { $0.head.flags = 1 },
        local("another version in the local header", "HEADERS_DISAGREE") { $0.head.version = 45 },
        local("an older version in the local header", "NOT_CANONICAL") { $0.head.version = 10 },
        local("another time in the local header", "NOT_CANONICAL") { $0.head.time = 0x6000 },
        local("another date in the local header", "NOT_CANONICAL") { $0.head.date = 0x5C21 },
        local("another signature of the local header", "HEADERS_DISAGREE") {
            $0.signature = 0x0403_4B51
        },
        local("an extra field in the local header", "EXTRA_FIELD") {
            $0.head.extra = [0xFE, 0xCA, 0, 0]
        },
        central("another signature of the central record", "MALFORMED") {
            $0.signature = 0x0201_4B51
        },
        central("a longer name in the central record", "MALFORMED") { $0.head.nameLength = 0x7FFF },
        central("an extra field in the central record", "EXTRA_FIELD") {
            $0.head.extra = [0xFE, 0xCA, 0, 0]
        },
        central("an extra field that is announced and not there", "EXTRA_FIELD") {
            $0.head.extraLength = 4
        },
        central("the name in Unicode in an extra field", "EXTRA_FIELD") {
            let name = Array("paid.txt".utf8)
            $0.head.extra = [0x75, 0x70, UInt8(5 + name.count), 0, 1, 0, 0, 0, 0] + name
        },
        central("the time of another system in an extra field", "EXTRA_FIELD") {
            $0.head.extra = [0x55, 0x54, 5, 0, 1, 0, 0, 0, 0]
        },
        central("a comment of a member", "COMMENT") { $0.comment = Array("paid".utf8) },
        both("an extra field in both records", "EXTRA_FIELD") { $0.extra = [0xFE, 0xCA, 0, 0] },
        both("another time", "NOT_CANONICAL") { $0.time = 0x6000 },
        both("another date", "NOT_CANONICAL") { $0.date = 0x5C21 },
        both("no date", "NOT_CANONICAL") { $0.date = 0 },
        both("another checksum in both records", "CHECKSUM") { $0.checksum ^= 1 },
        zip("another checksum of the signature", "CHECKSUM") {
            try $0.both("META-INF/signature001.p7s") { $0.checksum ^= 1 }
        },
        zip("another checksum of the manifest", "CHECKSUM") {
            try $0.both("META-INF/ASiCManifest001.xml") { $0.checksum ^= 1 }
        },
        zip("another checksum of the report that nobody reads", "CHECKSUM") {
            try $0.both("unverified/report.html") { $0.checksum ^= 1 }
        },
        zip("another checksum of mimetype", "CHECKSUM") {
            try $0.both("mimetype") { $0.checksum ^= 1 }
        },
        zip("no checksum of mimetype", "CHECKSUM") { try $0.both("mimetype") { $0.checksum = 0 } },
    ]
}
