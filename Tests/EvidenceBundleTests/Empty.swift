// not written yet.
