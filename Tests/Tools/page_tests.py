#!/usr/bin/env python3
"""page_tests.py: the web page in headless Chromium against the small archive of page_mock.py, with openssl to read what it signs.

Without arguments it runs every test and prints a line for each; with `--list` it prints their names; with names it runs these.
`--pictures FOLDER` only takes pictures of every view, light, dark and on a phone, for people to look at.
"""

import os
import subprocess
import sys
import traceback

import page_signing  # noqa: F401  its tests put themselves on the list
import page_views
from browser import BrowserError
from page_filing import in_bananas
from page_stage import RUNNING, TESTS, VIEWS, Stage


def pictures(folder):
    os.makedirs(folder, exist_ok=True)
    with Stage() as stage:
        browser = stage.browser

        def take(name, whole=True):
            for look, size in {"light": (1100, 800), "dark": (1100, 800, True), "phone": (390, 800, False, True)}.items():
                browser.screen(*size)
                browser.picture(os.path.join(folder, f"{name}-{look}.png"), whole)
            browser.screen(1100, 800)

        stage.go("verify", "Secure Electronic")
        take("verify")
        browser.choose(".drop input", stage.write("BAN-1.asice", b"PK"))
        page_views.accept(stage)
        browser.click("button.main")
        browser.until("document.querySelector('iframe').clientHeight > 3000")
        take("report", whole=False)
        stage.go("session", "Your token")
        take("sign-in")
        stage.sign_in()
        for place, words in VIEWS.items():
            if place != "verify":
                stage.go(place, words)
                take(place.replace("/", "-"))
        stage.go("file/BAN-2", "Your key")
        stage.choose_key()
        browser.choose(".drop input", *in_bananas("exhibits/contract.md.FRUTA.p7s", "exhibits/contract.md", "annex.txt"))
        browser.see("signs contract.md")
        take("file-chosen")
        browser.click("form button.main")
        browser.until("document.querySelectorAll('.item .good').length === 3")
        take("file-done")


def main(arguments):
    if arguments[:1] == ["--pictures"]:
        pictures(arguments[1])
        return 0
    if arguments == ["--list"]:
        print("\n".join(TESTS))
        return 0
    failed = 0
    for name in arguments or TESTS:
        try:
            TESTS[name]()
            print(f"ok: {name}")
        except (AssertionError, BrowserError, KeyError, subprocess.TimeoutExpired):
            failed += 1
            print(f"failed: {name}\n{traceback.format_exc()}")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    finally:
        for browser in RUNNING:
            browser.__exit__()
    sys.exit(status)
