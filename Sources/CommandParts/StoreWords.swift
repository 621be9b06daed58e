// Words for what the libraries refuse: one message and one hint for each thing that a user can meet.

import ArgumentParser
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TokenKeys
package import TransparencyLog
package import VerifyCommand

extension Failure {
    /// The words for an error of any library that the commands call; nil for a stranger.
    package static func any(_ error: any Error) -> Failure? {
        switch error {
        case let error as StoreError: store(error)
        case let error as NoteError: note(error)
        case let error as FormatError: format(error)
        case let error as SigningError: signing(error, key: "the key", cert: "the certificate")
        case let error as TokenError: token(error)
        default: Failure(error)
        }
    }

    /// A fault in one of Docket's texts, with its line.
    package static func format(_ error: FormatError, in file: String? = nil) -> Failure {
        let name = file ?? "the text"
        let place = error.line > 0 ? ", line \(error.line)" : ""
        return Failure(
            "\(name) is no \(error.format): \(error.reason.rawValue)\(place)",
            hint: "the text must be byte for byte as it was written; see docs/formats")
    }

    /// A key or note that was refused.
    package static func note(_ error: NoteError) -> Failure {
        switch error {
        case .malformedKey:
            Failure(
                "this is no verifier key", hint: "it reads name+id+base64; docket init printed it")
        case .unsupportedAlgorithm(let number):
            Failure("keys of algorithm \(number) are not supported")
        case .malformedNote, .malformedCheckpoint, .wrongEmptyRoot:
            Failure("this is no signed checkpoint")
        case .badSignature(let name, _):
            Failure("the signature of \(name) on the checkpoint does not verify")
        case .noKnownSignature:
            Failure("the checkpoint is not signed with this key")
        case .wrongOrigin(let found, let expected):
            Failure("the checkpoint is of \(found), not of \(expected)")
        }
    }

    private static func store(_ error: StoreError) -> Failure {
        if error.isRefusal { return refusal(error) }
        return broken(error) ?? machine(error)
    }

    private static func refusal(_ error: StoreError) -> Failure {
        switch error {
        case .notAnArchive(let path):
            Failure(
                "there is no archive in \(path)",
                hint: "docket init --origin NAME --archive \(path) makes one")
        case .alreadyExists(let path):
            Failure("\(path) exists and is not empty", hint: "name a folder that does not exist")
        case .locked(let path):
            Failure("another process is writing to \(path)", hint: "try again when it has finished")
        case .wrongKey(let found, let expected):
            Failure(
                "\(found) is not the archive's key, \(expected)",
                hint:
                    "put the right signing-key back; a copy from before a rotation needs the key of its time; "
                    + "if nobody has the key any more: docket key rotate --reason lost")
        case .exposed(let path, let mode):
            Failure(
                "others than you can read \(path) (mode \(String(mode, radix: 8)))",
                hint:
                    "if nobody has: chmod 600 \(path); else docket key rotate --reason compromised")
        case .badKeyFile(let path):
            Failure("\(path) is no key file", hint: "docs/formats/key.md shows what one looks like")
        case .sealedKey(let path):
            Failure("\(path) is under a passphrase", hint: "give --passphrase-file FILE")
        case .missingKey(let key):
            Failure(
                "the key \(key.text) is needed for this",
                hint: "put its file back as signing-key, and leave signing-key.next where it is; "
                    + "if nobody has it any more: docket key rotate --reason lost")
        case .rotation(let error):
            Failure.rotation(error)
        case .wrongContent:
            Failure("the file changed while it was filed", hint: "nothing was filed; file it again")
        case .wrongSize:
            Failure(
                "the file changed its size while it was filed",
                hint: "nothing was filed; file it again")
        case .erased, .held, .notErasable, .notAHold, .alreadyReleased, .noSuchMatter, .notOlder,
            .needsReindex:
            recordRefusal(error)
        case .reservedKind(let kind):
            Failure(
                "only the archive's own operations file the kind \(kind.rawValue)",
                hint: "nothing was filed; file a copy as --kind document")
        case .batchTooLarge(let count):
            Failure(
                "\(count) files are more than one filing takes (\(Archive.maximumBatch))",
                hint: "nothing was filed; file them in parts")
        case .clockBehind(let now, let last):
            Failure(
                "the clock says \(now), but the last entry was received at \(last)",
                hint: "nothing was filed; set the clock right")
        case .spaceLow(let path, let free, let needed):
            Failure(
                "the disk of \(path) has only \(free) bytes left, and the archive keeps \(needed) free",
                hint: "nothing was filed, and everything can be read; make room")
        case .noSuchEntry(let index):
            Failure("the archive has no entry \(index)", hint: "docket list shows what it has")
        case .noSuchContent(let digest):
            Failure(
                "the archive has no content \(digest)", hint: "docket audit says what is wrong",
                status: ExitStatus.damaged)
        default:
            Failure("the archive refused: \(error)", hint: "nothing was filed")
        }
    }

