// The exhibits: a table of all, then each with its signatures, the times that are proven of it, who filed it and who could have made
// it; after them what in the evidence is merely somebody's statement.

import Agreements
import EvidenceValues

extension Page {
    /// The section with all exhibits of the bundle.
    var exhibitsSection: HTML {
        """
        <section id="exhibits" aria-labelledby="exhibits-title">
        <h2 id="exhibits-title">Exhibits</h2>
        <p>The bundle holds <strong>\(record.presentCount) of \(record.highestNumber) exhibits</strong> of the matter. The \
        archive numbers them without a gap, so what was left out shows; what it would show does not.</p>
        <div class="scroll"><table>
        <caption>The exhibits known to the bundle\(noteOnRoutine)</caption>
        <thead><tr><th scope="col">Number</th><th scope="col">Name</th><th scope="col">Kind</th>\
        <th scope="col">Validation</th><th scope="col">Came into being</th><th scope="col">Filed by</th></tr></thead>
        <tbody>
        \(HTML.lines(mainExhibits.map(row)))
        </tbody></table></div>
        \(HTML.lines(mainExhibits.map(article)))
        \(routine(record.exhibits.filter(isRoutine)))
        \(erased)
        </section>
        """
    }

    /// All exhibits but what the archive makes each day and is as it should be.
    var mainExhibits: [ExhibitRecord] { record.exhibits.filter { !isRoutine($0) } }

    private var noteOnRoutine: HTML {
        mainExhibits.count < record.exhibits.count
            ? "; the archive’s checkpoints and their time-stamps stand below them" : ""
    }

    /// A checkpoint of the archive, or a time-stamp over one, that is as it should be. An archive makes one each day.
    private func isRoutine(_ exhibit: ExhibitRecord) -> Bool {
        exhibit.matter == .archive && exhibit.indication == .totalPassed
            && exhibit.path != nil && !exhibit.bounds.isContradiction
            && (exhibit.checks + exhibit.signatures.flatMap(\.checks))
                .allSatisfy { $0.outcome == .passed }
    }

    private func routine(_ exhibits: [ExhibitRecord]) -> HTML {
        guard !exhibits.isEmpty else { return .empty }
        let items = exhibits.map { exhibit in
            """
            <li id="\(names.anchor(exhibit.index))">\(names.label(exhibit)): \(names.linked(exhibit.summary)) \
            <span class="soft">Came into being \(Wording.bounds(exhibit.bounds)).</span> \
            <code class="small">\(exhibit.digest.text)</code></li>
            """ as HTML
        }
        return """
            <details class="exhibit"><summary>The archive’s own exhibits that are as they should be: \(exhibits.count)</summary>
            <ul>
            \(HTML.lines(items))
            </ul></details>
            """
    }

    private var erased: HTML {
        guard !record.erased.isEmpty else { return .empty }
        let items = record.erased.map { erased in
            """
            <li id="\(names.anchor(erased.index))">\(erased.sentence(names.number(erased)))</li>
            """ as HTML
        }
        return """
            <h3>Erased</h3>
            <p>The archive erased these and keeps their places in its log. Who did it and on what ground is the operator’s \
            statement; what they showed is not known here.</p>
            <ul>
            \(HTML.lines(items))
            </ul>
            """
    }

    private func row(_ exhibit: ExhibitRecord) -> HTML {
        """
        <tr><th scope="row">\(names.number(exhibit))</th>\
        <td><a href="#\(names.anchor(exhibit.index))">\(exhibit.name.text)</a>\(withheld(exhibit))</td>\
        <td>\(exhibit.kind.rawValue)</td><td>\(validation(exhibit.indication, exhibit.subIndication))</td>\
        <td>\(Wording.bounds(exhibit.bounds))</td><td>\(exhibit.filer?.text ?? "the operator")</td></tr>
        """
    }

    private func withheld(_ exhibit: ExhibitRecord) -> HTML {
        exhibit.path == nil ? " <strong>(left out)</strong>" : ""
    }

    private func validation(_ indication: Indication?, _ reason: SubIndication?) -> HTML {
        guard let indication else { return "nothing to validate" }
        let why: HTML = reason.map { " <span class=\"small\">\($0.rawValue)</span>" } ?? ""
        return "\(Answer(indication).badge)\(why)"
    }

    private func filer(_ exhibit: ExhibitRecord) -> HTML {
        exhibit.filer.map { "\($0.text), by its signature" }
            ?? "the operator of the archive; no party signed the filing"
    }

    private func article(_ exhibit: ExhibitRecord) -> HTML {
        .lines([
            """
            <article class="exhibit" id="\(names.anchor(exhibit.index))">
            <h3>\(names.number(exhibit)) “\(exhibit.name.text)” \
            <span class="soft">\(exhibit.kind.rawValue)</span> \
            \(exhibit.indication.map { Answer($0).badge } ?? "")</h3>
            <p>\(names.linked(exhibit.summary))</p>
            """,
            facts(exhibit),
            exhibit.details.isEmpty
                ? .empty : list(exhibit.details.map(names.linked), none: ""),
            .lines(exhibit.signatures.map { signature($0, of: exhibit) }),
            checkList(exhibit.checks),
            "</article>",
        ])
    }

