// Kerberos tickets (RFC 4120 §5.3, §5.5.1, §5.8.1), and the files in which they and the keys are kept (MIT krb5, ccache and keytab
// formats). A ticket is encrypted with a key that the service shares with the key distribution centre, and says nothing to
// anybody else; so the service, and whoever runs the centre, could make every ticket in anybody's name.

import EvidenceValues

/// A ticket, or a file of tickets or keys.
struct KerberosTicketModule: AllegationModule {
    static let kind = ExhibitKind.kerberosTicket
    static let mediaType = "application/octet-stream"
    static let refusal = "no Kerberos ticket, and no file of tickets or keys"
    static let means = Maker.Means.sharedSecret

    private let form: Form

    private enum Form {
        case message(KerberosMessage)
        case cache(CredentialCache)
        case keys(KeyTable)
    }

    init?(reading content: [UInt8]) {
        if let message = try? KerberosMessage(content) {
            form = .message(message)
        } else if let cache = try? CredentialCache(content) {
            form = .cache(cache)
        } else if let keys = try? KeyTable(content) {
            form = .keys(keys)
        } else {
            return nil
        }
    }

    var summary: String {
        switch form {
        case .message(let message): "\(message.name) for \(RecordText.list(message.servers))"
        case .cache(let cache):
            "Kerberos credential cache of \(cache.client), \(cache.tickets.count) "
                + (cache.tickets.count == 1 ? "ticket" : "tickets")
        case .keys(let keys): "Kerberos keys of \(RecordText.list(keys.principals))"
        }
    }

    var details: [String] {
        switch form {
        case .message(let message): message.details
        case .cache(let cache): cache.tickets.prefix(AllegationLimits.told).map(\.words)
        case .keys: []
        }
    }

    var reason: String {
        "The service and the key distribution centre share the key of a ticket, so each could have made it in "
            + "anybody's name, and nobody without the key can tell; it proves nothing against its client."
    }

    var secrets: String? {
        switch form {
        case .message(let message): message.hasSessionKey ? KerberosTicketModule.sessionKeys : nil
        case .cache: KerberosTicketModule.sessionKeys
        case .keys:
            "It holds the keys of services: whoever reads it can make tickets for them in anybody's name."
        }
    }

    private static let sessionKeys =
        "It holds session keys: whoever reads it can act in the client's name while the tickets last."
}
