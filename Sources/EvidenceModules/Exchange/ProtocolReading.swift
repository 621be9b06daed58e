// Reading a description line by line (docs/formats/protocol.md). Each line declares one thing, by names that lines before it declared.

import EvidenceValues

/// What has been read so far.
struct ProtocolReading {
    var name = ""
    var roles: [String] = []
    var thirdParty: String?
    var messages: [MessageForm] = []
    var proofs: [ProofForm] = []
    var faults: [FaultForm] = []
    var machines: [RoleMachine] = []
}

extension ExchangeProtocol {
    /// Reads a description; it must be the one text of what it says.
    package init(parsing text: String) throws(ProtocolError) {
        throw ProtocolError(line: 1, reason: .badLine)
    }
}
