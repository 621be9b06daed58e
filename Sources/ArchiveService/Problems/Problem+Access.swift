// What the book of access refuses, as it is said over HTTP. Only operators make grants, so the reasons may be told.

import EvidenceValues
import ServiceAccess
import ServiceInterface

extension Problem {
    static func access(_ error: AccessError) -> Problem {
        switch error {
        case .noSuchMember, .noSuchToken, .noSuchCertificate: Problem(.notFound)
        case .principalExists, .matterExists: Problem(.alreadyExists)
        case .memberExists(let role):
            Problem(.conflict, detail: "The principal is \(role.rawValue) there already.")
        case .lastOperator: Problem(.conflict, detail: "It is the last operator.")
        case .certificateTaken:
            Problem(.conflict, detail: "The certificate, its key or its name is known already.")
        case .tooMany(let what, let limit):
            Problem(
                .conflict, detail: "There are as many \(what) as there may be.",
                members: ["limit": .integer(Int64(limit))])
        case .reservedMatter: Problem(.reservedName)
        case .quotaExceeded(_, let limit):
            Problem(.quotaExceeded, members: ["limit": .integer(limit)])
        case .storage: Problem(.readOnly)
        case .damaged, .wrongArchive, .malformedRecord, .inUse: Problem(.internalError)
        case .noSuchPrincipal, .noSuchMatter, .wrongScope, .malformedCertificate,
            .malformedLabel, .wrongExpiry, .wrongPseudonym, .sealedToNobody, .malformedEnvelope:
            Problem(.badGrant, detail: reason(error))
        }
    }

    private static func reason(_ error: AccessError) -> String {
        switch error {
        case .noSuchPrincipal: "There is no such principal."
        case .noSuchMatter: "There is no such matter."
        case .wrongScope(let role) where role.isOfMatters:
            "The role \(role.rawValue) is held in a matter."
        case .wrongScope(let role): "The role \(role.rawValue) is held everywhere: `*`."
        case .malformedCertificate: "A certificate is none."
        case .malformedLabel: "A name or title is not one visible line of 200 characters."
        case .wrongExpiry: "A token ends within 366 days."
        case .wrongPseudonym:
            "A pseudonym is a party's, is the certificate's common name, and nobody else's name."
        case .sealedToNobody: "No arbiter of the matter is a recipient of the sealed identity."
        case .malformedEnvelope:
            "The sealed identity is no EnvelopedData of 128 KiB without the digest of its content."
        default: ""
        }
    }
}
