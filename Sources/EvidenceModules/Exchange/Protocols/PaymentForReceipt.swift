// Payment for a receipt (background §4.5): the payer offers to pay an amount under a reference, the payee promises the receipt, the payee's bank
// states the credit, and the payee signs the receipt. Where it does not, the third party signs an affidavit on the bank's statement instead. A credit
// is refunded only upon the third party's abort, which the bank names; a reversal without one, where an affidavit was given, is the bank's misconduct.

/// `payment-for-receipt`.
enum PaymentForReceipt {
    static let description = """
        docket-protocol/v1
        protocol payment-for-receipt
        role payer
        role payee
        role bank
        role ttp third-party
        message me1 origin payer payee
        term purpose({value purpose word})
        term payer({role payer})
        term payee({role payee})
        term bank({role bank})
        term arbitrator({role ttp})
        term offers_payment({value amount money}, {value reference word})
        term commits_to({commitment payer})
        message me2 receipt payee payer
        term purpose({value purpose word})
        term promise({message me1})
        term promises_receipt({value amount money}, {value reference word})
        term commits_to({commitment payee})
        message credited - bank -
        term promise({message me1})
        term counter_promise({message me2})
        term credit({role payee}, {role payer}, {value amount money}, {value reference word}, {value paid-at instant})
        message m3 - payer payee
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term secret({opening payer})
        message m4 receipt payee payer
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term acknowledges({role payee}, {role payer}, {value amount money}, {value reference word}, {value paid-at instant})
        term secret({opening payee})
        message ma1 abort-request payer ttp
        term promise({message me1})
        message mro resolve-request payer ttp
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        message abort abort ttp -
        term promise({message me1})
        term requested_by({message ma1})
        term decided_at({value time instant})
        message affidavit affidavit ttp -
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term acknowledges({role payee}, {role payer}, {value amount money}, {value reference word}, {value paid-at instant})
        term decided_at({value time instant})
        message refunded - bank -
        term promise({message me1})
        term upon({message abort})
        term reverses({message credited})
        message reversed - bank -
        term promise({message me1})
        term reverses({message credited})
        proof payment payment payee payer me2 m4
        proof payment-affidavit payment payee payer me2 credited affidavit
        proof refund abort payee payer credited abort refunded
        proof aborted abort ttp payer me1 ma1 abort
        fault double-decision ttp affidavit abort
        fault non-unique-resolve ttp affidavit affidavit
        fault paid-and-reversed bank affidavit reversed
        fault abort-after-reveal payer m3 ma1
        machine payer idle
        step idle offered begin sends me1
        step offered promised receive me2
        step offered aborting timeout sends ma1
        step aborting aborted receive abort
        step promised paid receive credited sends m3
        step paid completed receive m4
        step paid resolving timeout sends mro
        step resolving resolved receive affidavit
        end aborted aborted
        end aborting none
        end completed payment
        end idle none
        end offered none
        end paid none
        end promised none
        end resolved payment-affidavit
        end resolving none
        machine payee idle
        step idle promised receive me1 sends me2
        step promised credited receive credited
        step credited completed receive m3 sends m4
        end completed none
        end credited none
        end idle none
        end promised none
        machine ttp open
        step open aborted receive ma1 sends abort
        step open resolved receive mro sends affidavit
        step aborted aborted receive ma1 sends abort
        step aborted aborted receive mro sends abort
        step resolved resolved receive ma1 sends affidavit
        step resolved resolved receive mro sends affidavit
        end aborted none
        end open none
        end resolved none

        """
}
