import Testing

@testable import Container

/// One change to a sound container, and the reason it must be refused for.
struct Attack: Sendable, CustomTestStringConvertible {
    let title: String
    let reason: ContainerError.Reason
    let change: @Sendable (inout [UInt8]) -> Void
    var testDescription: String { title }
    init(
        _ title: String, _ reason: ContainerError.Reason,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) {
        self.title = title
        self.reason = reason
        self.change = change
    }
}

/// Where things are in the container of `mimetype`, `a.txt` ("AAAA") and `b.txt` ("BBBB").
private enum At {
    static let localA = 30 + 8 + 31
    static let localB = localA + 30 + 5 + 4
    static let directory = localB + 30 + 5 + 4
    static let centralA = directory + 46 + 8
    static let centralB = centralA + 46 + 5
    static let end = centralB + 46 + 5
}

private func put(_ text: String, at position: Int, in bytes: inout [UInt8]) {
    bytes.replaceSubrange(position..<position + text.utf8.count, with: Array(text.utf8))
}

/// Sets a byte in the local and the central record of `b.txt`.
private func both(_ offset: Int, _ value: UInt8, _ bytes: inout [UInt8]) {
    bytes[At.localB + offset] = value
    bytes[At.centralB + offset + 2] = value
}

/// Renames `b.txt` in both of its records.
private func rename(_ text: String, _ bytes: inout [UInt8]) {
    put(text, at: At.localB + 30, in: &bytes)
    put(text, at: At.centralB + 46, in: &bytes)
}

private let attacks: [Attack] = [
    Attack("nothing", .notZip) { $0 = [] },
    Attack("text", .notZip) { $0 = Array("this is no container, whatever its name says".utf8) },
    Attack("a byte before", .notZip) { $0.insert(0, at: 0) },
    Attack("a byte behind", .truncated) { $0.append(0) },
    Attack("the last byte cut", .truncated) { $0.removeLast() },
    Attack("the end record cut", .truncated) { $0.removeLast(22) },
    Attack("a comment", .comment) {
        $0[At.end + 20] = 1
    },
    Attack("a second end record", .strayBytes) { $0 += $0[At.end...] },
    Attack("a disk number", .multiDisk) { $0[At.end + 4] = 1 },
    Attack("fewer members on this disk", .multiDisk) { $0[At.end + 8] = 2 },
    Attack("a 64-bit count", .zip64) {
        $0[At.end + 10] = 0xFF
        $0[At.end + 11] = 0xFF
    },
    Attack("too many members", .tooManyMembers) {
        for offset in [8, 10] { $0[At.end + offset + 1] = 0xF0 }
    },
    Attack("no members", .strayBytes) { for offset in [8, 10] { $0[At.end + offset] = 0 } },
    Attack("one member fewer announced", .strayBytes) {
        for offset in [8, 10] { $0[At.end + offset] = 2 }
    },
    Attack("one member more announced", .malformed) {
        for offset in [8, 10] { $0[At.end + offset] = 4 }
    },
    Attack("a directory that begins elsewhere", .strayBytes) { $0[At.end + 16] &+= 1 },
    Attack("a twin name", .duplicate) { rename("a.txt", &$0) },
    Attack("a twin in other letters", .duplicate) { rename("A.TXT", &$0) },
    Attack("an absolute name", .unsafeName) { rename("/.txt", &$0) },
    Attack("a name that climbs", .unsafeName) { rename("../bt", &$0) },
    Attack("a backslash", .unsafeName) { rename("b\\txt", &$0) },
    Attack("a NUL in a name", .unsafeName) { rename("b\0txt", &$0) },
    Attack("a line feed in a name", .unsafeName) { rename("b\ntxt", &$0) },
    Attack("a name that is not UTF-8", .unsafeName) {
        $0[At.localB + 30] = 0xFF
        $0[At.centralB + 46] = 0xFF
    },
    Attack("a drive", .unsafeName) { rename("C:txt", &$0) },
    Attack("a folder", .unsafeName) { rename("btxt/", &$0) },
    Attack("other names in the two records", .headersDisagree) {
        put("c.txt", at: At.centralB + 46, in: &$0)
    },
    Attack("other checksums in the two records", .headersDisagree) { $0[At.localB + 14] ^= 1 },
    Attack("another size in the local header", .headersDisagree) { $0[At.localB + 22] ^= 1 },
    Attack("other flags in the local header", .headersDisagree) { $0[At.localB + 6] ^= 2 },
    Attack("encrypted", .encrypted) { both(6, 1, &$0) },
    Attack("strongly encrypted", .encrypted) { both(6, 0x41, &$0) },
    Attack("a hidden directory", .encrypted) { both(7, 0x20, &$0) },
    Attack("a data descriptor", .dataDescriptor) { both(6, 8, &$0) },
    Attack("a reserved flag", .malformed) { both(7, 0x80, &$0) },
    Attack("a method nobody knows", .method) { both(8, 99, &$0) },
    Attack("stored with two sizes", .malformed) { both(18, 3, &$0) },
    Attack("deflated beyond honesty", .bombLimit) {
        both(8, 8, &$0)
        both(24, 1, &$0)
    },
    Attack("deflated nonsense", .checksum) { both(8, 8, &$0) },
    Attack("an extra field in the directory", .extraField) { $0[At.centralB + 30] = 4 },
    Attack("an extra field in the local header", .extraField) { $0[At.localB + 28] = 4 },
    Attack("a comment of a member", .comment) { $0[At.centralB + 32] = 4 },
    Attack("a member on another disk", .multiDisk) { $0[At.centralB + 34] = 1 },
    Attack("a 64-bit size", .zip64) {
        for offset in 20..<24 { $0[At.centralB + offset] = 0xFF }
    },
    Attack("a symbolic link", .notAFile) {
        $0[At.centralB + 5] = 3
        $0[At.centralB + 41] = 0xA1
    },
    Attack("a folder by its attributes", .notAFile) { $0[At.centralB + 38] = 0x10 },
    Attack("a device", .notAFile) {
        $0[At.centralB + 5] = 3
        $0[At.centralB + 41] = 0x20
    },
    Attack("made by a system nobody knows", .notAFile) { $0[At.centralB + 5] = 19 },
    Attack("a newer version needed", .malformed) { both(4, 45, &$0) },
    Attack("a newer version needed, locally", .headersDisagree) { $0[At.localB + 4] = 45 },
    Attack("two members over the same bytes", .headersDisagree) {
        $0[At.centralB + 42] = UInt8(At.localA)
    },
    Attack("a member that reaches into the directory", .strayBytes) {
        both(18, 5, &$0)
        both(22, 5, &$0)
    },
    Attack("a byte between two members", .strayBytes) {
        $0.insert(0, at: At.localB)
        $0[At.centralB + 42 + 1] += 1
        $0[At.end + 16 + 1] += 1
    },
    Attack("mimetype under another name", .mimetypeMissing) {
        put("mimetypo", at: 30, in: &$0)
        put("mimetypo", at: At.directory + 46, in: &$0)
    },
    Attack("another mimetype", .mimetypeUnknown) { put("s", at: 38 + 25, in: &$0) },
]

