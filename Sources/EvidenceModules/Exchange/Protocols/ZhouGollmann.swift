// Non-repudiation with a third party that only keeps keys, after Zhou and Gollmann (background §4.3): the data go encrypted, under a label that
// fixes data and key, L = H(M, K); the receipt is signed for them; then the key goes to the third party, which signs where both can fetch
// it. Origin is proven by NRO and con_K, receipt by NRR and con_K. Besides the published fields, each message names the first by its digest, and both
// sides agree by when the key has to be there, which the published protocol leaves open.

/// `zhou-gollmann`.
enum ZhouGollmann {
    static let description = """
        docket-protocol/v1
        protocol zhou-gollmann
        role originator
        role recipient
        role ttp third-party
        message nro origin originator recipient
        term purpose({value purpose word})
        term originator({role originator})
        term recipient({role recipient})
        term arbitrator({role ttp})
        term label({value label document})
        term ciphertext({value ciphertext document})
        term key_until({value until instant})
        message nrr receipt recipient originator
        term purpose({value purpose word})
        term promise({message nro})
        term originator({role originator})
        term label({value label document})
        term ciphertext({value ciphertext document})
        term key_until({value until instant})
        message sub-k submission originator ttp
        term promise({message nro})
        term recipient({role recipient})
        term label({value label document})
        term secret_key({value key word})
        message con-k key ttp -
        term promise({message nro})
        term originator({role originator})
        term recipient({role recipient})
        term label({value label document})
        term secret_key({value key word})
        term available_at({value time instant})
        proof origin origin originator recipient nro con-k
        proof receipt receipt recipient originator nrr con-k
        fault two-keys ttp con-k con-k
        machine originator idle
        step idle sent begin sends nro
        step sent submitted receive nrr sends sub-k
        step submitted proven receive con-k
        end idle none
        end proven receipt
        end sent none
        end submitted none
        machine recipient idle
        step idle answered receive nro sends nrr
        step answered proven receive con-k
        end answered none
        end idle none
        end proven origin
        machine ttp open
        step open keeping receive sub-k sends con-k
        step keeping keeping receive sub-k sends con-k
        end keeping none
        end open none

        """
}
