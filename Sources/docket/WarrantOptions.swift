// Who has something done to the archive, and why; and which exhibit is meant: by its entry, or by its number in its matter.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// `--by NAME --ground TEXT`.
struct WarrantOptions: ParsableArguments {
    @Option(help: "Who has it done: a name and an office.") var by: String
    @Option(help: "On what ground: the law or the order first.") var ground: String

    /// The warrant that is recorded.
    var warrant: Warrant { get throws { try Self.warrant(by: by, ground: ground) } }

    /// The warrant that these words are.
    static func warrant(by: String?, ground: String?) throws -> Warrant {
        guard let by, let ground, let warrant = Warrant(by: by, ground: ground) else {
            throw Failure(
                "--by and --ground say who and why, one line of visible words each",
                hint: "at most \(Warrant.maximumName) and \(Warrant.maximumGround) bytes",
                status: ExitStatus.usage)
        }
        return warrant
    }
}

/// `--entry N`, or `--matter M --number K`.
struct ExhibitOptions: ParsableArguments {
    @Option(help: "The index of the exhibit's entry.") var entry: String?
    @Option(help: "The matter.") var matter: String?
    @Option(help: "The exhibit's docket number within the matter.") var number: UInt64?

    /// What is meant.
    enum Choice {
        case entry(LeafIndex)
        case number(DocketNumber, in: MatterID)
        case matter(MatterID)
    }

    /// What the options name.
    func choice() throws -> Choice {
        switch (entry, matter, number) {
        case (.some(let entry), nil, nil):
            return .entry(try Given.index(entry))
        case (nil, .some(let matter), .some(let number)):
            guard let number = DocketNumber(number) else { break }
            return .number(number, in: try Given.matter(matter))
        case (nil, .some(let matter), nil):
            return .matter(try Given.matter(matter))
        default: break
        }
        throw Failure(
            "it is not clear what is meant",
            hint: "give --entry N, or --matter M --number K; numbers begin with 1",
            status: ExitStatus.usage)
    }
}

/// `--entry N` or `--matter M --number K`, each N and K as often as there are exhibits.
struct ExhibitsOptions: ParsableArguments {
    @Option(help: "The index of an exhibit's entry; may be repeated.") var entry: [String] = []
    @Option(help: "The matter.") var matter: String?
    @Option(help: "An exhibit's docket number within the matter; may be repeated.")
    var number: [UInt64] = []

    /// The entries that are meant, each once.
    func indexes(in archive: Archive) throws -> [LeafIndex] {
        var indexes: [LeafIndex] = []
        switch (entry.isEmpty, matter, number.isEmpty) {
        case (false, nil, true):
            indexes = try entry.map(Given.index)
        case (true, .some(let matter), false):
            let matter = try Given.matter(matter)
            for number in number {
                guard let number = DocketNumber(number) else { throw Self.unclear }
                indexes.append(try archive.index(of: number, in: matter))
            }
        case (true, .some(let matter), true):
            throw Failure(
                "a whole matter is not erased at once",
                hint: "nothing was erased; name each exhibit of \(matter) with --number",
                status: ExitStatus.usage)
        default: throw Self.unclear
        }
        var seen: Set<LeafIndex> = []
        return indexes.filter { seen.insert($0).inserted }
    }

    private static var unclear: Failure {
        Failure(
            "it is not clear what is meant",
            hint: "give --entry N, or --matter M --number K; numbers begin with 1",
            status: ExitStatus.usage)
    }
}

extension Archive {
    /// The entry that is meant.
    func index(of number: DocketNumber, in matter: MatterID) throws -> LeafIndex {
        var query = SearchQuery()
        query.matter = .exactly(matter.text)
        query.number = number
        var found: LeafIndex?
        _ = try search(query, limit: 1) { found = $0.entry.index }
        guard let found else {
            throw Failure(
                "\(matter) has no exhibit no. \(number), or it was erased",
                hint: "docket list --matter \(matter) shows what it has")
        }
        return found
    }
}

extension Archive {
    /// What the record of an erasure says.
    func erasure(recordedAt index: LeafIndex) throws -> Erasure {
        guard let erasure = try? Erasure(parsing: content(of: exhibit(at: index))) else {
            throw StoreError.damaged("erasure recorded as entry \(index)")
        }
        return erasure
    }
}
