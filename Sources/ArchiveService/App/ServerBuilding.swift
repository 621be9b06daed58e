// How connections are made: HTTP/1.1 with bounds, and TLS in front of it where the configuration names a certificate. Clients are asked for
// a certificate and need not have one; whichever they show is let through the handshake, which proves that they have its key. Whether
// it is anybody's is decided by its digest (`ServiceContext.clientCertificate`).

import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

extension ServiceConfiguration {
    /// Bytes of all headers of a request at most: a filing with its signature has 48 KiB.
    static let maximumHeaders = 65_536
    /// Headers of a request at most.
    static let maximumHeaderCount = 100

    /// What makes servers of this configuration.
    /// - Throws: `NIOSSLError` if certificate and key cannot be used.
    func serverBuilder() throws -> HTTPServerBuilder {
        let limits = ConnectionLimits(
            head: .seconds(Int64(limits.headTime)), idle: .seconds(Int64(limits.idleTime)),
            bodyRate: limits.bodyRate)
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(limits)],
            idleTimeout: limits.idle,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.maximumHeaders, maxHeaderListSize: Self.maximumHeaders,
                maxHeaderFieldCount: Self.maximumHeaderCount))
        guard !self.http.certificate.isEmpty else { return .http1(configuration: http) }
        return try .tls(.http1(configuration: http), configuration: tls())
    }

    private func tls() throws -> TLSChannelConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(http.certificate)
        let key = try NIOSSLPrivateKey(file: http.key, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        guard http.clientCertificates else {
            return TLSChannelConfiguration(tlsConfiguration: tls)
        }
        tls.certificateVerification = .optionalVerification
        return TLSChannelConfiguration(tlsConfiguration: tls) { _, promise in
            promise.succeed(.certificateVerified)
        }
    }
}
