// Why a text is no ledger, in words.

extension LedgerError {
    /// For people: `no ledger: line 10, the delta`.
    package var words: String {
        let place = "no ledger: line \(line + 1)"
        return switch reason {
        case .format: "no ledger: its first line, or its head, is not that of \(LedgerHead.format)"
        case .notText: "no ledger: its head is no UTF-8"
        case .head(let field): "\(place), which should be \"\(field)\" and its value"
        case .field(.end): "\(place), something behind the last field"
        case .field(let field): "\(place), the \(field.rawValue)"
        case .tooLong: "\(place), which is too long"
        case .tooMany: "no ledger: it has more than \(LedgerReader.entryLimit) entries"
        case .unfinished: "\(place), which is not finished by a line feed"
        case .empty: "no ledger: it has no entries"
        }
    }
}
