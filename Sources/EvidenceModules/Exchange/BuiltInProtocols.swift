// The protocols that Docket brings along. They are read by the same reader as those that an annex names; a text that it refused would be
// missing here, and a test says that none is.

/// The descriptions that need no annex.
package enum BuiltInProtocols {
    /// The texts, in no order that matters.
    package static let descriptions: [String] = [
        HardenedContractSigning.description, LegacyContractSigning.description,
        LegacyContractSigning.hashed,
        InlineExchange.description,
        ZhouGollmann.description,
        KremerMarkowitch.description,
        NonRepudiationTokens.description,
        CertifiedMail.description,
        PaymentForReceipt.description,
        PaymentForGood.description,
    ]

    /// By name.
    package static let all: [String: ExchangeProtocol] = {
        let read = descriptions.compactMap { try? ExchangeProtocol(parsing: $0) }
        return Dictionary(read.map { ($0.name, $0) }) { first, _ in first }
    }()
}
