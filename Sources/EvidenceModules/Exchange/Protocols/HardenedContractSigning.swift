// Optimistic contract signing after Asokan, Shoup and Waidner (background §4.2), in the profile that Docket writes: both promises name the
// agreement, the deal, the parties and the text (W1, W2: identity is of texts, not of nonces); secrets come in signed messages that name both
// promises (W3); the third party's answer names the responder's session (W4); the third party numbers and chains its decisions, and
// gives receipts for what it is asked (W6). That an offer can be shown around (W5) no message can help: by R-21 it proves only an offer.

/// `asw-2`.
enum HardenedContractSigning {
    static let description = """
        docket-protocol/v1
        protocol asw-2
        role originator
        role responder
        role ttp third-party
        message me1 offer originator responder
        term agreement({value agreement document})
        term deal({value deal word})
        term originator({role originator}, {value originator-key key})
        term responder({role responder}, {value responder-key key})
        term arbitrator({role ttp})
        term exchanges({value text document})
        term commits_to({commitment originator})
        message me2 answer responder originator
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term commits_to({commitment responder})
        message m3 opening originator responder
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        term secret({opening originator})
        term for_secret({commitment responder})
        message m4 opening responder originator
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        term secret({opening responder})
        term for_secret({commitment originator})
        message ma1 abort-request originator ttp
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        message mro resolve-request originator ttp
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        message mrr resolve-request responder ttp
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        message recv-ma1 submission-receipt ttp originator
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term requested_by({message ma1})
        term reception_number({value reception count})
        term received_at({value time instant})
        message recv-mro submission-receipt ttp originator
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term requested_by({message mro})
        term reception_number({value reception count})
        term received_at({value time instant})
        message recv-mrr submission-receipt ttp responder
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term requested_by({message mrr})
        term reception_number({value reception count})
        term received_at({value time instant})
        message abort abort ttp originator
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term requested_by({message ma1})
        term decision_number({value decision count})
        term decision_before({value previous document})
        term decided_at({value time instant})
        message abort-reply abort ttp responder
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        term for_secret({commitment responder})
        term requested_by({message ma1})
        term decision_number({value decision count})
        term decision_before({value previous document})
        term decided_at({value time instant})
        message replacement replacement ttp -
        term agreement({value agreement document})
        term deal({value deal word})
        term promise({message me1})
        term counter_promise({message me2})
        term decision_number({value decision count})
        term decision_before({value previous document})
        term decided_at({value time instant})
        proof standard contract originator responder me1 me2 m3 m4
        proof replaced contract originator responder me1 me2 replacement
        proof aborted abort ttp originator me1 ma1 abort
        proof aborted-reply abort ttp responder me1 me2 ma1 abort-reply
        fault double-decision ttp abort replacement
        fault double-decision ttp abort-reply replacement
        fault non-unique-resolve ttp replacement replacement
        fault abort-after-reveal originator ma1 opened originator
        machine originator idle
        step idle offered begin sends me1
        step offered revealed receive me2 sends m3
        step offered aborting timeout sends ma1
        step aborting aborted receive abort
        step aborting replaced receive replacement
        step revealed completed receive m4
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
        step answered completed receive m3 sends m4
        step answered resolving timeout sends mrr
        step resolving replaced receive replacement
        step resolving aborted receive abort-reply
        end aborted aborted-reply
        end completed standard
        end idle none
        end replaced replaced
        machine ttp open
        step open aborted receive ma1 sends recv-ma1 abort
        step open resolved receive mro sends recv-mro replacement
        step open resolved receive mrr sends recv-mrr replacement
        step aborted aborted receive ma1 sends recv-ma1 abort
        step aborted aborted receive mro sends recv-mro abort
        step aborted aborted receive mrr sends recv-mrr abort-reply
        step resolved resolved receive ma1 sends recv-ma1 replacement
        step resolved resolved receive mro sends recv-mro replacement
        step resolved resolved receive mrr sends recv-mrr replacement
        end aborted none
        end open none
        end resolved none

        """
}
