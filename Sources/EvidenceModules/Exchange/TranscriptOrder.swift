// The order in which the messages of a run are told: as the protocol has them, but where proven bounds or the numbers of decisions say
// otherwise. It is for reading; nothing is concluded from it.

import EvidenceValues

enum TranscriptOrder {
    /// The messages in their order. Costs n log n.
    static func sorted(_ run: ExchangeRun, skew: TimeSpan) -> [ExchangeMessage] {
        let forms = Dictionary(
            zip(run.proto.messages.map(\.name), 0...), uniquingKeysWith: { first, _ in first })
        // Decisions stand together, by their numbers.
        let decision = run.proto.messages.lastIndex { isDecision($0) } ?? 0
        let messages = run.messages.enumerated().sorted { left, right in
            key(left.element, left.offset, forms, decision)
                < key(right.element, right.offset, forms, decision)
        }.map(\.element)
        let ranks = ranks(messages.map(\.made.withoutContradiction), skew: skew)
        return messages.indices.sorted { left, right in
            (ranks[left].rank, ranks[left].end, left) < (ranks[right].rank, ranks[right].end, right)
        }.map { messages[$0] }
    }

    private static func isDecision(_ form: MessageForm) -> Bool {
        form.act == .abort || form.act == .replacement
    }

    private static func key(
        _ message: ExchangeMessage, _ offset: Int, _ forms: [String: Int], _ decision: Int
    ) -> (Int, Int64, Int) {
        guard isDecision(message.form), let number = message.decision?.number else {
            return (forms[message.form.name] ?? 0, 0, offset)
        }
        return (decision, number, offset)
    }

    /// For each message the greatest position of those that provably came before it, or its own; and its latest bound. Whatever is
    /// provably earlier has a smaller rank, or the same and an earlier bound.
    private static func ranks(
        _ made: [Interval], skew: TimeSpan
    ) -> [(rank: Int, end: Int64)] {
        let ends = made.enumerated().compactMap { position, interval in
            interval.hi.map { (end: $0.advanced(by: skew), position: position) }
        }.sorted { ($0.end, $0.position) < ($1.end, $1.position) }
        var greatest = 0
        let reached = ends.map { end in
            greatest = max(greatest, end.position)
            return (end: end.end, greatest: greatest)
        }
        return made.enumerated().map { position, interval in
            let end = interval.hi?.milliseconds ?? .max
            guard let lo = interval.lo else { return (rank: position, end: end) }
            var (low, high) = (0, reached.count)
            while low < high {
                let middle = (low + high) / 2
                if reached[middle].end < lo { low = middle + 1 } else { high = middle }
            }
            return (rank: max(position, low > 0 ? reached[low - 1].greatest : 0), end: end)
        }
    }
}
