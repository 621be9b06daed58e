// Times Docket's own parts for `Benchmarks/run`, which sets each beside a yardstick in C of the same run. Each command prints lines of
// JSON. Not a product: it calls what only this package may call, and takes its arguments on trust.

import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

@main
enum Bench {
    static let usage = """
        docket-bench texts [WHAT]                        the texts of one entry, in memory
        docket-bench corpus SPREAD COUNT FILE            the texts of COUNT entries, for the yardsticks
        docket-bench create DIR                          a new archive
        docket-bench append SPREAD COUNT BATCH DIR       COUNT filings into it, BATCH of them a commit
        docket-bench proofs COUNT DIR                    COUNT inclusion proofs, made and verified
        docket-bench open DIR                            what is read to open an archive
        docket-bench blob FILE DIR                       a file of any size, filed into a new archive
        docket-bench validate COUNT DIR                  COUNT signatures and time-stamps of yardsticks/cms_verify
        docket-bench lookup FILE                         look-ups in a revocation list of yardsticks/signing_chain
        docket-bench audit WORKERS DIR [notes]           every entry read, parsed, hashed, chained; each note opened too
        docket-bench judge SHAPE COUNT FILE              COUNT facts and fifty claims under the agreement of the file
        docket-bench exchange MESSAGES COUNT             COUNT messages of exchanges judged and told
        docket-bench ledger MODE COUNT FILE              a ledger of COUNT entries into the file
        docket-bench ledger FILE                         that ledger, read in pieces and checked
        docket-bench stream DIR AGREEMENT FILE           the bundle of the one large exhibit of `blob` into the file
        docket-bench stream FILE                         that bundle, verified
        docket-bench tiles COUNT DIR                     the tiles that COUNT inclusion proofs read
        docket-bench bundle COUNT FILE TIME AGREEMENT ANNEX   a bundle verified COUNT times in one process
        SPREAD: active (16 matters grow at a time, to 100 entries) or scattered (any of 100,000)
        SHAPE: deals, or all on one key, document, payments (of one contract), reference (of all payments)
        MODE: revolving, or period (of a day)
        MESSAGES: one (all of one exchange) or many (five to each)
        """

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let number = { (place: Int) in words.indices.contains(place) ? Int(words[place]) : nil }
        switch (words.first, words.count) {
        case ("texts", 1), ("texts", 2): try TextBench(only: words.dropFirst().first ?? "").run()
        case ("corpus", 4):
            try World(spread: words[1], count: number(2) ?? 0).writeCorpus(to: words[3])
        case ("create", 2): try StoreBench(folder: words[1]).create().close()
        case ("append", 5):
            let world = try World(spread: words[1], count: number(2) ?? 0)
            try StoreBench(folder: words[4]).append(world, batch: number(3) ?? 256)
        case ("proofs", 3): try StoreBench(folder: words[2]).proofs(number(1) ?? 1000)
        case ("validate", 3): try ValidationBench(folder: words[2]).validate(number(1) ?? 1000)
        case ("lookup", 2): try ValidationBench.lookUp(words[1])
        case ("open", 2): try StoreBench(folder: words[1]).open()
        case ("audit", 3):
            try StoreBench(folder: words[2]).audit(workers: number(1) ?? 1, opensNotes: false)
        case ("audit", 4):
            try StoreBench(folder: words[2]).audit(
                workers: number(1) ?? 1, opensNotes: words[3] == "notes")
        case ("judge", 4):
            try JudgingBench(shape: words[1], count: number(2) ?? 0, agreement: words[3]).run()
        case ("exchange", 3):
            try ExchangeBench(shape: words[1], count: number(2) ?? 0).run()
        case ("ledger", 4):
            try LedgerBench(file: words[3]).make(mode: words[1], count: number(2) ?? 0)
        case ("ledger", 2): try LedgerBench(file: words[1]).check()
        case ("tiles", 3): try StoreBench(folder: words[2]).tiles(number(1) ?? 1000)
        case ("bundle", 6):
            try BundleBench(
                path: words[2], agreement: words[4], annex: words[5], time: words[3]
            ).verify(number(1) ?? 1)
        case ("blob", 3): try StoreBench(folder: words[2]).blob(words[1])
        case ("stream", 4):
            try BundleStreamBench(file: words[3]).build(from: words[1], agreement: words[2])
        case ("stream", 2): try BundleStreamBench(file: words[1]).verify()
        default:
            print(usage)
            exit(64)
        }
    }
}

enum BenchError: Error {
    case badName
    case notClean
    case notPassed(String, Int)
}
