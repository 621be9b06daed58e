// What a verification writes for people: one page, in their language.

package import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport

/// `--report`, `--language`: the page, and the language of its own words.
package struct ReportOptions: ParsableArguments {
    @Option(help: "Write the report as one HTML file, which must not exist yet.")
    package var report: String?
    @Option(help: "The language of the page's own words: en or de.")
    package var language = "en"

    package init() {}

    /// Refuses what cannot be written, before anything is read.
    func check() throws {
        guard ReportLanguage(rawValue: language) != nil else {
            throw Failure(
                "there is no report in the language \(language)",
                hint: "it can be "
                    + ReportLanguage.allCases.map(\.rawValue).joined(separator: " or "),
                status: ExitStatus.usage)
        }
        if let report, DurableFile.exists(report) { throw FileFailure.exists(path: report) }
    }

    /// Writes the page if one was asked for.
    func write(_ found: BundleVerification) throws {
        guard let report else { return }
        let page = renderHTML(
            found.record, found.findings, language: ReportLanguage(rawValue: language) ?? .english)
        try DurableFile.write(page, to: report)
        Console.note("the report is in \(report)")
    }
}
