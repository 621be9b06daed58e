// What can be said of the file as a file: its container and its manifest (docs/formats/bundle.md).

extension ReasonCode {
    /// What helps where a file was damaged or made by another tool.
    static let otherCopy =
        "Ask whoever handed the bundle in for another copy; if it is the same, for a bundle that is put together anew."

    static let container: [String: Meaning] = [
        "UNREADABLE": .init(
            "The file cannot be read.",
            settledBy: "Copy the file again from where it came, and look at its permissions."),
        "NOT_ZIP": .init("The file is no ZIP file.", settledBy: otherCopy),
        "TRUNCATED": .init("The file ends too early.", settledBy: otherCopy),
        "MALFORMED": .init("The container breaks the form of a ZIP file.", settledBy: otherCopy),
        "MULTI_DISK": .init(
            "The container says to be a part of several.", settledBy: otherCopy),
        "ZIP64": .init(
            "The container writes sizes in a form for large files where it must not, or the other way round.",
            settledBy: otherCopy),
        "TOO_MANY_MEMBERS": .init(
            "The container has more files than a verifier reads.", settledBy: otherCopy),
        "BOMB_LIMIT": .init(
            "The container would unfold to more than a verifier reads.", settledBy: otherCopy),
        "UNSAFE_NAME": .init(
            "A name in the container could point outside it, or be read in two ways.",
            settledBy: otherCopy),
        "DUPLICATE_ENTRY": .init(
            "Two files in the container have one name, so two readers could see two contents.",
            settledBy: otherCopy),
        "ENCRYPTED_ENTRY": .init("A file in the container is encrypted.", settledBy: otherCopy),
        "DATA_DESCRIPTOR": .init(
            "The container writes sizes behind the data, where readers may disagree.",
            settledBy: otherCopy),
        "EXTRA_FIELD": .init(
            "A file in the container has an extra field, which readers may obey or not.",
            settledBy: otherCopy),
        "COMMENT": .init("The container has a comment.", settledBy: otherCopy),
        "METHOD": .init(
            "A file in the container is compressed, or in a way that is not known.",
            settledBy: otherCopy),
        "NOT_A_FILE": .init(
            "Something in the container is a folder or link and no file.", settledBy: otherCopy),
        "HEADERS_DISAGREE": .init(
            "The container says two things about one file.", settledBy: otherCopy),
        "STRAY_BYTES": .init(
            "There are bytes in the container that belong to no file.", settledBy: otherCopy),
        "CHECKSUM": .init(
            "A file in the container is damaged: its checksum is another.", settledBy: otherCopy),
        "READERS_DISAGREE": .init(
            "Two readers of ZIP files see two contents in the container.", settledBy: otherCopy),
        "MIMETYPE_MISSING": .init(
            "The container does not say what it is.", settledBy: otherCopy),
        "MIMETYPE_NOT_FIRST_STORED": .init(
            "What the container says that it is does not stand first and plain in it.",
            settledBy: otherCopy),
        "MIMETYPE_UNKNOWN": .init(
            "The container says to be something else than a bundle.", settledBy: otherCopy),
        "NOT_CANONICAL": .init(
            "The container is not the one that its files give, so bytes in it mean nothing.",
            settledBy: otherCopy),
    ]

    static let manifest: [String: Meaning] = [
        "MISSING": .init("The bundle has no manifest.", settledBy: otherCopy),
        "MALFORMED": .init("The manifest is not in its form.", settledBy: otherCopy),
        "ENTRY_MISSING": .init(
            "A file that the manifest lists is not in the bundle.", settledBy: otherCopy),
        "UNLISTED_FILE": .init(
            "A file in the bundle is not listed in the manifest, so nobody signed it.",
            settledBy: otherCopy),
        "MEDIA_TYPE": .init(
            "The manifest gives a file another type than the one that it was filed with.",
            settledBy: otherCopy),
        "DIGEST_MISMATCH": .init(
            "A file in the bundle was changed since it was put together.", settledBy: otherCopy),
        "DIGESTS": .init("Files of the bundle are compared with the digests in its manifest."),
    ]
}
