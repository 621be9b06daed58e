// The words of the interface: tokens, structured fields, JSON, problems, roles; each in its one spelling.

import ArchiveService
import Cryptography
import EvidenceValues
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct InterfaceTests {
    @Test func `a token is read back, and its neighbours are not`() throws {
        let token = BearerToken.make { [UInt8](repeating: 0xFB, count: $0) }
        let read = try #require(BearerToken(text: token.text))
        #expect(read == token)
        #expect(read.hash == Digest.sha256([UInt8](repeating: 0xFB, count: 32)))
        #expect("\(token)" == "(token)")
        let characters = Array(token.text)
        for place in characters.indices {
            for other in ["=", "+", "/", "é", " "] {
                var changed = characters
                changed[place] = Character(other)
                #expect(BearerToken(text: String(changed)) == nil)
            }
        }
        #expect(BearerToken(text: token.text + "A") == nil)
        #expect(BearerToken(text: String(token.text.dropLast())) == nil)
        // The last character has two bits that say nothing, and must be zero.
        #expect(BearerToken(text: String(token.text.dropLast()) + "t") == nil)
    }

    @Test(arguments: [
        "", ":", "AA==", ":A:", ":AA=:", ":AB==:", ": AA==:", ":AA==:;a=1", ":AA==", "::x",
    ])
    func `what is no byte sequence is refused`(field: String) {
        #expect(StructuredBytes.parse(field) == nil)
    }

    @Test func `byte sequences and digests are read back`() {
        for size in 0..<40 {
            let bytes = (0..<size).map { UInt8($0 * 7 & 255) }
            #expect(StructuredBytes.parse(StructuredBytes.format(bytes)) == bytes)
        }
        let digest = Digest.sha256([1])
        let field = ContentDigestField.format(digest)
        #expect(ContentDigestField.parse(field) == digest)
        #expect(ContentDigestField.parse("sha-512=:AA==:, \(field)") == digest)
        #expect(ContentDigestField.parse("\(field), \(field)") == nil)
        #expect(ContentDigestField.parse("sha-512=:AA==:") == nil)
        #expect(ContentDigestField.parse("sha-256=:AA==:") == nil)
    }

    @Test(arguments: [
        #"{"a":1,"b":[true,false,null],"c":"\u00e9\ud83d\ude00\n"}"#, #"[]"#, #"-0"#, #""""#,
        #"[1, 2 ,3]"#, "9223372036854775807",
    ])
    func `JSON is read, and its canonical form is read as the same`(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(try JSONValue(parsing: CanonicalJSON.encode(value)) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", #"{"a":1,"a":2}"#, "1.5", "1e3", "01", "9223372036854775808", "nul", "1 2",
        #""\ud800""#, #""\x""#, "\"\n\"", "{'a':1}", "\u{FEFF}1", "[1 2]", #"{"a" 1}"#, "+1", "--1",
    ])
    func `what is not that JSON is refused`(text: String) {
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test func `JSON that is nested without end is refused`() {
        let deep = [UInt8](repeating: 0x5B, count: 1_000_000)
        #expect(throws: JSONReadingError.tooDeep(at: JSONValue.maximumDepth + 1)) {
            try JSONValue(parsing: deep)
        }
    }

    @Test func `each problem has a status, words and a code of its own`() {
        for code in ProblemCode.allCases {
            #expect((400...599).contains(code.status))
            #expect(!code.title.isEmpty && !code.remedy.isEmpty)
            let isRow = code == .internalError || code.title != ProblemCode.internalError.title
            #expect(isRow, "\(code) has no row")
            #expect(
                code.rawValue.utf8.allSatisfy {
                    $0 == 0x2D || (0x61...0x7A).contains($0)
                })
        }
    }

    @Test func `a caller may what his roles say, where he holds them`() throws {
        let (own, other) = (try #require(MatterID("BAN-1")), try #require(MatterID("BAN-2")))
        for role in Role.allCases {
            let caller = Caller(
                principal: PrincipalID("X"), everywhere: [role], matters: [own: [role]])
            for action in Action.allCases {
                let rule = AccessRule.permits(role, action)
                #expect(caller.may(action, in: own) == rule)
                #expect(caller.may(action, in: other) == (rule && !role.isOfMatters))
                #expect(caller.may(action, in: nil) == (rule && !role.isOfMatters))
                #expect(!Caller.nobody.may(action, in: own))
            }
        }
    }

    @Test func `numbers are written as Prometheus reads them`() {
        let metrics = ServiceMetrics()
        metrics.describe("a_total", "What is counted.")
        metrics.count("a_total", ["x": "q\"\\\n"], by: 2)
        metrics.set("b", to: 1.5)
        metrics.observe("c_seconds", seconds: 0.003)
        metrics.observe("c_seconds", seconds: 100)
        let text = metrics.text
        #expect(text.contains("# HELP a_total What is counted.\n# TYPE a_total counter\n"))
        #expect(text.contains("a_total{x=\"q\\\"\\\\\\n\"} 2\n"))
        #expect(text.contains("# TYPE b gauge\nb 1.5\n"))
        #expect(text.contains("c_seconds_bucket{le=\"0.0025\"} 0\n"))
        #expect(text.contains("c_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("c_seconds_bucket{le=\"10\"} 1\n"))
        #expect(
            text.contains(
                "c_seconds_bucket{le=\"+Inf\"} 2\nc_seconds_sum 100.003\nc_seconds_count 2\n"))
    }

    @Test func `series have a limit`() {
        let metrics = ServiceMetrics()
        for number in 0..<10_000 { metrics.count("a_total", ["x": "\(number)"]) }
        #expect(metrics.text.split(separator: "\n").count < 5_000)
    }

    @Test func `a full pool refuses at once`() async throws {
        let pool = BlockingPool(threads: 1, limit: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        try await pool.run { for number in 0..<2_000_000 { _ = number } }
                        return true
                    } catch let problem as Problem {
                        #expect(problem.code == .overloaded)
                        return false
                    }
                }
            }
            var done = 0
            for try await isDone in group where isDone { done += 1 }
            #expect(done >= 1)
        }
        try await pool.stop()
    }
}
