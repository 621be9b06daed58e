// Whether bytes are what somebody says that they are, asked before they are filed.

package import EvidenceValues

/// Why `content` is no exhibit of `kind`, in a few words; nil if it is one, or of a kind that is not decoded.
package func malformation(of content: [UInt8], as kind: ExhibitKind) -> String? {
    guard let module = EvidenceModules.module(for: kind) else { return nil }
    do throws(MalformedEvidence) {
        _ = try module.init(decoding: content)
        return nil
    } catch {
        return error.words
    }
}
