// Why the book of access refuses, or cannot be read. Values only; the service makes problems of them.

package import EvidenceValues
package import ServiceInterface

/// What goes wrong with grants.
package enum AccessError: Error, Sendable, Hashable {
    /// A limit of the book is reached: its name, and how many there may be.
    case tooMany(String, limit: Int)
    case noSuchPrincipal(PrincipalID)
    /// The name is taken, or was: nobody gets the name of somebody else.
    case principalExists(PrincipalID)
    case noSuchMatter(MatterID)
    case matterExists(MatterID)
    /// Only the archive itself files there, and nobody is its member.
    case reservedMatter(MatterID)
    /// The role is not held in one matter, or not everywhere.
    case wrongScope(Role)
    /// The principal has this role there already; it has one at most.
    case memberExists(Role)
    case noSuchMember(PrincipalID)
    /// Without it nobody could let anybody in.
    case lastOperator
    case malformedCertificate
    /// What people are to call something is no visible line, or too long.
    case malformedLabel
    /// Somebody has the certificate, or had it, or has another with its key.
    case certificateTaken(Digest)
    case noSuchCertificate(Digest)
    /// The time is over already, or later than `AccessState.longestToken` allows.
    case wrongExpiry
    case noSuchToken(Int64)
    /// The certificate has another common name than the pseudonym, or is of the principal itself.
    case wrongPseudonym
    /// No arbiter of the matter is among the recipients of the sealed identity, or it is no envelope.
    case sealedToNobody
    case malformedEnvelope
    /// The text is no access record; the line that is wrong, from 1.
    case malformedRecord(line: Int)
    /// The book is not the one that this service wrote.
    case damaged(String)
    /// The book belongs to another archive.
    case wrongArchive(found: String)
    /// Another process has the book: the service runs.
    case inUse
    /// SQLite could not write; its primary result code.
    case storage(Int32)
    /// The quota of the day is used up; what of, and how much there is.
    case quotaExceeded(String, limit: Int64)
}
