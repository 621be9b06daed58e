// The exchanges of signatures, goods and payments in the matter: of each a drawing of its messages, what they prove and what that would
// still take, and what is odd about them. It tells of messages alone; whether there is a contract is found above, under the agreement.

import EvidenceValues

extension Page {
    /// The section with all exchanges; nothing where there are none.
    var exchangesSection: HTML {
        guard !record.exchanges.isEmpty else { return .empty }
        let lead = words.html(
            """
            What the messages on file show, each exchange by itself. An arrow says that the message is on file, not when \
            it came to whom. What follows for the claims stands in the {0}.
            """, "<a href=\"#findings\">\(words("findings"))</a>")
        return """
            <section id="exchanges" aria-labelledby="exchanges-title">
            <h2 id="exchanges-title">\(words("Exchanges"))</h2>
            <p>\(lead)</p>
            \(HTML.lines(zip(record.exchanges, 1...).map { exchange($0, number: $1) }))
            </section>
            """
    }

    private func exchange(_ exchange: ExchangeRecord, number: Int) -> HTML {
        let name: HTML = "<span class=\"mono\">\(exchange.proto)</span>"
        let title =
            exchange.text.map {
                words.html("Exchange {0}: {1} on {2}", "\(number)", name, names.link($0))
            } ?? words.html("Exchange {0}: {1}", "\(number)", name)
        let deal = exchange.deal.map { words(", deal {0}", "\($0)") } ?? ""
        let legend = words(
            """
            ✔ signed by its sender, ? perhaps, ✘ not; without a sign, a bare secret, which nobody signs.
            """)
        return .lines([
            """
            <article class="exhibit" id="x\(number)">
            <h3><span>\(title)\(deal)</span></h3>
            """,
            contract(exchange),
            """
            <figure>
            \(SequenceDiagram(exchange, number: number, words: words).svg)
            <figcaption class="soft small">\(legend)\(cut(exchange))</figcaption>
            </figure>
            """,
            table(exchange),
            proofs(exchange),
            observations(exchange),
            "</article>",
        ])
    }

    private func contract(_ exchange: ExchangeRecord) -> HTML {
        guard let standing = exchange.contract else { return .empty }
        return "<p>\(badge(Answer(standing))) \(ExchangeWords.contract(standing, in: words))</p>"
    }

    private func cut(_ exchange: ExchangeRecord) -> HTML {
        let rest = exchange.messages.count - SequenceDiagram.mostRows
        return rest > 0 ? " \(words("{0} more messages are in the table.", String(rest)))" : ""
    }

    private func table(_ exchange: ExchangeRecord) -> HTML {
        let caption = words(
            "Messages on file, in the order that is proven, else in that of the protocol")
        let titles = [
            words("No."), words("Message"), words("From whom to whom"), words("Signature"),
            words("Made"), words("Exhibit"),
        ]
        return table(
            caption, titles, zip(exchange.messages, 1...).map { row($0, $1, exchange) })
    }

    private func row(
        _ message: ExchangeRecord.Message, _ number: Int, _ exchange: ExchangeRecord
    ) -> HTML {
        let decision = message.decision.map { words(", decision no. {0}", "\($0)") } ?? ""
        let stated = message.stated.map { " " + words("(it states {0})", Wording.time($0)) } ?? ""
        return """
            <tr><td>\(number)</td><th scope="row">\(message.name)\(decision)</th>\
            <td>\(ExchangeWords.route(message, in: exchange, words))</td>\
            <td>\(message.signature.map { ExchangeWords.signature($0, in: words) } ?? words("a bare secret"))</td>\
            <td>\(bounds(message.made))\(stated)</td><td>\(names.links(message.places))</td></tr>
            """
    }

    private func proofs(_ exchange: ExchangeRecord) -> HTML {
        guard !exchange.proofs.isEmpty else { return .empty }
        let items = exchange.proofs.map { proof in
            let lacking = ExchangeWords.lacking(proof, in: exchange, words)
            return """
                \(badge(Answer(proof.standing))) \(ExchangeWords.proof(proof, in: exchange, words))\
                \(lacking.isEmpty ? "" : ". " + words("It would take {0}", lacking))
                """ as HTML
        }
        return "<h4>\(words("What its messages prove"))</h4>\n\(list(items, none: ""))"
    }

    private func observations(_ exchange: ExchangeRecord) -> HTML {
        guard !exchange.observations.isEmpty else { return .empty }
        let items = exchange.observations.map { observation in
            """
            <span class="mono">\(observation.code)</span> \(said(observation.sentence))\
            \(misconduct(observation))
            """ as HTML
        }
        return "<h4>\(words("What is odd about it"))</h4>\n\(list(items, none: ""))"
    }

    private func misconduct(_ observation: ExchangeRecord.Observation) -> HTML {
        observation.misconduct.map {
            " <strong>\(ExchangeWords.misconduct($0, in: words))</strong>"
        }
            ?? .empty
    }
}
