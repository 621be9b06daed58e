// Wall time, processor time and what the kernel knows of this process.

import Foundation

/// What was done how often in what time.
struct Timing {
    let what: String
    let count: Int
    var wall = 0.0
    var cpu = 0.0

    /// Runs `work` and adds its time.
    mutating func add(_ work: () throws -> Void) rethrows {
        let (wall, cpu) = (
            Timing.seconds(CLOCK_MONOTONIC), Timing.seconds(CLOCK_PROCESS_CPUTIME_ID)
        )
        try work()
        self.wall += Timing.seconds(CLOCK_MONOTONIC) - wall
        self.cpu += Timing.seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
    }

    /// What `clock` shows.
    static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        // `time` is ours; the call only fills it.
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Prints one line of JSON.
    func report(_ more: [(String, Double)] = []) {
        let fields = more.map { ",\"\($0)\":\($1)" }.joined()
        print("{\"what\":\"\(what)\",\"count\":\(count),\"wall\":\(wall),\"cpu\":\(cpu)\(fields)}")
    }
}

/// What the kernel counts for this process.
enum Kernel {
    /// The largest resident set so far, in KiB.
    static var peakMemory: Double { field("VmHWM:", in: "/proc/self/status") }
    /// Bytes that were read by system calls, from the disk or not.
    static var bytesRead: Double { field("rchar:", in: "/proc/self/io") }

    private static func field(_ name: String, in path: String) -> Double {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            let words = line.dropFirst(name.count).split { $0 == " " || $0 == "\t" }
            return words.first.flatMap { Double($0) } ?? 0
        }
        return 0
    }
}
