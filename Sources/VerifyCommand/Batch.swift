// Several files in one call. Each is verified by itself, on all cores, and told in the order in which the files were given; one that
// cannot be verified stops nothing. They are taken in groups, so that what waits to be told is bounded.

import ArgumentParser
import Dispatch
import EvidenceBundle
import EvidenceValues
import Synchronization

/// The files of one call.
struct Batch {
    let files: [String]
    let task: VerificationTask

    /// Files of one group: what one slow file keeps waiting in memory are the reports of as many at most.
    private static let groupSize = 64

    /// Verifies and tells all of them.
    /// - Returns: the worst exit status.
    func run() -> Int32 {
        var worst: Int32 = 0
        var rest = files[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(Batch.groupSize))
            rest = rest.dropFirst(group.count)
            for (file, outcome) in zip(group, outcomes(of: group)) {
                tell(file, outcome)
                worst = Batch.worse(worst, outcome.status)
            }
        }
        return worst
    }

    /// What came of one file.
    private enum Outcome: Sendable {
        case told([UInt8], status: Int32)
        case refused(Refusal)

        var status: Int32 {
            switch self {
            case .told(_, let status): status
            case .refused(let refusal): refusal.failure.status.rawValue
            }
        }
    }

    private func outcomes(of group: [String]) -> [Outcome] {
        let results = Mutex<[Int: Outcome]>([:])
        DispatchQueue.concurrentPerform(iterations: group.count) { number in
            let outcome = outcome(of: group[number])
            results.withLock { $0[number] = outcome }
        }
        let found = results.withLock { $0 }
        return group.indices.compactMap { found[$0] }
    }

    private func outcome(of file: String) -> Outcome {
        do {
            let found = try task.verification(of: file)
            return .told(task.rendered(found), status: found.status.exitStatus)
        } catch {
            return .refused(Refusal(file: file, error: error))
        }
    }

    private func tell(_ file: String, _ outcome: Outcome) {
        switch outcome {
        case .told(let bytes, _):
            if !task.isJSON { Console.line("== \(file)") }
            Console.data(bytes)
            if !task.isJSON { Console.line("") }
        case .refused(let refusal):
            if task.isJSON { refusal.printJSON() }
            Console.fail(
                "\(file): \(refusal.failure.message)", hint: refusal.failure.hint)
        }
    }

    /// Failed is worse than not done, that worse than undecided, and that worse than authentic.
    static func worse(_ one: Int32, _ other: Int32) -> Int32 {
        let order: [Int32] = [0, 3, 1, 2]
        let rank = { (status: Int32) in order.firstIndex(of: status) ?? order.count }
        return rank(one) < rank(other) ? other : one
    }
}
