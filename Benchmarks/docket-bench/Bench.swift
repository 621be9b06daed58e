// Times Docket's own parts for `Benchmarks/run`, which sets each beside a yardstick in C of the same run. Each command prints one line
// of JSON. Not a product: it calls what only this package may call.

import EvidenceValues
import TransparencyLog

#if canImport(Glibc)
    import Glibc
#endif

/// What was done how often in what time.
struct Timing {
    let what: String
    let count: Int
    let wall: Double
    let cpu: Double

    /// Runs `work`, which does `count` of something.
    static func of(_ what: String, count: Int, _ work: () throws -> Void) rethrows -> Timing {
        let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        try work()
        return Timing(
            what: what, count: count, wall: seconds(CLOCK_MONOTONIC) - wall,
            cpu: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        // `time` is ours; the call only fills it.
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// One line of JSON.
    func report() {
        print(
            #"{"what":"\#(what)","count":\#(count),"wall":\#(wall),"cpu":\#(cpu),"ns":\#(cpu / Double(count) * 1e9)}"#
        )
    }
}

@main
enum Bench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "texts":
            unsafe TextBench.only = arguments.dropFirst().first ?? ""
            try TextBench.run()
        default: print("docket-bench texts")
        }
    }
}
