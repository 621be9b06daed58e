// Validation of one file by itself: everything in it, what is given with it, and nothing else. The file's form decides what is looked
// at; the answer always has the same shape, and no bytes whatever make it trap. The rules are those of EN 319 102-1 §5.3–§5.6,
// flattened: see SignedFile.swift for signatures.

package import Cryptography
package import EvidenceValues

/// One file by itself: what it is, what it proves, and why.
package struct FileValidation: Sendable {
    package let record: FileRecord

    /// Validates `bytes`. `content` is what a detached signature or a time-stamp is said to be over; nil if it is not at hand.
    /// `memory` keeps what was read and checked before, and may be shared by threads.
    package init(
        name: String, bytes: [UInt8], content: SignedContent? = nil,
        others: GivenMaterial = GivenMaterial(), policy: ValidationPolicy,
        memory: ObjectMemory = ObjectMemory()
    ) {
        let file = NamedFile(name: name, bytes: bytes)
        let question = FileQuestion(
            content: content, others: others, policy: policy, memory: memory)
        guard let objects = FileObjects(bytes), let first = objects.objects.first,
            let form = FileForm(first)
        else {
            record = file.unknown(policy: policy)
            return
        }
        record = FileValidation.record(
            of: first, form, beside: Array(objects.objects.dropFirst()), in: file, question)
    }

    init(_ record: FileRecord) { self.record = record }

    private static func record(
        of object: [UInt8], _ form: FileForm, beside: [[UInt8]], in file: NamedFile,
        _ question: FileQuestion
    ) -> FileRecord {
        var question = question
        for other in beside where !question.others.add(object: other, question.memory) {
            if let form = FileForm(other), [.signedData, .timeStampResponse].contains(form) {
                return file.several(policy: question.policy)
            }
        }
        switch form {
        case .signedData: return signedData(object, in: file, question)
        case .timeStampResponse: return TimeStampFile(reading: object, in: file, question).record
        case .certificate: return certificateRecord(object, in: file, question)
        case .revocationList: return listRecord(object, in: file, question)
        case .ocspResponse: return responseRecord(object, in: file, question)
        }
    }

    private static func signedData(
        _ object: [UInt8], in file: NamedFile, _ question: FileQuestion
    ) -> FileRecord {
        do throws(CMSError) {
            let cms = try CMSSignedData(
                der: object, digest: file.digest(of: object), memory: question.memory)
            if cms.isTimeStampToken {
                return TimeStampFile(
                    Result { () throws(TimeStampError) in try TimeStampToken(cms, of: object) },
                    in: file, question
                ).record
            }
            if SignatureTokens.isTooLarge(cms) { return refused(file, .tooLarge, question.policy) }
            return SignedFile(cms, question).record(in: file)
        } catch {
            return refused(file, error, question.policy)
        }
    }

    /// A file that begins like a signature and cannot be read as one.
    static func refused(_ file: NamedFile, _ error: CMSError, _ policy: ValidationPolicy)
        -> FileRecord
    {
        guard error == .tooLarge else {
            return file.refused(
                kind: "signature", "SIG.FORMAT", policy: policy,
                "The file begins like a signature, but it is not well-formed, so nothing can be "
                    + "proven with it.")
        }
        return file.refused(
            kind: "signature", "LIMIT.SIZE", policy: policy,
            "The file is a signature with more in it than is looked at.")
    }

    /// The digests by which the detached content of these bytes will be asked for; SHA-256 is always among them. None if the bytes
    /// are no signature and no time-stamp, or bring their content.
    package static func neededDigests(of bytes: [UInt8]) -> [DigestAlgorithm] {
        guard let object = FileObjects(bytes)?.objects.first else { return [] }
        switch FileForm(object) {
        case .signedData, .timeStampResponse: break
        default: return []
        }
        if let token = try? TimeStampToken(der: object) {
            return sorted([token.imprintAlgorithm])
        }
        guard let cms = try? CMSSignedData(der: object), cms.isDetached else {
            return []
        }
        return sorted(SignatureTokens.contentDigests(of: cms))
    }

    private static func sorted(_ algorithms: [DigestAlgorithm]) -> [DigestAlgorithm] {
        let wanted = Set(algorithms).union([.sha256])
        return DigestAlgorithm.allCases.filter(wanted.contains)
    }
}

/// What is asked of a file.
struct FileQuestion: Sendable {
    let content: SignedContent?
    var others: GivenMaterial
    let policy: ValidationPolicy
    let memory: ObjectMemory
}

/// The file as it was named, with the bytes in which objects are sought.
struct NamedFile: Sendable {
    let name: String
    let size: Int
    let digest: Digest
    /// All of it, or its end, where everything but the content stands.
    let bytes: [UInt8]
    /// Where `bytes` begins in the file.
    let start: Int

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        (size, start) = (bytes.count, 0)
        digest = Digest.sha256(of: bytes)
    }

    /// A file that was read in pieces, of which the last are kept.
    init(name: String, size: Int, digest: Digest, end: [UInt8]) {
        self.name = name
        self.size = size
        self.digest = digest
        bytes = end
        start = size - end.count
    }

    /// The digest of an object in it that is the whole file; nil for others. (What a PEM text holds is shorter than the text.)
    func digest(of object: [UInt8]) -> Digest? {
        object.count == size && start == 0 ? digest : nil
    }

    /// A record that says nothing yet.
    func record(kind: String, _ indication: Indication, policy: ValidationPolicy) -> FileRecord {
        FileRecord(
            name: name, size: size, digest: digest, kind: kind,
            validationTime: policy.validationTime, indication: indication)
    }

    /// A record with checks, from which its indication follows.
    func record(kind: String, _ checks: [Check], policy: ValidationPolicy) -> FileRecord {
        let conclusion = Conclusion(checks)
        var record = record(kind: kind, conclusion.indication, policy: policy)
        record.subIndication = conclusion.subIndication
        record.checks = checks
        return record
    }

    /// The record of a file that is not what it begins like.
    func refused(kind: String, _ code: String, policy: ValidationPolicy, _ sentence: String)
        -> FileRecord
    {
        let check = Check(code, .failed, .formatFailure, subject: digest.text, sentence)
        var record = record(kind: kind, [check], policy: policy)
        record.sentence = sentence
        return record
    }

    /// The record of a text in which more than one signature or time-stamp stands, of which each reader would take another.
    func several(policy: ValidationPolicy) -> FileRecord {
        refused(
            kind: "signature", "SIG.FORMAT", policy: policy,
            "The file holds several signatures or time-stamps one after the other; each is to be "
                + "given by itself.")
    }

    /// The record of a file that is nothing Docket validates.
    func unknown(policy: ValidationPolicy) -> FileRecord {
        refused(
            kind: "unknown", "FILE.UNKNOWN", policy: policy,
            "The file is no signature, time-stamp, certificate, revocation list or OCSP response, so "
                + "there is nothing to validate.")
    }
}
