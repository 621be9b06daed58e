// Tokens one after the other, as the parsers of agreements and claims take them, and the places of words, for errors that are found
// after parsing.

import EvidenceValues

/// Tokens one after the other, for the parsers.
struct TokenStream {
    private let tokens: [Token]
    private var position = 0

    init(_ tokens: [Token]) { self.tokens = tokens }

    var current: Token { tokens[min(position, tokens.count - 1)] }
    var place: SourcePlace { current.place }
    var isAtEnd: Bool {
        if case .end = current.kind { true } else { false }
    }

    func peek(_ offset: Int) -> TokenKind { tokens[min(position + offset, tokens.count - 1)].kind }

    /// How many tokens were taken.
    var count: Int { position }

    mutating func advance() { position += 1 }

    /// Goes on after the next `sign`, or to the end: where reading begins anew after an error.
    mutating func skip(past sign: String) {
        while !isAtEnd {
            let isSign = current.kind == .sign(sign)
            advance()
            if isSign { return }
        }
    }

    /// Where the words of the tokens taken since `start` stand.
    func words(since start: Int) -> WordPlaces {
        WordPlaces(tokens[min(start, tokens.count)..<min(position, tokens.count)])
    }

    /// Whether the next token is this sign or keyword; if so it is taken.
    mutating func takes(_ text: String) -> Bool {
        switch tokens[min(position, tokens.count - 1)].kind {
        case .sign(let found), .lower(let found):
            guard found == text else { return false }
            advance()
            return true
        default: return false
        }
    }

    mutating func require(_ text: String) throws(AgreementError) {
        guard takes(text) else { throw expected(text) }
    }

    mutating func lower(_ what: String) throws(AgreementError) -> String {
        guard case .lower(let name) = current.kind else { throw expected(what) }
        advance()
        return name
    }

    mutating func upper(_ what: String) throws(AgreementError) -> String {
        guard case .upper(let name) = current.kind else { throw expected(what) }
        advance()
        return name
    }

    mutating func quoted(_ what: String) throws(AgreementError) -> String {
        guard case .quoted(let text) = current.kind else { throw expected(what) }
        advance()
        return text
    }

    /// A literal or a word, with or without quotes.
    mutating func literal(_ what: String) throws(AgreementError) -> Term {
        let term: Term
        switch current.kind {
        case .literal(let literal): term = literal
        case .lower(let word) where Term.isPlainWord(word): term = .word(word)
        case .lower: throw expected("a word in small letters, or quotes around it")
        case .quoted(let text):
            guard let word = Term(literal: "\"" + text + "\"") else {
                throw expected("a quoted word that needs its quotes")
            }
            term = word
        default: throw expected(what)
        }
        advance()
        return term
    }

    /// That something else stands here than `what`.
    func expected(_ what: String) -> AgreementError {
        if case .wrong(_, let reason) = current.kind { return place.error(reason) }
        return place.error(.expected(what, found: current.kind.text))
    }
}

/// Where each word of a statement stands, so that an error found later can point at it. The words are looked through only then.
struct WordPlaces: Sendable, Hashable {
    private var tokens: ArraySlice<Token> = []

    init() {}

    init(_ tokens: ArraySlice<Token>) { self.tokens = tokens }

    /// The first place of `word` at or after `start`; `start` itself if it stands nowhere there.
    func place(of word: String, from start: SourcePlace) -> SourcePlace {
        tokens.first { $0.kind.text == word && !($0.place < start) }?.place ?? start
    }
}
