// Who is behind a pseudonym (docs/formats/pseudonym.md): a statement that both keys have signed, so that neither can a pseudonym be laid at
// the door of somebody else, nor can somebody claim another's. What is sealed to the arbiter is the text with both signatures.

package import Cryptography
package import EvidenceValues
import TransparencyLog

/// Why a text is no identity behind a pseudonym.
package enum PseudonymError: Error, Sendable, Hashable {
    /// The text is none, at this line, from 1.
    case malformed(line: Int)
    /// It is of another archive, matter or pseudonym, or of another certificate, than it was given for.
    case misplaced
    /// The names are not those of the certificates, or certificates, keys or names are the same.
    case notApart
    /// The pseudonym's signature does not verify.
    case pseudonymSignature
    /// The identity's signature does not verify.
    case identitySignature
    /// A key could not sign.
    case signing(SigningError)
    /// It could not be sealed.
    case sealing(SealingError)
}

/// What a pseudonym is given for.
package struct PseudonymPlace: Sendable, Hashable {
    package let archive: ArchiveOrigin
    package let matter: MatterID
    package let pseudonym: PartyID
    /// The digest of the pseudonym's certificate.
    package let certificate: Digest

    package init(
        archive: ArchiveOrigin, matter: MatterID, pseudonym: PartyID, certificate: Digest
    ) {
        self.archive = archive
        self.matter = matter
        self.pseudonym = pseudonym
        self.certificate = certificate
    }
}

/// An identity behind a pseudonym, as it reads. Only `verify` says that it is true.
package struct PseudonymIdentity: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-pseudonym/v1"
    /// Bytes at most. Spec: pseudonym-1
    package static let maximumSize = 65_536

    package let place: PseudonymPlace
    package let identity: PartyID
    package let identityCertificate: Digest
    /// 32 random bytes. Spec: pseudonym-4
    package let nonce: [UInt8]
    package let pseudonymSignature: [UInt8]
    package let identitySignature: [UInt8]

    /// What both sign. Spec: pseudonym-2
    package var statement: [UInt8] {
        PseudonymIdentity.statement(place, identity, identityCertificate, nonce)
    }

    /// The one text.
    package var bytes: [UInt8] {
        statement
            + Array(
                """
                pseudonym-signature \(Base64.encode(pseudonymSignature))
                identity-signature \(Base64.encode(identitySignature))

                """.utf8)
    }

    private static func statement(
        _ place: PseudonymPlace, _ identity: PartyID, _ certificate: Digest, _ nonce: [UInt8]
    ) -> [UInt8] {
        Array(
            """
            \(format)
            archive \(place.archive.text)
            matter \(place.matter.text)
            pseudonym \(place.pseudonym.text)
            pseudonym-certificate \(place.certificate.text)
            identity \(identity.text)
            identity-certificate \(certificate.text)
            nonce \(Base64.encode(nonce))

            """.utf8)
    }

    /// Has both keys sign that the one is the other.
    package static func make(
        _ pseudonym: SigningIdentity, isIn matter: MatterID, of archive: ArchiveOrigin,
        by identity: SigningIdentity, nonce: [UInt8]
    ) throws(PseudonymError) -> PseudonymIdentity {
        guard let name = pseudonym.certificate.commonName.flatMap({ PartyID($0) }),
            let own = identity.certificate.commonName.flatMap({ PartyID($0) }),
            isApart(pseudonym.certificate, identity.certificate), nonce.count == 32
        else { throw .notApart }
        let place = PseudonymPlace(
            archive: archive, matter: matter, pseudonym: name,
            certificate: pseudonym.certificate.digest)
        let statement = statement(place, own, identity.certificate.digest, nonce)
        func sign(_ signer: SigningIdentity) throws(PseudonymError) -> [UInt8] {
            do throws(SigningError) {
                return try signCMS(
                    .bytes(statement), detached: true, identity: signer, signingTime: nil,
                    checkpointNote: nil)
            } catch {
                throw .signing(error)
            }
        }
        return PseudonymIdentity(
            place: place, identity: own, identityCertificate: identity.certificate.digest,
            nonce: nonce, pseudonymSignature: try sign(pseudonym),
            identitySignature: try sign(identity))
    }

    /// The envelope that the arbiters get. Spec: pseudonym-5
    package func seal(
        to arbiters: [ParsedCertificate], random: (Int) -> [UInt8]
    ) throws(PseudonymError) -> [UInt8] {
        do throws(SealingError) {
            return try EnvelopedData.seal(
                bytes, to: arbiters, namesPlaintext: false, random: random)
        } catch {
            throw .sealing(error)
        }
    }

    /// Checks that it is given for `place` and that both keys signed it, and gives the identity's certificate: whether a CA of the annex
    /// certified that is for the caller to see. Spec: pseudonym-6
    package func verify(for place: PseudonymPlace) throws(PseudonymError) -> ParsedCertificate {
        guard self.place == place else { throw .misplaced }
        guard
            let pseudonym = PseudonymIdentity.signer(
                pseudonymSignature, of: statement, place.certificate)
        else { throw .pseudonymSignature }
        guard
            let own = PseudonymIdentity.signer(
                identitySignature, of: statement, identityCertificate)
        else { throw .identitySignature }
        guard pseudonym.commonName == place.pseudonym.text, own.commonName == identity.text,
            PseudonymIdentity.isApart(pseudonym, own)
        else { throw .notApart }
        return own
    }

    /// Spec: pseudonym-3
    private static func isApart(_ one: ParsedCertificate, _ other: ParsedCertificate) -> Bool {
        one.digest != other.digest && one.commonName != other.commonName
            && one.publicKeyDER != other.publicKeyDER
    }

    /// The certificate with this digest, if it is in the signature and its key made that over `content`.
    private static func signer(
        _ signature: [UInt8], of content: [UInt8], _ digest: Digest
    ) -> ParsedCertificate? {
        guard let data = try? CMSSignedData(der: signature), data.isDetached,
            data.signers.count == 1, let signer = data.signers.first,
            let certificate = data.readableCertificates.first(where: { $0.digest == digest }),
            signer.verify(content: .bytes(content), certificate: certificate) == .valid
        else { return nil }
        return certificate
    }
}

