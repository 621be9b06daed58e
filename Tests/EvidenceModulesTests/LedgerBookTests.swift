import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

/// What a service may do, told by a second implementation that keeps every entry and works everything out from the beginning.
private struct NaiveLedger {
    let head: LedgerHead
    var entries: [LedgerEntry] = []

    /// What is open of a certificate, and what it is.
    func state(_ serial: Serial) -> (open: Int64, word: String) {
        entries.filter { $0.serial == serial }.reduce((0, "unknown")) { state, entry in
            let open = state.0 + entry.delta
            switch entry.kind {
            case .reserve: return (open, "reserved")
            case .accept: return (open, "accepted")
            case .claim: return (open, "claimed")
            case .lapse, .rejected: return (0, "closed")
            default: return (open, open == 0 ? "closed" : state.1)
            }
        }
    }

    var maximum: Int64 {
        entries.last { $0.kind == .limitChange }.map { $0.remaining + counted(at: $0) }
            ?? head.maximum.minorUnits
    }

    func counted(at entry: LedgerEntry) -> Int64 {
        let before = entries.filter { $0.number <= entry.number }
        guard case .period(let span) = head.mode else { return before.map(\.delta).reduce(0, +) }
        return before.filter { $0.kind == .reserve && entry.at < $0.at.advanced(by: span) }
            .map(\.delta).reduce(0, +)
    }

    /// Whether a sound ledger may go on so.
    func admits(_ change: LedgerChange, at time: Instant) -> Bool {
        switch change {
        case .open: return entries.isEmpty
        case .limitChange, .revoke: return true
        case .accept(let serial, _): return state(serial).word == "reserved"
        case .claim(let serial, _):
            return ["accepted", "claimed"].contains(state(serial).word)
        case .rejected(let serial, _): return state(serial).word == "claimed"
        case .lapse(let serial): return ["reserved", "accepted"].contains(state(serial).word)
        case .discharge(let serial, let amount, _):
            let state = state(serial)
            return !["unknown", "closed"].contains(state.word) && (1...max(1, state.open)) ~= amount
        case .paid(let serial, let amount, _):
            let state = state(serial)
            return state.word == "claimed" && (1...max(1, state.open)) ~= amount
        case .reserve(let serial, let amount, _, let key):
            guard state(serial).word == "unknown", (1...head.each.minorUnits) ~= amount,
                !entries.contains(where: { $0.kind == .revoke && ($0.key ?? key) == key })
            else { return false }
            let open: Int64
            if case .period(let span) = head.mode {
                open = entries.filter { $0.kind == .reserve && time < $0.at.advanced(by: span) }
                    .map(\.delta).reduce(0, +)
            } else {
                open = entries.map(\.delta).reduce(0, +)
            }
            return open + amount <= maximum
        }
    }
}

@Suite struct `Ledgers that grow` {
    private static func change(_ random: inout SplitMix64) -> LedgerChange {
        let serial = Serial(
            String(repeating: "0", count: 31) + String(Int.random(in: 0..<8, using: &random)))!
        let amount = Int64.random(in: 0...6, using: &random)
        let paper = LedgerSamples.document("paper")
        let key = LedgerSamples.document("key \(Int.random(in: 0..<40, using: &random))")
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: return .reserve(serial, amount: amount, certificate: paper, key: key)
        case 6..<9: return .accept(serial, paper)
        case 9..<12: return .discharge(serial, amount: amount, paper)
        case 12, 13: return .lapse(serial)
        case 14, 15: return .claim(serial, paper)
        case 16: return .paid(serial, amount: amount, paper)
        case 17: return .rejected(serial, paper)
        case 18: return .limitChange(maximum: Int64.random(in: 4...12, using: &random), paper)
        default: return .revoke(key: key, paper)
        }
    }

    @Test(arguments: 0..<60)
    func `the check admits what a second implementation admits, step by step`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let mode: LimitMode =
            seed % 2 == 0 ? .revolving : .period(TimeSpan(text: "\(seed % 5 + 1)h")!)
        let head = LedgerSamples.head(maximum: "USD 0.10", each: "USD 0.05", mode: mode)
        var book = LedgerBook(head)
        var naive = NaiveLedger(head: head)
        var time = at("2026-03-01")
        LedgerSamples.enter(.open, "2026-03-01T00:00:00Z", in: &book)
        naive.entries = [book.state.last].compactMap(\.self)
        var (admitted, refused) = (0, 0)
        for _ in 0..<120 {
            time = time.advanced(by: TimeSpan(seconds: Int64.random(in: 0...1800, using: &random)))
            let change = Self.change(&random)
            var next = book
            let entry = next.enter(change, at: time)
            let isSound = next.state.faults.isEmpty
            #expect(isSound == naive.admits(change, at: time), "\(change) at \(time)")
            guard isSound, let entry else {
                refused += 1
                continue
            }
            admitted += 1
            book = next
            naive.entries.append(entry)
            #expect(book.state.counted == Int128(naive.counted(at: entry)))
        }
        #expect(admitted > 10 && refused > 10)
        #expect(LedgerProperty.holds(of: book.text))
        let read = try? LedgerCheck(of: book.text.span, skew: TimeSpan(seconds: 0))
        #expect(read?.faults == [] && read?.sums == book.state.sums)
    }

    @Test func `the next entry is told before it is entered`() {
        var book = LedgerSamples.book
        let entry = book.state.entry(.lapse(LedgerSamples.b), at: at("2026-04-01"))
        #expect(entry?.number == book.next && entry?.previous == book.previous)
        #expect(entry?.delta == -2_000_000_00 && entry?.remaining == 5_500_000_00)
        #expect(book.enter(.lapse(LedgerSamples.b), at: at("2026-04-01")) == entry)
    }
}
