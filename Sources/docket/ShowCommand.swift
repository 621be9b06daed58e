// `docket show`: one exhibit with its three texts, or its bytes.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog
import VerifyCommand

/// Shows one exhibit.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an exhibit's texts, or write its bytes or receipt.",
        discussion: """
            Example:
              docket show 17
              docket show 17 --output contract.md --receipt contract.md.receipt
            """)

    @Argument(help: "The index of the entry, as docket list shows it.") var index: String
    @Option(
        name: [.short, .long], help: "Write the exhibit's bytes to this file; - is standard output."
    )
    var output: String?
    @Option(help: "Write its receipt to this file.") var receipt: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, show) }

    private func show() throws {
        let index = try Given.index(index)
        let archive = try options.openReadOnly()
        let exhibit = try archive.exhibit(at: index)
        if let receipt {
            try DurableFile.write(try archive.receipt(of: index).bytes, to: receipt)
            Console.note("the receipt is in \(receipt)")
        }
        if let output { return try write(try archive.content(of: exhibit), to: output) }
        if json {
            var members = ExhibitLine.members(exhibit.entry, exhibit.filing, exhibit.docketing)
            members["entry"] = .string(String(decoding: exhibit.entry.bytes, as: UTF8.self))
            members["filing"] = .string(String(decoding: exhibit.filingBytes, as: UTF8.self))
            members["docketing"] = .string(String(decoding: exhibit.docketing.bytes, as: UTF8.self))
            members["filing_signature"] = .optional(exhibit.filingSignature.map(Base64.encode))
            return Console.json("exhibit", members)
        }
        for text in [exhibit.entry.bytes, exhibit.filing.bytes, exhibit.docketing.bytes] {
            for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
                Console.line(String(line))
            }
            Console.line("")
        }
    }

    private func write(_ bytes: [UInt8], to output: String) throws {
        guard output == "-" else {
            try DurableFile.write(bytes, to: output)
            return Console.note("the exhibit is in \(output)")
        }
        let text = String(validating: bytes, as: UTF8.self)
        guard isatty(STDOUT_FILENO) == 0 || text.map({ Console.shown($0) == $0 }) == true else {
            throw Failure(
                "the exhibit is no plain text for a terminal", hint: "write it with --output FILE")
        }
        Console.data(bytes)
    }
}
