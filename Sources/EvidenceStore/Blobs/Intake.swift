// Bytes that are taken in before the archive is opened to file: reading and hashing gigabytes takes long, and nobody else should wait
// for the archive's lock meanwhile. The folder `incoming` is held by a shared lock as long as the intake lives, so that no writer
// clears it; a process that dies lets go of it.

/// Takes in bytes for an archive that somebody else may be writing to. It must live until they are filed.
package final class Intake {
    private let folder: String
    private let blobs: FolderBlobStore
    private let hold: PosixFile

    /// - Throws: `.notAnArchive` if there is none in `folder`.
    package init(folder: String, surroundings: Surroundings) throws {
        guard try PosixFile.size(of: Archive.databasePath(folder)) != nil else {
            throw StoreError.notAnArchive(path: folder)
        }
        self.folder = folder
        blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        try PosixFile.makeFolders(blobs.incoming)
        hold = try PosixFile(reading: blobs.incoming)
        try hold.lockShared()
    }

    /// Takes in bytes of any size, reading and hashing them once: to be filed with `ContentSource.staged`. `observe` is shown the
    /// pieces as they pass.
    package func stage(
        _ source: ContentSource, observe: ([UInt8]) -> Void = { _ in }
    ) throws -> StagedContent {
        try blobs.takeIn(source, of: folder, observe: observe)
    }

    /// Forgets what was taken in and not filed; nothing if it was filed.
    package func discard(_ content: StagedContent) {
        // What cannot be removed now is removed by a later writer.
        try? blobs.discard(content)
    }
}
