// An exhibit after decoding: the module that its bytes make, or why they make none, and the signature of its filing.

import Cryptography
import EvidenceValues
import TransparencyLog

/// A filed exhibit whose bytes were decoded.
struct ReadExhibit: Sendable {
    let filed: FiledExhibit
    /// Nil when the bytes are withheld or malformed.
    let module: (any EvidenceModule)?
    let malformed: MalformedEvidence?
    /// The filer's signature; nil when there is none, or it is none.
    let filingSignature: CMSSignedData?
    /// What exhibit and filing hold.
    let holdings: Holdings

    init(_ filed: FiledExhibit, memory: ObjectMemory) {
        self.filed = filed
        filingSignature = filed.filingSignature.flatMap {
            try? CMSSignedData(der: $0, memory: memory)
        }
        var module: (any EvidenceModule)?
        var malformed: MalformedEvidence?
        if let content = filed.content, let type = EvidenceModules.module(for: filed.filing.kind) {
            do throws(MalformedEvidence) {
                module = try type.init(decoding: content, memory: memory)
            } catch {
                malformed = error
            }
        }
        self.module = module
        self.malformed = malformed
        var holdings = module?.holdings ?? Holdings()
        if let filingSignature { holdings.collect(filingSignature) }
        if let note = filed.filing.checkpoint { holdings.notes.append(note) }
        self.holdings = holdings
    }

    /// The exhibit's bytes as an object in time.
    var object: EvidenceObject { .content(filed.filing.content) }

    /// The signatures in it and on its filing.
    var signedData: [CMSSignedData] {
        holdings.signedData + [filingSignature].compactMap(\.self)
    }

    /// What its content states formally.
    var statement: (document: Digest, terms: TermsBlock)? {
        module?.statement(of: filed.filing.content)
    }

    var index: LeafIndex { filed.entry.index }
}

/// The notes of all checkpoints inside the exhibits: in filings, signed attributes, receipts and checkpoint exhibits; none twice,
/// in the order of the exhibits.
package func filedNotes(in evidence: ReadEvidence) -> [FiledNote] {
    filedNotes(in: evidence.exhibits)
}

func filedNotes(in exhibits: [ReadExhibit]) -> [FiledNote] {
    var seen: Set<Digest> = []
    return exhibits.flatMap { exhibit in
        exhibit.holdings.notes.map { FiledNote(note: $0, entry: exhibit.index) }
            .filter { seen.insert($0.digest).inserted }
    }
}

/// The same without their places.
package func embeddedCheckpoints(in exhibits: [FiledExhibit]) -> [String] {
    filedNotes(in: ReadEvidence(exhibits)).map(\.note)
}
