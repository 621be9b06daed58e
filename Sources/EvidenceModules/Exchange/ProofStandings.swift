// What is told of the proofs of an exchange (docs/formats/exchange-codes.md) goes by signatures and names. Where bytes have a say as well, because a
// key has to open data or a time has to be kept, a proof whose messages are all there can still be none; then that is told.

import EvidenceValues

extension [ExchangeRecord] {
    /// The records, with each complete proof that `facts` do not have as `proof_set` told to be none.
    func checked(against facts: [Fact], of runs: [ExchangeRun]) -> [ExchangeRecord] {
        var held: Set<[Term]> = []
        for fact in facts where fact.predicate == "proof_set" && fact.origin == .evidence {
            guard fact.arguments.count == 6 else { continue }
            held.insert([1, 2, 4, 5].map { fact.arguments[$0] })
        }
        return zip(self, runs).map { record, run in
            guard !run.proto.proofs.contains(where: { $0.meaning == .contract }) else {
                return record
            }
            var record = record
            for (place, proof) in record.proofs.enumerated() where proof.lacking.isEmpty {
                guard let from = run.parties[proof.from], let to = run.parties[proof.to] else {
                    continue
                }
                let told: [Term] = [
                    .document(run.root), .word(proof.meaning), .party(from), .party(to),
                ]
                if !held.contains(told) { record.proofs[place].standing = .contrary }
            }
            return record
        }
    }
}
