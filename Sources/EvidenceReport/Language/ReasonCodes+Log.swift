// What can be said of the archive's log, of those who watch it, and of what was filed (docs/formats/bundle.md, rotation.md, witness.md).

extension ReasonCode {
    static let log: [String: Meaning] = [
        "ARCHIVE_NOT_LISTED": .init(
            "The annex lists no archive of this name, so nothing that it signed is trusted.",
            settledBy:
                "Ask the registry for an annex that lists the archive, if the parties accepted it."
        ),
        "CHECKPOINT_MALFORMED": .init(
            "A file that says to be a checkpoint is none.", settledBy: refile),
        "CHECKPOINT_SIG": .init(
            "The archive's signature on a checkpoint must be by a key that may sign a log of its size.",
            settledBy:
                "Ask the archive for a bundle under its present checkpoint, and the registry whether the archive's key changed."
        ),
        "COMPROMISED": .init(
            "Others may have had the key that signed, and nothing proves that the signature is older.",
            settledBy: olderProof),
        "WITNESSED": .init(
            "Witnesses of the annex vouch for the order and completeness of the log, or it is the operator's statement alone.",
            settledBy:
                "Ask the witnesses that the annex names for their cosignatures on the archive's checkpoints."
        ),
        "ENTRY_MALFORMED": .init("An entry is not in its form.", settledBy: otherCopy),
        "ENTRY_MISMATCH": .init(
            "An entry is for something else than what stands beside it.", settledBy: otherCopy),
        "INCLUSION": .init(
            "A proof leads from each entry to the checkpoint that the archive signed.",
            settledBy:
                "Ask the archive for the proof of the entry in its present log, or whoever filed it for his receipt."
        ),
        "DUPLICATE_NUMBER": .init(
            "Two entries of one matter have one docket number.",
            settledBy:
                "Ask the archive's operator how both came about: an honest archive gives a number once."
        ),
        "CHAIN": .init(
            "An entry does not continue the one before it.",
            settledBy: "Ask for an audit of the archive, and for the receipts of both entries."),
        "CONSISTENCY": .init(
            "Every checkpoint of the archive must be an earlier state of the same log.",
            settledBy:
                "Ask the archive for the consistency proof between both checkpoints; an honest archive can always make it."
        ),
        "FORKED": .init(
            "The archive signed two different logs.",
            settledBy:
                "Nothing mends this. Ask the witnesses which of both logs they saw, and whoever holds a receipt under which log it is."
        ),
        "RECEIPT_MALFORMED": .init(
            "A file that says to be a receipt is none.", settledBy: refile),
    ]

    static let witness: [String: Meaning] = [
        "COSIGNATURE": .init(
            "A witness of the annex cosigned a checkpoint.",
            settledBy: "Ask the witness whether the cosignature is its own and of that time."),
        "SIGNATURE": .init(
            "A cosignature in the name of a witness was not made with its key.",
            settledBy: "Ask the witness for its own cosignature on this checkpoint."),
        "FORKED": .init(
            "A witness cosigned two different logs of one size.",
            settledBy: "Nothing mends this; what the witness cosigned vouches for nothing."),
    ]

    static let rotation: [String: Meaning] = [
        "MALFORMED": .init(
            "A file that says to rotate the archive's key is none.", settledBy: refile),
        "UNKNOWN": .init(
            "The annex names no recovery key, so a rotation changes nothing.",
            settledBy: "Ask the registry for an annex with the archive's recovery key."),
        "UNSEEN": .init(
            "A receipt does not show whether the archive's key had been taken out of service.",
            settledBy: "Ask the archive for a bundle with the filing, which holds its rotations."),
        "REFUSED": .init(
            "A rotation of the archive's key changes nothing.",
            settledBy: "Ask the archive's operator for a rotation that the recovery key signed."),
        "SIGNATURE": .init(
            "The recovery key of the annex signed that another key signs for the archive."),
    ]

    static let filing: [String: Meaning] = [
        "MALFORMED": .init("A filing or docketing is not in its form.", settledBy: otherCopy),
        "OTHER_ARCHIVE": .init("A filing was made for another archive.", settledBy: otherCopy),
        "OTHER_MATTER": .init("A filing belongs to another matter.", settledBy: otherCopy),
        "SIGNATURE": .init(
            "The signature of a filing is not the one that was docketed, or not by the filer that it names.",
            settledBy: "Ask the filer for his receipt, and the archive for the filing's signature."),
        "CONTENT": .init(
            "The content of an exhibit is compared with what was filed, and read for what it means.",
            settledBy: "Ask whoever filed the exhibit for the file as it was filed."),
        "SEALED": .init(
            "The content of an exhibit is sealed; that it was filed, and when, is proven.",
            settledBy: "Those to whom it is sealed can open it; whoever filed it can show the file."
        ),
        "WITHHELD": .init(
            "The content of an exhibit is not here; that it was filed, and when, is proven.",
            settledBy:
                "Ask whoever handed the bundle in, or whoever filed the exhibit, for the file: its digest is proven, so any copy can be checked."
        ),
    ]

    /// What helps where a file is not what it was filed as.
    static let refile =
        "Ask whoever filed it for the file as it was meant, and have it filed again; it counts from then."

    /// What helps where something must be proven to be older than a date.
    static let olderProof =
        "Ask for what proves that it existed earlier: a time-stamp over it, a checkpoint of the archive that includes it, or a witness's cosignature."
}
