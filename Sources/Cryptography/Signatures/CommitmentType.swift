// What a signer says that its signature commits it to (commitment-type-indication, RFC 5126 §5.11.1, EN 319 122-1 §5.2.3): that it wrote the
// document, approves it, sent it, received it … What follows is for an agreement to say; here the types only have names.

/// The commitment types of RFC 5126 §5.11.1.
package enum CommitmentType: String, Sendable, Hashable, CaseIterable {
    /// Created, approved and sent.
    case proofOfOrigin = "proof-of-origin"
    /// Received.
    case proofOfReceipt = "proof-of-receipt"
    /// Delivered, by a provider of delivery.
    case proofOfDelivery = "proof-of-delivery"
    /// Sent, and perhaps not created.
    case proofOfSender = "proof-of-sender"
    /// Approved.
    case proofOfApproval = "proof-of-approval"
    /// Created, and perhaps neither approved nor sent.
    case proofOfCreation = "proof-of-creation"

    /// Its object identifier.
    var identifier: String {
        switch self {
        case .proofOfOrigin: "1.2.840.113549.1.9.16.6.1"
        case .proofOfReceipt: "1.2.840.113549.1.9.16.6.2"
        case .proofOfDelivery: "1.2.840.113549.1.9.16.6.3"
        case .proofOfSender: "1.2.840.113549.1.9.16.6.4"
        case .proofOfApproval: "1.2.840.113549.1.9.16.6.5"
        case .proofOfCreation: "1.2.840.113549.1.9.16.6.6"
        }
    }

    init?(identifier: String) {
        guard let found = Self.allCases.first(where: { $0.identifier == identifier }) else {
            return nil
        }
        self = found
    }

    /// `CommitmentTypeIndication ::= SEQUENCE { commitmentTypeId OBJECT IDENTIFIER, qualifiers OPTIONAL }` without qualifiers.
    var derBytes: [UInt8] { DERWriter.sequence(DERWriter.objectIdentifier(identifier)) }
}

extension CMSSigner {
    /// The commitment types in words, none twice; `other` for those that have no name here, and for an attribute that cannot be read: it
    /// says that the signer meant something in particular, and not what.
    package var commitments: [String] {
        let named = commitmentTypes.map { CommitmentType(identifier: $0)?.rawValue ?? "other" }
        let isUnreadable = unreadableAttributes.contains(ObjectIdentifiers.commitmentType)
        return Set(named + (isUnreadable ? ["other"] : [])).sorted()
    }
}