    private func facts(_ exhibit: ExhibitRecord) -> HTML {
        let links = exhibit.links.map { link in
            "\(Wording.relation(link.relation)) \(names.link(link.target))" as HTML
        }
        let makers = exhibit.makers.isEmpty ? "not known" : Wording.alternatives(exhibit.makers)
        return """
            <dl>
            <dt>Came into being</dt><dd>\(Wording.bounds(exhibit.bounds))</dd>
            <dt>Could have been made by</dt><dd>\(makers)</dd>
            <dt>Filed by</dt><dd>\(filer(exhibit))</dd>
            \(links.isEmpty ? "" : "<dt>Its filing says</dt><dd>\(HTML.list(links, separator: "; "))</dd>" as HTML)
            <dt>File</dt><dd>\(file(exhibit))</dd>
            <dt>SHA-256</dt><dd><code>\(exhibit.digest.hex)</code></dd>
            <dt>Entry in the log</dt><dd>\(exhibit.index.value)</dd>
            </dl>
            """
    }

    private func file(_ exhibit: ExhibitRecord) -> HTML {
        let size = "\(Wording.size(exhibit.size)), \(exhibit.mediaType.text)"
        guard let path = exhibit.path else { return "left out of the bundle (\(size))" }
        return "<span class=\"mono\">\(path)</span> (\(size))"
    }

    /// One signature in words, with its bounds unless they are those of the exhibit that it stands in.
    func signature(_ signature: SignatureRecord, of exhibit: ExhibitRecord? = nil) -> HTML {
        let signer = signature.signer?.text ?? "a signer that could not be established"
        let content: HTML = signature.content.map { " over \(names.link($0))" } ?? ""
        return .lines([
            """
            <section class="signature">
            <h4>Signature of \(signer)\(content) \(Answer(signature.indication).badge) \
            \(signature.subIndication?.rawValue ?? "")</h4>
            <dl>
            <dt>Certificate says</dt><dd>\(signature.subject.isEmpty ? "no certificate was found" : signature.subject)</dd>
            <dt>Path</dt><dd>\(path(signature))</dd>
            <dt>Form</dt><dd>\(signature.level)</dd>
            """,
            signature.indication == .totalPassed || signature.sentence.isEmpty
                ? .empty : "<dt>In short</dt><dd>\(names.linked(signature.sentence))</dd>",
            signature.makers.isEmpty || signature.makers == exhibit?.makers
                ? .empty
                : "<dt>Could have been made by</dt><dd>\(Wording.alternatives(signature.makers))</dd>",
            answers(signature),
            signature.bounds == exhibit?.bounds
                ? .empty : "<dt>Came into being</dt><dd>\(Wording.bounds(signature.bounds))</dd>",
            signature.bestSignatureTime.map {
                "<dt>Proven to exist by</dt><dd>\(time($0)) (best-signature-time)</dd>"
            } ?? .empty,
            signature.controlTime.map {
                "<dt>All certificates were good at</dt><dd>\(time($0)) (control time)</dd>"
            } ?? .empty,
            signature.claimedTime.map {
                "<dt>Signer’s own time</dt><dd>\(time($0)) (a statement, not a proof)</dd>"
            } ?? .empty,
            "</dl>",
            checkList(signature.checks),
            "</section>",
        ])
    }

    // Good news is told by the checks; bad news is what the reader must not miss.
    private func answers(_ signature: SignatureRecord) -> HTML {
        let revoked = signature.revocation.filter { $0.status == .revoked }
        guard !revoked.isEmpty else { return .empty }
        let items = revoked.map { answer in
            """
            \(answer.signer) on \(Wording.time(answer.thisUpdate)): revoked\
            \(answer.revocationDate.map { " from \(Wording.time($0))" } ?? "")\
            \(answer.reason.map { " (\($0))" } ?? "") \(names.link(answer.source))
            """ as HTML
        }
        return "<dt>Revocation</dt><dd>\(HTML.list(items, separator: "; "))</dd>"
    }

    private func path(_ signature: SignatureRecord) -> HTML {
        signature.path.isEmpty
            ? "none to an anchor of the annex"
            : .list(signature.path.map { "\($0)" }, separator: " ← ")
    }

    /// What documents state that the agreement does not let them state.
    private var unheard: HTML {
        guard let ignored = findings?.ignored, !ignored.isEmpty else { return .empty }
        return """
            <h3>Not heard</h3>
            <p>The agreement gives these statements no meaning where they stand; no finding used them.</p>
            \(list(ignored.map(names.linked), none: ""))
            """
    }

    /// What is said of times without being proven.
    var statementsSection: HTML {
        let claimed = record.exhibits.flatMap { exhibit in
            exhibit.signatures.compactMap { signature in
                signature.claimedTime.map { (exhibit, signature, $0) }
            }
        }
        let claimedRows = claimed.map { exhibit, signature, claimedTime in
            """
            <tr><td>\(names.link(exhibit.index))</td><td>was signed at \(Wording.time(claimedTime))</td>\
            <td>\(signature.signer?.text ?? "its unknown signer")</td></tr>
            """ as HTML
        }
        let receivedRows = mainExhibits.map { exhibit in
            """
            <tr><td>\(names.link(exhibit.index))</td><td>was received at \(Wording.time(exhibit.received))</td>\
            <td>the archive \(record.archive.text)</td></tr>
            """ as HTML
        }
        return """
            <section id="statements" aria-labelledby="statements-title">
            <h2 id="statements-title">Mere statements</h2>
            <p>These times were used for no finding. Whoever states them could have stated others; at most they count \
            against the one who stated them.</p>
            <div class="scroll"><table>
            <caption>Times that are stated and not proven</caption>
            <thead><tr><th scope="col">Exhibit</th><th scope="col">What is stated</th><th scope="col">By whom</th></tr></thead>
            <tbody>
            \(HTML.lines(claimedRows + receivedRows))
            </tbody></table></div>
            \(unheard)
            </section>
            """
    }
}
