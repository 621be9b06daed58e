// A protocol as the explorer runs it: what a description says, free to be changed, so that a fault can be planted which the reader of
// descriptions would refuse.

import EvidenceModules
import EvidenceValues

/// A description, its parts free to change.
struct ModelledProtocol: Sendable {
    var name: String
    let roles: [String]
    let thirdParty: String?
    var messages: [MessageForm]
    var proofs: [ProofForm]
    var faults: [FaultForm]
    var machines: [RoleMachine]

    init(_ proto: ExchangeProtocol) {
        name = proto.name
        roles = proto.roles
        thirdParty = proto.thirdParty
        messages = proto.messages
        proofs = proto.proofs
        faults = proto.faults
        machines = proto.machines
    }

    /// The first message of a run.
    var root: MessageForm? { messages.first }

    /// The forms of messages that do this.
    func messages(_ act: MessageAct) -> [MessageForm] { messages.filter { $0.act == act } }

    /// What an honest player of the role does.
    func machine(of role: String) -> RoleMachine? { machines.first { $0.role == role } }
}