    /// What was erased, held or restored, or is not.
    private static func recordRefusal(_ error: StoreError) -> Failure {
        switch error {
        case .erased(let index, let record):
            Failure(
                "entry \(index) was erased",
                hint: "docket show \(record) --output - says who did it and why")
        case .held(let index, let record):
            Failure(
                "entry \(index) is on hold by entry \(record)",
                hint: "nothing was erased; docket release \(record) ends the hold")
        case .notErasable(let index, let kind):
            Failure(
                "entry \(index) is a record of the archive (\(kind.rawValue)), which is never erased",
                hint: "nothing was erased")
        case .notAHold(let index):
            Failure("entry \(index) is no hold", hint: "docket hold --list shows the holds")
        case .alreadyReleased(let index, let release):
            Failure(
                "the hold of entry \(index) was released by entry \(release)",
                hint: "docket hold --list shows the holds that count")
        case .noSuchMatter(let matter):
            Failure(
                "the archive has no matter \(matter)", hint: "docket list shows what it has")
        case .notOlder(let size):
            Failure(
                "the archive with \(size) entries is no older copy of itself",
                hint: "nothing was declared; there is nothing to restore")
        default:
            Failure(
                "the archive's indexes are missing or do not fit its log",
                hint: "nothing was filed; docket reindex makes them anew")
        }
    }

    /// The archive is not what it was: exit status 4.
    private static func broken(_ error: StoreError) -> Failure? {
        let audit =
            "do not file; run docket audit, and compare with the last checkpoint that you gave away"
        switch error {
        case .olderThanMark(let archive, let mark, let path):
            return Failure(
                "the archive has \(archive) entries, but had \(mark) before: an old copy was put in its place",
                hint: "put the newest copy back; or, if there is none, say so: "
                    + "docket restore --declare; the mark is in \(path)",
                status: ExitStatus.damaged)
        case .forked(let size, let path):
            return Failure(
                "the archive's first \(size) entries are not those that it signed: it was forked",
                hint: "\(audit); the mark is in \(path)", status: ExitStatus.damaged)
        case .markDamaged(let path):
            return Failure(
                "the high-water mark in \(path) cannot be read", hint: audit,
                status: ExitStatus.damaged)
        case .conflict(let known):
            return Failure(
                "something else moved the archive beyond \(known) entries", hint: audit,
                status: ExitStatus.damaged)
        // SQLITE_CORRUPT and SQLITE_NOTADB: the file is there and is no longer what it was (sqlite.org/rescode.html).
        case .database(let code, let message) where [11, 26].contains(code & 0xFF):
            return Failure(
                "the archive is damaged: \(message) (\(code))", hint: audit,
                status: ExitStatus.damaged)
        case .damaged(let what):
            return Failure(
                "the archive is damaged: \(what)", hint: audit, status: ExitStatus.damaged)
        case .format, .note:
            return Failure(
                "the archive is damaged: \(error)", hint: audit, status: ExitStatus.damaged)
        default:
            return nil
        }
    }

    private static func machine(_ error: StoreError) -> Failure {
        switch error {
        case .diskFull(let path, let reserve):
            Failure(
                "the disk of \(path) is full",
                hint: "make room; deleting \(reserve) helps for the moment")
        case .file(let operation, let path, let code):
            Failure("\(operation) of \(path) failed: \(systemMessage(code))")
        case .database(let code, let message):
            Failure(
                "the database failed: \(message) (\(code))", hint: "docket audit says what is wrong"
            )
        default:
            Failure("the archive failed: \(error)")
        }
    }
}
