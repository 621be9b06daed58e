// Cryptography: not written yet.
