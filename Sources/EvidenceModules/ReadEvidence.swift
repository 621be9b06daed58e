// Evidence that was decoded, and nothing more: what reading it costs is paid once, however often it is then assessed, at whatever time and
// under whatever trust. Exhibits are decoded on all cores, each by itself, so what is read does not depend on the threads.

package import Cryptography
package import EvidenceValues

/// Exhibits that were decoded.
package struct ReadEvidence: Sendable {
    /// In the order given.
    let exhibits: [ReadExhibit]
    /// What was read and checked before, perhaps of other evidence.
    let memory: ObjectMemory

    /// Decodes the exhibits.
    package init(_ filed: [FiledExhibit], memory: ObjectMemory = ObjectMemory()) {
        self.init(mapInParallel(filed) { ReadExhibit($0, memory: memory) }, memory)
    }

    private init(_ exhibits: [ReadExhibit], _ memory: ObjectMemory) {
        self.exhibits = exhibits
        self.memory = memory
    }

    /// The exhibits as they were given.
    package var filed: [FiledExhibit] { exhibits.map(\.filed) }

    /// The same without some, and with others behind it.
    package func without(_ indexes: Set<LeafIndex>, with added: [FiledExhibit]) -> ReadEvidence {
        let kept = exhibits.filter { !indexes.contains($0.index) }
        return ReadEvidence(kept + added.map { ReadExhibit($0, memory: memory) }, memory)
    }
}