extension PseudonymIdentity {
    /// The identity that `bytes` are; nothing is verified.
    package init(parsing bytes: [UInt8]) throws(PseudonymError) {
        guard bytes.count <= PseudonymIdentity.maximumSize, bytes.last == 0x0A,
            let text = String(validating: bytes.dropLast(), as: UTF8.self)
        else { throw .malformed(line: 1) }
        var lines = NamedLines(text)
        func field<Value>(
            _ name: String, _ read: (String) -> Value?
        ) throws(PseudonymError) -> Value {
            guard let value = lines.field(name).flatMap(read) else {
                throw .malformed(line: lines.number)
            }
            return value
        }
        guard lines.next() == PseudonymIdentity.format else { throw .malformed(line: 1) }
        let archive = try field("archive") { ArchiveOrigin($0) }
        let matter = try field("matter") { MatterID($0) }
        let pseudonym = try field("pseudonym") { PartyID($0) }
        let certificate = try field("pseudonym-certificate") { Digest(text: $0) }
        place = PseudonymPlace(
            archive: archive, matter: matter, pseudonym: pseudonym, certificate: certificate)
        identity = try field("identity") { PartyID($0) }
        identityCertificate = try field("identity-certificate") { Digest(text: $0) }
        nonce = try field("nonce") { Base64.decode($0.utf8Span.span) }
        pseudonymSignature = try field("pseudonym-signature") { Base64.decode($0.utf8Span.span) }
        identitySignature = try field("identity-signature") { Base64.decode($0.utf8Span.span) }
        guard nonce.count == 32, lines.isAtEnd, self.bytes == bytes else {
            throw .malformed(line: lines.number)
        }
    }
}
