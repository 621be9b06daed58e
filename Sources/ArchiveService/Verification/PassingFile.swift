// A body that is too large for memory and is kept by nobody: a file without a name. It goes with its last reference, and with the process
// if that dies; what a crash leaves between making it and taking its name away, the next start removes.

import EvidenceValues
import Foundation
import ServiceInterface
import Synchronization

/// The bytes of a request in a file without a name.
final class PassingFile: Sendable {
    private let file: Mutex<FileHandle>
    private let descriptor: Int32

    /// Begins an empty one in `folder`. `random` gives unpredictable bytes.
    init(in folder: String, random: (Int) -> [UInt8]) throws {
        let name = random(16).map { String($0, radix: 16) }.joined()
        let path = folder + "/" + name + ".upload"
        let made = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard made, let handle = FileHandle(forUpdatingAtPath: path) else {
            throw Problem(.readOnly)
        }
        try FileManager.default.removeItem(atPath: path)
        descriptor = handle.fileDescriptor
        file = Mutex(handle)
    }

    deinit { file.withLock { try? $0.close() } }

    /// Where this process reads it.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// Appends `bytes`. Blocks.
    func append(_ bytes: [UInt8]) throws {
        do { try file.withLock { try $0.write(contentsOf: Data(bytes)) } } catch {
            // What else can go wrong with a file that is ours: the disk is full.
            throw Problem(.readOnly)
        }
    }
}
