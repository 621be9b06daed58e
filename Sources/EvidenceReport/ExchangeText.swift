// Exchanges for a terminal: of each who takes part, which messages are on file, what they prove, what that would still take, and what
// is odd about them.

package import EvidenceValues

/// What `docket exchange show` prints.
package struct ExchangeListing: Sendable {
    let exchanges: [ExchangeRecord]
    /// What the documents are called that messages and exchanges name.
    private let names: [Digest: String]
    private let places: [LeafIndex: String]

    /// Files that call themselves a message of an exchange and are none, with why.
    let refused: [(name: String, sentence: String)]

    /// The exchanges of a verified bundle.
    package init(_ record: VerificationRecord) {
        let names = ExhibitNames(record)
        self.init(record.exchanges, record.exhibits, label: names.label)
    }

    /// Exchanges among these exhibits: those of a matter by number and name, files that no archive holds by name.
    package init(
        _ exchanges: [ExchangeRecord], exhibits: [ExhibitRecord], of matter: MatterID?
    ) {
        self.init(exchanges, exhibits) { exhibit in
            (exhibit.matter == matter ? "no. \(exhibit.number) " : "") + "“\(exhibit.name)”"
        }
    }

    private init(
        _ exchanges: [ExchangeRecord], _ exhibits: [ExhibitRecord],
        label: (ExhibitRecord) -> String
    ) {
        self.exchanges = exchanges
        var names: [Digest: String] = [:]
        var places: [LeafIndex: String] = [:]
        for exhibit in exhibits {
            places[exhibit.index] = label(exhibit)
            if names[exhibit.digest] == nil { names[exhibit.digest] = label(exhibit) }
        }
        self.names = names
        self.places = places
        refused = exhibits.flatMap { exhibit in
            exhibit.checks.filter { $0.code == "EXCHANGE.MALFORMED" }
                .map { (name: label(exhibit), sentence: $0.sentence) }
        }
    }

    /// Lines of at most 100 columns, each with a line feed.
    package func text(isColoured: Bool) -> String {
        var page = OutlinePage(isColoured: isColoured)
        for (number, exchange) in exchanges.enumerated() {
            if number > 0 { page.blank() }
            add(exchange, to: &page)
        }
        if exchanges.isEmpty { page.add("", "No message of an exchange is on file.") }
        if !refused.isEmpty { page.blank() }
        for (name, sentence) in refused {
            page.add("! ", "\(name) is no message of an exchange: \(sentence)", emphasis: .open)
        }
        return page.text
    }

    private func add(_ exchange: ExchangeRecord, to page: inout OutlinePage) {
        let subject = exchange.text.map { " on " + name($0) } ?? ""
        let deal = exchange.deal.map { ", deal \($0)" } ?? ""
        page.add("", "Exchange by \(exchange.proto)\(subject)\(deal)", emphasis: .strong)
        page.add("  ", "begins with \(name(exchange.root))")
        for player in exchange.players {
            page.add("  ", "\(player.role): \(player.party?.text ?? "not named on file")")
        }
        page.blank()
        for (message, number) in zip(exchange.messages, 1...) {
            add(message, number, of: exchange, to: &page)
        }
        page.blank()
        if let contract = exchange.contract {
            let answer = Answer(contract)
            page.add(
                answer.sign + " ", ExchangeWords.contract(contract), emphasis: answer.emphasis)
        }
        for proof in exchange.proofs { add(proof, of: exchange, to: &page) }
        if !exchange.observations.isEmpty { page.blank() }
        for observation in exchange.observations {
            let misconduct = observation.misconduct.map { " " + ExchangeWords.misconduct($0) }
            page.add(
                observation.code + "  ", observation.sentence + (misconduct ?? ""),
                emphasis: observation.misconduct == nil ? .plain : .no)
        }
    }

    private func add(
        _ message: ExchangeRecord.Message, _ number: Int, of exchange: ExchangeRecord,
        to page: inout OutlinePage
    ) {
        let digits = String(exchange.messages.count).count
        let room = String(repeating: " ", count: max(0, digits - String(number).count))
        let decision = message.decision.map { ", decision no. \($0)" } ?? ""
        let signature = message.signature.map { ExchangeWords.signature($0) } ?? "a bare secret"
        let stated = message.stated.map { ", it states \(Wording.time($0))" } ?? ""
        let exhibits = message.places.map { places[$0] ?? "entry \($0)" }
        page.add(
            "  \(room)\(number) ",
            "\(message.name)\(decision), \(ExchangeWords.route(message, in: exchange)): "
                + "\(signature), \(Wording.bounds(message.made))\(stated) "
                + "(\(exhibits.joined(separator: ", ")))")
    }

    private func add(
        _ proof: ExchangeRecord.Proof, of exchange: ExchangeRecord, to page: inout OutlinePage
    ) {
        let answer = Answer(proof.standing)
        let lacking =
            proof.lacking.isEmpty
            ? "" : "; it would take " + ExchangeWords.lacking(proof, in: exchange)
        page.add(
            "  " + answer.sign + " ", ExchangeWords.proof(proof, in: exchange) + lacking,
            emphasis: answer.emphasis)
    }

    private func name(_ digest: Digest) -> String { names[digest] ?? digest.text }
}
