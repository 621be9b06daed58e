// What an arbiter accepts, the same in every command that verifies: his own agreement and annex, or their digests.

package import ArgumentParser
import DurableFiles
package import EvidenceBundle
import EvidenceValues

/// `--agreement`, `--annex` or `--trust`: what the arbiter pins.
package struct PinOptions: ParsableArguments {
    @Option(help: "The agreement that you accept: a file, or sha-256:… .")
    package var agreement: String?
    @Option(help: "The annex that you accept: a file, or sha-256:… .") package var annex: String?
    @Option(help: "A folder with your own agreement.md and annex.txt.") package var trust: String?

    package init() {}

    /// The pins; nil for a text that is not pinned. What is read of them stays in `memory`.
    package func arbiterTrust(
        _ memory: VerificationMemory = VerificationMemory()
    ) throws -> ArbiterTrust {
        guard let trust else {
            return ArbiterTrust(
                agreement: try agreement.map { try PinOptions.agreementPin($0, memory) },
                annex: try annex.map(PinOptions.annexPin))
        }
        guard agreement == nil, annex == nil else {
            throw Failure(
                "--trust says what to accept, and so does --agreement or --annex",
                hint: "give either --trust DIR, or --agreement and --annex",
                status: ExitStatus.usage)
        }
        return ArbiterTrust(
            agreement: try PinOptions.agreementPin(trust + "/agreement.md", memory),
            annex: try PinOptions.annexPin(annexFile(trust)))
    }

    /// Where the annex is a file, its name.
    package var annexFile: String? {
        trust.map(annexFile) ?? annex.flatMap { $0.hasPrefix(Digest.prefix) ? nil : $0 }
    }

    private func annexFile(_ folder: String) -> String { folder + "/annex.txt" }

    private static func agreementPin(
        _ text: String, _ memory: VerificationMemory
    ) throws -> Pin {
        try pin(text) { _ = try SignedText.agreement($0, from: text, memory: memory) }
    }

    private static func annexPin(_ text: String) throws -> Pin {
        try pin(text) { _ = try SignedText.annex($0, from: text) }
    }

    /// A digest, or a file's bytes. A copy that cannot be read is the arbiter's trouble and not the bundle's, so it is said first.
    private static func pin(_ text: String, _ check: ([UInt8]) throws -> Void) throws -> Pin {
        guard text.hasPrefix(Digest.prefix) else {
            let bytes = try DurableFile.read(text)
            try check(bytes)
            return .copy(bytes)
        }
        guard let digest = Digest(text: text) else {
            throw Failure(
                "\(text) is no digest", hint: "a digest is sha-256: and 44 characters of base64",
                status: ExitStatus.usage)
        }
        return .digest(digest)
    }
}
