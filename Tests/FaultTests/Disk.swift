// What a disk may hold when the power goes, by what was promised and not by what a good file system does besides (Pillai and others,
// "All File Systems Are Not Created Equal", OSDI 2014; Mohan and others, "CrashMonkey and ACE", OSDI 2018):
//
//   - what a file held when it was last synced is there, whole;
//   - of what was written since, any part may be there: by sector, by page, out of order, the size without the bytes;
//   - a name (made, given, taken away) is there for certain only when its folder was synced since; a rename is whole or not at all;
//   - what a *failed* sync should have made durable may be gone for good, though whoever reads it still sees it ("fsyncgate").
//
// A `Disk` begins as the files of a folder, all durable, and takes recorded calls in their order.

import Foundation

/// A file's bytes, with a tail of zeros that takes no memory.
struct SparseBytes: Sendable, Hashable {
    var bytes: [UInt8] = []
    /// At least as many as `bytes`.
    var size = 0

    mutating func write(_ data: ArraySlice<UInt8>, at offset: Int) {
        let end = offset + data.count
        if end > bytes.count { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        bytes.replaceSubrange(offset..<end, with: data)
        size = max(size, end)
    }

    mutating func resize(to size: Int) {
        if size < bytes.count { bytes.removeSubrange(size...) }
        self.size = size
    }
}

/// Files, folders and names, as they are durable and as they may become.
struct Disk: Sendable {
    struct Confused: Error { let call: FileCall }

    typealias Node = Int

    /// Something done to a file that no sync has covered. `order` is the call's place in the trace.
    struct Change: Sendable {
        enum What: Sendable {
            case bytes([UInt8], at: Int)
            case size(Int)
            case atLeast(Int)
        }
        let order: Int
        let what: What
    }

    struct File: Sendable {
        var durable = SparseBytes()
        var changes: [Change] = []
    }

    /// Names set or taken away together; durable when one of the folders is synced.
    struct Naming: Sendable {
        let order: Int
        var names: [(folder: Node, name: String, node: Node?)]
    }

    static let root: Node = 0
    let rootPath: String
    private(set) var files: [Node: File] = [:]
    /// The folders' names that are durable.
    private(set) var durable: [Node: [String: Node]] = [root: [:]]
    /// Those that a process sees.
    private var seen: [Node: [String: Node]] = [root: [:]]
    private(set) var namings: [Naming] = []
    private var inodes: [UInt64: Node] = [:]
    private var nodes = 1
    private var order = 0

    /// The files below `path`, all durable. SQLite's `-shm` is memory, and no part of a disk.
    init(reading path: String) throws {
        rootPath = path
        try read(path, as: Disk.root)
        durable = seen
    }

    /// What a process sees in the file that has this name; nil if there is none.
    func content(of path: String) throws -> SparseBytes? {
        guard let place = place(path), let node = seen[place.folder]?[place.name] else {
            return nil
        }
        return files[node].map { file in
            file.changes.reduce(into: file.durable) { $0.apply($1.what) }
        }
    }

    /// Takes the next call. With `losesOnFailure`, what a failed sync was to make durable never becomes so.
    mutating func take(_ call: FileCall, losesOnFailure: Bool = false) throws {
        order += 1
        if call.kind == .sync, !call.isDone, losesOnFailure, let node = inodes[call.inode] {
            files[node]?.changes = []
        }
        guard call.isDone else { return }
        switch call.kind {
        case .create, .mkdir: try make(call)
        case .truncate: change(call, .size(call.offset))
        case .extend: change(call, .atLeast(call.offset))
        case .write: change(call, .bytes(call.data, at: call.offset))
        case .sync: try sync(call)
        case .rename, .link, .unlink, .rmdir: try name(call)
        case .answer, .killed: break
        case .unseen: throw Confused(call: call)
        }
    }

    private mutating func make(_ call: FileCall) throws {
        nodes += 1
        inodes[call.inode] = nodes
        if call.kind == .mkdir {
            seen[nodes] = [:]
            durable[nodes] = [:]
        } else {
            files[nodes] = File()
        }
        guard !call.path.isEmpty else { return }
        guard let place = place(call.path) else { throw Confused(call: call) }
        add([(place.folder, place.name, nodes)])
    }

