// The protocols that Docket brings along. They are read by the same reader as those that an annex names; a text that it refused would be
// missing here, and a test says that none is.

internal import Synchronization

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

    /// All of them, by name.
    package static var all: [String: ExchangeProtocol] {
        Dictionary(
            uniqueKeysWithValues: texts.keys.compactMap { name in named(name).map { (name, $0) } })
    }

    /// The one of this name. It is read when somebody first asks for it, because few matters speak of any.
    static func named(_ name: String) -> ExchangeProtocol? {
        read.withLock { read in
            if let known = read[name] { return known }
            guard let text = texts[name], let new = try? ExchangeProtocol(parsing: text),
                new.name == name
            else { return nil }
            read[name] = new
            return new
        }
    }

    private static let read = Mutex<[String: ExchangeProtocol]>([:])

    /// The descriptions, by the name that stands in their second line.
    private static let texts: [String: String] = {
        let named = descriptions.map { text in
            let lines = text.utf8.split(separator: 0x0A, maxSplits: 2)
            return (String(Substring(lines[1]).dropFirst("protocol ".count)), text)
        }
        return Dictionary(named) { first, _ in first }
    }()
}

/// The protocols that count in a matter: those that Docket brings along, and others.
struct KnownProtocols: Sendable {
    private let others: [String: ExchangeProtocol]

    init(others: [String: ExchangeProtocol] = [:]) { self.others = others }

    /// The one of this name.
    subscript(name: String) -> ExchangeProtocol? { others[name] ?? BuiltInProtocols.named(name) }
}
