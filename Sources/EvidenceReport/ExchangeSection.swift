// The exchanges of signatures, goods and payments in the matter: of each a drawing of its messages, what they prove and what that would
// still take, and what is odd about them. It tells of messages alone; whether there is a contract is found above, under the agreement.

import EvidenceValues

extension Page {
    /// The section with all exchanges; nothing where there are none.
    var exchangesSection: HTML {
        guard !record.exchanges.isEmpty else { return .empty }
        return """
            <section id="exchanges" aria-labelledby="exchanges-title">
            <h2 id="exchanges-title">Exchanges</h2>
            <p>What the messages on file show, each exchange by itself. An arrow says that the message is on file, not when it \
            came to whom. What follows for the claims stands in the <a href="#findings">findings</a>.</p>
            \(HTML.lines(zip(record.exchanges, 1...).map { exchange($0, number: $1) }))
            </section>
            """
    }

    private func exchange(_ exchange: ExchangeRecord, number: Int) -> HTML {
        let subject: HTML = exchange.text.map { " on \(names.link($0))" } ?? ""
        let deal: HTML = exchange.deal.map { ", deal \($0)" } ?? ""
        return .lines([
            """
            <article class="exhibit" id="x\(number)">
            <h3><span>Exchange \(number): <span class="mono">\(exchange.proto)</span>\(subject)\(deal)</span></h3>
            """,
            contract(exchange),
            """
            <figure>
            \(SequenceDiagram(exchange, number: number).svg)
            <figcaption class="soft small">✔ signed by its sender, ? perhaps, ✘ not; without a sign, a bare secret, which nobody \
            signs.\(cut(exchange))</figcaption>
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
        return "<p>\(Answer(standing).badge) \(ExchangeWords.contract(standing))</p>"
    }

    private func cut(_ exchange: ExchangeRecord) -> HTML {
        let rest = exchange.messages.count - SequenceDiagram.mostRows
        return rest > 0 ? " \(rest) more messages are in the table." : ""
    }

    private func table(_ exchange: ExchangeRecord) -> HTML {
        """
        <div class="scroll"><table>
        <caption>Messages on file, in the order that is proven, else in that of the protocol</caption>
        <thead><tr><th scope="col">No.</th><th scope="col">Message</th><th scope="col">From whom to whom</th>\
        <th scope="col">Signature</th><th scope="col">Made</th><th scope="col">Exhibit</th></tr></thead>
        <tbody>
        \(HTML.lines(zip(exchange.messages, 1...).map { row($0, $1, exchange) }))
        </tbody></table></div>
        """
    }

    private func row(
        _ message: ExchangeRecord.Message, _ number: Int, _ exchange: ExchangeRecord
    ) -> HTML {
        let decision = message.decision.map { ", decision no. \($0)" } ?? ""
        let stated = message.stated.map { " (it states \(Wording.time($0)))" } ?? ""
        return """
            <tr><td>\(number)</td><th scope="row">\(message.name)\(decision)</th>\
            <td>\(ExchangeWords.route(message, in: exchange))</td>\
            <td>\(message.signature.map(ExchangeWords.signature) ?? "a bare secret")</td>\
            <td>\(Wording.bounds(message.made))\(stated)</td><td>\(names.links(message.places))</td></tr>
            """
    }

    private func proofs(_ exchange: ExchangeRecord) -> HTML {
        guard !exchange.proofs.isEmpty else { return .empty }
        let items = exchange.proofs.map { proof in
            """
            \(Answer(proof.standing).badge) \(ExchangeWords.proof(proof, in: exchange))\
            \(proof.lacking.isEmpty ? "" : ". It would take " as HTML)\(ExchangeWords.lacking(proof, in: exchange))
            """ as HTML
        }
        return "<h4>What its messages prove</h4>\n\(list(items, none: ""))"
    }

    private func observations(_ exchange: ExchangeRecord) -> HTML {
        guard !exchange.observations.isEmpty else { return .empty }
        let items = exchange.observations.map { observation in
            """
            <span class="mono">\(observation.code)</span> \(names.linked(observation.sentence))\
            \(misconduct(observation))
            """ as HTML
        }
        return "<h4>What is odd about it</h4>\n\(list(items, none: ""))"
    }

    private func misconduct(_ observation: ExchangeRecord.Observation) -> HTML {
        observation.misconduct.map { " <strong>\(ExchangeWords.misconduct($0))</strong>" }
            ?? .empty
    }
}