    private mutating func change(_ call: FileCall, _ what: Change.What) {
        guard let node = inodes[call.inode] else { return }
        files[node]?.changes.append(Change(order: order, what: what))
    }

    private mutating func sync(_ call: FileCall) throws {
        guard let node = inodes[call.inode] else { throw Confused(call: call) }
        if let file = files[node] {
            files[node] = File(
                durable: file.changes.reduce(into: file.durable) { $0.apply($1.what) })
            return
        }
        // A journal writes names in their order, but nobody promised that: only this folder's are taken.
        let synced = namings.filter { $0.names.contains { $0.folder == node } }
        namings.removeAll { $0.names.contains { $0.folder == node } }
        for naming in synced {
            Disk.apply(naming, to: &durable)
            forget(naming)
        }
    }

    /// What is durable is not undone by what came before it: a file that was moved does not come back under its old name.
    private mutating func forget(_ naming: Naming) {
        for (folder, name, _) in naming.names {
            for number in namings.indices where namings[number].order < naming.order {
                namings[number].names.removeAll { $0.folder == folder && $0.name == name }
            }
        }
    }

    private mutating func name(_ call: FileCall) throws {
        let from = place(call.path)
        let node = from.flatMap { seen[$0.folder]?[$0.name] } ?? inodes[call.inode]
        switch call.kind {
        case .unlink, .rmdir:
            guard let from else { throw Confused(call: call) }
            add([(from.folder, from.name, nil)])
        default:
            guard let node, let to = place(call.target) else { throw Confused(call: call) }
            var names: [(folder: Node, name: String, node: Node?)] = [(to.folder, to.name, node)]
            if call.kind == .rename, let from { names.append((from.folder, from.name, nil)) }
            add(names)
        }
    }

    private mutating func add(_ names: [(folder: Node, name: String, node: Node?)]) {
        let naming = Naming(order: order, names: names)
        Disk.apply(naming, to: &seen)
        namings.append(naming)
    }

    static func apply(_ naming: Naming, to folders: inout [Node: [String: Node]]) {
        for change in naming.names {
            folders[change.folder, default: [:]][change.name] = change.node
        }
    }

    /// The folder and the name of a path; nil outside, or where there is no such folder.
    private func place(_ path: String) -> (folder: Node, name: String)? {
        guard path.hasPrefix(rootPath + "/") else { return nil }
        let parts = path.dropFirst(rootPath.count + 1).split(separator: "/").map(String.init)
        guard let name = parts.last else { return nil }
        var folder = Disk.root
        for part in parts.dropLast() {
            guard let next = seen[folder]?[part] else { return nil }
            folder = next
        }
        return (folder, name)
    }

    private mutating func read(_ path: String, as folder: Node) throws {
        inodes[try Disk.status(path).inode] = folder
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        where !name.hasSuffix("-shm") {
            nodes += 1
            let node = nodes
            seen[folder, default: [:]][name] = node
            let below = path + "/" + name
            let (inode, isFolder) = try Disk.status(below)
            if isFolder {
                seen[node] = [:]
                try read(below, as: node)
            } else {
                inodes[inode] = node
                files[node] = File(durable: try SparseBytes(reading: below))
            }
        }
    }

    private static func status(_ path: String) throws -> (inode: UInt64, isFolder: Bool) {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard let number = attributes[.systemFileNumber] as? NSNumber else {
            throw CocoaError(.fileReadUnknown)
        }
        let type = attributes[.type] as? FileAttributeType
        return (number.uint64Value, type == .typeDirectory)
    }
}

extension SparseBytes {
    /// Files as large as this hold only zeros in an archive made for these tests: the reserve.
    private static let largest = 4 << 20

    /// A file's bytes; of a large one only its size.
    init(reading path: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        if size <= Self.largest { bytes = [UInt8](try Data(contentsOf: URL(filePath: path))) }
    }

    mutating func apply(_ what: Disk.Change.What) {
        switch what {
        case .bytes(let data, let offset): write(data[...], at: offset)
        case .size(let size): resize(to: size)
        case .atLeast(let size): resize(to: max(self.size, size))
        }
    }
}
