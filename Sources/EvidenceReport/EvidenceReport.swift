// EvidenceReport: not written yet.
