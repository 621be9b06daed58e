"""Filing, bundles and judging in the web page: what reaches the archive, and what of its answers is believed."""

import base64
import json
import os
import re

import page_mock
from page_stage import AGREEMENT, BANANAS, Stage, exhibit, expect, run, same, test


# Filing.

def start_filing(stage, *paths, matter="BAN-2"):
    stage.sign_in()
    stage.go(f"file/{matter}", "Your key")
    stage.choose_key()
    stage.browser.see("You sign as FRUTA")
    stage.browser.choose(".drop input", *paths)
    stage.browser.until(f"document.querySelectorAll('.item select').length === {len(paths)}")


def in_bananas(*names):
    return [os.path.join(BANANAS, name) for name in names]


@test
def documents_are_filed_with_receipts_and_the_key_stays_here():
    with Stage() as stage:
        browser = stage.browser
        start_filing(stage, *in_bananas("exhibits/contract.md.FRUTA.p7s", "exhibits/contract.md", "annex.txt", "exhibits/CA1-1.crl"))
        browser.see("signs contract.md")
        browser.click("form button.main")
        browser.until("document.querySelectorAll('.item .good').length === 4")
        filed = [each["said"] | {"text": each["filing"]} for each in stage.archive.exhibits if each["said"]["matter"] == "BAN-2"]
        # A signature comes behind what it signs.
        same([(each["name"], each["kind"], each["media-type"]) for each in filed],
             [("contract.md", "document", "text/markdown"), ("annex.txt", "annex", "text/plain"), ("CA1-1.crl", "revocation-list", "application/pkix-crl"),
              ("contract.md.FRUTA.p7s", "signature", "application/pkcs7-signature")])
        expect(f"regarding signs {filed[0]['content']}\n" in filed[3]["text"], filed[3]["text"])
        same(len({each["nonce"] for each in filed}), 4)
        same({each["filer"] for each in filed}, {stage.filer})
        # Each filing knows a checkpoint of this log.
        expect(base64.b64decode(filed[0]["checkpoint"]).decode().startswith(page_mock.ORIGIN + "\n9\n"), filed[0]["checkpoint"])
        browser.click(".item .good button")
        name = browser.run("document.querySelector('.item .name').textContent")
        saved = browser.downloaded(f"{name}.receipt").decode()
        expect(saved.startswith("docket-receipt/v1\n\ndocket-entry/v1\n") and f"name {name}\n" in saved, saved)
        # Whatever was sent holds nothing of the key.
        with open(stage.key, encoding="ascii") as file:
            body = "".join(file.read().splitlines()[1:-1])
        for each in browser.requests:
            sent = json.dumps(each)
            expect(body[:40] not in sent and base64.b64decode(body)[36:68].hex() not in sent and "PRIVATE" not in sent, "the key was sent")
        same(browser.run("[localStorage.length, Object.keys(sessionStorage)]"), [0, ["docket-token"]])
        stage.quiet()


@test
def a_lost_answer_is_asked_for_again_and_nothing_is_filed_twice():
    with Stage() as stage:
        stage.server.handler.faults["/v1/matters/BAN-2/exhibits"] = 9
        start_filing(stage, *in_bananas("exhibits/contract.md"))
        stage.browser.click("form button.main")
        stage.browser.see("The server cannot be reached.")
        # A browser may have tried again by itself.
        stage.server.handler.faults.clear()
        stage.browser.click("form button.main")
        stage.browser.see("Filed as number 1")
        same(len([each for each in stage.archive.exhibits if each["said"]["matter"] == "BAN-2"]), 1)
        expect(len(stage.server.keys) > 1)
        same(len(set(stage.server.keys)), 1)


@test
def what_was_filed_before_gives_the_first_receipt():
    with Stage() as stage:
        stage.archive.add("BAN-2", "contract.md", exhibit("contract.md"), "2026-02-02T11:04:12Z", filer=stage.filer)
        start_filing(stage, *in_bananas("exhibits/contract.md"))
        stage.browser.click("form button.main")
        stage.browser.see("Was filed before, as number 1")


