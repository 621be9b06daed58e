// Grants as JSON (openapi.yaml: Session, Matter, Member, Principal, Token).

import Cryptography
import EvidenceValues
import Hummingbird
import ServiceAccess
import ServiceInterface

/// How values of the book are written.
enum AccessJSON {
    static func time(_ instant: Instant) -> JSONValue { .string(instant.wholeSecond.text) }

    static func session(_ caller: Caller, _ principal: PrincipalID, _ state: AccessState)
        -> JSONValue
    {
        let everywhere = caller.everywhere.map { ("*", $0) }
        let matters = caller.matters.flatMap { matter, roles in roles.map { (matter.text, $0) } }
        let roles = (everywhere + matters).sorted { $0 < $1 }.map { scope, role in
            JSONValue.object(["matter": .string(scope), "role": .string(role.rawValue)])
        }
        var authenticatedBy = "certificate"
        var expires: JSONValue = .null
        if case .token(let number) = caller.credential {
            authenticatedBy = "token"
            expires = state.tokens[number].map { time($0.expires) } ?? .null
        }
        let certificates = state.principals[principal]?.certificates ?? []
        return .object([
            "principal": .string(principal.text),
            "name": .optional(state.principals[principal]?.name),
            "authenticated_by": .string(authenticatedBy), "expires": expires,
            "roles": .array(roles),
            "certificates": .strings(
                certificates.filter { state.certificates[$0]?.isRemoved == false }.map(\.text)
                    .sorted()),
        ])
    }

    static func matter(
        _ matter: MatterID, _ state: AccessState, exhibits: UInt64, roles: Set<Role>
    ) -> JSONValue {
        .object([
            "id": .string(matter.text), "title": .optional(state.matters[matter]?.title),
            "created": state.matters[matter].map { time($0.since) } ?? .null,
            "exhibit_count": .integer(Int64(clamping: exhibits)),
            "roles": .strings(roles.sorted().map(\.rawValue)),
        ])
    }

    /// A member as `caller` may see it: behind a pseudonym nobody but operators sees the principal. Spec: pseudonym-8
    static func member(
        _ who: PrincipalID, _ member: AccessState.Member, in scope: AccessScope,
        _ state: AccessState, for caller: Caller
    ) -> JSONValue {
        var pseudonym: AccessState.Pseudonym?
        if case .matter(let matter) = scope { pseudonym = state.pseudonyms[matter]?[who] }
        let isOpen =
            pseudonym == nil || caller.everywhere.contains(.operator)
            || caller.principal == who
        let name = isOpen ? state.principals[who]?.name : nil
        return .object([
            "principal": .string(isOpen ? who.text : pseudonym?.name.text ?? ""),
            "name": .optional(name), "pseudonym": .optional(pseudonym?.name.text),
            "role": .string(member.role.rawValue), "since": time(member.since),
        ])
    }

    static func principal(_ who: PrincipalID, _ state: AccessState) -> JSONValue {
        let principal = state.principals[who]
        let certificates = (principal?.certificates ?? []).compactMap { state.certificates[$0] }
            .filter { !$0.isRemoved }
        return .object([
            "id": .string(who.text), "name": .optional(principal?.name),
            "created": principal.map { time($0.since) } ?? .null,
            "certificates": .array(
                certificates.map { known in
                    .object([
                        "digest": .string(known.certificate.digest.text),
                        "subject": .string(known.certificate.subject),
                        "matter": .string(known.scope.text),
                    ])
                }),
            "roles": .array(
                (principal?.scopes.sorted() ?? []).compactMap { scope in
                    state.members[scope]?[who].map { member in
                        .object([
                            "matter": .string(scope.text), "role": .string(member.role.rawValue),
                        ])
                    }
                }),
        ])
    }

    static func token(_ token: AccessState.Token) -> [String: JSONValue] {
        [
            "id": .string(String(token.number)), "principal": .string(token.principal.text),
            "matter": .string(token.scope.text), "role": .string(token.role.rawValue),
            "created": time(token.issued), "expires": time(token.expires),
            "revoked": token.revoked.map(time) ?? .null,
        ]
    }
}
