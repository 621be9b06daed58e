// What the texts of the log commit to (docs/formats: entry, filing, docketing): the entry to filing and docketing and the entry
// before it, the filing to its exhibit and what it regards, the docketing to the filer's signature.

import EvidenceValues
import TransparencyLog

extension CommitmentGraph {
    /// Records what entry, filing and docketing of an exhibit commit to.
    mutating func commit(_ exhibit: FiledExhibit, notes: NoteReader) {
        let entry = EvidenceObject.entry(exhibit.entry.leafHash)
        let filing = EvidenceObject.content(exhibit.entry.filing)
        let docketing = EvidenceObject.content(exhibit.entry.docketing)
        commit(entry, to: filing)
        commit(entry, to: docketing)
        if let previous = exhibit.entry.previous { commit(entry, to: .entry(previous)) }
        if let previous = exhibit.docketing.previous { commit(docketing, to: .entry(previous)) }
        if let signature = exhibit.docketing.signature {
            commit(docketing, to: .content(signature))
        }
        commit(filing, to: .content(exhibit.filing.content))
        for link in exhibit.filing.links { commit(filing, to: .content(link.target)) }
        if case .certificate(let digest) = exhibit.filing.filer {
            commit(filing, to: .content(digest))
        }
        if let note = exhibit.filing.checkpoint { notes.commit(filing, to: note, in: &self) }
    }
}
