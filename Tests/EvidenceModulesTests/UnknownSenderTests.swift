// A message of which nobody says who should have sent it proves nothing, and nobody hands in for himself what a third party should have sent
// (docs/formats/exchange-protocols.md, rules 3 and 8). Protocols that Docket brings along name all in the first message; an annex may name others.

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct `Senders that the first message does not name` {
    private func proto(naming post: Bool) throws -> ExchangeProtocol {
        let named = post ? "term post({role post})\n" : ""
        return try ExchangeProtocol(
            parsing: """
                docket-protocol/v1
                protocol posted
                role from
                role to
                role post third-party
                message note origin from to
                term from({role from})
                term to({role to})
                term imprint({value item document})
                message passed transport post from
                term promise({message note})
                \(named)term at({value event instant})
                proof passed transport to from passed

                """)
    }

    // Spec: proofs-8
    @Test func `are those whom their own message names`() throws {
        let story = ExchangeStory(try proto(naming: true))
        let facts = [story].proofs().facts
        #expect(facts.count { $0.predicate == "proof_set" } == 1)
        #expect(
            facts.filter { $0.predicate == "needs" }.map(\.arguments.last)
                == [.party(PartyID("TTP1")!)])
    }

    // Spec: proofs-3
    @Test func `prove nothing where no message names them`() throws {
        #expect([ExchangeStory(try proto(naming: false))].proofs().facts.isEmpty)
    }

    // Spec: proofs-3
    @Test(arguments: ["FRUTA", "MARKT"]) func `prove nothing in a party's own place`(
        party: String
    ) throws {
        let story = ExchangeStory(try proto(naming: true), parties: ["post": party])
        #expect([story].proofs().facts.isEmpty)
    }
}
