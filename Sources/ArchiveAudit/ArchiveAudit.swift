// ArchiveAudit: not written yet.
