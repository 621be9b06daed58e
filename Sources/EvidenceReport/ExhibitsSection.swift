// The exhibits: a table of all, then each with its signatures, the times that are proven of it, who filed it and who could have made
// it.

import Agreements
import EvidenceValues

extension Page {
    /// The section with all exhibits of the bundle.
    var exhibitsSection: HTML {
        let count = words(
            "{0} of {1} exhibits", String(record.presentCount), String(record.highestNumber))
        let lead = words.html(
            """
            The bundle holds {0} of the matter. The archive numbers them without a gap, so what was left out shows; what \
            it would show does not.
            """, "<strong>\(count)</strong>")
        let titles = [
            words("Number"), words("Name"), words("Kind"), words("Validation"),
            words("Came into being"), words("Filed by"),
        ]
        return """
            <section id="exhibits" aria-labelledby="exhibits-title">
            <h2 id="exhibits-title">\(words("Exhibits"))</h2>
            <p>\(lead)</p>
            \(table(words("The exhibits known to the bundle") + noteOnRoutine, titles, mainExhibits.map(row)))
            \(HTML.lines(mainExhibits.map(article)))
            \(routine(record.exhibits.filter(isRoutine)))
            \(erased)
            </section>
            """
    }

    /// All exhibits but what the archive makes each day and is as it should be.
    var mainExhibits: [ExhibitRecord] { record.exhibits.filter { !isRoutine($0) } }

    private var noteOnRoutine: String {
        mainExhibits.count < record.exhibits.count
            ? "; " + words("the archive’s checkpoints and their time-stamps stand below them") : ""
    }

    /// A checkpoint of the archive, or a time-stamp over one, that is as it should be. An archive makes one each day.
    private func isRoutine(_ exhibit: ExhibitRecord) -> Bool {
        (exhibit.matter == .archive || exhibit.matter.isTime)
            && exhibit.indication == .totalPassed
            && exhibit.path != nil && !exhibit.bounds.isContradiction
            && (exhibit.checks + exhibit.signatures.flatMap(\.checks))
                .allSatisfy { $0.outcome == .passed }
    }

    private func routine(_ exhibits: [ExhibitRecord]) -> HTML {
        guard !exhibits.isEmpty else { return .empty }
        let items = exhibits.map { exhibit in
            """
            <li id="\(names.anchor(exhibit.index))">\(names.label(exhibit)): \(said(exhibit.summary)) \
            <span class="soft">\(words("Came into being {0}.", bounds(exhibit.bounds)))</span> \
            <code class="small">\(exhibit.digest.text)</code></li>
            """ as HTML
        }
        let title = words(
            "The archive’s own exhibits that are as they should be: {0}", String(exhibits.count))
        return """
            <details class="exhibit"><summary>\(title)</summary>
            <ul>
            \(HTML.lines(items))
            </ul></details>
            """
    }

    private var erased: HTML {
        guard !record.erased.isEmpty else { return .empty }
        let items = record.erased.map { erased in
            """
            <li id="\(names.anchor(erased.index))">\(erased.sentence(names.number(erased), in: words))</li>
            """ as HTML
        }
        let lead = words(
            """
            The archive erased these and keeps their places in its log. Who did it and on what ground is the operator’s \
            statement; what they showed is not known here.
            """)
        return """
            <h3>\(words("Erased"))</h3>
            <p>\(lead)</p>
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
        <td>\(bounds(exhibit.bounds))</td><td>\(exhibit.filer?.text ?? words("the operator"))</td></tr>
        """
    }

    private func withheld(_ exhibit: ExhibitRecord) -> HTML {
        exhibit.path == nil ? " <strong>\(words("(left out)"))</strong>" : ""
    }

    private func validation(_ indication: Indication?, _ reason: SubIndication?) -> HTML {
        guard let indication else { return "\(words("nothing to validate"))" }
        let why: HTML = reason.map { " <span class=\"small\">\($0.rawValue)</span>" } ?? ""
        return "\(badge(Answer(indication)))\(why)"
    }

    private func filer(_ exhibit: ExhibitRecord) -> HTML {
        let unsigned = words("the operator of the archive; no party signed the filing")
        return "\(exhibit.filer.map { words("{0}, by its signature", $0.text) } ?? unsigned)"
    }

    private func article(_ exhibit: ExhibitRecord) -> HTML {
        .lines([
            """
            <article class="exhibit" id="\(names.anchor(exhibit.index))">
            <h3>\(names.label(exhibit)) \
            <span class="soft">\(exhibit.kind.rawValue)</span> \
            \(exhibit.indication.map { badge(Answer($0)) } ?? "")</h3>
            <p>\(said(exhibit.summary))</p>
            """,
            facts(exhibit),
            exhibit.details.isEmpty
                ? .empty : list(exhibit.details.map(said), none: ""),
            .lines(exhibit.signatures.map { signature($0, of: exhibit) }),
            checkList(exhibit.checks),
            "</article>",
        ])
    }

