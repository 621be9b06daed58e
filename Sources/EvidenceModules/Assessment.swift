package import EvidenceValues

/// Validates the exhibits in each other's light and says what they show.
package func assess(
    _ exhibits: [FiledExhibit], log: LogContext, trust: PinnedTrust, validationTime: Instant,
    skew: TimeSpan
) -> Assessment {
    Assessment(exhibits: [], facts: [], contradictions: [], checks: [], revocationStatus: [])
}

/// The notes of all checkpoints inside the exhibits: in filings, signed attributes, receipts and checkpoint exhibits; none twice.
package func embeddedCheckpoints(in exhibits: [FiledExhibit]) -> [String] { [] }

/// The kind and media type of a file, from its bytes and, for plain documents, its name.
package func recognise(name: String, content: [UInt8]) -> (kind: ExhibitKind, mediaType: MediaType)
{ (.document, .octetStream) }