@test
def a_receipt_that_is_not_ones_own_is_no_receipt():
    def swap(old, new):
        return lambda receipt: re.sub(old, new, receipt, count=1, flags=re.MULTILINE)
    other = base64.b64encode(bytes(32)).decode()
    lies = {
        "another nonce": swap(r"(docket-filing(?:.*\n)*?nonce ).*", rf"\g<1>{other}"), "another name": swap("^name contract.md$", "name contract2.md"),
        "another number": swap("^number 1$", "number 2"), "another time": swap("^received .*", "received 2020-01-01T00:00:00Z"),
        "another signature": swap("^signature .*", "signature sha-256:" + other), "another index": swap("(tlog-proof@v1\nindex ).*", r"\g<1>3"),
        "another hash": swap("(tlog-proof@v1\nindex .*\n).*", rf"\g<1>{other}"), "a hash less": swap("(tlog-proof@v1\nindex .*\n).*\n", r"\g<1>"),
        "a hash more": swap("(tlog-proof@v1\nindex .*\n)", rf"\g<1>{other}\n"), "another root": swap(rf"({page_mock.ORIGIN}\n\d+\n).*", rf"\g<1>{other}"),
        "another size": swap(rf"({page_mock.ORIGIN}\n)\d+", r"\g<1>4096"), "nothing": lambda receipt: "", "a word": lambda receipt: "received",
        "only a part": lambda receipt: receipt[:len(receipt) // 2],
    }
    with Stage() as stage:
        start_filing(stage, *in_bananas("exhibits/contract.md"))
        for name, lie in lies.items():
            stage.server.change_receipt = lie
            stage.browser.run("document.querySelector('.item .problem')?.remove()")
            stage.browser.click("form button.main")
            stage.browser.until("document.querySelector('.item .problem')")
            same((name, stage.browser.run("document.querySelectorAll('.item .good').length")), (name, 0))
            shown = stage.browser.run("document.querySelector('.item .problem').textContent")
            expect("receipt" in shown.lower(), f"{name}: {shown}")
        stage.server.change_receipt = lambda receipt: receipt
        stage.browser.click("form button.main")
        stage.browser.see("Filed as number 1")


@test
def the_proof_of_every_entry_of_every_small_log_holds_and_no_other():
    archive = page_mock.Archive({})
    receipts = []
    for size in range(1, 19):
        archive.add("BAN-1", f"{size}.md", b"x", "2026-05-04T12:00:00Z")
        receipts += [archive.receipt(each) for each in archive.exhibits]
    with Stage() as stage:
        held, broken, hashes = stage.module(f"""
          const {{ checkProof, parseReceipt }} = await import('/web/receipt.js');
          const holds = (receipt) => checkProof(receipt).then(() => 1, () => 0);
          const other = btoa(String.fromCharCode(...new Uint8Array(32)));
          let [held, broken, hashes] = [0, 0, 0];
          for (const text of {json.dumps(receipts)}) {{
            const receipt = parseReceipt(text);
            held += await holds(receipt);
            for (const place of receipt.hashes.keys()) {{
              hashes += 1;
              broken += await holds({{ ...receipt, hashes: receipt.hashes.with(place, other) }});
              broken += await holds({{ ...receipt, hashes: receipt.hashes.toSpliced(place, 1) }});
            }}
            broken += await holds({{ ...receipt, hashes: [...receipt.hashes, other] }});
            broken += await holds({{ ...receipt, index: receipt.index + 1 }});
            broken += await holds({{ ...receipt, root: other }});
          }}
          return [held, broken, hashes];""")
        same((held, broken), (len(receipts), 0))
        expect(hashes > 400, f"{hashes} hashes")


@test
def a_refused_filing_says_why_and_can_be_mended():
    with Stage() as stage:
        del stage.archive.certificates[stage.filer]
        start_filing(stage, *in_bananas("exhibits/contract.md"))
        stage.browser.click("form button.main")
        stage.browser.see("not registered as yours")
        stage.archive.certificates[stage.filer] = ("FRUTA", stage.certificate)
        stage.browser.click("form button.main")
        stage.browser.see("Filed as number 1")
        same(len(set(stage.server.keys)), 1)


# Bundles and judging.

@test
def a_bundle_is_signed_here_and_kept():
    with Stage() as stage:
        stage.sign_in()
        stage.go("matters/BAN-1/bundle", "annex-2026.txt")
        stage.browser.choose("#bundle-claims", os.path.join(BANANAS, "claims.txt"))
        stage.browser.click("form button.main")
        stage.browser.see("Choose your key and certificate first.")
        stage.choose_key()
        stage.browser.see("You sign as FRUTA")
        stage.browser.click("form button.main")
        stage.browser.see("Save the bundle")
        stage.write("manifest", b"<asic:ASiCManifest/>")
        stage.write("cms", stage.server.job["signature"])
        run("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "cms", "-content", "manifest", "-purpose", "any",
            "-CAfile", os.path.join(BANANAS, "certificates", "CA1-root.pem"), "-out", "out", folder=stage.folder.name)
        same(stage.server.job["asked"]["agreement"], {"digest": AGREEMENT})
        stage.browser.run("[...document.querySelectorAll('main button')].find((each) => each.textContent.startsWith('Save the bundle')).click()")
        same(stage.browser.downloaded("BAN-1.asice"), b"PK the bundle")
        stage.quiet()


@test
def what_is_missing_for_a_claim_is_told():
    with Stage() as stage:
        stage.sign_in()
        stage.go("matters/BAN-1/missing", "annex-2026.txt")
        stage.browser.fill("#claims", "no claims")
        stage.browser.click("form button.main")
        stage.browser.see("claims:1:1")
        stage.browser.choose("#claims-file", os.path.join(BANANAS, "claims.txt"))
        stage.browser.until("document.querySelector('#claims').value.startsWith('claims BAN-1')")
        stage.browser.click("form button.main")
        stage.browser.see("would be refuted")
        stage.browser.see("could come from MARKT, BANKF")
        same(stage.browser.run("[...document.querySelectorAll('.item > header .badge')].map((each) => each.textContent)"), ["proven", "refuted", "undetermined"])


@test
def a_matter_is_searched_and_read_on_page_after_page():
    with Stage() as stage:
        for number in range(230):
            stage.archive.add("BAN-2", f"note-{number}.txt", b"x", f"2026-03-{1 + number % 28:02}T12:00:00Z", media_type="text/plain")
        stage.sign_in()
        stage.go("matters/BAN-2", "note-99.txt")
        rows = "document.querySelectorAll('.rows a').length"
        same(stage.browser.run(rows), 100)
        for expected in (200, 230):
            stage.browser.click("[data-part=more]")
            stage.browser.until(f"{rows} === {expected}")
        same(stage.browser.run("document.querySelector('[data-part=more]').hidden"), True)
        stage.browser.fill("#name", "note-22")
        stage.browser.click("form button")
        stage.browser.until(f"{rows} === 11")
        stage.browser.see("11 exhibits")
