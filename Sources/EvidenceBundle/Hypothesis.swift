// What if: the same judgement of other evidence (docs/formats/judging.md). An exhibit that is taken away is judged as if it had not been
// filed; a file that is added, as the last exhibit of the matter, of a filer whom nobody knows. What is proven of the log does not change.
// Whatever comes out is hypothetical, and nothing here can make it look otherwise.

internal import Agreements
internal import EvidenceModules
package import EvidenceValues
internal import TransparencyLog

/// What a reader supposes.
package struct Hypothesis: Sendable, Hashable {
    /// More than anybody supposes at once. Spec: judging-11
    package static let most = 100

    /// A file that is supposed to be an exhibit.
    package struct File: Sendable, Hashable {
        package let name: FileName
        package let content: [UInt8]

        package init(name: FileName, content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    /// The exhibits that are taken away.
    package var without: Set<LeafIndex>
    /// The files that are added.
    package var with: [File]

    package init(without: Set<LeafIndex> = [], with: [File] = []) {
        self.without = without
        self.with = with
    }

    /// Whether nothing is supposed.
    package var isEmpty: Bool { without.isEmpty && with.isEmpty }
}

extension VerifiedBundle {
    /// What the judge finds under `hypothesis`. The record is that of the evidence, but for its exhibits and contradictions, which are
    /// the supposed ones; its status and checks stay those of what was really verified. Costs a validation of all exhibits.
    package func supposing(_ hypothesis: Hypothesis) -> BundleVerification {
        let added = verifier.exhibits(hypothesis.with)
        let assessment = assessment(
            of: verifier.evidence.without(hypothesis.without, with: added))
        let judgement = judgement(
            of: assessment.facts + verifier.admissions(added, besides: assessment.facts))
        var record = verification.record
        record.exhibits = assessment.exhibits
        record.supposed = Set(added.map(\.entry.index))
        record.contradictions = assessment.contradictions
        record.exchanges = assessment.exchanges
        record.revocationStatus = assessment.revocationStatus
        if case .refused(let check) = judgement { record.checks.append(check) }
        return BundleVerification(record: record, findings: judgement.findings)
    }
}

extension BundleVerifier {
    /// The files as exhibits behind the end of the log, which no proof includes and which therefore prove no time.
    fileprivate func exhibits(_ files: [Hypothesis.File]) -> [FiledExhibit] {
        let revealed = view?.plaintexts.exhibits.count ?? 0
        return files.enumerated().compactMap { offset, file in
            exhibit(file, behind: revealed + offset, folder: "supposed/")
        }
    }
}

extension BundleVerifier {
    /// A file as an exhibit behind the end of the log and `count` others that are there already.
    /// - Parameter enclosing: the entry by which it is admitted; nil if it is by none.
    func exhibit(
        _ file: Hypothesis.File, behind count: Int, folder: String, enclosing: Entry? = nil
    ) -> FiledExhibit? {
        let last = log.exhibits.map(\.entry.index.value).max() ?? 0
        let end = max(log.checkpoint?.checkpoint.size.value ?? 0, last.addingReportingOverflow(1).0)
        let number = log.numbers(of: bundle.text.matter).max() ?? 0
        let step = UInt64(count)
        let (index, isTooFar) = end.addingReportingOverflow(step)
        let (next, isTooLarge) = number.addingReportingOverflow(step + 1)
        guard !isTooFar, !isTooLarge, let number = DocketNumber(next) else { return nil }
        return exhibit(
            file, at: LeafIndex(index), number: number, path: folder + file.name.text,
            enclosing: enclosing)
    }

    // Nothing of these texts is in any log; their nonces and predecessors say nothing, and digests of them are compared with nothing.
    private func exhibit(
        _ file: Hypothesis.File, at index: LeafIndex, number: DocketNumber, path: String,
        enclosing: Entry?
    ) -> FiledExhibit? {
        let recognised = recognise(name: file.name.text, content: file.content)
        let digest = Digest.sha256(file.content)
        let nonce = digest.bytes
        let previous = LeafHash(digest)
        guard
            let filing = try? Filing(
                archive: bundle.text.archive, matter: bundle.text.matter, kind: recognised.kind,
                mediaType: recognised.mediaType, name: file.name, content: digest,
                size: UInt64(file.content.count), filer: .operator, nonce: nonce),
            let docketing = try? Docketing(
                matter: bundle.text.matter, number: number,
                previous: number.value == 1 ? nil : previous, signature: nil, nonce: nonce),
            let entry = try? Entry(
                index: index, previous: index.value == 0 ? nil : previous,
                received: time.wholeSecond, filing: filing.digest, docketing: docketing.digest)
        else { return nil }
        return FiledExhibit(
            entry: entry, filing: filing, docketing: docketing, filingSignature: nil,
            content: file.content, path: path, enclosing: enclosing)
    }

    /// That the supposed exhibits are in the log, which is what is supposed of them.
    fileprivate func admissions(_ added: [FiledExhibit], besides facts: [Fact]) -> [Fact] {
        let known = Set(facts.filter { $0.predicate == "admitted" }.map(\.arguments))
        var new: [[Term]: Fact] = [:]
        for exhibit in added {
            let arguments = [Term.document(exhibit.filing.content)]
            guard !known.contains(arguments), new[arguments] == nil else { continue }
            new[arguments] = Fact("admitted", arguments, exhibits: [exhibit.entry.index])
        }
        return new.values.sorted()
    }
}
