// What a SignedData is, and what a token says to be over, as validation of single files asks for it.

import Cryptography
import EvidenceValues

extension CMSSignedData {
    /// Whether it holds a TSTInfo (RFC 3161 §2.4.2).
    var isTimeStampToken: Bool { eContentType == "1.2.840.113549.1.9.16.1.4" }
}

extension TimeStampToken {
    /// What the token says to be over, so that all else can be looked at when the bytes are not at hand.
    var statedContent: SignedContent {
        .hashes([imprintAlgorithm: imprint])
    }
}
