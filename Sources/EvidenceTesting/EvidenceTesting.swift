// EvidenceTesting: not written yet.
