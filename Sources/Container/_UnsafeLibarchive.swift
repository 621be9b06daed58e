// A second reader of the same bytes: libarchive lists the members and inflates those that are deflated. It sees a container only
// after our own reader accepted its structure. Pointers are kept here; each is freed before the function returns.

private import CArchive
private import Glibc

/// What libarchive reads of a ZIP file.
enum Libarchive {
    /// A member as it lists it.
    struct Line: Hashable {
        let name: String
        let size: Int
        init(_ name: String, _ size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// Lists `source` and inflates the deflated ones of `records`; every byte it gives is bounded by the size in its record.
    static func read(_ source: ByteSource, inflating records: [ZipRecord]) throws(ContainerError)
        -> (list: [Line], inflated: [MemberName: [UInt8]])
    {
        if case .closedFile(let path, _) = source {
            return try read(.file(try OpenFile(path: path)), inflating: records)
        }
        // Owned here and freed on every way out.
        guard let archive = unsafe archive_read_new() else { throw ContainerError(.unreadable) }
        defer { unsafe _ = archive_read_free(archive) }
        unsafe archive_read_support_format_zip(archive)
        switch source {
        case .bytes(let bytes):
            // The array lives until the closure returns, and libarchive is done with it by then.
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe archive_read_open_memory(archive, buffer.baseAddress, buffer.count)
                    == ARCHIVE_OK
                    ? Result { () throws(ContainerError) in
                        unsafe try members(of: archive, records)
                    }
                    : .failure(ContainerError(.readersDisagree))
            }
            return try result.get()
        case .file(let file):
            // libarchive reads from the descriptor's own position, which pread never moves.
            guard lseek(file.descriptor, 0, SEEK_SET) == 0,
                unsafe archive_read_open_fd(archive, file.descriptor, 1 << 16) == ARCHIVE_OK
            else { throw ContainerError(.readersDisagree) }
            return unsafe try members(of: archive, records)
        case .closedFile, .part: throw ContainerError(.unreadable)
        }
    }

    private static func members(of archive: OpaquePointer, _ records: [ZipRecord])
        throws(ContainerError) -> (list: [Line], inflated: [MemberName: [UInt8]])
    {
        var list: [Line] = []
        var inflated: [MemberName: [UInt8]] = [:]
        while true {
            var entry: OpaquePointer?
            // `entry` is owned by `archive` and valid until the next header.
            let code = unsafe archive_read_next_header(archive, &entry)
            if code == ARCHIVE_EOF { return (list, inflated) }
            guard code == ARCHIVE_OK, list.count < records.count, let entry = unsafe entry,
                let path = unsafe archive_entry_pathname(entry)
            else { throw ContainerError(.readersDisagree) }
            let record = records[list.count]
            // A C string owned by `entry`, copied at once.
            list.append(unsafe Line(String(cString: path), Int(archive_entry_size(entry))))
            if record.method == 8 {
                inflated[record.name] = unsafe try content(of: archive, record)
            }
        }
    }

    private static func content(of archive: OpaquePointer, _ record: ZipRecord)
        throws(ContainerError) -> [UInt8]
    {
        // One byte more than announced, so that a member that inflates to more is noticed.
        var bytes = [UInt8](repeating: 0, count: record.size + 1)
        var done = 0
        while done < bytes.count {
            // The array owns the memory; at most the rest of it is written.
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe archive_read_data(
                    archive, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            guard got >= 0 else { throw ContainerError(.checksum, member: record.name.text) }
            if got == 0 { break }
            done += got
        }
        guard done == record.size else {
            throw ContainerError(.bombLimit, member: record.name.text)
        }
        bytes.removeLast()
        return bytes
    }
}
