// Which certificate the client of a connection has shown. The handshake proved that it has the key; nothing else is known of it, and no
// authority is trusted: what counts is whether its digest is registered.

package import EvidenceValues
import NIOCore
import NIOSSL
import TransparencyLog

extension ServiceContext {
    /// The digest of the client's certificate; nil without one, or without TLS.
    package func clientCertificate() async throws -> Digest? {
        guard isSecure, let channel else { return nil }
        let certificate = try await channel.nioSSL_peerCertificate().get()
        return try certificate.map { Digest.sha256(try $0.toDERBytes()) }
    }
}
