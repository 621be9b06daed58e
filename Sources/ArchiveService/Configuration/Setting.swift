// One row of the table of settings: what it is called, what it may be, what it does. The file's keys, the environment's names, `docketd
// check` and docs/configuration.md are all made from it.

/// A setting.
package struct Setting: Sendable {
    /// Which values it has, and where they are kept.
    enum Kind: Sendable {
        case text(any WritableKeyPath<ServiceConfiguration, String> & Sendable)
        case number(
            any WritableKeyPath<ServiceConfiguration, Int> & Sendable, ClosedRange<Int>)
        case flag(any WritableKeyPath<ServiceConfiguration, Bool> & Sendable)
        /// A list of mappings with these fields, all texts; each must be there.
        case list(
            fields: [String],
            store: @Sendable (inout ServiceConfiguration, [[String: String]]) -> Void)
    }

    /// Sections and name, with dots: `http.port`.
    package let path: String
    let kind: Kind
    /// What it does, in one sentence.
    package let meaning: String

    /// What the environment calls it; nil for a list, which only the file can have.
    package var variable: String? {
        if case .list = kind { return nil }
        return "DOCKETD_" + path.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// What values it has, in words.
    package var values: String {
        switch kind {
        case .text: "text"
        case .number(_, let range): "\(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .list(let fields, _): "a list of \(fields.joined(separator: ", "))"
        }
    }

    /// Its value where nobody gives another.
    package var standard: String {
        let standard = ServiceConfiguration()
        return switch kind {
        case .text(let place): standard[keyPath: place]
        case .number(let place, _): "\(standard[keyPath: place])"
        case .flag(let place): "\(standard[keyPath: place])"
        case .list: ""
        }
    }

    /// Sets it to what `text` says; false if it has no such value.
    func set(_ text: String, in configuration: inout ServiceConfiguration) -> Bool {
        switch kind {
        case .text(let place):
            configuration[keyPath: place] = text
        case .number(let place, let range):
            guard let number = Int(text), range.contains(number) else { return false }
            configuration[keyPath: place] = number
        case .flag(let place):
            guard let flag = Bool(text) else { return false }
            configuration[keyPath: place] = flag
        case .list:
            return false
        }
        return true
    }
}

/// What is wrong with a configuration.
package struct ConfigurationFault: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// The file is no YAML; in the words of its reader.
        case unreadable(String)
        case unknown
        case wrongValue(String)
        case wrongType
        case missing
        /// A folder or file that is not there, or may not be used.
        case unreachable(String)
    }

    /// The line in the file; nil for the environment and for what is found afterwards.
    package let line: Int?
    /// The setting, or what stands where one should be.
    package let path: String
    package let reason: Reason

    package init(line: Int? = nil, path: String, reason: Reason) {
        self.line = line
        self.path = path
        self.reason = reason
    }
}
