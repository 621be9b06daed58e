#!/usr/bin/env python3
"""page_live.py PROGRAMS: the web page before the real docketd, whose programs are in the folder PROGRAMS, over the archive of Evidence/bananas.

Two parties and an arbiter, each in a tab of his own: FRUTA files a document from the browser, signed there; MARKT sees it and asks what is
missing for his claim; FRUTA makes a bundle and signs it there; the arbiter, without an account, verifies it in the page, and docket-verify
says the same. Prints a line for each step, and ends with status 0 if all were as they should be.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from browser import BrowserError, Chromium, Page
from page_stage import BANANAS, expect, same

START_S = 60
AT = "2026-04-15T09:00:00Z"


class House:
    """A running docketd with an operator's token."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="docket-live-")
        shutil.copytree(os.path.join(BANANAS, "archive"), self.inside("archive"))
        os.chmod(self.inside("archive/signing-key"), 0o600)
        os.makedirs(self.inside("state"), mode=0o700)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        with open(self.inside("docketd.yaml"), "w", encoding="utf-8") as file:
            file.write(f"archive: {self.inside('archive')}\nstate: {self.inside('state')}\n"
                       f"http:\n  host: 127.0.0.1\n  port: {self.port}\n  url: {self.url}\nmetrics:\n  port: 0\naudit:\n  at: \"\"\n"
                       f"agreements:\n  - agreement: {BANANAS}/agreement.md\n    annex: {BANANAS}/annex.txt\n")
        self.environment = os.environ | {"XDG_STATE_HOME": self.inside("marks")}
        self.log = open(self.inside("log"), "w+b")
        try:
            self.token = self.program("docketd", "bootstrap", "ADMIN", "--config", self.inside("docketd.yaml")).decode().split()[-1]
            self.process = subprocess.Popen(
                [os.path.join(programs, "docketd"), "serve", "--config", self.inside("docketd.yaml")], env=self.environment,
                stdout=self.log, stderr=self.log)
            self.wait()
        except BaseException:
            self.tell()
            self.kill()
            raise

    def inside(self, name):
        return os.path.join(self.folder, name)

    def program(self, name, *arguments, allowed=(0,)):
        done = subprocess.run([os.path.join(self.programs, name), *arguments], env=self.environment, capture_output=True, timeout=120)
        expect(done.returncode in allowed, f"{name} {arguments}: {done.returncode} {done.stderr.decode()[-800:]}")
        return done.stdout

    def wait(self):
        deadline = time.monotonic() + START_S
        while True:
            try:
                with urllib.request.urlopen(self.url + "/readyz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                expect(time.monotonic() < deadline and self.process.poll() is None, "docketd does not start")
                time.sleep(0.1)

    def ask(self, path, members):
        """What the operator asks for."""
        request = urllib.request.Request(
            self.url + path, data=json.dumps(members).encode(), method="POST",
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": os.urandom(16).hex()})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()[:500]}") from error

    def admit(self, name, role):
        """Lets somebody into the matter and gives his token."""
        members = {"id": name}
        certificate = os.path.join(BANANAS, "certificates", f"{name}.pem")
        if os.path.exists(certificate):
            with open(certificate, encoding="ascii") as file:
                members["certificates"] = [file.read()]
        self.ask("/v1/principals", members)
        self.ask("/v1/matters/BAN-1/members", {"principal": name, "role": role})
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))
        return self.ask("/v1/tokens", {"principal": name, "matter": "BAN-1", "role": role, "expires": expires})["token"]

    def tell(self):
        self.log.flush()
        self.log.seek(0)
        print("docketd said:\n" + self.log.read().decode(errors="replace")[-4000:])

    def close(self):
        """Ends docketd as an operator does."""
        self.process.send_signal(signal.SIGTERM)
        same(self.process.wait(timeout=60), 0)

    def kill(self):
        """Leaves nothing behind, however it went."""
        if hasattr(self, "process") and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def sign_in(page, house, token):
    page.open(house.url + "/#/session")
    page.see("Your token")
    page.fill("#token", token)
    page.click("form button")
    page.see("Your matters")
    page.see("BAN-1")


def choose_key(page, name):
    page.choose("#key-file", os.path.join(BANANAS, "keys", f"{name}.pem"))
    page.choose("#certificate-file", os.path.join(BANANAS, "certificates", f"{name}.pem"))
    page.see(f"You sign as {name}")


def go(page, place, words):
    page.run(f"void (location.hash = '#/{place}')")
    page.see(words)


