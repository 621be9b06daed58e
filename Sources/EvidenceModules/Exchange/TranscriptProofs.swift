// What the messages of a run prove, by the forms of its protocol, and what each proof still takes. A proof is complete when every message
// that it needs is on file, fits the run, and is certainly its sender's; several messages of one name are tried, and the best counts.

import EvidenceValues

/// The proofs of one run.
struct TranscriptProofs {
    private let judge: TranscriptJudge
    private let byName: [String: [JudgedMessage]]
    /// By name and by the answer that they refer to.
    private let byAnswer: [Reference: [JudgedMessage]]

    private struct Reference: Hashable {
        let name: String
        let answer: Digest
    }

    init(_ judge: TranscriptJudge) {
        self.judge = judge
        let fitting = judge.all.filter { $0.message.faults.isEmpty }
        byName = Dictionary(grouping: fitting) { $0.message.form.name }
        var byAnswer: [Reference: [JudgedMessage]] = [:]
        for judged in fitting {
            for digest in judged.message.references.values
            where judge.message(digest)?.message.form.act == .answer {
                let reference = Reference(name: judged.message.form.name, answer: digest)
                byAnswer[reference, default: []].append(judged)
            }
        }
        self.byAnswer = byAnswer
    }

    /// Each proof that the protocol knows, as far as it goes.
    var records: [ExchangeRecord.Proof] { judge.run.proto.proofs.map(record) }

    private func record(_ form: ProofForm) -> ExchangeRecord.Proof {
        let names = form.messages.compactMap(judge.run.proto.message)
        let answers =
            names.first { $0.act == .answer }.map { byName[$0.name] ?? [] } ?? []
        let tries = answers.isEmpty ? [attempt(names, nil)] : answers.map { attempt(names, $0) }
        // The first of the best: fewest messages missing, then the best standing.
        let best = tries.min { left, right in
            (left.missing, right.standing) < (right.missing, left.standing)
        }
        let chosen = best ?? Attempt()
        return ExchangeRecord.Proof(
            meaning: form.meaning.rawValue, name: form.name, from: form.from, to: form.to,
            standing: chosen.lacking.isEmpty
                ? min(chosen.standing, limit(form, chosen)) : .possible,
            lacking: chosen.lacking)
    }

    /// One choice of messages for the names of a proof.
    private struct Attempt {
        var chosen: [JudgedMessage] = []
        var lacking: [ExchangeRecord.Lacking] = []
        var standing = Standing.certain

        var missing: Int { lacking.count }
    }

    private func attempt(_ forms: [MessageForm], _ answer: JudgedMessage?) -> Attempt {
        var attempt = Attempt()
        for form in forms {
            guard let judged = best(form, answer) else {
                attempt.lacking.append(lacking(form, .missing))
                continue
            }
            attempt.chosen.append(judged)
            attempt.standing = min(attempt.standing, judged.standing)
            if judged.standing != .certain { attempt.lacking.append(lacking(form, .unproven)) }
        }
        return attempt
    }

    private func best(_ form: MessageForm, _ answer: JudgedMessage?) -> JudgedMessage? {
        guard let answer else { return byName[form.name]?.max { $0.standing < $1.standing } }
        if form.act == .answer { return form.name == answer.message.form.name ? answer : nil }
        let refers = form.references.contains(answer.message.form.name)
        let candidates =
            refers
            ? byAnswer[Reference(name: form.name, answer: answer.digest)]
            : byName[form.name]?.filter { judged in
                // A bare secret must be that of this answer.
                !form.isRaw || judge.opens(judged, answer)
            }
        return candidates?.max { $0.standing < $1.standing }
    }

    /// What a decision of the third party can prove, at most.
    private func limit(_ form: ProofForm, _ attempt: Attempt) -> Standing {
        guard form.meaning == .contract else { return .certain }
        let replacements = attempt.chosen.filter { $0.message.form.act == .replacement }
        guard !replacements.isEmpty else { return .certain }
        guard judge.isThirdPartyListed else { return .contrary }
        return replacements.map { judge.isOvertaken($0).negated }.min() ?? .certain
    }

    private func lacking(
        _ form: MessageForm, _ reason: ExchangeRecord.Lacking.Reason
    ) -> ExchangeRecord.Lacking {
        ExchangeRecord.Lacking(message: form.name, reason: reason, sender: form.sender)
    }
}

extension TranscriptJudge {
    /// Whether a bare secret is what the first message or this answer promised.
    func opens(_ secret: JudgedMessage, _ answer: JudgedMessage) -> Bool {
        let promised = [offer?.message, answer.message].compactMap(\.self)
            .flatMap(\.commitments.values)
        return secret.message.opened.values.contains { promised.contains($0) }
    }
}
