// SignatureValidation: not written yet.
