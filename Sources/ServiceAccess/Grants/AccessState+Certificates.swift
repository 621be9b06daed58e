// Certificates and pseudonyms: who signs in whose name. A key is one principal's, so that a filing says whose act it is; and a
// pseudonym's key is nowhere else, so that it does not say whose it is to those who must not know.

import Cryptography
import EvidenceValues
import ServiceInterface
import TransparencyLog

extension AccessState {
    /// Bytes of a sealed identity at most. Spec: pseudonym-5
    package static let maximumEnvelope = 131_072

    mutating func add(
        _ digest: Digest, der: [UInt8], of who: PrincipalID, _ scope: AccessScope
    ) throws(AccessError) {
        var principal = try present(who)
        let certificate = try AccessState.certificate(der)
        guard certificate.digest == digest else { throw .malformedCertificate }
        if case .matter(let matter) = scope, matters[matter] == nil {
            throw .noSuchMatter(matter)
        }
        let key = Digest.sha256(certificate.publicKeyDER)
        if let known = certificates[digest] {
            // The same again, after it was removed.
            guard known.principal == who, known.scope == scope, known.isRemoved else {
                throw .certificateTaken(digest)
            }
        }
        if let known = keys[key] {
            guard known.principal == who, known.scope == scope,
                scope == .everywhere
                    || certificates[digest] != nil
            else { throw .certificateTaken(digest) }
        }
        let name = certificate.commonName ?? ""
        guard (pseudonymNames[name] ?? who) == who else { throw .certificateTaken(digest) }
        if !principal.certificates.contains(digest) { principal.certificates.append(digest) }
        guard principal.certificates.count <= AccessState.maximumCertificates else {
            throw .tooMany("certificates", limit: AccessState.maximumCertificates)
        }
        certificates[digest] = Registered(certificate: certificate, principal: who, scope: scope)
        keys[key] = (who, scope)
        commonNames[name, default: []].insert(digest)
        principals[who] = principal
    }

    mutating func remove(_ digest: Digest, of who: PrincipalID) throws(AccessError) {
        guard let known = certificates[digest], known.principal == who, !known.isRemoved else {
            throw .noSuchCertificate(digest)
        }
        certificates[digest]?.isRemoved = true
    }

    /// Spec: pseudonym-7
    mutating func give(
        _ pseudonym: Pseudonym, sealed: Digest, to who: PrincipalID, in matter: MatterID
    ) throws(AccessError) {
        let scope = AccessScope.matter(matter)
        guard let member = members[scope]?[who] else { throw .noSuchMember(who) }
        guard pseudonyms[matter]?[who] == nil else { throw .memberExists(member.role) }
        guard let known = certificates[pseudonym.certificate], known.principal == who,
            known.scope == scope, !known.isRemoved
        else { throw .noSuchCertificate(pseudonym.certificate) }
        let name = pseudonym.name.text
        guard member.role == .party, known.certificate.commonName == name,
            !isKnown(name, butBy: pseudonym.certificate)
        else { throw .wrongPseudonym }
        guard Digest.sha256(pseudonym.envelope) == sealed else { throw .malformedEnvelope }
        try requireSealed(pseudonym.envelope, toArbiterOf: scope)
        pseudonyms[matter, default: [:]][who] = pseudonym
        pseudonymNames[name] = who
    }

    /// Whether a principal, a pseudonym, or a certificate but this one, is called so.
    private func isKnown(_ name: String, butBy digest: Digest) -> Bool {
        PrincipalID(name).map { principals[$0] != nil } == true || pseudonymNames[name] != nil
            || commonNames[name] != [digest]
    }

    private func requireSealed(
        _ bytes: [UInt8], toArbiterOf scope: AccessScope
    ) throws(AccessError) {
        guard bytes.count <= AccessState.maximumEnvelope else { throw .malformedEnvelope }
        let envelope: EnvelopedData
        do {
            envelope = try EnvelopedData(bytes)
        } catch {
            throw .malformedEnvelope
        }
        // Its digest would say who it is to whoever guesses right. Spec: pseudonym-5
        guard envelope.plaintextDigest == nil else { throw .malformedEnvelope }
        let arbiters = (members[scope] ?? [:]).filter { $0.value.role == .arbiter }.keys
        let theirs = arbiters.flatMap { principals[$0]?.certificates ?? [] }
            .compactMap { certificates[$0] }.filter { !$0.isRemoved }
        guard
            theirs.contains(where: { own in
                envelope.recipients.contains { $0.names(own.certificate) }
            })
        else { throw .sealedToNobody }
    }

    static func certificate(_ der: [UInt8]) throws(AccessError) -> ParsedCertificate {
        do {
            return try ParsedCertificate(der: der)
        } catch {
            throw .malformedCertificate
        }
    }
}