@Suite struct ContainerAttacks {
    static func sound() throws -> [UInt8] {
        try written([("a.txt", Array("AAAA".utf8)), ("b.txt", Array("BBBB".utf8))])
    }

    @Test(arguments: attacks)
    func `a manipulated container is refused for the right reason`(attack: Attack) throws {
        var bytes = try ContainerAttacks.sound()
        #expect(bytes.count == At.end + 22)
        attack.change(&bytes)
        let reason: ContainerError.Reason?
        do {
            _ = try ZipContainer(.bytes(bytes))
            reason = nil
        } catch {
            reason = error.reason
        }
        #expect(reason == attack.reason)
    }

    @Test func `a folder that is also a file is refused`() throws {
        #expect(throws: ContainerError(.duplicate, member: "a")) {
            try written([("a", []), ("A/b", [])])
        }
        #expect(throws: ContainerError(.duplicate, member: "mimetype")) {
            try written([("mimetype", [])])
        }
    }

    @Test func `no byte can be flipped unnoticed`() throws {
        let bytes = try ContainerAttacks.sound()
        for position in bytes.indices {
            for bit: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
                var flipped = bytes
                flipped[position] ^= bit
                let isRefused: Bool
                do {
                    let container = try ZipContainer(.bytes(flipped))
                    try container.checkCanonical()
                    for member in container.members {
                        _ = try container.read(member.name, limit: 100)
                    }
                    isRefused = false
                } catch { isRefused = true }
                #expect(isRefused, "byte \(position), bits \(bit)")
            }
        }
    }

    @Test func `no prefix is accepted`() throws {
        let bytes = try ContainerAttacks.sound()
        for length in bytes.indices {
            #expect(throws: ContainerError.self) {
                try ZipContainer(.bytes(Array(bytes[..<length])))
            }
        }
    }
}
