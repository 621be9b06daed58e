// Transcripts of TLS sessions: records as they went over the wire (RFC 8446 §5.1, RFC 5246 §6.2), packets that hold them, secrets of
// sessions as NSS writes them, and what `openssl s_client` prints. Both ends of a session have the keys of both directions, so
// whatever one end decrypts, shows or prints, it could have encrypted or written itself.

import EvidenceValues

/// A transcript of TLS sessions.
struct TLSTranscriptModule: AllegationModule {
    static let kind = ExhibitKind.tlsTranscript
    static let mediaType = "application/octet-stream"
    static let refusal = "no transcript of a TLS session"
    static let means = Maker.Means.sharedSecret

    private let form: Form

    private enum Form {
        case records(TLSSession)
        case packets(PacketCapture)
        case secrets(TLSKeyLog)
        case client(TLSClientOutput)
    }

    init?(reading content: [UInt8]) {
        if let session = try? TLSSession(records: content[...]) {
            form = .records(session)
        } else if let capture = try? PacketCapture(content) {
            form = .packets(capture)
        } else if let log = TLSKeyLog(content) {
            form = .secrets(log)
        } else if let output = TLSClientOutput(content) {
            form = .client(output)
        } else {
            return nil
        }
    }

    var summary: String {
        switch form {
        case .records(let session): "Records of a TLS session, \(session.words)"
        case .packets(let capture):
            "Captured packets with \(capture.sessions.count) "
                + (capture.sessions.count == 1 ? "end of a TLS session" : "ends of TLS sessions")
        case .secrets(let log): "Secrets of \(log.sessions) TLS sessions"
        case .client(let output): "What a TLS client printed of a session, \(output.words)"
        }
    }

    var details: [String] {
        switch form {
        case .records(let session): return session.details
        case .packets(let capture):
            let told = capture.sessions.prefix(AllegationLimits.told)
            return told.map(\.words) + told.flatMap(\.details)
        case .secrets(let log): return ["labels: \(log.labels.joined(separator: ", "))"]
        case .client(let output): return output.details
        }
    }

    var reason: String {
        "Each end of a TLS session has the keys of both directions, so whoever shows it could have made it "
            + "alone, and nobody else can tell; it proves nothing against the other end."
    }

    var secrets: String? {
        switch form {
        case .secrets: TLSTranscriptModule.secretsTold
        case .packets(let capture): capture.hasSecrets ? TLSTranscriptModule.secretsTold : nil
        case .records, .client: nil
        }
    }

    private static let secretsTold =
        "It holds secrets of TLS sessions: whoever reads it can decrypt them, and write others like them."
}
