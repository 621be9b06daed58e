// Evidence that is assessed where it lies: files that no archive holds, or a matter as its archive holds it. Nothing of it is proven to
// anybody else, as a bundle would be; it is for whoever wants to see what he has.

import Cryptography
import DurableFiles
import EvidenceModules
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog
import VerifyCommand

/// Exhibits with what they show.
struct SuppliedEvidence {
    let assessment: Assessment
    /// The matter whose numbers the exhibits have; nil where no archive gave them any.
    let matter: MatterID?

    /// As much as a matter may have to be read at once, and a file: what a bundle's verifier reads of one exhibit.
    private static let mostBytes: UInt64 = 64 << 20
    private static let mostOfAll: UInt64 = 256 << 20
    /// More files are no exchange.
    private static let mostFiles = 20_000

    /// Files as if they were the exhibits of a matter, in the order given, filed by nobody.
    init(files paths: [String], trust: PinnedTrust, at time: Instant, skew: TimeSpan) throws {
        guard paths.count <= Self.mostFiles else {
            throw Failure(
                "more than \(Self.mostFiles) files cannot be read at once",
                status: ExitStatus.usage)
        }
        var bytes: UInt64 = 0
        let exhibits = try zip(paths, UInt64(0)...).map { path, index in
            let content = try DurableFile.read(path)
            bytes += UInt64(content.count)
            guard bytes <= Self.mostOfAll else { throw Self.tooLarge("the files have") }
            return try Self.exhibit(path, content, at: index, time)
        }
        matter = nil
        assessment = assess(
            exhibits, log: LogContext(archive: nil, checkpoint: nil), trust: trust,
            validationTime: time, skew: skew)
    }

    // No log holds these texts; their nonces and predecessors say nothing, and their digests are compared with nothing.
    private static func exhibit(
        _ path: String, _ content: [UInt8], at index: UInt64, _ time: Instant
    ) throws -> FiledExhibit {
        let last = URL(filePath: path).lastPathComponent
        let recognised = recognise(name: last, content: content)
        let digest = Digest.sha256(of: content)
        let previous = index == 0 ? nil : LeafHash(digest)
        guard let name = FileName(last), let matter = MatterID("FILES"),
            let origin = ArchiveOrigin("none"), let number = DocketNumber(index + 1)
        else {
            throw Failure(
                "\(last) cannot be an exhibit's name",
                hint: "rename the file: no hidden characters, 200 bytes at most")
        }
        let filing = try Filing(
            archive: origin, matter: matter, kind: recognised.kind,
            mediaType: recognised.mediaType, name: name, content: digest,
            size: UInt64(content.count), filer: .operator, nonce: digest.bytes)
        let docketing = try Docketing(
            matter: matter, number: number, previous: previous, signature: nil,
            nonce: digest.bytes)
        let entry = try Entry(
            index: LeafIndex(index), previous: previous, received: time.wholeSecond,
            filing: filing.digest, docketing: docketing.digest)
        return FiledExhibit(
            entry: entry, filing: filing, docketing: docketing, filingSignature: nil,
            content: content, path: path)
    }

    /// The matter with what the archive filed about itself.
    init(
        _ matter: MatterID, in archive: Archive, trust: PinnedTrust, at time: Instant,
        skew: TimeSpan
    ) throws {
        let own = try archive.entries(matter: matter)
        guard !own.isEmpty else {
            throw Failure(
                "the archive has no matter \(matter)", hint: "docket list shows the matters")
        }
        let stored = (matter == .archive ? own : try own + archive.entries(matter: .archive))
            .sorted { $0.entry.index < $1.entry.index }
        var bytes: UInt64 = 0
        let exhibits = try stored.map { exhibit in
            let isRead = exhibit.filing.size <= Self.mostBytes
            if isRead { bytes += exhibit.filing.size }
            guard bytes <= Self.mostOfAll else { throw Self.tooLarge("\(matter) has") }
            return FiledExhibit(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                filingSignature: exhibit.filingSignature,
                content: isRead ? try archive.content(of: exhibit) : nil)
        }
        self.matter = matter
        assessment = assess(
            exhibits, log: try Self.context(archive, exhibits, trust), trust: trust,
            validationTime: time, skew: skew)
    }

    /// The log as its own archive gives it, as far as the trust knows a key for its newest checkpoint.
    private static func context(
        _ archive: Archive, _ exhibits: [FiledExhibit], _ trust: PinnedTrust
    ) throws -> LogContext {
        let rotations = exhibits.filter { $0.filing.kind == .rotation }.compactMap { exhibit in
            exhibit.content.flatMap { String(validating: $0, as: UTF8.self) }
                .map { FiledRotation(note: $0, index: exhibit.entry.index) }
        }
        let keys = trust.keyHistory(of: archive.origin, rotations: rotations)
        guard let checkpoint = try? archive.checkpoint(),
            let signer = try? keys.open(note: checkpoint.note).signers.first
        else { return LogContext(archive: nil, checkpoint: nil, keys: keys) }
        let listed = trust.archives.filter { $0.origin == archive.origin }
        var consistent: [TreeSize: RootHash] = [:]
        for note in embeddedCheckpoints(in: exhibits) {
            guard let old = try? keys.openStatement(note: note).signed.checkpoint,
                old.size.value > 0, old.size < checkpoint.checkpoint.size,
                try archive.rootHash(at: old.size) == old.root
            else { continue }
            consistent[old.size] = old.root
        }
        return LogContext(
            archive: listed.first { $0.verifierKey == signer.key.text } ?? listed.first,
            checkpoint: checkpoint, consistent: consistent, keys: keys)
    }

    private static func tooLarge(_ what: String) -> Failure {
        Failure(
            "\(what) more than \(mostOfAll >> 20) MiB",
            hint: "docket bundle and docket exchange show NAME.asice read it piece by piece")
    }
}

extension PinOptions {
    /// Whom the annex names; without one, nobody's signature is certain.
    func trustIfGiven() throws -> PinnedTrust {
        if let file = annexFile { return try AnnexFile.trust(file) }
        guard annex == nil else {
            throw Failure(
                "of the annex only the digest is given", hint: "give the file: --annex FILE",
                status: ExitStatus.usage)
        }
        Console.note(
            "no annex: nobody is trusted, so no signature is certain; name it with --annex FILE")
        return PinnedTrust()
    }
}
