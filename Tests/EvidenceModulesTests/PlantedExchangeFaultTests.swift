// Faults planted in asw-2, each a check or a step less than the description has, or a step more: the exploration finds each, which shows that it
// can fail, and what the check is for.

import EvidenceModules
import EvidenceValues
import Testing

/// A fault, who plays, and what it violates.
private struct PlantedFault: CustomTestStringConvertible, Sendable {
    let name: String
    let cast: Cast
    let property: Property
    var plant: @Sendable (inout ModelledProtocol) -> Void = { _ in }

    var testDescription: String { name }
}

@Suite struct `Faults planted in asw-2` {
    private static let fields: [PlantedFault] = [
        PlantedFault(
            name: "messages name no deal", cast: Casts.replayed, property: .once
        ) { $0.remove(.value("deal", .word)) },
        PlantedFault(
            name: "the answer does not name the offer", cast: Casts.dishonestOriginator,
            property: .fair
        ) { $0.remove(.message("me1"), from: "me2") },
        PlantedFault(
            name: "the offer does not name the text", cast: Casts.dishonestResponder,
            property: .once
        ) { $0.remove(.value("text", .document), from: "me1") },
        PlantedFault(
            name: "the offer does not name who answers", cast: Casts.dishonestOriginator,
            property: .timely
        ) { $0.remove(.role("responder"), from: "me1") },
        PlantedFault(
            name: "the offer does not name the third party", cast: Casts.dishonestThirdParty,
            property: .accountable
        ) { $0.remove(.role("ttp"), from: "me1") },
        PlantedFault(
            name: "the originator's secret is not shown", cast: Casts.dishonestOriginator,
            property: .named
        ) { $0.remove(.opening("originator"), from: "m3") },
        PlantedFault(
            name: "the request for an abort names no offer", cast: Casts.allHonest,
            property: .answered
        ) { $0.remove(.message("me1"), from: "ma1") },
        PlantedFault(
            name: "the abort for the responder names no request", cast: Casts.dishonestThirdParty,
            property: .accountable
        ) { $0.remove(.message("ma1"), from: "abort-reply") },
        PlantedFault(
            name: "decisions have no numbers", cast: Casts.dishonestThirdParty, property: .settled
        ) { $0.remove(.value("decision", .count)) },
        PlantedFault(
            name: "there are no receipts", cast: Casts.dishonestThirdParty, property: .accountable
        ) { $0.removeMessages { $0.act == .submissionReceipt } },
    ]

    private static let steps: [PlantedFault] = [
        PlantedFault(
            name: "the responder cannot ask the third party", cast: Casts.dishonestOriginator,
            property: .timely
        ) { $0.replaceStep(of: "responder", in: "answered", on: .timeout) },
        PlantedFault(
            name: "the responder gives up by itself", cast: Casts.dishonestOriginator,
            property: .proven
        ) { proto in
            let step = PlantedStep(from: "answered", on: .timeout, to: "aborted")
            proto.replaceStep(of: "responder", in: "answered", on: .timeout, by: step)
        },
        PlantedFault(
            name: "the responder takes the originator's abort", cast: Casts.dishonestOriginator,
            property: .answered
        ) { proto in
            let step = PlantedStep(from: "resolving", on: .receive("abort"), to: "aborted")
            proto.replaceStep(of: "responder", in: "resolving", on: .receive("abort"), by: step)
        },
        PlantedFault(
            name: "the originator aborts after it gave its secret", cast: Casts.dishonestResponder,
            property: .innocent
        ) { proto in
            let step = PlantedStep(
                from: "revealed", on: .timeout, sends: ["ma1"], to: "aborting")
            proto.replaceStep(of: "originator", in: "revealed", on: .timeout, by: step)
        },
        PlantedFault(
            name: "an aborting originator takes no replacement", cast: Casts.dishonestResponder,
            property: .fair
        ) { $0.replaceStep(of: "originator", in: "aborting", on: .receive("replacement")) },
        PlantedFault(
            name: "the third party forgets that it aborted", cast: Casts.allHonest,
            property: .innocent
        ) { proto in
            let step = PlantedStep(
                from: "aborted", on: .receive("mrr"), sends: ["replacement"], to: "resolved")
            proto.replaceStep(of: "ttp", in: "aborted", on: .receive("mrr"), by: step)
        },
        PlantedFault(
            name: "the third party aborts what it replaced", cast: Casts.dishonestResponder,
            property: .fair
        ) { proto in
            let step = PlantedStep(
                from: "resolved", on: .receive("ma1"), sends: ["abort"], to: "aborted")
            proto.replaceStep(of: "ttp", in: "resolved", on: .receive("ma1"), by: step)
        },
    ]

    private static let duties: [PlantedFault] = [
        PlantedFault(
            name: "players take part twice in a deal",
            cast: Casts.dishonestOriginatorTwice.changed { $0.isOncePerDeal = false },
            property: .consistent),
        PlantedFault(
            name: "the originator insists on the answer that it received",
            cast: Casts.dishonestResponder.changed { $0.takesAnyAnswer = false },
            property: .timely),
        PlantedFault(
            name: "nobody asks the third party what it decided",
            cast: Casts.dishonestOriginator.changed { $0.isThirdPartyHeard = false },
            property: .innocent),
    ]

    @Test(arguments: fields + steps + duties)
    private func `each is found`(fault: PlantedFault) throws {
        var proto = ModelledProtocol(try #require(BuiltInProtocols.all["asw-2"]))
        fault.plant(&proto)
        let report = try Report(proto, fault.cast, of: [fault.property])
        print("\(fault.name): \(report.line)\n\(report.text(fault.property))")
        #expect(report.violations[fault.property] != nil)
    }
}
