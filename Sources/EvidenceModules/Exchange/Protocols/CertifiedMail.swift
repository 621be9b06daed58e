// A message for a receipt (background §4.5), on the pattern of optimistic contract signing: the message goes encrypted, with its key deposited
// for the third party; the recipient promises the receipt; then key and receipt are given. Where one is not, the third party gives the key out or
// signs an affidavit, which itself shows the key: so it cannot sign one for a key that nobody can have. It signs that the originator
// cheated where the deposit does not open, and an abort only if nothing else.

/// `certified-mail`.
enum CertifiedMail {
    static let description = """
        docket-protocol/v1
        protocol certified-mail
        role originator
        role recipient
        role ttp third-party
        message me1 origin originator recipient
        term purpose({value purpose word})
        term originator({role originator})
        term recipient({role recipient})
        term arbitrator({role ttp})
        term sends({value item document})
        term ciphertext({value ciphertext document})
        term deposit({value deposit document})
        term commits_to({commitment originator})
        message me2 receipt recipient originator
        term purpose({value purpose word})
        term promise({message me1})
        term commits_to({commitment recipient})
        message m3 key originator recipient
        term promise({message me1})
        term counter_promise({message me2})
        term secret_key({value key word})
        term secret({opening originator})
        message m4 receipt recipient originator
        term promise({message me1})
        term counter_promise({message me2})
        term secret({opening recipient})
        term received_at({value time instant})
        message ma1 abort-request originator ttp
        term promise({message me1})
        message mro resolve-request originator ttp
        term promise({message me1})
        term counter_promise({message me2})
        message mrr resolve-request recipient ttp
        term promise({message me1})
        term counter_promise({message me2})
        message abort abort ttp -
        term promise({message me1})
        term requested_by({message ma1})
        term decided_at({value time instant})
        message released key ttp -
        term promise({message me1})
        term secret_key({value key word})
        term available_at({value time instant})
        message affidavit affidavit ttp -
        term promise({message me1})
        term counter_promise({message me2})
        term secret_key({value key word})
        term available_at({value time instant})
        message cheat refusal ttp -
        term promise({message me1})
        term decided_at({value time instant})
        proof origin origin originator recipient me1 m3
        proof origin-released origin originator recipient me1 released
        proof origin-affidavit origin originator recipient me1 affidavit
        proof receipt receipt recipient originator me2 m3 m4
        proof receipt-affidavit receipt recipient originator me2 affidavit
        proof aborted abort ttp originator me1 ma1 abort
        fault double-decision ttp affidavit cheat
        fault double-decision ttp affidavit abort
        fault double-decision ttp released cheat
        fault double-decision ttp released abort
        fault non-unique-resolve ttp affidavit affidavit
        fault two-keys ttp released released
        fault false-deposit originator me1 cheat
        fault abort-after-reveal originator m3 ma1
        machine originator idle
        step idle offered begin sends me1
        step offered revealed receive me2 sends m3
        step offered aborting timeout sends ma1
        step aborting aborted receive abort
        step aborting resolved receive affidavit
        step revealed completed receive m4
        step revealed resolving timeout sends mro
        step resolving resolved receive affidavit
        end aborted aborted
        end aborting none
        end completed receipt
        end idle none
        end offered none
        end resolved receipt-affidavit
        end resolving none
        end revealed none
        machine recipient idle
        step idle answered receive me1 sends me2
        step answered completed receive m3 sends m4
        step answered resolving timeout sends mrr
        step resolving resolved receive released
        step resolving stopped receive abort
        step resolving cheated receive cheat
        end answered none
        end cheated none
        end completed origin
        end idle none
        end resolved origin-released
        end resolving none
        end stopped none
        machine ttp open
        step open aborted receive ma1 sends abort
        step open resolved receive mro sends affidavit
        step open resolved receive mrr sends released
        step aborted aborted receive ma1 sends abort
        step aborted aborted receive mro sends abort
        step aborted aborted receive mrr sends abort
        step resolved resolved receive ma1 sends affidavit
        step resolved resolved receive mro sends affidavit
        step resolved resolved receive mrr sends released
        end aborted none
        end open none
        end resolved none

        """
}
