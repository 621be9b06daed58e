// One of the disks that a power loss may leave, chosen by a seed, and put into a folder as files.

import EvidenceTesting
import EvidenceValues
import Foundation

/// Which of the unsynced changes reached the disk.
enum Survival: String, Sendable, CaseIterable {
    /// None: only what was synced.
    case nothing
    /// All.
    case everything
    /// All up to some moment, then none.
    case ordered
    /// Any names and any pages of 4096 bytes.
    case pages
    /// Any names and any sectors of 512 bytes.
    case sectors
    /// Names and sizes, with zeros for the bytes: as where blocks are allocated late.
    case sizes
}

/// Files and folders after a power loss.
struct CrashState: Sendable, Hashable {
    private(set) var files: [String: SparseBytes] = [:]
    private(set) var folders: Set<String> = []

    /// The state of `disk` that the generator chooses.
    init(of disk: Disk, _ survival: Survival, using generator: inout SplitMix64) {
        let orders =
            disk.namings.map(\.order) + disk.files.values.flatMap { $0.changes.map(\.order) }
        let cut =
            (orders.min() ?? 0) + Int.random(in: 0...max(1, Set(orders).count), using: &generator)
        var names = disk.durable
        for naming in disk.namings {
            let survives =
                switch survival {
                case .nothing: false
                case .everything, .sizes: true
                case .ordered: naming.order < cut
                case .pages, .sectors: Bool.random(using: &generator)
                }
            if survives { Disk.apply(naming, to: &names) }
        }
        var contents: [Disk.Node: SparseBytes] = [:]
        for (node, file) in disk.files.sorted(by: { $0.key < $1.key }) {
            contents[node] = file.changes.reduce(into: file.durable) {
                $0.apply($1, survival, before: cut, using: &generator)
            }
        }
        gather(Disk.root, "", names, contents, depth: 0)
    }

    private mutating func gather(
        _ folder: Disk.Node, _ path: String, _ names: [Disk.Node: [String: Disk.Node]],
        _ contents: [Disk.Node: SparseBytes], depth: Int
    ) {
        for (name, node) in names[folder] ?? [:] where depth < 16 {
            let below = path.isEmpty ? name : path + "/" + name
            if let content = contents[node] {
                files[below] = content
            } else {
                folders.insert(below)
                gather(node, below, names, contents, depth: depth + 1)
            }
        }
    }

    /// Writes it below `path`, which must not exist.
    func write(to path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for folder in folders.sorted() {
            try FileManager.default.createDirectory(
                atPath: path + "/" + folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        for (name, content) in files {
            let file = path + "/" + name
            guard
                FileManager.default.createFile(
                    atPath: file, contents: Data(content.bytes),
                    attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            guard content.size > content.bytes.count else { continue }
            let handle = try FileHandle(forWritingTo: URL(filePath: file))
            try handle.truncate(atOffset: UInt64(content.size))
            try handle.close()
        }
    }
}

extension SparseBytes {
    /// Applies what survives of one change.
    fileprivate mutating func apply(
        _ change: Disk.Change, _ survival: Survival, before cut: Int,
        using generator: inout SplitMix64
    ) {
        switch (survival, change.what) {
        case (.nothing, _): break
        case (.everything, let what): apply(what)
        case (.ordered, let what):
            if change.order < cut { apply(what) }
        case (.sizes, .bytes(let data, let offset)):
            if offset + data.count > size { resize(to: offset + data.count) }
        case (.sizes, let what): apply(what)
        case (.pages, .bytes(let data, let offset)):
            tear(data, at: offset, by: 4096, using: &generator)
        case (.sectors, .bytes(let data, let offset)):
            tear(data, at: offset, by: 512, using: &generator)
        case (.pages, let what), (.sectors, let what):
            if Bool.random(using: &generator) { apply(what) }
        }
    }

    /// Writes some of the blocks that `data` touches.
    private mutating func tear(
        _ data: [UInt8], at offset: Int, by block: Int, using generator: inout SplitMix64
    ) {
        var start = 0
        while start < data.count {
            let end = min(data.count, (offset + start) / block * block + block - offset)
            if Bool.random(using: &generator) { write(data[start..<end], at: offset + start) }
            start = end
        }
    }
}
