// An annex as a party uses it: the time-stamping authorities that it lists.

import Agreements
import DurableFiles
import EvidenceValues
import VerifyCommand

/// Reads annexes.
enum AnnexFile {
    /// The authorities of the annex in a file.
    static func authorities(_ file: String) throws -> [TrustedTSA] {
        try trust(file).authorities
    }

    /// Whom the annex in a file trusts.
    static func trust(_ file: String) throws -> PinnedTrust {
        try SignedText.annex(try DurableFile.read(file), from: file).trust
    }
}
