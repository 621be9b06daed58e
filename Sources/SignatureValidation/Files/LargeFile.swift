// Validation of a file that is larger than memory should hold: an enveloping signature is read once, its content hashed and not kept;
// every other kind has a limit of its own, and what is larger is nothing that Docket validates.

package import Cryptography
package import EvidenceValues

extension FileValidation {
    /// Smaller files are read whole.
    private static let wholeSize = 1 << 20

    /// Validates what `source` holds. Memory: 1 MiB and what stands around the content of a signature; a revocation list is read whole.
    /// `digest` gives the SHA-256 of the source if somebody else works it out meanwhile. Throws what the source throws.
    package init(
        name: String, source: some RangedBytes, digest: (() throws -> Digest)? = nil,
        content: SignedContent? = nil,
        others: GivenMaterial = GivenMaterial(), policy: ValidationPolicy,
        memory: ObjectMemory = ObjectMemory()
    ) throws {
        let beginning = try source.read(0..<min(64, source.count))
        let isSigned = FileForm.isSignedData(beginning: beginning)
        let limit = isSigned ? FileValidation.wholeSize : RevocationList.maximumSize
        if source.count <= limit {
            self.init(
                name: name, bytes: try source.read(0..<source.count), content: content,
                others: others, policy: policy, memory: memory)
            return
        }
        let question = FileQuestion(
            content: content, others: others, policy: policy, memory: memory)
        self.init(
            isSigned
                ? try FileValidation.streamed(name, source, digest, question)
                : NamedFile(
                    name: name, size: source.count,
                    digest: try digest?() ?? .sha256(of: source), end: []
                ).unknown(policy: policy))
    }

    private static func streamed(
        _ name: String, _ source: some RangedBytes, _ digest: (() throws -> Digest)?,
        _ question: FileQuestion
    ) throws -> FileRecord {
        let read: StreamedSignedData
        do {
            read = try StreamedSignedData(
                source, digest: digest, algorithms: [.sha256], memory: question.memory)
        } catch let error as CMSError {
            let file = NamedFile(
                name: name, size: source.count,
                digest: try digest?() ?? .sha256(of: source), end: [])
            return refused(file, error, question.policy)
        }
        guard !SignatureTokens.isTooLarge(read.cms) else {
            let file = NamedFile(
                name: name, size: source.count, digest: read.cms.digest, end: [])
            return refused(file, .tooLarge, question.policy)
        }
        // Of a time-stamp the content is small, and what makes the file large is limited.
        if read.cms.isTimeStampToken, (read.contentSize ?? 0) <= FileValidation.wholeSize {
            let bytes = try source.read(0..<source.count)
            return TimeStampFile(reading: bytes, in: NamedFile(name: name, bytes: bytes), question)
                .record
        }
        // Behind the content stands everything else.
        let tail = min(CMSSignedData.maximumSize, source.count - (read.contentSize ?? 0))
        let file = NamedFile(
            name: name, size: source.count, digest: read.cms.digest,
            end: try source.read(source.count - tail..<source.count))
        return try SignedFile(read, from: source, question).record(in: file)
    }
}
