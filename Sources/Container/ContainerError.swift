// Why a container is refused, as values: a reason with a stable code, and the member it is about. The caller makes the words.

/// A container that cannot be read or written.
package struct ContainerError: Error, Sendable, Hashable {
    /// The reasons; the raw value is the second half of the check's code, `CONTAINER.…` (docs/formats/bundle.md).
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be opened or read.
        case unreadable = "UNREADABLE"
        /// It does not begin like a ZIP file (APPNOTE §4.3.7).
        case notZip = "NOT_ZIP"
        /// The end record is not where it must be: the file was cut, or something was put behind it or into a comment.
        case truncated = "TRUNCATED"
        /// A field of a header has a value that no writer of containers would give it.
        case malformed = "MALFORMED"
        /// The container is split over several files (APPNOTE §8).
        case multiDisk = "MULTI_DISK"
        /// A part of the 64-bit extension is missing, is not needed, or is not the one that its field needs (APPNOTE §4.3.14 f, §4.5.3).
        case zip64 = "ZIP64"
        /// More members than `ContainerLimits.members`.
        case tooManyMembers = "TOO_MANY_MEMBERS"
        /// More bytes than a limit allows, or more than the compressed form can honestly hold.
        case bombLimit = "BOMB_LIMIT"
        /// A name that is not a plain relative path of plain characters.
        case unsafeName = "UNSAFE_NAME"
        /// Two members with one name, with names that differ in case only, or one name that is a folder of another.
        case duplicate = "DUPLICATE_ENTRY"
        /// An encrypted member.
        case encrypted = "ENCRYPTED_ENTRY"
        /// A size that stands behind the data instead of before it (APPNOTE §4.3.9).
        case dataDescriptor = "DATA_DESCRIPTOR"
        /// An extra field, where tools hide second names and sizes.
        case extraField = "EXTRA_FIELD"
        /// A comment of a member or of the container.
        case comment = "COMMENT"
        /// A compression method other than stored and deflated.
        case method = "METHOD"
        /// A folder, a symbolic link or a device instead of a file.
        case notAFile = "NOT_A_FILE"
        /// The local header and the central directory say different things.
        case headersDisagree = "HEADERS_DISAGREE"
        /// Bytes before, between or behind the members, or members that overlap.
        case strayBytes = "STRAY_BYTES"
        /// The bytes do not have the checksum of their header.
        case checksum = "CHECKSUM"
        /// libarchive reads other names or sizes than we do.
        case readersDisagree = "READERS_DISAGREE"
        /// `mimetype` is not there (EN 319 162-1 §A.1).
        case mimetypeMissing = "MIMETYPE_MISSING"
        /// `mimetype` is not the first member, or not stored.
        case mimetypeNotFirst = "MIMETYPE_NOT_FIRST_STORED"
        /// `mimetype` does not say ASiC-E.
        case mimetypeUnknown = "MIMETYPE_UNKNOWN"
        /// A sound container, but not the bytes that the one writer gives for these members.
        case notCanonical = "NOT_CANONICAL"
        /// There is no such member.
        case missing = "MISSING"
    }

    package let reason: Reason
    /// The member's name as far as it can be shown; nil if it is about the whole.
    package let member: String?

    package init(_ reason: Reason, member: String? = nil) {
        self.reason = reason
        self.member = member
    }
}

/// What a container may hold at most.
package enum ContainerLimits {
    /// Six members for an exhibit: three thousand exhibits, and reading the directory stays far below a second.
    package static let members = 20_000
    /// Inflated bytes in all; stored members are bounded by the file itself.
    package static let inflatedTotal = 256 << 20
    /// Deflate reaches 1032 at most; honest text stays below 100.
    package static let ratio = 100
    /// All bytes of a container. Hashing as much takes ten minutes, and no sum of such numbers overflows.
    package static let size = 1 << 40
    /// Far below what a record can hold; with it the paths that are made when a container is unpacked stay valid.
    package static let nameBytes = 255
}
