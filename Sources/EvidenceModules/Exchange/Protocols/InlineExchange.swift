// Exchange through a third party that sees everything (background §4.1): both hand in what they give and say what they want, the third party
// looks whether the two match and hands both on, or neither. For one exchange it signs that it was done or that it was aborted, never both.

/// `inline`.
enum InlineExchange {
    static let description = """
        docket-protocol/v1
        protocol inline
        role first
        role second
        role ttp third-party
        message deposit origin first -
        term purpose({value purpose word})
        term first_party({role first})
        term second_party({role second})
        term arbitrator({role ttp})
        term hands_in({value item-first document})
        term wants({value wish-first document})
        message counter-deposit receipt second -
        term purpose({value purpose word})
        term promise({message deposit})
        term hands_in({value item-second document})
        term wants({value wish-second document})
        message done affidavit ttp -
        term promise({message deposit})
        term counter_promise({message counter-deposit})
        term decided_at({value time instant})
        message aborted abort ttp -
        term promise({message deposit})
        term decided_at({value time instant})
        proof origin-first origin first second deposit done
        proof origin-second origin second first counter-deposit done
        proof receipt-first receipt second first counter-deposit done
        proof receipt-second receipt first second deposit done
        proof aborted abort ttp first deposit aborted
        fault double-decision ttp done aborted
        fault non-unique-decision ttp done done
        machine first idle
        step idle waiting begin sends deposit
        step waiting served receive done
        step waiting stopped receive aborted
        end idle none
        end served receipt-second
        end stopped aborted
        end waiting none
        machine second idle
        step idle waiting receive deposit sends counter-deposit
        step waiting served receive done
        step waiting stopped receive aborted
        end idle none
        end served receipt-first
        end stopped none
        end waiting none
        machine ttp open
        step open held receive deposit
        step held done receive counter-deposit sends done
        step held aborted timeout sends aborted
        end aborted none
        end done none
        end held none
        end open none

        """
}
