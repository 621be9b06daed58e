// What faults.c recorded: each call that changed a file, a folder or a name, in the order in which they were made, and each answer
// on standard output. Records of several processes follow each other where one ran after the other.

import Foundation

/// One recorded call.
struct FileCall: Sendable {
    /// As `enum kind` of faults.c.
    enum Kind: UInt32, Sendable, CaseIterable, CustomStringConvertible {
        case create = 1
        case truncate, write, sync, rename, link, unlink, mkdir, rmdir, extend, answer, unseen
        case killed

        var description: String {
            let names = [
                "create", "truncate", "write", "sync", "rename", "link", "unlink", "mkdir",
                "rmdir", "extend", "answer", "unseen", "killed",
            ]
            return names[Int(rawValue) - 1]
        }
    }

    let kind: Kind
    let process: UInt32
    /// The `errno` that it gave; 0 if it was done.
    let failure: Int32
    /// Its number in its process, from 1.
    let number: Int
    let inode: UInt64
    /// Where a write began; the size that a truncation or an extension gave.
    let offset: Int
    /// Empty for a file without a name.
    let path: String
    /// The new name of a rename or a link.
    let target: String
    /// What was written: fewer bytes than asked for if the call did less.
    let data: [UInt8]

    var isDone: Bool { failure == 0 && kind != .killed }
}

/// All calls of one or more runs.
struct FileTrace: Sendable {
    struct Unreadable: Error { let position: Int }

    private static let magic: UInt64 = 0x4654_4b44
    private static let headSize = 64

    var calls: [FileCall] = []

    init(parsing bytes: [UInt8]) throws {
        var position = 0
        while position < bytes.count {
            calls.append(try FileTrace.call(bytes, &position))
        }
    }

    private static func call(_ bytes: [UInt8], _ position: inout Int) throws -> FileCall {
        let start = position
        guard start + headSize <= bytes.count else { throw Unreadable(position: start) }
        func number(_ offset: Int, _ width: Int) -> UInt64 {
            (0..<width).reduce(0) { $0 | UInt64(bytes[start + offset + $1]) << (8 * UInt64($1)) }
        }
        func part(_ offset: Int) throws -> [UInt8] {
            guard let length = Int(exactly: number(offset, 8)), length <= bytes.count - position
            else { throw Unreadable(position: start) }
            defer { position += length }
            return Array(bytes[position..<position + length])
        }
        guard number(0, 4) == magic,
            let kind = FileCall.Kind(rawValue: UInt32(truncatingIfNeeded: number(4, 4)))
        else { throw Unreadable(position: start) }
        position += headSize
        return FileCall(
            kind: kind, process: UInt32(truncatingIfNeeded: number(8, 4)),
            failure: Int32(truncatingIfNeeded: number(12, 4)), number: Int(number(16, 8)),
            inode: number(24, 8), offset: Int(Int64(bitPattern: number(32, 8))),
            path: String(decoding: try part(40), as: UTF8.self),
            target: String(decoding: try part(48), as: UTF8.self), data: try part(56))
    }
}
