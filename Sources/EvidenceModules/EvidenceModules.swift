// EvidenceModules: not written yet.
