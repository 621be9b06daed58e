"""What tests of the web page stand on: a browser's tab before the small archive of page_mock.py, in which two parties have filed."""

import base64
import os
import subprocess
import tempfile

import page_mock
from browser import Chromium, Page

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WEB = os.path.join(ROOT, "Sources", "ArchiveService", "Web")
BANANAS = os.path.join(ROOT, "Evidence", "bananas")
REPORT = os.path.join(ROOT, "Tests", "Golden", "report-authentic.html")
AGREEMENT = "sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
HOSTILE = ["<img src=x onerror=window.owned=1>", "</title><script>window.owned=1</script>", "\"><svg onload=window.owned=1>",
           "javascript:window.owned=1", "{{constructor.constructor('window.owned=1')()}}", "\u202etxt.exe", "a\u200bb"]
TESTS = {}
RUNNING = []


def test(function):
    TESTS[function.__name__.replace("_", " ")] = function
    return function


def expect(condition, words=""):
    if not condition:
        raise AssertionError(words)


def same(found, expected):
    expect(found == expected, f"found {found!r}, expected {expected!r}")


def run(*arguments, folder=None, feed=None):
    done = subprocess.run(arguments, cwd=folder, input=feed, capture_output=True, timeout=60)
    expect(done.returncode == 0, f"{arguments}: {done.stderr.decode()[-800:]}")
    return done.stdout


def certificate_digest(path):
    return page_mock.digest(run("openssl", "x509", "-in", path, "-outform", "DER"))


def exhibit(name):
    with open(os.path.join(BANANAS, "exhibits", name), "rb") as file:
        return file.read()


def chromium():
    """The one browser of this run."""
    if not RUNNING:
        RUNNING.append(Chromium())
    return RUNNING[0]


class Stage:
    """A browser before an archive in which two parties have filed."""

    def __init__(self):
        self.key = os.path.join(BANANAS, "keys", "FRUTA.pem")
        self.certificate = os.path.join(BANANAS, "certificates", "FRUTA.pem")
        other = os.path.join(BANANAS, "certificates", "MARKT.pem")
        self.filer, self.other = certificate_digest(self.certificate), certificate_digest(other)
        with open(REPORT, "rb") as file:
            report = file.read()
        self.server = page_mock.serve(
            WEB, {self.filer: ("FRUTA", self.certificate), self.other: ("MARKT", other)}, report,
            [{"digest": AGREEMENT, "title": "Secure Electronic Commerce Agreement", "version": "seca-1.0",
              "annexes": [{"digest": AGREEMENT, "name": "annex-2026.txt"}]}])
        self.archive = self.server.archive
        for name, received, kind, media_type, filer in [
                ("accession-FRUTA.md", "2025-10-31T09:45:00Z", "document", "text/markdown", self.filer),
                ("accession-MARKT.md", "2025-11-03T10:00:00Z", "document", "text/markdown", self.other),
                ("CA1-1.crl", "2025-11-03T10:02:00Z", "revocation-list", "application/pkix-crl", "operator"),
                ("offer.md", "2026-01-28T09:00:00Z", "document", "text/markdown", self.filer),
                ("offer.md.FRUTA.p7s", "2026-01-28T09:00:10Z", "signature", "application/pkcs7-signature", self.filer),
                ("counter-offer.md", "2026-01-30T15:12:00Z", "document", "text/markdown", self.other),
                ("contract.md", "2026-02-02T11:04:12Z", "document", "text/markdown", self.filer),
                ("contract.md.MARKT.p7s", "2026-02-02T12:30:00Z", "signature", "application/pkcs7-signature", self.other),
                ("delivery-receipt.md", "2026-03-19T16:40:00Z", "document", "text/markdown", self.other)]:
            self.archive.add("BAN-1", name, exhibit(name), received, kind, media_type, filer)
        # localhost is a secure context, as HTTPS is; browsers sign nowhere else.
        self.address = f"http://localhost:{self.server.server_address[1]}/"
        self.browser = Page(chromium())
        self.folder = tempfile.TemporaryDirectory()

    def __enter__(self):
        self.browser.screen(1100)
        return self

    def __exit__(self, kind, *_):
        self.browser.close()
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def go(self, place, see=None):
        """Shows a view, in a page that was loaded once."""
        browser = self.browser
        if not (browser.run("location.href") or "").startswith(self.address):
            browser.open(self.address + "#/" + place)
        else:
            browser.run(f"void (location.hash = '#/{place}')")
        if see:
            browser.see(see)

    def sign_in(self):
        self.go("session", "Your token")
        self.browser.fill("#token", page_mock.TOKEN)
        self.browser.click("form button")
        self.browser.see("Your matters")

    def choose_key(self, key=None, certificate=None, passphrase=""):
        browser = self.browser
        browser.choose("#key-file", key or self.key)
        browser.choose("#certificate-file", certificate or self.certificate)
        if passphrase:
            browser.fill("#passphrase", passphrase)

    def write(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def module(self, body):
        """The value that a body computes with the page's modules, imported as it says."""
        if not (self.browser.run("location.href") or "").startswith(self.address):
            self.go("log", "Root hash")
        return self.browser.run("(async () => {" + body + "})()")

    def quiet(self):
        same(self.browser.complaints, [])


VIEWS = {"verify": "Verify a bundle", "log": "Root hash", "matters": "Your matters", "matters/BAN-1": "Who is in this matter",
         "matters/BAN-1/7": "Leaf hash", "matters/BAN-1/missing": "Put the claims", "matters/BAN-1/bundle": "A bundle holds",
         "file": "Drop documents", "session": "Sign out"}
