// Checkpoints that the archive did not sign, that are not what it signed, or that are of another tree. All proofs hold the very checkpoint,
// so that nothing but the checkpoint is wrong.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

/// What follows when no checkpoint opens: no entry is proven.
private let lost: Set<String> = ["LOG.INCLUSION", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"]

extension HostileTrick {
    private static func note(
        _ title: String, _ attacker: Attacker = .outsider,
        _ verdict: HostileVerdict = .failed("LOG.CHECKPOINT_SIG", also: lost),
        _ checkpoint: @escaping @Sendable (HostileLog) throws -> String
    ) -> HostileTrick {
        HostileTrick(.checkpoint, title, attacker, verdict, .world { $0.checkpoint = checkpoint })
    }

    /// The true note with a passage replaced.
    private static func replacing(
        _ title: String, _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        note(title) { log in
            let note = try log.note()
            let changed = try change(note)
            guard !changed.utf8.elementsEqual(note.utf8) else {
                throw HostileError.unchanged(title)
            }
            return changed
        }
    }

    /// The true text signed with the archive's key by hand.
    private static func signed(
        _ title: String, _ verdict: HostileVerdict = .failed("LOG.CHECKPOINT_SIG", also: lost),
        _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        note(title, .archive, verdict) { log in
            let text = try UnopenedNote(parsing: try log.note()).text
            return try log.signer.sign(try change(text))
        }
    }

    /// A checkpoint of another tree with the archive's key.
    private static func tree(
        _ title: String, _ verdict: HostileVerdict,
        _ checkpoint: @escaping @Sendable (HostileLog) throws -> Checkpoint
    ) -> HostileTrick {
        note(title, .archive, verdict) { try checkpoint($0).sign(with: $0.signer).note }
    }

    static var checkpoints: [HostileTrick] { unsigned + changed + misspelt + trees }

    private static let unsigned: [HostileTrick] = [
        note("another key in the archive's name") { try $0.note(by: $0.keys.double) },
        note("a key that a rotation could put in place, without rotation") {
            try $0.note(by: $0.keys.successor)
        },
        note("another archive's name and key") { log in
            let other = try NoteSigner(
                name: "archive.example/other", seed: Digest.sha256([9]).bytes)
            return try Checkpoint(origin: log.keys.origin, size: log.tree.size, root: log.tree.root)
                .text + "\n"
                + other.sign("x\n").split(separator: "\n").suffix(1).joined() + "\n"
        },
        note("the recovery key") { log in
            let text = try UnopenedNote(parsing: try log.note()).text
            return try log.keys.recovery.sign(text)
        },
        note("a witness alone") { log in
            let text = try UnopenedNote(parsing: try log.note()).text
            return try text + "\n"
                + log.keys.north.line(on: log.note(), at: instant("2026-03-04T00:00:00Z"))
        },
        replacing("no signature") { try UnopenedNote(parsing: $0).text },
        replacing("no signature behind the blank line") {
            try UnopenedNote(parsing: $0).text + "\n"
        },
        replacing("a signature in the name of another archive") {
            $0.replacing("— archive.example/hostile", with: "— archive.example/other")
        },
        note("the signature of an earlier checkpoint") { log in
            let early = try log.note(of: 4).split(separator: "\n").suffix(1).joined()
            return try UnopenedNote(parsing: try log.note()).text + "\n\(early)\n"
        },
        note("a false signature in the archive's name beside the true one") { log in
            try log.note() + log.note(of: 4).split(separator: "\n").suffix(1).joined() + "\n"
        },
        note("a hundred and one signatures") { log in
            let line = try log.note().split(separator: "\n").suffix(1).joined() + "\n"
            return try log.note() + String(repeating: line, count: 100)
        },
    ]

    private static let changed: [HostileTrick] = [
        replacing("a size more") { $0.replacing("\n10\n", with: "\n11\n") },
        replacing("a size less") { $0.replacing("\n10\n", with: "\n9\n") },
        replacing("a size of nothing") { $0.replacing("\n10\n", with: "\n0\n") },
        replacing("the greatest size") { $0.replacing("\n10\n", with: "\n18446744073709551615\n") },
        replacing("another root") {
            try line(2, of: $0) { Base64.encode(Digest.sha256(Array($0.utf8)).bytes) }
        },
        replacing("another origin") {
            $0.replacing("archive.example/hostile\n1", with: "archive.example/others!\n1")
        },
        replacing("an extension line") { $0.replacing("\n\n", with: "\nextension\n\n") },
        replacing("a bit of the signature changed") { try signature(of: $0) { $0[20] ^= 1 } },
        replacing("a bit of the key's ID changed") { try signature(of: $0) { $0[0] ^= 1 } },
        replacing("a signature cut by a byte") { try signature(of: $0) { $0.removeLast() } },
        replacing("a signature with a byte more") { try signature(of: $0) { $0.append(0) } },
        replacing("no signature but the key's ID") {
            try signature(of: $0) { $0 = Array($0.prefix(4)) }
        },
        replacing("half the order added to the signature") {
            try signature(of: $0) { $0[$0.count - 1] |= 0xE0 }
        },
    ]

    private static let misspelt: [HostileTrick] = [
        replacing("a hyphen for the dash") { $0.replacing("—", with: "-") },
        replacing("a shorter dash") { $0.replacing("—", with: "\u{2013}") },
        replacing("two blanks in the signature line") { $0.replacing("— ", with: "—  ") },
        replacing("no blank line") { $0.replacing("\n\n", with: "\n") },
        replacing("no line feed at the end") { String($0.dropLast()) },
        replacing("a blank line more") { $0 + "\n" },
        replacing("a text behind the signatures") { $0 + "paid\n" },
        replacing("carriage returns") { $0.replacing("\n", with: "\r\n") },
        replacing("a byte-order mark") { "\u{FEFF}" + $0 },
        replacing("a control character") { $0.replacing("\n10\n", with: "\n10\u{8}\n") },
        replacing("base64 without padding") { try line(4, of: $0) { String($0.dropLast()) } },
        replacing("a leading zero in the size, unsigned") {
            $0.replacing("\n10\n", with: "\n010\n")
        },
        signed("a leading zero in the size, signed") { $0.replacing("\n10\n", with: "\n010\n") },
        signed("a plus in the size, signed") { $0.replacing("\n10\n", with: "\n+10\n") },
        signed("a size that no number holds, signed") {
            $0.replacing("\n10\n", with: "\n99999999999999999999\n")
        },
        signed("a root in hexadecimal, signed") {
            try line(2, of: $0) { _ in String(repeating: "ab", count: 32) }
        },
        signed("a root of 20 bytes, signed") {
            try line(2, of: $0) { _ in Base64.encode([UInt8](repeating: 1, count: 20)) }
        },
        signed("a root without padding, signed") { try line(2, of: $0) { String($0.dropLast()) } },
        signed("another origin, signed") {
            $0.replacing("archive.example/hostile", with: "archive.example/other")
        },
        signed("an origin in capitals, signed") {
            $0.replacing("archive.example/hostile", with: "Archive.example/hostile")
        },
        signed("no root, signed") { try line(2, of: $0) { _ in "" } },
        signed("no text but a line, signed") { _ in "archive.example/hostile\n" },
        HostileTrick(
            .checkpoint, "a byte that is no UTF-8", .outsider,
            .failed("LOG.CHECKPOINT_SIG", also: lost),
            .members { members, _ in try members.change(BundleNames.checkpoint) { $0[3] = 0xFF } }),
        HostileTrick(
            .checkpoint, "an empty checkpoint", .outsider,
            .failed("LOG.CHECKPOINT_SIG", also: lost),
            .members { members, _ in try members.change(BundleNames.checkpoint) { $0 = [] } }),
    ]

    private static let unproven = HostileVerdict.failed(
        "LOG.INCLUSION",
        also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER", "LOG.CONSISTENCY", "LOG.FORKED"])

    private static let trees: [HostileTrick] = [
        tree("a signed root of another tree", unproven) {
            Checkpoint(origin: $0.keys.origin, size: $0.tree.size, root: RootHash(.sha256([1])))
        },
        tree("a signed size that is greater than the tree", unproven) {
            Checkpoint(origin: $0.keys.origin, size: TreeSize(11), root: $0.tree.root)
        },
        tree("a signed size that is smaller than the tree", unproven) {
            Checkpoint(origin: $0.keys.origin, size: TreeSize(9), root: $0.tree.root)
        },
        tree(
            "an earlier state, which has not the last entry yet",
            .failed("LOG.INCLUSION", also: ["LOG.CONSISTENCY", "REV.NOT_FRESH"])
        ) {
            Checkpoint(
                origin: $0.keys.origin, size: TreeSize(9),
                root: try present($0.tree.root(at: TreeSize(9))))
        },
        tree("the empty tree", unproven) {
            Checkpoint(origin: $0.keys.origin, size: TreeSize(0), root: .empty)
        },
        tree("the greatest size, signed", unproven) {
            Checkpoint(origin: $0.keys.origin, size: TreeSize(.max), root: $0.tree.root)
        },
        tree("a tree of one leaf", unproven) {
            Checkpoint(
                origin: $0.keys.origin, size: TreeSize(1),
                root: try present($0.tree.root(at: TreeSize(1))))
        },
    ]

    /// The note with one line, counted from 0, changed.
    private static func line(
        _ number: Int, of note: String, _ change: (String) -> String
    ) throws -> String {
        var lines = note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.indices.contains(number) else { throw HostileError.absent }
        lines[number] = change(lines[number])
        return lines.joined(separator: "\n")
    }

    /// The note with the bytes of its signature changed.
    private static func signature(
        of note: String, _ change: (inout [UInt8]) -> Void
    ) throws -> String {
        try line(4, of: note) { line in
            var words = line.split(separator: " ").map(String.init)
            var bytes = words.last.flatMap { Base64.decode($0) } ?? []
            change(&bytes)
            words[words.count - 1] = Base64.encode(bytes)
            return words.joined(separator: " ")
        }
    }
}
