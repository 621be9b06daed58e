// Judges claims: a function of facts, agreement, annex, claims and the moment of deliberation, and of nothing else. The same input
// gives the same findings to the byte, in whatever order facts and rules come.

package import EvidenceValues

/// Finds on each claim whether it is proven, refuted or undetermined, with the reasons.
package func judge(
    facts: [Fact], agreement: Agreement, agreementDigest: Digest, annex: Annex,
    annexDigest: Digest, claims: Claims, claimsDigest: Digest, matter: MatterID, now: Instant
) throws(JudgeError) -> Findings {
    do {
        try claims.check(against: agreement)
    } catch {
        throw .claims(error)
    }
    guard claims.matter == matter else {
        throw .claims(
            AgreementError(line: 1, column: 8, .expected(matter.text, found: claims.matter.text)))
    }
    let evaluation = Evaluation(program: agreement.program, skew: agreement.skew, now: now)
    // What the annex says comes from the pinned annex alone, whoever else pretends to quote it.
    let heard = facts.filter { $0.origin != .annex }
    let listed = annex.roles.map {
        Fact("listed", [.word($0.role), .party($0.party)], origin: .annex)
    }
    let given = [
        Fact("this_agreement", [.document(agreementDigest)], origin: .annex),
        Fact("this_matter", [.word(matter.text)], origin: .annex),
    ]
    // Spec: agreement-7.
    let amended = agreement.amends.map {
        Fact("amends", [.document(agreementDigest), .document($0)], origin: .annex)
    }
    let parameters = agreement.parameters.values.flatMap(\.self).sorted()
    evaluation.load(
        heard + listed + given + (amended.map { [$0] } ?? []),
        spoken: claims.claims.flatMap(\.formula.atoms).flatMap(\.terms) + parameters)
    try evaluation.run(onDemand: true)
    let names = Names(claims: claims, facts: facts)
    let bench = Bench(
        explainer: Explainer(
            evaluation: evaluation, agreement: agreement, names: names,
            claims: claims.claims.count),
        settling: Settling(evaluation: evaluation, agreement: agreement, names: names))
    var findings: [Finding] = []
    for claim in claims.claims { findings.append(try bench.find(claim)) }
    let misconduct = try bench.misconduct()
    if let article = evaluation.exhausted { throw .tooLarge(article: article) }
    var result = Findings(
        matter: matter, agreement: agreementDigest, annex: annexDigest, claims: claimsDigest,
        time: now, findings: findings, misconduct: misconduct)
    result.documents = claims.documents.sorted { $0.name < $1.name }
    result.contradictions = bench.contradictions(
        claimed: claims.claims.flatMap(\.formula.atoms))
    result.procedure = bench.procedure()
    result.strangers = claims.strangers(facts: facts, annex: annex)
        .map(claims.words(ofStranger:))
    result.ignored = (evaluation.ignored + facts.filter { $0.origin == .annex })
        .map { $0.origin.rawValue + " " + $0.text }.sorted()
    return result
}
