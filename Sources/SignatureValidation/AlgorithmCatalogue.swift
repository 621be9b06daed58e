// Until when an algorithm proves anything: a list of names with the instant at which each ends. The annex's own list, if it has one,
// takes the place of the standard one, so that an arbiter may be stricter or laxer and need no new program. What is not listed is
// not approved (docs/formats/algorithms.md).

package import EvidenceValues

/// How a catalogue stands to an algorithm.
package enum AlgorithmApproval: Sendable, Hashable {
    case unlisted
    /// Approved until the instant, exclusive; without end if nil.
    case approved(until: Instant?)

    /// Whether it was approved at `instant`.
    package func holds(at instant: Instant) -> Bool {
        switch self {
        case .unlisted: false
        case .approved(let until): until.map { instant < $0 } ?? true
        }
    }

    /// Whichever of the two lasts longer.
    fileprivate func or(_ other: AlgorithmApproval) -> AlgorithmApproval {
        guard case .approved(let end) = self else { return other }
        guard case .approved(let otherEnd) = other else { return self }
        guard let end, let otherEnd else { return .approved(until: nil) }
        return .approved(until: max(end, otherEnd))
    }

    /// The approval of the algorithm with this name: `sha-256`, `ecdsa-p256`, or `rsa-3072`, which every listed RSA size up to
    /// 3072 approves.
    package static func of(_ name: String, in algorithms: [ApprovedAlgorithm]) -> AlgorithmApproval
    {
        AlgorithmCatalogue(algorithms).approval(of: name)
    }
}

/// Why a text is not a catalogue.
package enum AlgorithmCatalogueError: Error, Sendable, Hashable {
    /// Larger than `AlgorithmCatalogue.maximumSize`, or the last line does not end.
    case malformed
    /// The line, counted from 1, is not `algorithm NAME until TIME|open`, or not after the one before it.
    case line(Int)
}

/// The lifetimes of algorithms.
package struct AlgorithmCatalogue: Sendable, Hashable {
    /// In bytes of its text; a catalogue has some dozens of lines.
    package static let maximumSize = 65_536

    /// In ascending order of name, each once.
    package let algorithms: [ApprovedAlgorithm]
    private let ends: [String: AlgorithmApproval]
    /// By family, `rsa-`, the listed least sizes.
    private let sizes: [String: [Size]]

    private struct Size: Hashable {
        let least: Int
        let until: Instant?
    }

    /// Families whose name ends with the least size in bits that a line approves (algorithms-4).
    private static let sizedFamilies = ["rsa-pss-", "rsa-", "dsa-"]

    /// A catalogue of these; where a name stands twice, the later end counts.
    package init(_ algorithms: [ApprovedAlgorithm]) {
        var ends: [String: AlgorithmApproval] = [:]
        for algorithm in algorithms {
            let known = ends[algorithm.name] ?? .unlisted
            ends[algorithm.name] = known.or(.approved(until: algorithm.until))
        }
        self.ends = ends
        let names = ends.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.algorithms = names.map { name in
            guard case .approved(let until?) = ends[name] else {
                return ApprovedAlgorithm(name: name, until: nil)
            }
            return ApprovedAlgorithm(name: name, until: until)
        }
        var sizes: [String: [Size]] = [:]
        for algorithm in self.algorithms {
            if let (family, size) = AlgorithmCatalogue.sized(algorithm.name) {
                sizes[family, default: []].append(Size(least: size, until: algorithm.until))
            }
        }
        self.sizes = sizes
    }

    /// How the catalogue stands to `name`. Spec: algorithms-3, algorithms-4
    package func approval(of name: String) -> AlgorithmApproval {
        guard let (family, size) = AlgorithmCatalogue.sized(name) else {
            return ends[name] ?? .unlisted
        }
        var latest = AlgorithmApproval.unlisted
        for fitting in sizes[family] ?? [] where fitting.least <= size {
            latest = latest.or(.approved(until: fitting.until))
        }
        return latest
    }

    /// Reads the text form. Spec: algorithms-1, algorithms-2
    package init(parsing text: String) throws(AlgorithmCatalogueError) {
        guard text.utf8.count <= AlgorithmCatalogue.maximumSize, text.utf8.last == 0x0A else {
            throw .malformed
        }
        var algorithms: [ApprovedAlgorithm] = []
        let lines = text.utf8.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let algorithm = AlgorithmCatalogue.read(Substring(line)),
                algorithms.last.map({ $0.name.utf8.lexicographicallyPrecedes(algorithm.name.utf8) })
                    ?? true
            else { throw .line(index + 1) }
            algorithms.append(algorithm)
        }
        self.init(algorithms)
    }

    /// The text form: `AlgorithmCatalogue(parsing: text) == self` unless it is empty, which no text says.
    package var text: String {
        algorithms.map { "algorithm \($0.name) until \($0.until?.text ?? "open")\n" }.joined()
    }

    private static func read(_ line: Substring) -> ApprovedAlgorithm? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, words[0] == "algorithm", Term.isPlainWord(words[1]),
            words[2] == "until"
        else { return nil }
        if words[3] == "open" { return ApprovedAlgorithm(name: String(words[1]), until: nil) }
        guard let until = Instant(text: words[3]), until.text == words[3] else { return nil }
        return ApprovedAlgorithm(name: String(words[1]), until: until)
    }

    /// `rsa-2048` as its family and size; nil for names without a size.
    private static func sized(_ name: String) -> (family: String, size: Int)? {
        for family in sizedFamilies where name.hasPrefix(family) {
            let digits = name.utf8.dropFirst(family.utf8.count)
            guard let size = Int(Substring(digits)), size > 0, digits.first != 0x2B else {
                return nil
            }
            return (family, size)
        }
        return nil
    }
}
