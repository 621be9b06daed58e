// The optimistic variant after Kremer and Markowitch (background §4.3): the key goes to the recipient, and to the third party only if the
// originator does not send it; the originator deposits it beforehand, encrypted for the third party. The recipient cannot see
// whether that hides the right key, so the third party looks when it is asked, and signs a statement where it does not: then the
// originator has broken the protocol, and a receipt proves nothing for it.

/// `kremer-markowitch`.
enum KremerMarkowitch {
    static let description = """
        docket-protocol/v1
        protocol kremer-markowitch
        role originator
        role recipient
        role ttp third-party
        message eoo origin originator recipient
        term purpose({value purpose word})
        term originator({role originator})
        term recipient({role recipient})
        term arbitrator({role ttp})
        term label({value label document})
        term ciphertext({value ciphertext document})
        message sub submission originator recipient
        term promise({message eoo})
        term recipient({role recipient})
        term label({value label document})
        term deposit({value deposit document})
        message eor receipt recipient originator
        term purpose({value purpose word})
        term promise({message eoo})
        term submission({message sub})
        term originator({role originator})
        term arbitrator({role ttp})
        term label({value label document})
        term ciphertext({value ciphertext document})
        term deposit({value deposit document})
        message eoo-k key originator recipient
        term promise({message eoo})
        term recipient({role recipient})
        term label({value label document})
        term secret_key({value key word})
        message rec resolve-request recipient ttp
        term promise({message eoo})
        term submission({message sub})
        term originator({role originator})
        term label({value label document})
        message con-k key ttp -
        term promise({message eoo})
        term submission({message sub})
        term originator({role originator})
        term recipient({role recipient})
        term label({value label document})
        term secret_key({value key word})
        term available_at({value time instant})
        message cheat refusal ttp -
        term promise({message eoo})
        term submission({message sub})
        term originator({role originator})
        term label({value label document})
        term decided_at({value time instant})
        proof origin origin originator recipient eoo eoo-k
        proof origin-resolved origin originator recipient eoo con-k
        proof receipt receipt recipient originator eor eoo-k
        proof receipt-resolved receipt recipient originator eor con-k
        fault double-decision ttp con-k cheat
        fault false-deposit originator sub cheat
        machine originator idle
        step idle sent begin sends eoo sub
        step sent proven receive eor sends eoo-k
        end idle none
        end proven receipt
        end sent none
        machine recipient idle
        step idle offered receive eoo
        step offered answered receive sub sends eor
        step answered proven receive eoo-k
        step answered asking timeout sends rec
        step asking resolved receive con-k
        step asking cheated receive cheat
        end answered none
        end asking none
        end cheated none
        end idle none
        end offered none
        end proven origin
        end resolved origin-resolved
        machine ttp open
        step open keeping receive rec sends con-k
        step keeping keeping receive rec sends con-k
        end keeping none
        end open none

        """
}
