// What the judge answers: for each claim one of three values, with the reasons in full. A finding is a function of the facts, the
// agreement, the claims and the time; the same input gives the same finding to the byte (docs/formats/finding.md).

package import EvidenceValues

/// The answer to a claim (DESIGN.md §1.2).
package enum FindingValue: String, Sendable, Hashable {
    case proven, refuted, undetermined
}

/// One step of a derivation: a statement, how it stands, and why: the rule that gave it, or the exhibits that show it.
package struct Derivation: Sendable, Hashable {
    /// What kind of reason the step gives.
    package enum Basis: String, Sendable, Hashable {
        /// A rule of an article fired; `steps` are its conditions.
        case rule
        /// A presumption of an article; `steps` are its conditions and why nothing defeated it.
        case presumption
        /// A fact from validated evidence.
        case evidence
        /// What a document states.
        case stated
        /// A list of the annex.
        case annex
        /// Not proven, and `burden` had to prove it: the step stands by the burden of proof.
        case burden
        /// Nothing on file shows it.
        case absent
        /// A comparison, sum or other calculation.
        case calculation
    }

    /// The statement in its formal text: `signed(MARKT, sha-256:…)`.
    package var statement: String
    /// The statement in words, by the predicate's sentence template.
    package var sentence: String
    package var standing: Standing
    package var basis: Basis
    /// The article, `R-04`, and its heading; nil where no article speaks.
    package var article: String?
    package var articleTitle: String?
    /// Who had to prove it, where the burden decided.
    package var burden: String?
    /// The entries of the log that show it, ascending.
    package var exhibits: [LeafIndex]
    /// A sub-indication or reason code where the standing is not certain.
    package var reason: String?
    package var steps: [Derivation]

    package init(
        statement: String, sentence: String, standing: Standing, basis: Basis,
        article: String? = nil, articleTitle: String? = nil, burden: String? = nil,
        exhibits: [LeafIndex] = [], reason: String? = nil, steps: [Derivation] = []
    ) {
        self.statement = statement
        self.sentence = sentence
        self.standing = standing
        self.basis = basis
        self.article = article
        self.articleTitle = articleTitle
        self.burden = burden
        self.exhibits = exhibits
        self.reason = reason
        self.steps = steps
    }
}

/// One way to settle an undetermined claim: all of this together does it, and no part of it alone.
package struct Settlement: Sendable, Hashable {
    /// What the claim would then be: proven or refuted.
    package var settles: FindingValue
    package var evidence: [MissingEvidence]

    package init(settles: FindingValue, evidence: [MissingEvidence]) {
        self.settles = settles
        self.evidence = evidence
    }
}

/// Something that is not on file.
package struct MissingEvidence: Sendable, Hashable {
    /// What is missing, in formal text and in words.
    package var statement: String
    package var sentence: String
    /// Who could produce it: parties, or roles.
    package var producers: [String]

    package init(statement: String, sentence: String, producers: [String]) {
        self.statement = statement
        self.sentence = sentence
        self.producers = producers
    }
}

/// The answer to one claim.
package struct Finding: Sendable, Hashable {
    /// The claim's name in the claims: `C1`.
    package var claim: String
    package var claimant: PartyID
    /// The claim as it stands in the claims, formatted.
    package var statement: String
    /// The claim in words.
    package var sentence: String
    package var value: FindingValue
    /// The answer and the heart of the derivation in one sentence.
    package var reason: String
    /// Where money is claimed: the largest amount that is proven, and the largest that is possible.
    package var provenSupremum: Money?
    package var possibleSupremum: Money?
    /// What the burden of proof decided, one sentence each.
    package var burdens: [String]
    package var derivation: Derivation
    /// The articles that the derivation cites, in order of the agreement.
    package var articles: [String]
    /// The exhibits that it rests on, ascending.
    package var exhibits: [LeafIndex]
    /// For an undetermined claim: the smallest ways to settle it, those that prove it first, each time the shortest first.
    package var missing: [Settlement]
    /// There may be more ways: the search for them ended at a limit.
    package var isMissingCut: Bool
    /// For an undetermined claim for which no way was found: what is open in its best derivation.
    package var open: [MissingEvidence]

    package init(
        claim: String, claimant: PartyID, statement: String, sentence: String,
        value: FindingValue, reason: String, derivation: Derivation
    ) {
        self.claim = claim
        self.claimant = claimant
        self.statement = statement
        self.sentence = sentence
        self.value = value
        self.reason = reason
        self.derivation = derivation
        burdens = []
        articles = []
        exhibits = []
        missing = []
        isMissingCut = false
        open = []
    }
}

/// All the findings on a set of claims, with the misconduct found on the way.
package struct Findings: Sendable, Hashable {
    package var matter: MatterID
    package var agreement: Digest
    package var annex: Digest
    package var claims: Digest
    /// The moment of deliberation.
    package var time: Instant
    /// What the documents are that sentences call by the names of the claims; sorted by name.
    package var documents: [Claims.DocumentName]
    package var findings: [Finding]
    /// Misconduct that is certain though nobody claimed it, as derivations.
    package var misconduct: [Derivation]
    /// Statements that are certain together with their contraries, one sentence each; the statement counted, not the contrary.
    package var contradictions: [String]
    /// Where the proceedings stand and what is due, if the agreement derives it; no part of `finding.json`.
    package var procedure: [ProcedureStep]
    /// What claims speak of and nothing on file does, a sentence each; no part of `finding.json`.
    package var strangers: [String]
    /// Facts that were not heard, because their predicate may not come from where they came, or their arguments do not fit.
    package var ignored: [String]

    package init(
        matter: MatterID, agreement: Digest, annex: Digest, claims: Digest, time: Instant,
        findings: [Finding], misconduct: [Derivation]
    ) {
        self.matter = matter
        self.agreement = agreement
        self.annex = annex
        self.claims = claims
        self.time = time
        self.findings = findings
        self.misconduct = misconduct
        documents = []
        contradictions = []
        procedure = []
        strangers = []
        ignored = []
    }
}
