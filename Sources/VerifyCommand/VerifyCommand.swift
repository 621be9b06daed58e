// VerifyCommand: not written yet.
