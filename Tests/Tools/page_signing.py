"""Keys, certificates and signatures of the web page, read by openssl; names, kinds and digests, by Python."""

import base64
import hashlib
import json
import os
import subprocess

from page_stage import BANANAS, Stage, expect, run, same, test


# Keys and signatures.

SIGN = """
  const { readIdentity } = await import('/web/identity.js');
  const { signDetached } = await import('/web/cms.js');
  const { base64, utf8, fromBase64 } = await import('/web/bytes.js');
  const file = (text) => new File([fromBase64(text)], 'x');
"""


class Issuer:
    """A certification authority made by openssl."""

    def __init__(self, folder):
        self.folder = folder
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-subj", "/CN=Test root", "-days", "30", folder=folder)

    def issue(self, name, *algorithm, days="20"):
        folder = self.folder
        run("openssl", "req", "-newkey", *algorithm, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/O=Ämter/CN={name}",
            "-utf8", folder=folder)
        run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", f"{name}.pem", "-days", days,
            "-set_serial", "0x00ffee0102", folder=folder)

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return base64.b64encode(file.read()).decode()


ALGORITHMS = {
    "p256": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "p384": ("ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "rsa": ("rsa:2048",),
}


@test
def openssl_verifies_what_the_page_signs_and_nothing_else():
    content = "docket-filing/v1\nmatter Bänke\n".encode()
    with Stage() as stage:
        issuer = Issuer(stage.folder.name)
        for name, algorithm in ALGORITHMS.items():
            issuer.issue(name, *algorithm)
            with open(os.path.join(stage.folder.name, f"{name}.pem"), "ab") as own, open(os.path.join(stage.folder.name, "ca.pem"), "rb") as root:
                own.write(root.read())
            signature = base64.b64decode(stage.module(SIGN + f"""
              const identity = await readIdentity(file('{issuer.read(name + ".key")}'), file('{issuer.read(name + ".pem")}'), '', new Date());
              return base64(await signDetached(fromBase64('{base64.b64encode(content).decode()}'), identity, new Date()));"""))
            stage.write("cms", signature)
            for said, should in ((content, True), (content + b" ", False), (b"", False)):
                stage.write("content", said)
                done = subprocess.run(
                    ["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "cms", "-content", "content", "-CAfile", "ca.pem",
                     "-purpose", "any", "-out", "out"], cwd=stage.folder.name, capture_output=True, timeout=20)
                same((name, said, done.returncode == 0), (name, said, should))
            # One encoding: openssl reads it and writes the same bytes again.
            same(run("openssl", "cms", "-cmsout", "-inform", "DER", "-outform", "DER", "-in", "cms", folder=stage.folder.name), signature)
            printed = run("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "cms", folder=stage.folder.name).decode()
            for words in ("id-smime-aa-signingCertificateV2", "signingTime", "messageDigest", "contentType"):
                expect(words in printed, words)


@test
def a_key_under_a_passphrase_opens_with_it_alone():
    with Stage() as stage:
        issuer = Issuer(stage.folder.name)
        issuer.issue("p256", *ALGORITHMS["p256"])
        for how in (("-v2", "aes-256-cbc"), ("-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"), ("-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1")):
            run("openssl", "pkcs8", "-topk8", *how, "-in", "p256.key", "-out", "sealed.key", "-passout", "pass:Grüße 1", folder=stage.folder.name)
            for passphrase, expected in (("Grüße 1", "ok"), ("Grüße 2", "wrong-passphrase"), ("", "passphrase-needed")):
                same((how, passphrase, stage.module(SIGN + f"""
                  return readIdentity(file('{issuer.read("sealed.key")}'), file('{issuer.read("p256.pem")}'), '{passphrase}', new Date())
                    .then(() => 'ok', (error) => error.code);""")), (how, passphrase, expected))


@test
def keys_and_certificates_that_cannot_sign_are_refused_by_name():
    with Stage() as stage:
        issuer = Issuer(stage.folder.name)
        issuer.issue("one", *ALGORITHMS["p256"])
        issuer.issue("two", *ALGORITHMS["p256"])
        issuer.issue("weak", "rsa:1024")
        issuer.issue("p521", "ec", "-pkeyopt", "ec_paramgen_curve:P-521")
        issuer.issue("ed", "ed25519")
        run("openssl", "ec", "-in", "one.key", "-out", "old.key", folder=stage.folder.name)
        run("openssl", "pkcs8", "-topk8", "-scrypt", "-in", "one.key", "-out", "scrypt.key", "-passout", "pass:x", folder=stage.folder.name)
        nothing = base64.b64encode(b"nothing").decode()
        large = base64.b64encode(bytes(300_000)).decode()
        for key, certificate, years, expected in (
                (issuer.read("one.key"), issuer.read("one.pem"), 0, "ok"), (issuer.read("one.key"), issuer.read("two.pem"), 0, "key-mismatch"),
                (issuer.read("one.key"), issuer.read("one.pem"), 1, "expired-certificate"), (issuer.read("weak.key"), issuer.read("weak.pem"), 0, "unsupported-key"),
                (issuer.read("p521.key"), issuer.read("p521.pem"), 0, "unsupported-key"), (issuer.read("ed.key"), issuer.read("ed.pem"), 0, "unsupported-key"),
                (issuer.read("old.key"), issuer.read("one.pem"), 0, "old-key"), (issuer.read("scrypt.key"), issuer.read("one.pem"), 0, "old-encryption"),
                (nothing, issuer.read("one.pem"), 0, "unreadable-key"), (issuer.read("one.pem"), issuer.read("one.pem"), 0, "unreadable-key"),
                (issuer.read("one.key"), nothing, 0, "unreadable-certificate"), (issuer.read("one.key"), issuer.read("one.key"), 0, "unreadable-certificate"),
                (large, issuer.read("one.pem"), 0, "too-large"), (issuer.read("one.key"), large, 0, "too-large")):
            same((expected, stage.module(SIGN + f"""
              return readIdentity(file('{key}'), file('{certificate}'), '', new Date(Date.now() + {years} * 366 * 86400e3))
                .then(() => 'ok', (error) => error.code ?? String(error));""")), (expected, expected))


@test
def every_change_of_a_certificate_is_refused_or_signs_with_the_same_key():
    with Stage() as stage:
        # Each byte flipped, each beginning: nothing hangs, nothing signs for another key.
        with open(stage.key, "rb") as key:
            text = base64.b64encode(key.read()).decode()
        der = base64.b64encode(run("openssl", "x509", "-in", stage.certificate, "-outform", "DER")).decode()
        found = stage.module(SIGN + f"""
          const key = file('{text}');
          const whole = fromBase64('{der}');
          const counts = {{}};
          const variants = [...whole.keys()].flatMap((place) => [whole.slice(0, place), whole.with(place, whole[place] ^ 1)]);
          for (const bytes of variants) {{
            const result = await readIdentity(key, new File([bytes], 'c'), '', new Date('2026-05-04')).then(() => 'signs', (error) => error.code ?? String(error));
            counts[result] = (counts[result] ?? 0) + 1;
          }}
          return counts;""")
        allowed = {"signs", "unreadable-certificate", "unsupported-key", "unreadable-key", "key-mismatch", "expired-certificate"}
        expect(set(found) <= allowed and found["unreadable-certificate"] > 400, found)


@test
def digests_are_those_of_other_programs():
    sizes = list(range(0, 130)) + [4 * 1024 * 1024 - 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 9 * 1024 * 1024 + 77]
    with Stage() as stage:
        found = stage.module(f"""
          const {{ hashFile }} = await import('/web/sha256.js');
          const {{ base64 }} = await import('/web/bytes.js');
          const all = [];
          for (const size of {sizes}) {{
            const bytes = new Uint8Array(size).map((_, place) => (place * 131 + (place >> 8)) % 256);
            all.push(base64(await hashFile(new File([bytes], 'x'))));
          }}
          return all;""")
        expected = [base64.b64encode(hashlib.sha256(bytes((place * 131 + (place >> 8)) % 256 for place in range(size))).digest()).decode() for size in sizes]
        same(found, expected)


@test
def names_that_no_exhibit_has_are_refused_before_anything_is_signed():
    with Stage() as stage:
        allowed = {"contract.md": True, "Vertrag über 10 t.md": True, "a": True, "\u00e4" * 100: True, "\u00e4" * 101: False, "": False,
                   ".": False, "..": False, " a": False, "a ": False, "a/b": False, "a\\b": False, "a\nb": False, "a\u202eb": False,
                   "a\u200bb": False, "a\u00a0b": False, "a\ufffd": False, "a\ue000": False, "a\u2028b": False, "a\u0000": False}
        found = stage.module(f"const {{ isName }} = await import('/web/filing.js'); return {json.dumps(list(allowed))}.map(isName);")
        same(dict(zip(allowed, found)), allowed)


@test
def kinds_are_recognised_by_bytes():
    with Stage() as stage:
        run("openssl", "x509", "-in", stage.certificate, "-outform", "DER", "-out", "c.der", folder=stage.folder.name)
        wrong = stage.write("wrong.md", b"\xff\xfe")
        paths = {
            os.path.join(BANANAS, "claims.txt"): ("claims", "text/plain"), os.path.join(BANANAS, "agreement.md"): ("agreement", "text/markdown"),
            os.path.join(BANANAS, "annex.txt"): ("annex", "text/plain"), stage.certificate: ("certificate", "application/x-pem-file"),
            os.path.join(stage.folder.name, "c.der"): ("certificate", "application/pkix-cert"),
            os.path.join(BANANAS, "exhibits", "CA1-1.crl"): ("revocation-list", "application/pkix-crl"),
            os.path.join(BANANAS, "exhibits", "contract.md.FRUTA.p7s"): ("signature", "application/pkcs7-signature"),
            stage.write("a.pdf", b"%PDF-1.7\n"): ("document", "application/pdf"), stage.write("b", b""): ("document", "application/octet-stream"),
            wrong: ("document", "application/octet-stream"), stage.write("c.txt", b"x"): ("document", "text/plain"),
            stage.write("r", stage.archive.receipt(stage.archive.exhibits[0]).encode()): ("receipt", "text/plain"),
            stage.write("n", stage.archive.checkpoint().encode()): ("checkpoint", "text/plain"),
        }
        for path, expected in paths.items():
            with open(path, "rb") as file:
                content = base64.b64encode(file.read()).decode()
            found = stage.module(f"""
              const {{ recognise }} = await import('/web/recognise.js');
              const {{ fromBase64 }} = await import('/web/bytes.js');
              const {{ kind, mediaType }} = recognise({json.dumps(os.path.basename(path))}, fromBase64('{content}'), true);
              return [kind, mediaType];""")
            same((path, tuple(found)), (path, expected))
