// Verifies a bundle (docs/formats/bundle.md). Everything is computed again from the bytes; trust is an argument, and nothing in the
// bundle adds to it. The outcome speaks of the evidence: the findings on the claims are a part of the answer, not of the outcome.

internal import Agreements
internal import Container
internal import EvidenceModules
package import EvidenceValues
internal import TransparencyLog

/// Verifies the bundle in the file at `path` for an arbiter who trusts `trust` and nothing else, as at `time`. `tool` is the
/// name and version that the record will carry. `key` opens what is sealed or encrypted for its certificate: then all but the comparison
/// with the finding inside is told as its holder sees it. Reads the file only; large exhibits are never held in memory. `memory` may serve
/// any number of verifications, on any threads.
package func verifyBundle(
    file path: String, trust: ArbiterTrust, at time: Instant, tool: String,
    key: OpeningKey? = nil, memory: VerificationMemory = VerificationMemory()
) throws(BundleError) -> BundleVerification {
    let file: OpenFile
    do { file = try OpenFile(path: path) } catch { throw BundleError(error) }
    return try BundleVerifier(
        .file(file), trust: trust, time: time, tool: tool, key: key, memory: memory
    )
    .verification()
}

/// The same for a bundle in memory.
package func verifyBundle(
    _ bytes: [UInt8], trust: ArbiterTrust, at time: Instant, tool: String, key: OpeningKey? = nil
) throws(BundleError) -> BundleVerification {
    try BundleVerifier(.bytes(bytes), trust: trust, time: time, tool: tool, key: key)
        .verification()
}

/// Verifies a bundle that is put together and not written yet. Where it is not finished, finding and signature are not asked for. For the
/// exporter.
package func verifyBundle(
    _ bundle: AssembledBundle, isFinished: Bool, trust: ArbiterTrust, at time: Instant,
    tool: String, memory: VerificationMemory = VerificationMemory()
) throws(BundleError) -> BundleVerification {
    try BundleVerifier(
        OpenedBundle(bundle), trust: trust, time: time, tool: tool, isFinished: isFinished,
        memory: memory
    ).verification()
}

/// One verification, step by step.
struct BundleVerifier {
    let bundle: OpenedBundle
    let time: Instant
    let tool: String
    let isFinished: Bool
    /// Whether the claims are the bundle's own, and not others that the reader asks about.
    let areClaimsOwn: Bool
    let texts: PinnedTexts
    let log: LogVerification
    let sealed: SealedContents
    /// The exhibits of `log`, and what a key opened, decoded.
    var evidence: ReadEvidence
    let memory: VerificationMemory
    /// Nil for the view of a reader without a key.
    var view: OpenView?
    let context: LogContext
    private let suspects: [ConsistencyVerification.Suspect]
    private var checks: CheckList

    init(
        _ source: ByteSource, trust: ArbiterTrust, time: Instant, tool: String,
        claims: [UInt8]? = nil, key: OpeningKey? = nil,
        memory: VerificationMemory = VerificationMemory()
    ) throws(BundleError) {
        try self.init(
            OpenedBundle(source), trust: trust, time: time, tool: tool, claims: claims, key: key,
            memory: memory)
    }

    init(
        _ bundle: OpenedBundle, trust: ArbiterTrust, time: Instant, tool: String,
        claims: [UInt8]? = nil, isFinished: Bool = true, key: OpeningKey? = nil,
        memory: VerificationMemory = VerificationMemory()
    ) throws(BundleError) {
        let closed = try BundleVerifier(
            bundle, texts: PinnedTexts(bundle, pinned: trust, claims: claims, memory: memory),
            time: time, tool: tool, areClaimsOwn: claims == nil, isFinished: isFinished,
            memory: memory)
        if let key { self = try closed.opened(with: key) } else { self = closed }
    }

    /// Verifies what was read, as everybody sees it.
    init(
        _ bundle: OpenedBundle, texts: PinnedTexts, time: Instant, tool: String,
        areClaimsOwn: Bool, isFinished: Bool, memory: VerificationMemory
    ) throws(BundleError) {
        self.bundle = bundle
        self.time = time
        self.tool = tool
        self.isFinished = isFinished
        self.areClaimsOwn = areClaimsOwn
        self.texts = texts
        self.memory = memory
        log = try LogVerification(
            bundle, trust: texts.trust, at: time, skew: texts.skew, memory: memory.objects)
        sealed = SealedContents(bundle, log.exhibits)
        evidence = ReadEvidence(log.exhibits, memory: memory.objects)
        checks = bundle.checks
        checks.add(texts.checks)
        checks.add(log.checks)
        checks.add(sealed.checks)
        var accounted = log.accounted.union(sealed.accounted)
        if let keys = log.keys, let main = log.checkpoint {
            let consistency = ConsistencyVerification(
                bundle, evidence, keys: keys, main: main, doubt: log.doubt)
            checks.add(consistency.checks)
            accounted.formUnion(consistency.accounted)
            suspects = consistency.suspects
            context =
                log.doubt == nil
                ? LogContext(
                    archive: log.archive, checkpoint: main, consistent: consistency.consistent,
                    keys: keys) : LogContext(archive: nil, checkpoint: nil, keys: keys)
        } else {
            suspects = []
            context = LogContext(archive: nil, checkpoint: nil)
        }
        checkMembers(accounted)
        checkText()
    }

