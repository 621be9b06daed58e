// Payment for a good that can be handed over as data (background §4.5): the buyer orders it by a description and offers the price, the seller
// promises it, encrypted, with its key deposited for the third party; the bank states the credit; then the key and the buyer's receipt are given. Where the
// key is not, the third party gives it out at the buyer's request, or signs that the seller owes. Whether the good is as described, it says where it
// is asked and looks.

/// `payment-for-good`.
enum PaymentForGood {
    static let description = """
        docket-protocol/v1
        protocol payment-for-good
        role buyer
        role seller
        role bank
        role ttp third-party
        message me1 origin buyer seller
        term purpose({value purpose word})
        term buyer_of({role buyer})
        term seller_of({role seller})
        term bank({role bank})
        term arbitrator({role ttp})
        term describes({value description document})
        term offers_payment({value amount money}, {value reference word})
        term commits_to({commitment buyer})
        message me2 origin seller buyer
        term promise({message me1})
        term describes({value description document})
        term sends({value item document})
        term ciphertext({value ciphertext document})
        term deposit({value deposit document})
        term commits_to({commitment seller})
        message credited - bank -
        term promise({message me1})
        term counter_promise({message me2})
        term credit({role seller}, {role buyer}, {value amount money}, {value reference word}, {value paid-at instant})
        message m3 key seller buyer
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term secret_key({value key word})
        term secret({opening seller})
        message m4 receipt buyer seller
        term purpose({value purpose word})
        term promise({message me1})
        term counter_promise({message me2})
        term secret({opening buyer})
        term received_at({value time instant})
        message ma1 abort-request buyer ttp
        term promise({message me1})
        message mro resolve-request buyer ttp
        term purpose({value purpose word})
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        message abort abort ttp -
        term promise({message me1})
        term requested_by({message ma1})
        term decided_at({value time instant})
        message released key ttp -
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term secret_key({value key word})
        term available_at({value time instant})
        message owes affidavit ttp -
        term promise({message me1})
        term counter_promise({message me2})
        term paid_by({message credited})
        term decided_at({value time instant})
        message mismatch refusal ttp -
        term promise({message me1})
        term counter_promise({message me2})
        term describes({value description document})
        term sends({value item document})
        term decided_at({value time instant})
        message refunded - bank -
        term promise({message me1})
        term upon({message abort})
        term reverses({message credited})
        message reversed - bank -
        term promise({message me1})
        term reverses({message credited})
        proof origin origin seller buyer me2 m3
        proof origin-released origin seller buyer me2 released
        proof receipt receipt buyer seller m3 m4
        proof receipt-released receipt buyer seller mro released
        proof refund abort seller buyer credited abort refunded
        proof aborted abort ttp buyer me1 ma1 abort
        fault double-decision ttp released abort
        fault double-decision ttp released owes
        fault two-keys ttp released released
        fault false-deposit seller me2 owes
        fault false-good seller me2 mismatch
        fault paid-and-reversed bank released reversed
        machine buyer idle
        step idle ordered begin sends me1
        step ordered promised receive me2
        step ordered aborting timeout sends ma1
        step aborting aborted receive abort
        step promised paid receive credited
        step paid completed receive m3 sends m4
        step paid resolving timeout sends mro
        step resolving resolved receive released
        step resolving owed receive owes
        end aborted aborted
        end aborting none
        end completed origin
        end idle none
        end ordered none
        end owed none
        end paid none
        end promised none
        end resolved origin-released
        end resolving none
        machine seller idle
        step idle promised receive me1 sends me2
        step promised delivered receive credited sends m3
        step delivered completed receive m4
        end completed receipt
        end delivered none
        end idle none
        end promised none
        machine ttp open
        step open aborted receive ma1 sends abort
        step open resolved receive mro sends released
        step aborted aborted receive ma1 sends abort
        step aborted aborted receive mro sends abort
        step resolved resolved receive mro sends released
        end aborted none
        end open none
        end resolved none

        """
}
