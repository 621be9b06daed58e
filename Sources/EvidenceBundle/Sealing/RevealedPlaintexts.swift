// What a key opens of exhibits that were filed encrypted (docs/formats/encrypted.md). A plaintext is heard if it has the digest that the encrypted exhibit
// names, and if nobody filed it by itself: as a file of nobody in particular, admitted by the entry of the encrypted exhibit. One that is encrypted again
// stays so: keys are tried on what was filed, and on nothing else.

internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// The plaintexts of encrypted exhibits.
struct RevealedPlaintexts {
    private(set) var exhibits: [FiledExhibit] = []
    private(set) var records: [OpeningRecord.Plaintext] = []
    private(set) var checks = CheckList()

    /// Nothing opened.
    init() {}

    /// Spec: encrypted-6
    init(_ verifier: BundleVerifier, with key: OpeningKey) {
        let filed = verifier.log.exhibits
        var known = Set(filed.filter { $0.content != nil }.map(\.filing.content))
        var size = 0
        for exhibit in filed where exhibit.filing.kind == .encrypted {
            guard let content = exhibit.content, let envelope = try? EnvelopedData(content),
                envelope.recipients.contains(where: { $0.names(key.identity.certificate) }),
                let digest = envelope.plaintextDigest, !known.contains(digest)
            else { continue }
            guard let plain = key.open(envelope, to: digest) else {
                checks.warn(
                    "ENCRYPTED.NOT_OPENED", exhibit.path ?? "",
                    "Your key does not open it to the plaintext that it names.")
                continue
            }
            size += plain.count
            guard size <= BundleLimits.kept, plain.count <= BundleLimits.content else {
                checks.doubt(
                    "SEALED.TOO_LARGE", exhibit.path ?? "",
                    "What your key opens is larger in all than is read.", .signedDataNotFound)
                break
            }
            known.insert(digest)
            add(plain, of: exhibit, verifier)
        }
        if !records.isEmpty {
            checks.pass(
                "ENCRYPTED.OPENED", BundleNames.text,
                "Your key opens \(records.count) encrypted exhibits to the plaintexts that they name."
            )
        }
    }

    private mutating func add(
        _ plain: [UInt8], of exhibit: FiledExhibit, _ verifier: BundleVerifier
    ) {
        let file = Hypothesis.File(name: exhibit.filing.name.plaintext, content: plain)
        guard
            let revealed = verifier.exhibit(
                file, behind: exhibits.count, folder: "opened/", enclosing: exhibit.entry)
        else { return }
        exhibits.append(revealed)
        records.append(
            .init(index: revealed.entry.index, encrypted: exhibit.entry.index))
    }
}

extension FileName {
    /// The name without the ending of an envelope, as far as that leaves one.
    fileprivate var plaintext: FileName {
        guard text.hasSuffix(".p7m"), let name = FileName(String(text.dropLast(4))) else {
            return self
        }
        return name
    }
}
