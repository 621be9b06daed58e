// EvidenceBundle: not written yet.
