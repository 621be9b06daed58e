// The messages of one exchange as a sequence diagram, drawn as SVG inside the page: a line down for each role, an arrow for each message
// on file. A full arrow is certainly its sender's, a dashed one possibly, a crossed-out one is not. That an arrow is drawn says that the
// message is on file; when it reached whom is for receipts to say. The same stands in the table beneath, which is the text alternative.

import EvidenceValues

/// Draws one exchange.
struct SequenceDiagram {
    /// More rows than a reader can take in; the table holds all.
    static let mostRows = 200

    private static let width = 960
    private static let left = 110
    private static let right = 850
    private static let rowHeight = 34
    private static let top = 58
    /// A label longer than this runs out of the drawing; the table has it whole.
    private static let longestLabel = 30

    private let words: Words
    private let exchange: ExchangeRecord
    private let messages: [ExchangeRecord.Message]
    /// Tells the ids of one drawing from those of another in the page.
    private let number: Int
    /// Where the line of each role stands.
    private let lines: [String: Int]

    init(_ exchange: ExchangeRecord, number: Int, words: Words = .english) {
        self.words = words
        self.exchange = exchange
        self.number = number
        messages = Array(exchange.messages.prefix(SequenceDiagram.mostRows))
        let roles = exchange.players.map(\.role)
        let step = (SequenceDiagram.right - SequenceDiagram.left) / max(1, roles.count - 1)
        lines = Dictionary(
            zip(roles, 0...).map { ($0, SequenceDiagram.left + $1 * step) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The drawing.
    var svg: HTML {
        let height = SequenceDiagram.top + messages.count * SequenceDiagram.rowHeight + 12
        let (title, text) = ("seq-\(number)-title", "seq-\(number)-text")
        let alternative = words(
            "One arrow for each of {0} messages; the table beneath gives the same in text.",
            String(messages.count))
        return """
            <svg viewBox="0 0 \(SequenceDiagram.width) \(height)" role="img" aria-labelledby="\(title) \(text)">
            <title id="\(title)">\(words("Messages of the exchange"))</title>
            <desc id="\(text)">\(alternative)</desc>
            \(HTML.lines(exchange.players.map { lifeline($0, height) }))
            \(HTML.lines(messages.enumerated().map { row($0.offset, $0.element) }))
            </svg>
            """
    }

    private func lifeline(_ player: ExchangeRecord.Player, _ height: Int) -> HTML {
        guard let x = lines[player.role] else { return .empty }
        return """
            <text x="\(x)" y="14" text-anchor="middle" class="soft">\(shortened(player.role))</text>\
            <text x="\(x)" y="31" text-anchor="middle">\(shortened(player.party?.text ?? words("not named")))</text>\
            <line class="life" x1="\(x)" y1="38" x2="\(x)" y2="\(height - 4)"/>
            """
    }

    private func row(_ offset: Int, _ message: ExchangeRecord.Message) -> HTML {
        let y = SequenceDiagram.top + offset * SequenceDiagram.rowHeight + 16
        let label: HTML = """
            <text x="2" y="\(y + 4)" class="soft">\(offset + 1)</text>
            """
        guard let from = lines[message.sender] else {
            return .lines([label, text(message, at: SequenceDiagram.left, y)])
        }
        let targets = targets(of: message).sorted { abs($0 - from) < abs($1 - from) }
        let middle = (from + (targets.first ?? from)) / 2
        return """
            <g><title>\(title(message))</title>\
            \(label)\(HTML.lines(targets.map { arrow(from, $0, y, message) }))\
            \(text(message, at: middle, y - 7))\(broken(message, y + 4))</g>
            """
    }

    private func text(_ message: ExchangeRecord.Message, at x: Int, _ y: Int) -> HTML {
        let decision = message.decision.map { " " + words("no. {0}", "\($0)") } ?? ""
        let act = message.act.flatMap { $0 == message.name ? nil : " · " + $0 } ?? ""
        let label = shortened(message.name + act.replacing("-", with: " ")) + decision
        let sign = message.signature.map { " " + Answer($0).sign } ?? ""
        return """
            <text class="over" x="\(x)" y="\(y)" text-anchor="middle">\(label + sign)</text>
            """
    }

    /// The codes of what is odd about the message, at the edge of its row; what they mean stands beneath the table.
    private func broken(_ message: ExchangeRecord.Message, _ y: Int) -> HTML {
        let codes = exchange.observations.filter { $0.messages.contains(message.document) }
            .map(\.code)
        guard !codes.isEmpty else { return .empty }
        let text = shortened(codes.joined(separator: " "))
        return """
            <text class="broken" x="\(SequenceDiagram.width - 2)" y="\(y)" text-anchor="end">\(text)</text>
            """
    }

    private func arrow(
        _ from: Int, _ target: Int, _ y: Int, _ message: ExchangeRecord.Message
    ) -> HTML {
        let style = message.signature.map { Answer($0).style } ?? "bare"
        // A message to its own sender goes nowhere: a stub.
        let end = target == from ? from + 40 : target
        let back = end > from ? end - 9 : end + 9
        return """
            <path class="arrow \(style)" d="M\(from) \(y)H\(end)"/>\
            <path class="tip \(style)" d="M\(end) \(y)L\(back) \(y - 5)V\(y + 5)Z"/>
            """
    }

    /// What is for all goes to everybody else.
    private func targets(of message: ExchangeRecord.Message) -> [Int] {
        if let receiver = message.receiver { return [lines[receiver]].compactMap(\.self) }
        return exchange.players.map(\.role).filter { $0 != message.sender }
            .compactMap { lines[$0] }
    }

    private func title(_ message: ExchangeRecord.Message) -> String {
        let signed = message.signature.map { ", \(ExchangeWords.signature($0, in: words))" } ?? ""
        return words("{0}: made {1}", message.name, Wording.bounds(message.made, in: words))
            + signed
    }

    private func shortened(_ text: String) -> String {
        text.count <= SequenceDiagram.longestLabel
            ? text : text.prefix(SequenceDiagram.longestLabel - 1) + "…"
    }
}
