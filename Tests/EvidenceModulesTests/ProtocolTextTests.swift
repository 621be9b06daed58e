// Descriptions of protocols: each built-in one is the one text of what it says, and what breaks a rule of docs/formats/protocol.md is
// refused with that rule and the line.

import Foundation
import Testing

@testable import EvidenceModules

@Suite struct ProtocolTexts {
    /// The smallest description with everything in it.
    static let small = """
        docket-protocol/v1
        protocol small
        role left
        role right
        role third third-party
        message first offer left right
        term left({role left})
        term right({role right})
        term third({role third})
        term exchanges({value text document})
        term commits_to({commitment left})
        message second answer right left
        term promise({message first})
        term commits_to({commitment right})
        message third opening left right
        term promise({message first})
        term counter({message second})
        term secret({opening left})
        message fourth opening right left
        term promise({message first})
        term counter({message second})
        term secret({opening right})
        message ask abort-request left third
        term promise({message first})
        term price(EUR 1.00, "a word, and {another}")
        message stop abort third left
        term promise({message first})
        term number({value decision count})
        message instead replacement third -
        term promise({message first})
        term counter({message second})
        proof done contract left right first second third fourth
        proof given contract left right first second instead
        fault double-decision third stop instead
        fault reveal left ask opened left
        machine left idle
        step idle waiting begin sends first
        step waiting ended receive second sends third
        step waiting asking timeout sends ask
        step asking ended receive stop
        end ended done
        end idle none

        """

    @Test func `every built-in description is read and written alike`() throws {
        for text in BuiltInProtocols.descriptions {
            let read = try ExchangeProtocol(parsing: text)
            #expect(read.text == text)
            #expect(BuiltInProtocols.all[read.name] == read)
            #expect(BuiltInProtocols.named(read.name) == read)
        }
        #expect(BuiltInProtocols.named("") == nil && BuiltInProtocols.named("asw-3") == nil)
        #expect(BuiltInProtocols.all.count == BuiltInProtocols.descriptions.count)
    }

