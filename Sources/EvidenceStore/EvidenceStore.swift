// EvidenceStore: not written yet.
