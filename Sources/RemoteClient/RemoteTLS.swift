// Whom the client trusts to be the server, and who the client is to it. With `--ca` only the named certificates are trusted, not the
// system's; a client certificate is looked up by the server, which trusts no authority for it.

package import NIOSSL

/// What TLS is done with.
package typealias TLSSettings = TLSConfiguration

/// Makes the settings of TLS.
package enum RemoteTLS {
    /// - Parameters:
    ///   - authorities: PEM of the only certificates that may vouch for the server; nil for those of the system.
    ///   - identity: PEM of our certificate with its chain, and PEM of its key.
    package static func configuration(
        authorities: [UInt8]?, identity: (certificate: [UInt8], key: [UInt8])?
    ) throws(RemoteError) -> TLSSettings {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        do {
            if let authorities {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(authorities))
            }
            if let identity {
                let chain = try NIOSSLCertificate.fromPEMBytes(identity.certificate)
                tls.certificateChain = chain.map { .certificate($0) }
                tls.privateKey = .privateKey(
                    try NIOSSLPrivateKey(bytes: identity.key, format: .pem))
            }
        } catch {
            throw .badTLS(reason: "\(error)")
        }
        return tls
    }
}