def file_documents(page, house):
    go(page, "file/BAN-1", "Your key")
    choose_key(page, "FRUTA")
    reminder = house.inside("reminder.md")
    with open(reminder, "w", encoding="utf-8") as file:
        file.write("# Reminder <script>alert(1)</script>\n\nPlease pay.\n")
    page.choose(".drop input", reminder)
    page.click("form button.main")
    page.see("Filed as number 31")
    page.click(".item .good button")
    receipt = house.inside("reminder.md.receipt")
    with open(receipt, "wb") as file:
        file.write(page.downloaded("reminder.md.receipt"))
    # The verifier knows nothing of pages: it opens the receipt with the keys of the annex.
    house.program("docket-verify", receipt, "--content", reminder, "--annex", os.path.join(BANANAS, "annex.txt"), allowed=(0, 3))
    page.click("form button.main + [data-part=receipts], .item a.button")
    page.see("Leaf hash")
    page.see("<script>alert(1)</script>")
    page.see("Logged")


def refuse_another_key(page, house):
    """MARKT's key in FRUTA's session."""
    page.open(house.url + "/#/file/BAN-1")
    page.see("Your key")
    choose_key(page, "MARKT")
    note = house.inside("note.txt")
    with open(note, "w", encoding="utf-8") as file:
        file.write("in another's name\n")
    page.choose(".drop input", note)
    page.click("form button.main")
    page.until("document.querySelector('.item .problem')")
    expect("number" not in page.run("document.querySelector('.item').innerText").lower(), "filed in another's name")


def ask_what_is_missing(page):
    go(page, "matters/BAN-1", "reminder.md")
    same(page.run("document.querySelectorAll('.rows a').length"), 31)
    go(page, "matters/BAN-1/missing", "Put the claims")
    page.choose("#claims-file", os.path.join(BANANAS, "claims.txt"))
    page.until("document.querySelector('#claims').value.startsWith('claims BAN-1')")
    page.click("form button.main")
    page.see("On what is filed now", 60)
    expect("proven" in page.run("[...document.querySelectorAll('.item .badge')].map((each) => each.textContent)"), page.text()[-1500:])


def make_bundle(page, house):
    page.open(house.url + "/#/matters/BAN-1/bundle")
    page.see("A bundle holds")
    choose_key(page, "FRUTA")
    page.choose("#bundle-claims", os.path.join(BANANAS, "claims.txt"))
    page.click("form button.main")
    page.see("Save the bundle", 120)
    page.run("[...document.querySelectorAll('main button')].find((each) => each.textContent.startsWith('Save the bundle')).click()")
    deadline = time.monotonic() + 60
    while not (found := [each for each in os.listdir(page.downloads) if each.endswith(".asice")]):
        page.run("1")
        expect(time.monotonic() < deadline, "no bundle came")
        time.sleep(0.1)
    bundle = os.path.join(page.downloads, found[0])
    house.program("docket-verify", bundle, "--agreement", f"{BANANAS}/agreement.md", "--annex", f"{BANANAS}/annex.txt")
    return bundle


def verify(page, house, bundle):
    page.open(house.url + "/#/verify")
    page.see("seca-1.0")
    page.choose(".drop input", bundle)
    for place in (1, 2):
        page.run("(select => { select.selectedIndex = [...select.options].findIndex((each) => each.value.startsWith('sha-256:'));"
                 " select.dispatchEvent(new Event('change')); })"
                 f"(document.querySelector('[data-part=trust] > .field:nth-child({place}) select'))")
    page.click("form button.main")
    page.until("document.querySelector('iframe').contentDocument.body.innerText.includes('Authentic')", 120)


def main(programs, pictures=None):
    house = House(os.path.abspath(programs))
    try:
        house.ask("/v1/matters", {"id": "BAN-1", "title": "Ten tonnes of bananas"})
        tokens = {name: house.admit(name, role) for name, role in (("FRUTA", "party"), ("MARKT", "party"), ("ARBIT", "arbiter"))}
        with Chromium() as chromium:
            pages = {name: Page(chromium) for name in (*tokens, "nobody")}

            def step(words, work, name):
                page = pages[name]
                page.screen(1100)
                result = work(page)
                same((words, page.complaints), (words, []))
                if pictures:
                    page.picture(os.path.join(pictures, words.replace(" ", "-") + ".png"), whole=False)
                print("ok: " + words)
                sys.stdout.flush()
                return result

            for name, token in tokens.items():
                step(f"{name} signs in", lambda page, token=token: sign_in(page, house, token), name)
            step("FRUTA files a document", lambda page: file_documents(page, house), "FRUTA")
            step("nobody files in the name of another", lambda page: refuse_another_key(page, house), "FRUTA")
            step("MARKT asks what is missing", ask_what_is_missing, "MARKT")
            bundle = step("FRUTA makes and signs a bundle", lambda page: make_bundle(page, house), "FRUTA")
            step("the arbiter reads the matter", lambda page: go(page, "matters/BAN-1", "reminder.md"), "ARBIT")
            step("anybody verifies the bundle", lambda page: verify(page, house, bundle), "nobody")
            step("anybody reads the log", lambda page: go(page, "log", "Root hash"), "nobody")
        house.close()
        print("ok: docketd ends when it is told to")
        return 0
    except (AssertionError, BrowserError, subprocess.TimeoutExpired):
        house.tell()
        raise
    finally:
        house.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
