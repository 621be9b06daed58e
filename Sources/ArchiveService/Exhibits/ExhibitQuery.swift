// What a list is asked for. A page looks at a bounded number of the matter's exhibits, whatever it finds, so a search that finds nothing
// costs no more than another; its cursor says how far it came.

import EvidenceStore
import EvidenceValues
import Hummingbird
import HummingbirdCore
import ServiceInterface
import TransparencyLog

/// A question for exhibits of a matter.
struct ExhibitQuery: Sendable {
    /// Exhibits that one page looks at: their texts are 64 KiB each at most, and 2 KiB as a rule.
    static let reach = 4_096
    /// Exhibits of one read.
    static let step = 256
    static let limits = 1...1_000
    static let standardLimit = 100
    /// Bytes of a name that is searched for.
    static let maximumName = 200

    private(set) var kind: ExhibitKind?
    private(set) var name: String?
    private(set) var filer: Filer?
    private(set) var digest: Digest?
    private(set) var since: Instant?
    private(set) var until: Instant?
    private(set) var cursor: DocketNumber?
    private(set) var limit = standardLimit

    /// Whether anything is asked of an exhibit; erased ones are listed only where nothing is.
    var isSearch: Bool { kind != nil || name != nil || filer != nil || digest != nil }

    /// Reads the parameters of a request; each at most once.
    init(_ uri: URI) throws(Problem) {
        var seen: Set<String> = []
        for (key, value) in uri.queryParameters {
            let (key, value) = (String(key), String(value))
            guard seen.insert(key).inserted else { throw Problem(.badParameter, detail: key) }
            guard try take(key, value) else { throw Problem(.badParameter, detail: key) }
        }
    }

    private mutating func take(_ key: String, _ value: String) throws(Problem) -> Bool {
        switch key {
        case "kind": kind = ExhibitKind(rawValue: value)
        case "name": name = (1...Self.maximumName).contains(value.utf8.count) ? value : nil
        case "filer": filer = Filer(text: value)
        case "digest": digest = Digest(text: value)
        case "since": since = Instant(text: value)
        case "until": until = Instant(text: value)
        case "cursor": cursor = UInt64(value).flatMap { DocketNumber($0) }
        case "limit":
            guard let number = Int(value), Self.limits.contains(number) else { return false }
            limit = number
            return true
        default: throw Problem(.badParameter, detail: "There is no such parameter.")
        }
        return isSet(key)
    }

    private func isSet(_ key: String) -> Bool {
        switch key {
        case "kind": kind != nil
        case "name": name != nil
        case "filer": filer != nil
        case "digest": digest != nil
        case "since": since != nil
        case "until": until != nil
        default: cursor != nil
        }
    }

    /// Whether the query finds an exhibit.
    func matches(_ exhibit: DocketedExhibit) -> Bool {
        let received = exhibit.entry.received
        guard since.map({ $0 <= received }) != false, until.map({ received < $0 }) != false else {
            return false
        }
        guard case .filed(let filed) = exhibit else { return !isSearch }
        let filing = filed.filing
        return kind.map { $0 == filing.kind } != false
            && name.map { filing.name.text.lowercased().contains($0.lowercased()) } != false
            && filer.map { $0 == filing.filer } != false
            && digest.map { $0 == filing.content } != false
    }

    /// A page of `matter`: what was found, and where the next begins; nil on the last.
    func page(
        of matter: MatterID, in archive: Archive
    ) throws -> (found: [DocketedExhibit], next: DocketNumber?) {
        var found: [DocketedExhibit] = []
        var last = cursor
        for _ in 0..<(Self.reach / Self.step) {
            let step = try archive.docketed(in: matter, behind: last, limit: Self.step)
            for exhibit in step {
                // One more than fits says that there is a next page.
                guard found.count < limit else { return (found, last) }
                last = exhibit.docketing.number
                if matches(exhibit) { found.append(exhibit) }
            }
            if step.count < Self.step { return (found, nil) }
        }
        return (found, last)
    }
}
