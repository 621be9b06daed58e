// Asking a witness to cosign the newest checkpoint (C2SP tlog-witness): the request, and what its answer means. A witness that has seen
// another size than we thought says which; it is asked again from there, once.

package import EvidenceStore
package import EvidenceValues
package import TransparencyLog

/// Why there is no cosignature.
package enum CosignRefusal: Error, Sendable, Hashable {
    /// The archive has fewer entries than somebody has cosigned: it is an older copy, or the witness is not this log's.
    case ahead(known: TreeSize, own: TreeSize)
    /// It has cosigned another size last than the request says.
    case conflict(known: TreeSize)
    /// It says with this status that the log is not the one that it knows: 403, 404, or 422.
    case refused(status: Int)
    /// Any other status.
    case failed(status: Int)
    /// The answer holds no cosignature of the checkpoint by the witness.
    case noCosignature(NoteError)
}

/// One request for a cosignature.
package struct CosignExchange: Sendable {
    package let signed: SignedCheckpoint
    package let request: AddCheckpointRequest

    /// Bytes of an answer at most: a line for each key of a witness.
    package static let maximumAnswer = 65_536

    /// The request for the newest checkpoint of `archive`, to a witness that has cosigned `known` entries last.
    package init(_ archive: Archive, from known: TreeSize) throws {
        signed = try archive.checkpoint()
        let new = signed.checkpoint.size
        guard known <= new else { throw CosignRefusal.ahead(known: known, own: new) }
        // Nothing can be proven of the empty log, and nothing need be of the same one.
        let proof =
            known.value == 0 || known == new
            ? nil : try archive.consistencyProof(from: known, to: new)
        request = AddCheckpointRequest(
            old: known, hashes: proof?.hashes ?? [], note: signed.note)
    }

    /// The checkpoint with the cosignatures of an answer.
    package func accept(
        _ response: FetchResponse, by keys: [VerifierKey]
    ) throws(CosignRefusal) -> CosignedCheckpoint {
        let text = String(decoding: response.body, as: UTF8.self)
        switch response.status {
        case 200: break
        case 409:
            guard text.utf8.count <= 21, text.hasSuffix("\n"),
                let known = UInt64(text.dropLast()), "\(known)\n" == text
            else { throw .failed(status: 409) }
            throw .conflict(known: TreeSize(known))
        case 403, 404, 422: throw .refused(status: response.status)
        default: throw .failed(status: response.status)
        }
        do { return try CosignedCheckpoint.verify(text, over: signed, by: keys) } catch {
            throw .noCosignature(error)
        }
    }
}