    func verification() -> BundleVerification {
        var checks = checks
        let skew = texts.skew
        if let view { for check in view.checks { checks.add(check) } }
        let assessment = assess(
            evidence, log: context, trust: texts.trust, validationTime: time, skew: skew)
        for check in assessment.checks { checks.add(check) }
        for suspect in suspects {
            checks.add(
                suspect.check(provenBy: assessment.provenNotes[suspect.note], skew: skew))
        }
        if let check = texts.annexSignatureCheck(bundle, at: time) { checks.add(check) }
        let judgement = texts.judge(assessment.facts, matter: bundle.text.matter, at: time)
        let seal =
            isFinished
            ? SealVerification(
                bundle, log.exhibits, trust: texts.trust, skew: skew, at: time) : nil
        if case .refused(let check) = judgement { checks.add(check) }
        let differences = compareFinding(judgement, &checks)
        if let seal { checks.add(seal.checks) }
        if judgement.findings == nil {
            checks.warn(
                "FINDING.NOT_JUDGED", BundleNames.claims,
                "The claims were not judged, because nothing here may be relied on.")
        }
        var record = record(
            assessment, checks.checks, seal?.record, judgement.findings)
        record.findingDifferences = differences
        return BundleVerification(record: record, findings: judgement.findings)
    }

    /// The finding inside is that of a reader without a key. Spec: bundle-19, bundle-26
    private func compareFinding(
        _ judgement: PinnedTexts.Judgement, _ checks: inout CheckList
    ) -> [FindingDifference] {
        if let view {
            for check in view.findingChecks { checks.add(check) }
            return view.closed.record.findingDifferences
        }
        guard isFinished else { return [] }
        if areClaimsOwn { return checkFinding(judgement, &checks) }
        checks.warn(
            "FINDING.NOT_COMPARED", BundleNames.finding,
            "Other claims than the bundle's own were judged, so the finding in the bundle was "
                + "compared with nothing.")
        return []
    }

    /// Every member is one that the rest of the bundle asks for, and of its type. Spec: bundle-12, bundle-13
    private mutating func checkMembers(_ accounted: Set<String>) {
        let always = [
            BundleNames.readme, BundleNames.text, BundleNames.agreement, BundleNames.annex,
            BundleNames.claims, BundleNames.checkpoint,
        ]
        for name in always + (isFinished ? [BundleNames.finding] : [])
        where bundle.members[name] == nil {
            checks.fail(
                "BUNDLE.MEMBER_MISSING", name, "The file is not in the bundle.", .signedDataNotFound
            )
        }
        let known = accounted.union(always).union([
            BundleNames.finding, BundleNames.annexSignature, BundleNames.report,
        ])
        for name in bundle.members.keys.sorted() where !known.contains(name) {
            checks.fail(
                "BUNDLE.UNEXPECTED_MEMBER", name, "Nothing in the bundle accounts for this file.")
        }
        for name in bundle.members.keys.sorted() where !BundleNames.isContent(name) {
            let mediaType = MemberName(name).flatMap(BundleNames.mediaType)
            guard mediaType != bundle.members[name]?.mediaType else { continue }
            checks.fail(
                "MANIFEST.MEDIA_TYPE", name,
                "The manifest gives it another media type than files of its name have.")
        }
        if bundle.bytes(BundleNames.readme) != Array(BundleReadme.text.utf8) {
            checks.fail(
                "BUNDLE.DIFFERS", BundleNames.readme, "It is not the text that every bundle has.")
        }
    }

    /// What `bundle.txt` says is what is here. Spec: bundle-9
    private mutating func checkText() {
        let text = bundle.text
        let numbers = log.numbers(of: text.matter)
        let digests = [
            (BundleNames.agreement, text.agreement), (BundleNames.annex, text.annex),
            (BundleNames.claims, text.claims),
        ]
        for (name, digest) in digests where bundle.members[name]?.digest != digest {
            checks.fail(
                "BUNDLE.DIFFERS", name, "It is not the file that bundle.txt names.", .hashFailure)
        }
        guard UInt64(numbers.count) == text.held, (numbers.max() ?? 0) == text.highest else {
            return checks.fail(
                "BUNDLE.DIFFERS", BundleNames.text,
                "It tells of \(text.held) exhibits up to number \(text.highest); proven are "
                    + "\(numbers.count) up to number \(numbers.max() ?? 0).")
        }
        checkGaps(text.matter)
        checkGaps(.archive)
    }

    /// Whoever puts the bundle together chooses what the arbiter sees, and nothing proves what a missing entry would have shown.
    /// Spec: bundle-20
    private mutating func checkGaps(_ matter: MatterID) {
        let numbers = log.numbers(of: matter)
        guard let highest = numbers.max(), UInt64(numbers.count) < highest else { return }
        checks.doubt(
            "BUNDLE.GAPS", BundleNames.text,
            "\(numbers.count) of \(highest) exhibits of the matter \(matter) are here. Whoever put the "
                + "bundle together left out: \(BundleVerifier.missing(numbers)). Nothing tells what "
                + "they would have shown.", .signedDataNotFound)
    }

    /// The docket numbers below the highest that are not among `numbers`, as ranges; the first ten of them.
    private static func missing(_ numbers: [UInt64]) -> String {
        var ranges: [String] = []
        var next: UInt64 = 1
        for number in numbers.sorted() {
            if number > next {
                ranges.append(number - next == 1 ? "\(next)" : "\(next)–\(number - 1)")
            }
            next = number == .max ? number : max(next, number + 1)
        }
        return ranges.prefix(10).joined(separator: ", ") + (ranges.count > 10 ? " …" : "")
    }
}
