// The agreements and annexes that the operator put into the configuration, read once when the service starts, and those that are filed
// in a matter. A text is named by its digest, so whoever names it gets that very text or none.

import Agreements
import DurableFiles
import EvidenceBundle
package import EvidenceStore
package import EvidenceValues
import ServiceInterface
import TransparencyLog

/// Agreements and annexes by digest.
package struct KnownTexts: Sendable {
    /// An annex of a known agreement.
    package struct KnownAnnex: Sendable, Hashable {
        package let digest: Digest
        /// The name of its file.
        package let name: String
        package let bytes: [UInt8]
        /// The signature beside it, `NAME.p7s`, if there is one.
        package let signature: [UInt8]?
    }

    /// A known agreement with its annexes.
    package struct KnownAgreement: Sendable, Hashable {
        package let digest: Digest
        package let title: String
        package let version: String
        package let bytes: [UInt8]
        package var annexes: [KnownAnnex]
    }

    /// In the order of the configuration.
    package private(set) var agreements: [KnownAgreement] = []

    /// Reads the files of the configuration. Throws what is wrong with one: `Problem(.badText)`, or a `FileFailure`.
    package init(_ known: [ServiceConfiguration.KnownAgreement]) throws {
        for pair in known {
            let bytes = try DurableFile.read(pair.agreement, limit: BundleLimits.text)
            let agreement = try SignedTexts.agreement(bytes)
            let digest = Digest.sha256(bytes)
            let place = agreements.firstIndex { $0.digest == digest }
            if place == nil {
                agreements.append(
                    KnownAgreement(
                        digest: digest, title: agreement.title, version: agreement.version,
                        bytes: bytes, annexes: []))
            }
            guard !pair.annex.isEmpty else { continue }
            agreements[place ?? agreements.count - 1].annexes.append(
                try KnownTexts.annex(pair.annex))
        }
    }

    private static func annex(_ path: String) throws -> KnownAnnex {
        let bytes = try DurableFile.read(path, limit: BundleLimits.text)
        _ = try SignedTexts.annex(bytes)
        let signature = path + ".p7s"
        return KnownAnnex(
            digest: .sha256(bytes), name: String(path.split(separator: "/").last ?? ""),
            bytes: bytes,
            signature: DurableFile.exists(signature)
                ? try DurableFile.read(signature, limit: BundleLimits.signature) : nil)
    }

    /// The agreement with this digest: a known one, or one that is filed in the matter.
    package func agreement(
        _ digest: Digest, in matter: MatterID, _ archive: Archive
    ) throws -> [UInt8] {
        if let known = agreements.first(where: { $0.digest == digest }) { return known.bytes }
        return try KnownTexts.filed(digest, .agreement, in: matter, archive)
    }

    /// The annex with this digest and its signature, likewise.
    package func annex(
        _ digest: Digest, in matter: MatterID, _ archive: Archive
    ) throws -> (bytes: [UInt8], signature: [UInt8]?) {
        if let known = agreements.flatMap(\.annexes).first(where: { $0.digest == digest }) {
            return (known.bytes, known.signature)
        }
        return (try KnownTexts.filed(digest, .annex, in: matter, archive), nil)
    }

    private static func filed(
        _ digest: Digest, _ kind: ExhibitKind, in matter: MatterID, _ archive: Archive
    ) throws -> [UInt8] {
        var query = SearchQuery()
        query.matter = .exactly(matter.text)
        query.kind = kind
        query.digest = digest
        var found: FoundExhibit?
        _ = try archive.search(query, limit: 1) { found = $0 }
        guard let found, found.filing.content == digest,
            found.filing.size <= UInt64(BundleLimits.text)
        else { throw Problem(.unknownText, members: ["digest": .string(digest.text)]) }
        return try archive.content(of: try archive.exhibit(at: found.entry.index))
    }

    /// What everybody may know of them.
    package var json: JSONValue {
        .object(["agreements": .array(agreements.map(KnownTexts.json))])
    }

    private static func json(_ agreement: KnownAgreement) -> JSONValue {
        .object([
            "digest": .string(agreement.digest.text), "title": .string(agreement.title),
            "version": .string(agreement.version),
            "annexes": .array(
                agreement.annexes.map {
                    .object(["digest": .string($0.digest.text), "name": .string($0.name)])
                }),
        ])
    }
}
