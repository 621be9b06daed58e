// The tokens of ISO/IEC 13888-3 and 10181-4 (background §4.4): origin by the originator (NROT), submission and transport by the delivery
// authority (NRST, NRTT), delivery by the recipient (NRDT). Each has the policy, the service flag, who takes part, the time of its generation
// T_g, the time of its event T_1 and the imprint of the message. Transport is no receipt by a person. The imprint is SHA-256, so that it is the message's
// name here; tokens behind the first name it by its digest.

/// `iso-13888`.
enum NonRepudiationTokens {
    static let description = """
        docket-protocol/v1
        protocol iso-13888
        role originator
        role recipient
        role authority third-party
        message nrot origin originator recipient
        term purpose({value purpose word})
        term policy({value policy word})
        term service(origin)
        term originator({role originator})
        term recipient({role recipient})
        term authority({role authority})
        term generated_at({value time instant})
        term sent_at({value sent instant})
        term imprint({value item document})
        message nrst submission authority originator
        term promise({message nrot})
        term policy({value policy word})
        term service(submission)
        term originator({role originator})
        term recipient({role recipient})
        term authority({role authority})
        term generated_at({value time instant})
        term event_at({value event instant})
        term imprint({value item document})
        message nrtt transport authority originator
        term promise({message nrot})
        term policy({value policy word})
        term service(transport)
        term originator({role originator})
        term recipient({role recipient})
        term authority({role authority})
        term generated_at({value time instant})
        term event_at({value event instant})
        term imprint({value item document})
        message nrdt receipt recipient originator
        term purpose({value purpose word})
        term promise({message nrot})
        term policy({value policy word})
        term service(delivery)
        term originator({role originator})
        term recipient({role recipient})
        term authority({role authority})
        term generated_at({value time instant})
        term event_at({value event instant})
        term imprint({value item document})
        proof origin origin originator recipient nrot
        proof submission submission authority originator nrst
        proof transport transport recipient originator nrtt
        proof delivery receipt recipient originator nrdt
        machine originator idle
        step idle sent begin sends nrot
        step sent submitted receive nrst
        step submitted transported receive nrtt
        step sent delivered receive nrdt
        step submitted delivered receive nrdt
        step transported delivered receive nrdt
        end delivered delivery
        end idle none
        end sent none
        end submitted submission
        end transported transport
        machine recipient idle
        step idle delivered receive nrot sends nrdt
        end delivered origin
        end idle none

        """
}
