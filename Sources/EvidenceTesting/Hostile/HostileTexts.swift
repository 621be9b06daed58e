// The texts of the hostile matter: its agreement, its claims, and what was filed in it and when.

import EvidenceValues
import TransparencyLog

/// Texts and plans of the sound matter.
enum HostileTexts {
    static let agreement = """
        # Agreement of the hostile matters

        Version: hostile-1

        ```parameters
        T_skew = 1min
        ```

        ## H-01 Being bound

        Whoever signed a document with a key that was certified for him, had not expired and was not revoked, as the log proves, is bound by it.

        ```predicates
        evidence open signature(document S, key K, document D) "{S} is a signature over {D} that verifies with {K}".
        evidence open certified(key K, party P) "a listed authority certifies {K} for {P}".
        evidence closed valid_until(key K, instant T) "the certificate of {K} is valid until {T}".
        evidence closed made(document X, interval I) "{X} was made within {I}".
        evidence closed admitted(document D) "{D} is in the log of a listed archive".
        evidence closed revocation_listed(key K, instant T, document C) "the list {C} says that {K} was revoked at {T}".
        derived closed taken_back(key K) "{K} was revoked".
        derived closed bound(party P, document D) "{P} is bound by {D}".
        ```

        ```rules
        bound(P, D) if signature(S, K, D) and certified(K, P) and valid_until(K, T) and made(S, I) and I before T and not taken_back(K) and admitted(D).
        taken_back(K) if revocation_listed(K, _, _).
        ```

        """

    static let deed = Array("# Deed\n\nALFA sells BETA ten tonnes of bananas.\n".utf8)

    static func claims(_ log: HostileLog) throws -> String {
        """
        claims HOS-1 under hostile-1 {
          document DEED = \(Digest.sha256(deed));
          C1: ALFA claims bound(BETA, DEED) against BETA;
        }

        """
    }

    /// A signature over the deed, with the log's checkpoint inside.
    static func signature(
        by key: String,
        _ change: @escaping @Sendable (inout SignedDataOptions) throws -> Void = {
            _ in
        }
    ) -> @Sendable (HostileLog) throws -> [UInt8] {
        { log in
            var options = SignedDataOptions()
            options.checkpointNote = try log.note()
            try change(&options)
            return try SignedDataWriter.sign(deed, by: log.keys.identity(key), options: options)
        }
    }

    /// In the order of the log.
    static var plans: [PlannedFiling] {
        [
            PlannedFiling("deed.md", .document, by: "ALFA", at: "2026-03-01T10:00:00Z") { _ in
                deed
            },
            signing("ALFA", at: "2026-03-01T10:01:00Z"),
            signing("BETA", at: "2026-03-01T10:02:00Z"),
            of(
                "OTHER",
                PlannedFiling("a.txt", .document, by: nil, at: "2026-03-01T10:03:00Z") {
                    _ in Array("of another matter\n".utf8)
                }),
            checkpoint("checkpoint-1.txt", at: "2026-03-01T11:00:00Z"),
            token("checkpoint-1.tsr", over: "checkpoint-1.txt", at: "2026-03-01T11:01:00Z"),
            list,
            letter,
            checkpoint("checkpoint-2.txt", at: "2026-03-03T11:00:00Z"),
            token("checkpoint-2.tsr", over: "checkpoint-2.txt", at: "2026-03-03T11:01:00Z"),
        ]
    }

    private static func signing(_ key: String, at time: String) -> PlannedFiling {
        var plan = PlannedFiling(
            "deed.\(key).p7s", .signature, by: key, at: time, content: signature(by: key))
        plan.mediaType = "application/pkcs7-signature"
        plan.links = { _ in [Link(.signs, .sha256(deed))] }
        return plan
    }

    private static func of(_ matter: String, _ plan: PlannedFiling) -> PlannedFiling {
        var plan = plan
        plan.matter = matter
        return plan
    }

    static func checkpoint(_ name: String, at time: String) -> PlannedFiling {
        of(
            "docket.archive",
            PlannedFiling(name, .checkpoint, by: nil, at: time) {
                Array(try $0.note().utf8)
            })
    }

    static func token(_ name: String, over note: String, at time: String) -> PlannedFiling {
        var plan = of(
            "docket.archive",
            PlannedFiling(name, .timeStamp, by: nil, at: time) { log in
                try log.keys.timeStamping.token(
                    over: try log.filed(note).content, at: try instant(time))
            })
        plan.mediaType = "application/timestamp-token"
        plan.links = { [Link(.timeStamps, try $0.filed(note).digest)] }
        return plan
    }

    private static var list: PlannedFiling {
        var plan = PlannedFiling(
            "list.crl", .revocationList, by: "ALFA", at: "2026-03-03T10:00:00Z"
        ) {
            $0.keys.list
        }
        plan.mediaType = "application/pkix-crl"
        return plan
    }

    /// A filing that names a checkpoint.
    private static var letter: PlannedFiling {
        var plan = PlannedFiling("letter.txt", .document, by: "BETA", at: "2026-03-03T10:30:00Z") {
            _ in Array("The bananas are fine.\n".utf8)
        }
        plan.checkpoint = { try $0.note() }
        return plan
    }
}