    @Test func `the example of the document is read`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/formats/protocol.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let example = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("    docket-protocol") }.prefix { $0.hasPrefix("    ") }
        let proto = try ExchangeProtocol(parsing: example.map { $0.dropFirst(4) + "\n" }.joined())
        #expect(proto.name == "handshake")
    }

    @Test func `the property of the fuzzer holds of what it begins with`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fuzz/Corpus/protocol")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 3)
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            #expect(ProtocolProperty.holds(of: bytes), "\(file.lastPathComponent)")
            #expect((try? ExchangeProtocol(parsing: String(decoding: bytes, as: UTF8.self))) != nil)
        }
        for text in BuiltInProtocols.descriptions + [Self.small] {
            #expect(ProtocolProperty.holds(of: utf8(text)))
        }
    }

    @Test func `the sample is read`() throws {
        let read = try ExchangeProtocol(parsing: Self.small)
        #expect(read.text == Self.small)
        #expect(read.thirdParty == "third")
        #expect(read.messages.map(\.name).last == "instead")
        #expect(read.messages[4].atoms[1].arguments[1].text == "\"a word, and {another}\"")
        #expect(read.faults[1].opened == "left")
        #expect(read.machines[0].ends == ["ended": "done", "idle": "none"])
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let line: String
        let other: String
        let reason: ProtocolError.Reason
        var testDescription: String { "\(line) → \(other): \(reason)" }
        init(_ line: String, _ other: String, _ reason: ProtocolError.Reason) {
            (self.line, self.other, self.reason) = (line, other, reason)
        }
    }

    static let broken: [Broken] = [
        Broken("docket-protocol/v1", "docket-protocol/v2", .badLine),
        Broken("protocol small", "protocol Small", .badName),
        Broken("protocol small", "role small", .badLine),
        Broken("protocol small", "protocol small\nprotocol small", .badLine),
        Broken("protocol small", "protocol \(String(repeating: "s", count: 33))", .badName),
        Broken("role left", "role left\nrole left", .duplicate),
        Broken("role left", "role left ", .badLine),
        Broken("role left", "role left third-party", .duplicate),
        Broken("role third third-party", "role third thirdparty", .badLine),
        Broken("message first offer left right", "message first offer left nobody", .unknown),
        Broken("message first offer left right", "message first offer left left", .badLine),
        Broken("message first offer left right", "message first bid left right", .badLine),
        Broken("message first offer left right", "message first offer third right", .badLine),
        Broken("message first offer left right", "raw first offer left right", .badLine),
        Broken("message second answer right left", "message first answer right left", .duplicate),
        Broken("message stop abort third left", "message stop abort right left", .badLine),
        Broken("term left({role left})", "term left({role nobody})", .unknown),
        Broken("term left({role left})", "term left({role left}", .badPattern),
        Broken("term left({role left})", "term left({role left},{role left})", .badPattern),
        Broken("term left({role left})", "term left({part left})", .badPattern),
        Broken("term left({role left})", "term left({role left left})", .badPattern),
        Broken("term left({role left})", "term left()", .badPattern),
        Broken("term left({role left})", "term message({role left})", .badPattern),
        Broken("term left({role left})", "term Left({role left})", .badPattern),
        Broken("term left({role left})", "term left(EUR 01.00)", .badPattern),
        Broken("term left({role left})", "term right({role right})", .duplicate),
        Broken("term left({role left})", "term left({opening left})", .unlinked),
        Broken("term exchanges({value text document})", "term e({value text count})", .badType),
        Broken("term exchanges({value text document})", "term e({value text thing})", .badType),
        Broken("term exchanges({value text document})", "term e({value text interval})", .badType),
        Broken("term exchanges({value text document})", "term e({value left document})", .badType),
        Broken("term number({value decision count})", "term n({value decision word})", .badType),
        Broken("term promise({message first})", "term promise({message second})", .unknown),
        Broken("term commits_to({commitment right})", "term c({commitment third})", .uncommitted),
        Broken("term commits_to({commitment right})", "term c(1)", .uncommitted),
        Broken("term secret({opening left})", "term secret({opening third})", .uncommitted),
        Broken(
            "proof done contract left right first second third fourth",
            "proof done contract left right first second third", .badProof),
        Broken(
            "proof done contract left right first second third fourth",
            "proof done contract right left first second third fourth", .badProof),
        Broken(
            "proof done contract left right first second third fourth",
            "proof done contract left right first", .badProof),
        Broken(
            "proof done contract left right first second third fourth",
            "proof done contract left right first second third third", .duplicate),
        Broken(
            "proof done contract left right first second third fourth",
            "proof none contract left right first second third fourth", .duplicate),
        Broken(
            "proof done contract left right first second third fourth",
            "proof done treaty left right first second third fourth", .badLine),
        Broken(
            "proof given contract left right first second instead",
            "proof given contract left right first second stop", .badProof),
        Broken(
            "proof given contract left right first second instead",
            "proof given contract left right first second nothing", .unknown),
        Broken(
            "fault double-decision third stop instead",
            "fault double-decision third stop stop stop", .badProof),
        // A second message that names none would let two texts be of one run.
        Broken(
            "message stop abort third left\nterm promise({message first})",
            "message stop abort third left\nterm left({role left})\n"
                + "term exchanges({value text document})", .badProof),
        // What opens nothing is no opening.
        Broken(
            "message ask abort-request left third",
            "message bare opening left right\nterm promise({message first})\n"
                + "term counter({message second})\nmessage ask abort-request left third",
            .uncommitted),
        Broken("fault double-decision third stop instead", "fault double-decision third", .badLine),
        Broken(
            "fault reveal left ask opened left", "fault reveal left ask opened right", .badProof),
        Broken("fault reveal left ask opened left", "fault reveal left ask opened", .unknown),
        Broken("machine left idle", "machine nobody idle", .unknown),
        Broken("machine left idle", "machine third idle", .badMachine),
        Broken("step asking ended receive stop", "step asking ended receive ask", .badMachine),
        Broken("step asking ended receive stop", "step asking ended receive third", .badMachine),
        Broken("step asking ended receive stop", "step other ended receive stop", .badMachine),
        Broken("step asking ended receive stop", "step asking lost receive stop", .badMachine),
        Broken("step asking ended receive stop", "step waiting ended timeout", .badMachine),
        Broken("step asking ended receive stop", "step asking waiting timeout", .badMachine),
        Broken("step asking ended receive stop", "step asking asking timeout", .badMachine),
        Broken("step asking ended receive stop", "step asking ended receive", .badLine),
        Broken("step asking ended receive stop", "step asking ended receive stop sends", .badLine),
        Broken("step asking ended receive stop", "step asking ended begin", .badMachine),
        Broken("end ended done", "end ended gone", .unknown),
        Broken("end ended done", "end other done", .badMachine),
        Broken("end idle none", "end ended none", .duplicate),
        Broken("end ended done", "end idle none\nend ended done", .duplicate),
        Broken("end idle none", "end about none", .badMachine),
    ]

    // Spec: protocol-1 to protocol-10
    @Test(arguments: broken) func `what breaks a rule is refused`(_ broken: Broken) throws {
        let line = broken.line + "\n"
        let range = try #require(Self.small.range(of: line))
        let text = Self.small.replacingCharacters(in: range, with: broken.other + "\n")
        let error = #expect(throws: ProtocolError.self) { try ExchangeProtocol(parsing: text) }
        #expect(error?.reason == broken.reason)
    }

    @Test(arguments: [
        "", "\n", "docket-protocol/v1", "docket-protocol/v1\n", "docket-protocol/v1\nprotocol x\n",
    ])
    func `what has no roles is refused`(_ text: String) {
        #expect(throws: ProtocolError.self) { try ExchangeProtocol(parsing: text) }
    }

    // Spec: protocol-9
    @Test func `what rests on a secret in a file alone proves nothing`() throws {
        let ask = "message ask abort-request left third\n"
        let bare = Self.small.replacing(ask, with: "raw bare opening left right\n" + ask)
        #expect(throws: Never.self) { try ExchangeProtocol(parsing: bare) }
        let fault = "fault double-decision third stop instead\n"
        for line in ["proof shown receipt left right bare\n", "fault shown left bare\n"] {
            let text = bare.replacing(fault, with: line + fault)
            let error = #expect(throws: ProtocolError.self) { try ExchangeProtocol(parsing: text) }
            #expect(error?.reason == .badProof)
            let signed = bare.replacing(
                fault, with: line.replacing("bare", with: "first bare") + fault)
            #expect(throws: Never.self) { try ExchangeProtocol(parsing: signed) }
        }
    }

    // Spec: protocol-2
    @Test func `a huge description is refused at once`() {
        let lines = Self.small + String(repeating: "end idle none\n", count: 100_000)
        #expect(throws: ProtocolError(line: 0, reason: .limit)) {
            try ExchangeProtocol(parsing: lines)
        }
        let messages = (0..<100).map {
            "message m\($0) - left right\nterm promise({message first})\n"
        }
        let text = Self.small.replacing(
            "message second", with: messages.joined() + "message second")
        let error = #expect(throws: ProtocolError.self) { try ExchangeProtocol(parsing: text) }
        #expect(error?.reason == .limit)
    }

    @Test func `every line that is left out, doubled or moved is noticed`() throws {
        let lines = Self.small.split(separator: "\n").map(String.init)
        let whole = try ExchangeProtocol(parsing: Self.small)
        for index in lines.indices {
            for copies in [0, 2] {
                var other = lines
                other.replaceSubrange(
                    index...index, with: Array(repeating: lines[index], count: copies))
                let text = other.map { $0 + "\n" }.joined()
                let read = try? ExchangeProtocol(parsing: text)
                #expect(read != whole)
                if let read { #expect(read.text == text) }
            }
        }
    }

    @Test func `every prefix and every flipped bit is refused or another description`() throws {
        let bytes = Array(Self.small.utf8)
        let whole = try ExchangeProtocol(parsing: Self.small)
        for index in stride(from: 0, to: bytes.count, by: 3) {
            var other = bytes
            other[index] ^= 1 << UInt8(index % 7)
            for text in [
                String(decoding: other, as: UTF8.self),
                String(decoding: bytes[..<index], as: UTF8.self),
            ] {
                guard let read = try? ExchangeProtocol(parsing: text) else { continue }
                #expect(read != whole)
                #expect(read.text == text)
            }
        }
    }
}
