// What is looked for. A query is a predicate over an exhibit's texts; the index only narrows where to look, and never decides. So a
// search with an index finds what a search without one finds.

package import EvidenceValues
package import TransparencyLog

/// Which exhibits a search finds: those for which everything that is asked holds.
package struct SearchQuery: Sendable, Hashable {
    /// What is asked of a name.
    package enum Words: Sendable, Hashable {
        /// The very name, byte for byte.
        case exactly(String)
        /// A name that begins so, byte for byte.
        case beginning(String)
        /// A name that has these words somewhere, capital or small.
        case containing(String)
    }

    /// The matter; only `exactly` and `beginning` are of use.
    package var matter: Words?
    package var number: DocketNumber?
    package var filer: Filer?
    package var kind: ExhibitKind?
    /// Of the content, the filing, or the entry's leaf.
    package var digest: Digest?
    package var name: Words?
    /// Received at this time or later.
    package var since: Instant?
    /// Received before this time.
    package var until: Instant?

    package init() {}

    /// Whether the query finds an exhibit.
    func matches(_ entry: Entry, _ filing: Filing, _ docketing: Docketing) -> Bool {
        matter?.hold(of: filing.matter.text) != false
            && number.map { $0 == docketing.number } != false
            && filer.map { $0 == filing.filer } != false
            && kind.map { $0 == filing.kind } != false
            && digest.map { [filing.content, entry.filing, entry.leafHash.digest].contains($0) }
                != false
            && name?.hold(of: filing.name.text) != false
            && since.map { $0 <= entry.received } != false
            && until.map { entry.received < $0 } != false
    }

    /// Terms that everything has which the query finds.
    var terms: [(kind: TermKind, term: SearchTerm)] {
        let terms: [(TermKind, SearchTerm?)] = [
            (.digest, digest.map { SearchTerm($0) }), (.filer, filer.map { SearchTerm($0) }),
            (.matter, matter?.term), (.name, name?.term),
            (.exhibitKind, kind.map { SearchTerm($0.rawValue) }),
        ]
        return terms.compactMap { kind, term in term.map { (kind, $0) } }
    }
}

extension SearchQuery.Words {
    /// Whether `text` is as asked.
    func hold(of text: String) -> Bool {
        switch self {
        case .exactly(let words): text.hasSameBytes(as: words)
        case .beginning(let words): text.startsWithBytes(of: words)
        case .containing(let words): text.lowercased().contains(words.lowercased())
        }
    }

    /// The term of every text that is as asked; nil if the index knows none.
    fileprivate var term: SearchTerm? {
        switch self {
        case .exactly(let words): SearchTerm(words)
        case .beginning(let words): SearchTerm.beginning(words)
        case .containing: nil
        }
    }
}
