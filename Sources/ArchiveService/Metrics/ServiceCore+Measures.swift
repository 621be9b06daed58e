// Numbers that are read off when somebody asks: queues, the process's memory and files.

import EvidenceStore
import Foundation

extension ServiceCore {
    /// Brings the gauges up to date.
    func measure() {
        metrics.set("docket_filings_waiting", to: Double(commit.waitingCount))
        metrics.set("docket_blocking_work_waiting", to: Double(blocking.waiting))
        let free = try? FileManager.default.attributesOfFileSystem(forPath: config.archive)[
            .systemFreeSize]
        if let free = free as? NSNumber {
            metrics.set("docket_archive_free_bytes", to: free.doubleValue)
        }
        if let pages = ServiceCore.residentPages() {
            metrics.set("process_resident_memory_bytes", to: Double(pages) * 4_096)
        }
    }

    private static func residentPages() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return nil
        }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) : nil
    }
}