    private func facts(_ exhibit: ExhibitRecord) -> HTML {
        let links = exhibit.links.map { link in
            "\(Wording.relation(link.relation, in: words)) \(names.link(link.target))" as HTML
        }
        let makers = exhibit.makers.isEmpty ? "\(words("not known"))" : self.makers(exhibit.makers)
        return """
            <dl>
            <dt>\(words("Came into being"))</dt><dd>\(bounds(exhibit.bounds))</dd>
            <dt>\(words("Could have been made by"))</dt><dd>\(makers)</dd>
            <dt>\(words("Filed by"))</dt><dd>\(filer(exhibit))</dd>
            \(links.isEmpty ? .empty : pair(words("Its filing says"), HTML.list(links, separator: "; ")))
            <dt>\(words("File"))</dt><dd>\(file(exhibit))</dd>
            <dt>SHA-256</dt><dd><code>\(exhibit.digest.hex)</code></dd>
            <dt>\(words("Entry in the log"))</dt><dd>\(exhibit.index.value)</dd>
            </dl>
            """
    }

    private func file(_ exhibit: ExhibitRecord) -> HTML {
        let size = "\(Wording.size(exhibit.size, in: words)), \(exhibit.mediaType.text)"
        guard let path = exhibit.path else {
            if exhibit.disclosure == .sealed { return "\(words("sealed ({0})", size))" }
            return "\(words("left out of the bundle ({0})", size))"
        }
        return "<span class=\"mono\">\(path)</span> (\(size))"
    }

    /// One signature in words, with its bounds unless they are those of the exhibit that it stands in.
    func signature(_ signature: SignatureRecord, of exhibit: ExhibitRecord? = nil) -> HTML {
        let signer = signature.signer?.text ?? words("a signer that could not be established")
        // The signature over the bundle stands in a section, the others with their exhibits.
        let heading: HTML = exhibit == nil ? "h3" : "h4"
        let title =
            signature.content.map {
                words.html("Signature of {0} over {1}", "\(signer)", names.link($0))
            } ?? words.html("Signature of {0}", "\(signer)")
        return .lines([
            """
            <section class="signature">
            <\(heading)>\(title) \(badge(Answer(signature.indication))) \
            \(signature.subIndication?.rawValue ?? "")</\(heading)>
            <dl>
            <dt>\(words("Certificate says"))</dt>\
            <dd>\(signature.subject.isEmpty ? words("no certificate was found") : signature.subject)</dd>
            <dt>\(words("Path"))</dt><dd>\(path(signature))</dd>
            <dt>\(words("Form"))</dt><dd>\(signature.level)</dd>
            """,
            signature.indication == .totalPassed || signature.sentence.isEmpty
                ? .empty : pair(words("In short"), said(signature.sentence)),
            signature.makers.isEmpty || signature.makers == exhibit?.makers
                ? .empty
                : pair(words("Could have been made by"), makers(signature.makers)),
            answers(signature),
            signature.bounds == exhibit?.bounds
                ? .empty : pair(words("Came into being"), "\(bounds(signature.bounds))"),
            signature.bestSignatureTime.map {
                pair(words("Proven to exist by"), words.html("{0} (best-signature-time)", time($0)))
            } ?? .empty,
            signature.controlTime.map {
                pair(
                    words("All certificates were good at"),
                    words.html("{0} (control time)", time($0)))
            } ?? .empty,
            signature.claimedTime.map {
                pair(
                    words("Signer’s own time"),
                    words.html("{0} (a statement, not a proof)", time($0)))
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
            \(answer.signer) \(revocation(answer))\(answer.reason.map { " (\($0))" } ?? "") \(names.link(answer.source))
            """ as HTML
        }
        return pair(words("Revocation"), HTML.list(items, separator: "; "))
    }

    private func revocation(_ answer: RevocationRecord) -> String {
        let update = Wording.time(answer.thisUpdate)
        return answer.revocationDate.map {
            words("on {0}: revoked from {1}", update, Wording.time($0))
        } ?? words("on {0}: revoked", update)
    }

    /// Who could have made something; parties, or words that stand in the record.
    private func makers(_ makers: [String]) -> HTML {
        "\(people(makers))"
    }

    private func path(_ signature: SignatureRecord) -> HTML {
        signature.path.isEmpty
            ? "\(words("none to an anchor of the annex"))"
            : .list(signature.path.map { "\($0)" }, separator: " ← ")
    }
}
