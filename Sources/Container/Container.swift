// Container: not written yet.
