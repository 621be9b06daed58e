// How far a grant reaches.

package import EvidenceValues

/// One matter, or all.
package enum AccessScope: Sendable, Hashable, Comparable {
    case everywhere
    case matter(MatterID)

    /// `*` or the matter.
    package var text: String {
        switch self {
        case .everywhere: "*"
        case .matter(let matter): matter.text
        }
    }

    /// The scope that `text` writes, or nil.
    package init?(_ text: some StringProtocol) {
        if text.utf8.elementsEqual("*".utf8) {
            self = .everywhere
        } else if let matter = MatterID(text) {
            self = .matter(matter)
        } else {
            return nil
        }
    }

    /// What is within both; nil if nothing is.
    package func within(_ other: AccessScope) -> AccessScope? {
        switch (self, other) {
        case (.everywhere, let scope), (let scope, .everywhere): scope
        case (.matter(let one), .matter(let another)): one == another ? self : nil
        }
    }

    package static func < (left: AccessScope, right: AccessScope) -> Bool {
        left.text < right.text
    }
}
