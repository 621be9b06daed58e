// Optimistic contract signing of Asokan, Shoup and Waidner as it was modelled (background §4.2), to be read only. The papers differ: the
// answer signs the offer or its hash, and the abort token signs the request or the offer. Here each names what it signs by digest, and the
// two descriptions differ where the models do. Secrets are files of their own, promised by their SHA-256; nothing numbers decisions, names
// the deal or tells sessions apart, which is what W1 to W6 live on.

/// `asw-1` and `asw-1-hash`.
enum LegacyContractSigning {
    /// The answer signs the offer, the abort token the request (the AVISPA and Tamarin models).
    static let description = text(
        name: "asw-1", answer: "signs_message", abort: "term aborts_request({message ma1})")

    /// The answer signs the hash of the offer, the abort token the offer (the Tamarin model, and Figure 1 of the AVISPA paper).
    static let hashed = text(
        name: "asw-1-hash", answer: "signs_hash", abort: "term aborts_promise({message me1})")

    private static func text(name: String, answer: String, abort: String) -> String {
        """
        docket-protocol/v1
        protocol \(name)
        role originator
        role responder
        role ttp third-party
        message me1 offer originator responder
        term originator({role originator}, {value originator-key key})
        term responder({role responder}, {value responder-key key})
        term arbitrator({role ttp})
        term exchanges({value text document})
        term commits_to({commitment originator})
        message me2 answer responder originator
        term \(answer)({message me1})
        term commits_to({commitment responder})
        raw n-o opening originator responder
        raw n-r opening responder originator
        message ma1 abort-request originator ttp
        term states(aborted)
        term promise({message me1})
        message mro resolve-request originator ttp
        term promise({message me1})
        term counter_promise({message me2})
        message mrr resolve-request responder ttp
        term promise({message me1})
        term counter_promise({message me2})
        message abort abort ttp -
        term states(aborted)
        \(abort)
        message replacement replacement ttp -
        term promise({message me1})
        term counter_promise({message me2})
        proof standard contract originator responder me1 me2 n-o n-r
        proof replaced contract originator responder me1 me2 replacement
        proof aborted abort ttp originator me1 ma1 abort
        fault double-decision ttp abort replacement
        fault abort-after-reveal originator ma1 opened originator
        machine originator idle
        step idle offered begin sends me1
        step offered revealed receive me2 sends n-o
        step offered aborting timeout sends ma1
        step aborting aborted receive abort
        step aborting replaced receive replacement
        step revealed completed receive n-r
        step revealed resolving timeout sends mro
        step resolving replaced receive replacement
        step resolving cheated receive abort
        end aborted aborted
        end cheated none
        end completed standard
        end idle none
        end replaced replaced
        machine responder idle
        step idle answered receive me1 sends me2
        step answered completed receive n-o sends n-r
        step answered resolving timeout sends mrr
        step resolving replaced receive replacement
        step resolving aborted receive abort
        end aborted aborted
        end completed standard
        end idle none
        end replaced replaced
        machine ttp open
        step open aborted receive ma1 sends abort
        step open resolved receive mro sends replacement
        step open resolved receive mrr sends replacement
        step aborted aborted receive ma1 sends abort
        step aborted aborted receive mro sends abort
        step aborted aborted receive mrr sends abort
        step resolved resolved receive ma1 sends replacement
        step resolved resolved receive mro sends replacement
        step resolved resolved receive mrr sends replacement
        end aborted none
        end open none
        end resolved none

        """
    }
}
