// Where a SignedData may change without a signature noticing, found by reading it and not by trying: the list that RFC 5652 leaves
// open, with the reason for each.
import Testing

@testable import Cryptography

/// Ranges of a DER SignedData that no signature protects:
/// - certificates other than the signer's (§5.1: there may be more or fewer than needed),
/// - revocation lists, which are judged by their own signatures,
/// - the version number (§5.1: it follows from the rest, and readers take 1, 3, 4 and 5),
/// - unsigned attributes (§5.3), of which time-stamp tokens have signatures of their own.
func unprotectedRanges(of file: [UInt8], besides signer: ParsedCertificate) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    do {
        var info = try DERElement(file, rules: .ber, tag: Tag.sequence).reader()
        _ = try info.next()
        var data = try info.next().only().reader()
        ranges.append(range(try data.next(Tag.integer)))
        _ = try data.next(Tag.set)
        _ = try data.next(Tag.sequence)
        for number in [0, 1] as [UInt8] {
            guard let set = try data.optional(Tag.context(number)) else { continue }
            for element in try set.elements()
            where !element.encoded.elementsEqual(signer.derBytes) {
                ranges.append(range(element))
            }
        }
        for element in try data.next(Tag.set).elements() {
            for part in try element.elements() where part.tag == Tag.context(1) {
                ranges.append(range(part))
            }
        }
    } catch {
        Issue.record("the good file is malformed")
    }
    return ranges
}

private func range(_ element: DERElement) -> Range<Int> {
    element.encoded.startIndex..<element.encoded.endIndex
}
