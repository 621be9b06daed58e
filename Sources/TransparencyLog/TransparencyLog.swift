// TransparencyLog: not written yet.
