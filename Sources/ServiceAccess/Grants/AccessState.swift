// Who may what, in memory: the fold of all changes (docs/formats/access.md). It is small, so every request is decided without a query, and
// it is a value, so a change that is refused, or not stored, has not happened.
//
// Invariants: nobody gets a name that somebody had; a certificate and its key are one principal's, and a pseudonym's are in no other
// place; a principal has at most one role in a scope; there is an operator once there was one. A fold of the same changes gives the
// same state, whenever it is done: times are those of the events.

package import Cryptography
package import EvidenceValues
package import ServiceInterface
import TransparencyLog

/// The grants that hold.
package struct AccessState: Sendable {
    /// A limit each, so that an operator's script gone wild does not fill the memory.
    package static let maximumPrincipals = 100_000
    package static let maximumMatters = 1_000_000
    package static let maximumMembers = 1_000
    package static let maximumCertificates = 64
    package static let maximumTokens = 256
    /// Longest life of a token: it outlives neither the person's job by much, nor everybody's memory of it.
    package static let longestToken = TimeSpan(seconds: 366 * 86_400)

    /// Somebody.
    package struct Principal: Sendable, Hashable {
        /// How people call it; no record has that.
        package let name: String?
        package let since: Instant
        package internal(set) var isRemoved = false
        package internal(set) var certificates: [Digest] = []
        package internal(set) var scopes: Set<AccessScope> = []
        package internal(set) var tokens: [Int64] = []
    }

    /// A certificate of somebody.
    package struct Registered: Sendable, Hashable {
        package let certificate: ParsedCertificate
        package let principal: PrincipalID
        package internal(set) var scope: AccessScope
        package internal(set) var isRemoved = false
    }

    /// What members are let into.
    package struct Matter: Sendable, Hashable {
        /// How people call it; no record has that.
        package let title: String?
        package let since: Instant
    }

    /// What a principal is in a scope.
    package struct Member: Sendable, Hashable {
        package let role: Role
        package let since: Instant
    }

    /// Under what name a member is known to the others.
    package struct Pseudonym: Sendable, Hashable {
        package let name: PartyID
        package let certificate: Digest
        /// The sealed identity, an EnvelopedData.
        package let envelope: [UInt8]
    }

    /// A token, without what its holder has.
    package struct Token: Sendable, Hashable {
        package let number: Int64
        package let principal: PrincipalID
        package let role: Role
        package let scope: AccessScope
        package let issued: Instant
        package let expires: Instant
        package internal(set) var revoked: Instant?

        /// Whether it authenticates at `time`.
        package func holds(at time: Instant) -> Bool { revoked == nil && time < expires }
    }

    package internal(set) var principals: [PrincipalID: Principal] = [:]
    package internal(set) var certificates: [Digest: Registered] = [:]
    package internal(set) var matters: [MatterID: Matter] = [:]
    package internal(set) var members: [AccessScope: [PrincipalID: Member]] = [:]
    package internal(set) var tokens: [Int64: Token] = [:]
    /// Given once, and kept when its holder leaves the matter: coming back under his name would unmask him.
    package internal(set) var pseudonyms: [MatterID: [PrincipalID: Pseudonym]] = [:]
    /// Whose pseudonym this is.
    var pseudonymNames: [String: PrincipalID] = [:]
    /// The certificates with this common name, of whatever time.
    var commonNames: [String: Set<Digest>] = [:]
    /// Which token has this hash.
    var tokenNumbers: [Digest: Int64] = [:]
    /// Whose certificates have the key with this digest (of its SubjectPublicKeyInfo), and where they hold.
    var keys: [Digest: (principal: PrincipalID, scope: AccessScope)] = [:]

    package init() {}

    /// The number that the next token gets.
    package var nextToken: Int64 { Int64(tokens.count) + 1 }

    /// Whether somebody holds the role everywhere.
    package func isHeld(_ role: Role, butFor principal: PrincipalID? = nil) -> Bool {
        (members[.everywhere] ?? [:]).contains { $0.value.role == role && $0.key != principal }
    }

    /// Applies a change that was made at `time`; `payload` is what the change names by digest, the hash of a token, or how people call it.
    /// - Throws: if the change is not permitted as things are; then nothing is changed.
    package mutating func apply(
        _ change: AccessChange, at time: Instant, payload: [UInt8]
    ) throws(AccessError) {
        switch change {
        case .principalAdded(let who): try add(who, named: AccessState.label(payload), at: time)
        case .principalRemoved(let who): try remove(who)
        case .certificateAdded(let who, let scope, let digest):
            try add(digest, der: payload, of: who, scope)
        case .certificateRemoved(let who, let digest): try remove(digest, of: who)
        case .matterCreated(let matter):
            try create(matter, titled: AccessState.label(payload), at: time)
        case .memberAdded(let scope, let who, let role):
            try add(who, as: role, in: scope, at: time)
        case .memberRemoved(let scope, let who): try remove(who, from: scope)
        case .pseudonymGiven(let matter, let who, let name, let certificate, let sealed):
            let given = Pseudonym(name: name, certificate: certificate, envelope: payload)
            try give(given, sealed: sealed, to: who, in: matter)
        case .tokenIssued(let number, let who, let role, let scope, let expires):
            let token = Token(
                number: number, principal: who, role: role, scope: scope, issued: time,
                expires: expires)
            try issue(token, hash: payload)
        case .tokenRevoked(let number): try revoke(number, at: time)
        }
    }

    /// Characters of a name or title at most.
    package static let maximumLabel = 200

    /// What people call something: one visible line, or nothing.
    static func label(_ payload: [UInt8]) throws(AccessError) -> String? {
        if payload.isEmpty { return nil }
        guard let text = String(validating: payload, as: UTF8.self),
            text.unicodeScalars.count <= maximumLabel, VisibleText.isOneVisibleLine(text)
        else { throw .malformedLabel }
        return text
    }

    /// Somebody who was not removed.
    func present(_ who: PrincipalID) throws(AccessError) -> Principal {
        guard let principal = principals[who], !principal.isRemoved else {
            throw .noSuchPrincipal(who)
        }
        return principal
    }

    private mutating func add(
        _ who: PrincipalID, named name: String?, at time: Instant
    ) throws(AccessError) {
        guard principals[who] == nil else { throw .principalExists(who) }
        guard principals.count < AccessState.maximumPrincipals else {
            throw .tooMany("principals", limit: AccessState.maximumPrincipals)
        }
        principals[who] = Principal(name: name, since: time)
    }

    private mutating func remove(_ who: PrincipalID) throws(AccessError) {
        var principal = try present(who)
        if members[.everywhere]?[who]?.role == .operator, !isHeld(.operator, butFor: who) {
            throw .lastOperator
        }
        for scope in principal.scopes { members[scope]?[who] = nil }
        for digest in principal.certificates { certificates[digest]?.isRemoved = true }
        principal.isRemoved = true
        principal.scopes = []
        principals[who] = principal
    }

    private mutating func create(
        _ matter: MatterID, titled title: String?, at time: Instant
    ) throws(AccessError) {
        guard !matter.isReserved else { throw .reservedMatter(matter) }
        guard matters[matter] == nil else { throw .matterExists(matter) }
        guard matters.count < AccessState.maximumMatters else {
            throw .tooMany("matters", limit: AccessState.maximumMatters)
        }
        matters[matter] = Matter(title: title, since: time)
    }

    private mutating func add(
        _ who: PrincipalID, as role: Role, in scope: AccessScope, at time: Instant
    ) throws(AccessError) {
        var principal = try present(who)
        switch scope {
        case .everywhere:
            guard !role.isOfMatters else { throw .wrongScope(role) }
        case .matter(let matter):
            guard matters[matter] != nil else { throw .noSuchMatter(matter) }
            guard role.isOfMatters else { throw .wrongScope(role) }
        }
        if let member = members[scope]?[who] { throw .memberExists(member.role) }
        guard members[scope, default: [:]].count < AccessState.maximumMembers else {
            throw .tooMany("members", limit: AccessState.maximumMembers)
        }
        members[scope, default: [:]][who] = Member(role: role, since: time)
        principal.scopes.insert(scope)
        principals[who] = principal
    }

    private mutating func remove(
        _ who: PrincipalID, from scope: AccessScope
    ) throws(AccessError) {
        guard let member = members[scope]?[who] else { throw .noSuchMember(who) }
        if scope == .everywhere, member.role == .operator, !isHeld(.operator, butFor: who) {
            throw .lastOperator
        }
        members[scope]?[who] = nil
        principals[who]?.scopes.remove(scope)
    }

    private mutating func issue(_ token: Token, hash: [UInt8]) throws(AccessError) {
        let principal = try present(token.principal)
        guard let hash = Digest(bytes: hash), tokenNumbers[hash] == nil, token.number == nextToken
        else { throw .damaged("token \(token.number)") }
        if case .matter(let matter) = token.scope, matters[matter] == nil {
            throw .noSuchMatter(matter)
        }
        let latest = token.issued.advanced(by: AccessState.longestToken)
        guard token.issued < token.expires, token.expires <= latest else { throw .wrongExpiry }
        let live = principal.tokens.count { tokens[$0]?.holds(at: token.issued) == true }
        guard live < AccessState.maximumTokens else {
            throw .tooMany("tokens", limit: AccessState.maximumTokens)
        }
        tokens[token.number] = token
        tokenNumbers[hash] = token.number
        principals[token.principal]?.tokens.append(token.number)
    }

    private mutating func revoke(_ number: Int64, at time: Instant) throws(AccessError) {
        guard let token = tokens[number], token.revoked == nil else { throw .noSuchToken(number) }
        tokens[number]?.revoked = time
    }
}
