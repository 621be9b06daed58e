// The table of who may what, written a second time and compared with the first, role by action by matter.

import EvidenceValues
import ServiceInterface
import Testing

@Suite struct `The rule of access` {
    /// What each role may, by hand. Whatever is added to `Action` must be added here.
    static let expected: [Role: Set<Action>] = [
        .party: [
            .readMatter, .listExhibits, .readExhibit, .readContent, .file, .makeBundle, .readJob,
            .judge, .readMembers,
        ],
        .arbiter: [
            .readMatter, .listExhibits, .readExhibit, .readContent, .file, .makeBundle, .readJob,
            .judge, .readMembers, .readIdentity,
        ],
        .auditor: [.readAudits, .readAccessRecords],
        .operator: [
            .readMatter, .readMembers, .manageMembers, .createMatter, .managePrincipals,
            .manageTokens, .readAudits,
        ],
    ]

    static let cases = Role.allCases.flatMap { role in Action.allCases.map { (role, $0) } }

    @Test(arguments: cases)
    func `a role permits what the table says and nothing else`(role: Role, action: Action) throws {
        let permitted = try #require(Self.expected[role]).contains(action)
        #expect(AccessRule.permits(role, action) == permitted)

        let own = try matter("OWN-1")
        let other = try matter("OTHER-1")
        let caller = Caller(
            principal: try principal("somebody"), everywhere: role.isOfMatters ? [] : [role],
            matters: role.isOfMatters ? [own: [role]] : [:])
        #expect(caller.may(action, in: own) == permitted)
        #expect(caller.may(action, in: other) == (permitted && !role.isOfMatters))
        #expect(caller.may(action, in: nil) == (permitted && !role.isOfMatters))
    }

    @Test(arguments: Action.allCases)
    func `nobody may do anything`(action: Action) throws {
        #expect(!Caller.nobody.may(action, in: try matter("OWN-1")))
        #expect(!Caller.nobody.may(action, in: nil))
        #expect(throws: Problem(.unauthenticated)) {
            try Caller.nobody.require(action, in: try matter("OWN-1"))
        }
    }

    @Test(arguments: Action.allCases)
    func `a matter of others is not there for a party`(action: Action) throws {
        let caller = Caller(
            principal: try principal("alice"), matters: [try matter("OWN-1"): [.party]])
        #expect(throws: Problem(.notFound)) {
            try caller.require(action, in: try matter("OTHER-1"))
        }
    }

    @Test func `roles of matters held everywhere give nothing`() throws {
        let caller = Caller(principal: try principal("alice"), everywhere: [.party, .arbiter])
        #expect(Action.allCases.allSatisfy { !caller.may($0, in: nil) })
    }
}
