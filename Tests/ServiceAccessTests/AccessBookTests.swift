// The book: what is granted holds, and nothing else; what was acknowledged is there after a restart.

import EvidenceValues
import Foundation
import GRDB
import ServiceAccess
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `The book of access` {
    /// A book with an operator, a matter BAN-1 with alice (party), bob (party), judge (arbiter), and APL-1 with carol.
    static func filled(quota: Quota = .standard) throws -> TestBook {
        let test = try TestBook(quota: quota)
        let book = test.book
        _ = try book.bootstrap(try principal("op-1"), lifetime: TimeSpan(seconds: 86_400))
        for name in ["alice", "bob", "carol", "judge"] {
            try book.addPrincipal(try principal(name), by: try principal("op-1"))
        }
        for name in ["BAN-1", "APL-1"] {
            try book.createMatter(try matter(name), by: try principal("op-1"))
        }
        for (name, role, place) in [
            ("alice", Role.party, "BAN-1"), ("bob", .party, "BAN-1"),
            ("judge", .arbiter, "BAN-1"), ("carol", .party, "APL-1"),
        ] {
            try book.addMember(
                try principal(name), as: role, in: try scope(place), by: try principal("op-1"))
        }
        return test
    }

    static func token(
        _ test: TestBook, _ name: String, _ role: Role, _ place: String
    ) throws -> AccessBook.IssuedToken {
        try test.book.issueToken(
            for: try principal(name), role: role, scope: try scope(place), expires: test.soon(),
            by: try principal("op-1"))
    }

    @Test func `lets in who holds a token, as far as token and membership reach`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "alice", .party, "BAN-1").token
        let caller = try #require(test.book.caller(token: token))
        #expect(caller.principal == (try principal("alice")))
        #expect(caller.matters == [try matter("BAN-1"): [.party]])
        #expect(caller.everywhere.isEmpty)
        #expect(caller.may(.readContent, in: try matter("BAN-1")))
        #expect(!caller.may(.readContent, in: try matter("APL-1")))
        #expect(!caller.may(.createMatter, in: nil))
    }

    static let powerless: [(String, Role, String)] = [
        ("alice", .operator, "*"), ("alice", .auditor, "*"), ("alice", .arbiter, "BAN-1"),
        ("alice", .party, "APL-1"), ("op-1", .party, "*"), ("op-1", .auditor, "*"),
    ]

    @Test(arguments: powerless)
    func `a token gives nothing that its principal has not`(
        name: String, role: Role, place: String
    ) throws {
        let test = try Self.filled()
        let token = try Self.token(test, name, role, place).token
        let caller = try #require(test.book.caller(token: token))
        #expect(caller.everywhere.isEmpty)
        #expect(caller.matters.isEmpty)
    }

    @Test func `a token for one matter does not act elsewhere, whoever has it`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "op-1", .operator, "BAN-1").token
        let caller = try #require(test.book.caller(token: token))
        #expect(caller.may(.manageMembers, in: try matter("BAN-1")))
        #expect(!caller.may(.manageMembers, in: try matter("APL-1")))
        #expect(!caller.may(.manageTokens, in: nil))
    }

    @Test func `a token ends with its time, to the millisecond`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "alice", .party, "BAN-1").token
        test.clock.now = test.soon().advanced(by: TimeSpan(milliseconds: -1))
        #expect(test.book.caller(token: token) != nil)
        test.clock.now = test.clock.now.advanced(by: TimeSpan(milliseconds: 1))
        #expect(test.book.caller(token: token) == nil)
    }

    @Test func `a revoked token is nobody's, now and after a restart`() throws {
        let test = try Self.filled()
        let issued = try Self.token(test, "alice", .party, "BAN-1")
        let other = try Self.token(test, "alice", .party, "BAN-1")
        try test.book.revokeToken(issued.number, by: nil)
        #expect(test.book.caller(token: issued.token) == nil)
        #expect(test.book.caller(token: other.token) != nil)
        #expect(throws: AccessError.noSuchToken(issued.number)) {
            try test.book.revokeToken(issued.number, by: nil)
        }
        try test.reopen()
        #expect(test.book.caller(token: issued.token) == nil)
        #expect(test.book.caller(token: other.token) != nil)
    }

    @Test func `a token that nobody was given is nobody's`() throws {
        let test = try Self.filled()
        #expect(test.book.caller(token: .make { [UInt8](repeating: 7, count: $0) }) == nil)
    }

    @Test func `whoever leaves a matter has no more of it, and comes back as he left`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "alice", .party, "*").token
        try test.book.removeMember(try principal("alice"), from: try scope("BAN-1"), by: nil)
        #expect(test.book.caller(token: token)?.matters.isEmpty == true)
        try test.book.addMember(
            try principal("alice"), as: .arbiter, in: try scope("BAN-1"), by: nil)
        #expect(test.book.caller(token: token)?.matters.isEmpty == true, "the token is a party's")
    }

    @Test func `who is removed has nothing, and nobody else gets the name`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "alice", .party, "*").token
        try test.book.removePrincipal(try principal("alice"), by: nil)
        #expect(test.book.caller(token: token) == nil)
        let alice = try principal("alice")
        #expect(throws: AccessError.principalExists(alice)) {
            try test.book.addPrincipal(alice, by: nil)
        }
        #expect(throws: AccessError.noSuchPrincipal(alice)) {
            try test.book.addMember(alice, as: .party, in: try scope("APL-1"), by: nil)
        }
        #expect(throws: AccessError.noSuchPrincipal(alice)) {
            try Self.token(test, "alice", .party, "*")
        }
    }

    @Test func `the last operator stays`() throws {
        let test = try Self.filled()
        let chief = try principal("op-1")
        #expect(throws: AccessError.lastOperator) {
            try test.book.removeMember(chief, from: .everywhere, by: chief)
        }
        #expect(throws: AccessError.lastOperator) {
            try test.book.removePrincipal(chief, by: chief)
        }
        try test.book.addMember(try principal("bob"), as: .operator, in: .everywhere, by: chief)
        try test.book.removePrincipal(chief, by: chief)
        #expect(test.book.state.isHeld(.operator))
    }

    @Test func `roles are held where they belong, one in a scope, in matters that are there`()
        throws
    {
        let test = try Self.filled()
        let bob = try principal("bob")
        for (role, place, error) in [
            (Role.party, "*", AccessError.wrongScope(.party)),
            (.arbiter, "*", .wrongScope(.arbiter)), (.operator, "BAN-1", .wrongScope(.operator)),
            (.auditor, "BAN-1", .wrongScope(.auditor)), (.arbiter, "BAN-1", .memberExists(.party)),
            (.party, "NONE-1", .noSuchMatter(try matter("NONE-1"))),
            (.party, "docket.archive", .noSuchMatter(.archive)),
        ] {
            #expect(throws: error) {
                try test.book.addMember(bob, as: role, in: try scope(place), by: nil)
            }
        }
        #expect(throws: AccessError.reservedMatter(.access)) {
            try test.book.createMatter(.access, by: nil)
        }
        #expect(throws: AccessError.matterExists(try matter("BAN-1"))) {
            try test.book.createMatter(try matter("BAN-1"), by: nil)
        }
    }

    @Test(arguments: [0, -1, 366 * 86_400 + 1])
    func `a token's end lies ahead, within a year`(seconds: Int64) throws {
        let test = try Self.filled()
        #expect(throws: AccessError.wrongExpiry) {
            try test.book.issueToken(
                for: try principal("bob"), role: .party, scope: .everywhere,
                expires: test.soon(seconds), by: nil)
        }
    }

    @Test func `a change that is refused leaves nothing behind`() throws {
        let test = try Self.filled()
        let before = test.book.pendingEvents
        // The second half is refused: the certificate is none.
        #expect(throws: AccessError.malformedCertificate) {
            try test.book.addPrincipal(
                try principal("dave"), certificates: [.init(der: [1, 2, 3])], by: nil)
        }
        #expect(test.book.state.principals[try principal("dave")] == nil)
        #expect(test.book.pendingEvents == before)
        try test.reopen()
        #expect(test.book.state.principals[try principal("dave")] == nil)
    }

    @Test func `is after a restart what it was`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "judge", .arbiter, "BAN-1").token
        let (before, caller) = (test.book.state, test.book.caller(token: token))
        try test.reopen()
        let after = test.book.state
        #expect(after.principals == before.principals)
        #expect(after.members == before.members)
        #expect(after.matters == before.matters)
        #expect(after.tokens == before.tokens)
        #expect(test.book.caller(token: token) == caller)
        #expect(caller != nil)
    }

    @Test func `holds no token, only its hash`() throws {
        let test = try Self.filled()
        let token = try Self.token(test, "alice", .party, "*").token
        try test.book.close()
        let base64 =
            token.text.dropFirst(4).replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/") + "="
        let bytes = Base64.decode(base64.utf8Span.span)
        let secret = try #require(bytes)
        for name in try FileManager.default.contentsOfDirectory(atPath: test.folder) {
            let file = try Data(contentsOf: URL(fileURLWithPath: test.folder + "/" + name))
            #expect(file.range(of: Data(secret)) == nil)
            #expect(file.range(of: Data(token.text.utf8)) == nil)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: test.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try test.reopen()
    }

    @Test func `is one process's`() throws {
        let test = try Self.filled()
        #expect(throws: AccessError.inUse) {
            _ = try TestBook.open(test.path, test.clock, .standard)
        }
    }

    @Test func `of another archive is refused`() throws {
        let test = try Self.filled()
        try test.book.close()
        let clock = test.clock
        #expect(throws: AccessError.wrongArchive(found: "archive.example/trade")) {
            _ = try AccessBook.open(
                at: test.path, archive: try TestBook.origin("archive.example/other"),
                clock: { clock.now }, random: { [UInt8](repeating: 0, count: $0) })
        }
        try test.reopen()
    }

    @Test(arguments: [
        "UPDATE event SET line = replace(line, 'alice', 'mallet')",
        "DELETE FROM event WHERE is_change = 1", "DELETE FROM record",
    ])
    func `changes do not change`(sql: String) throws {
        let test = try Self.filled()
        _ = try test.book.nextRecord()
        try test.book.close()
        let queue = try DatabaseQueue(path: test.path)
        #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        try queue.close()
        try test.reopen()
    }

    @Test func `with an event that nobody wrote is refused`() throws {
        let test = try Self.filled()
        try test.book.close()
        let queue = try DatabaseQueue(path: test.path)
        let line = "2026-11-23T12:00:00Z - member-added NONE-1 alice party"
        try queue.write {
            try $0.execute(
                sql: "INSERT INTO event (is_change, line, payload) VALUES (1, ?, x'')",
                arguments: [line])
        }
        try queue.close()
        #expect(throws: AccessError.damaged(line)) {
            _ = try TestBook.open(test.path, test.clock, .standard)
        }
        try queue.close()
    }
}
