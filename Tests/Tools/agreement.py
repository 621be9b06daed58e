#!/usr/bin/env python3
"""agreement.py DOCKET VECTORS: the same signatures and time-stamps by `docket validate`, by pyHanko and by `openssl`, at the same time, with the
same certificates trusted and no revocation demanded of the others. Prints a table of verdicts. Where not all three accept and not all three refuse, the
case must stand with its reason in docs/validation-agreement.md, and nothing else may stand there. Run by `make agreement`, which installs pyHanko.

A verdict is one letter: V valid and trusted, X invalid (provably), ? neither, R refused as unreadable or unsupported."""
import asyncio
import collections
import datetime
import glob
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import warnings

from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.validation import async_validate_cms_signature, async_validate_detached_cms
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
Case = collections.namedtuple("Case", "suite name path kind content trust others at")
NOW = "2026-11-22T12:00:00Z"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def certificates(paths):
    found = []
    for path in paths:
        data = read(path)
        blocks = pem.unarmor(data, multiple=True) if pem.detect(data) else [(None, None, data)]
        found += [x509.Certificate.load(der) for kind, _, der in blocks if kind in (None, "CERTIFICATE", "TRUSTED CERTIFICATE")]
    return found


def signed_data(data):
    """The SignedData of a file or response; an exception if it is none."""
    if pem.detect(data):
        _, _, data = pem.unarmor(data)
    try:
        info = cms.ContentInfo.load(data, strict=True)
        if info["content_type"].native == "signed_data":
            return info["content"]
    except (ValueError, TypeError):
        pass
    return tsp.TimeStampResp.load(data, strict=True)["time_stamp_token"]["content"]


def tops(data):
    """The certificates of a file whose issuer is not in it: whom a reader with nothing else at hand would have to trust."""
    found = [choice.chosen for choice in signed_data(data)["certificates"] if choice.name == "certificate"]
    subjects = {certificate.subject.dump() for certificate in found if certificate.self_signed == "no"}
    return [one for one in found if one.self_signed != "no" or one.issuer.dump() not in subjects | {
        other.subject.dump() for other in found if other is not one}]


def cases(vectors, folder):
    here = lambda *names: os.path.join(vectors, "evidence", *names)
    table = json.load(open(here("tst-own", "expected.json")))
    for case in table["cases"]:
        yield Case("tst-own", case["file"], here("tst-own", case["file"]), "tst", here("tst-own", case["data"]),
                   [here("tst-own", table["trust"])], sorted(glob.glob(here("tst-own", "*.pem"))), table["verifyAt"])
    hello = os.path.join(folder, "hello")
    with open(hello, "wb") as file:
        file.write(b"hello")
    for path in sorted(glob.glob(here("rfc3161-client", "*", "*.tsr"))):
        beside = os.path.dirname(path)
        chain, payload = os.path.join(beside, "ts_chain.pem"), os.path.join(beside, "payload")
        yield Case("rfc3161-client", os.path.relpath(path, here("rfc3161-client")), path, "tst",
                   payload if os.path.exists(payload) else hello, [chain], [chain], NOW)
    for path in sorted(glob.glob(here("openssl", "80-test_cms_data", "*.cms"))):
        yield Case("openssl-cms", os.path.basename(path), path, "cms", None, [], [], NOW)
    for path in sorted(glob.glob(here("dss-*", "**", "*.p7*"), recursive=True)):
        suite = os.path.relpath(path, here()).split(os.sep)[0]
        if suite in ("dss-cades", "dss-cms"):
            yield Case(suite, os.path.relpath(path, here(suite)), path, "cms", None, None, [], NOW)


def openssl(case, trust, others):
    options = ["-attime", str(int(datetime.datetime.fromisoformat(case.at.replace("Z", "+00:00")).timestamp()))]
    if case.kind == "tst":
        token = [] if b"\x02\x01" in read(case.path)[:12] else ["-token_in"]
        command = ["openssl", "ts", "-verify", "-in", case.path, *token, "-data", case.content, "-CAfile", trust, "-untrusted", others, *options]
    else:
        form = "PEM" if pem.detect(read(case.path)) else "DER"
        content = ["-content", case.content] if case.content else []
        command = ["openssl", "cms", "-verify", "-binary", "-inform", form, "-in", case.path, *content, "-CAfile", trust, "-certfile", others,
                   "-purpose", "any", "-partial_chain", "-out", os.devnull, *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return "V"
    return "R" if re.search("asn1|no content|wrong content type|unsupported|not signed", done.stderr, re.I) else "X?"


async def pyhanko(case, trust, others):
    given = ValidationContext(trust_roots=trust, other_certs=others, allow_fetching=False, revocation_mode="soft-fail",
                              moment=datetime.datetime.fromisoformat(case.at.replace("Z", "+00:00")))
    try:
        data = signed_data(read(case.path))
        if case.kind == "tst":
            content = read(case.content)
            found = await validate_tst_signed_data(data, given, lambda name: hashlib.new(name, content).digest())
            intact, trusted = found["intact"] and found["valid"], found.get("trust_problem_indic") is None and found["validation_path"]
        else:
            status = await (async_validate_detached_cms(read(case.content), data, given, key_usage_settings=None) if case.content
                            else async_validate_cms_signature(data, validation_context=given))
            intact, trusted = status.intact and status.valid, status.trusted
    except Exception as error:  # noqa: BLE001 - whatever the peer says is its verdict
        return "R", f"{type(error).__name__}: {error}"[:90]
    return ("V" if intact and trusted else "?" if intact else "X"), ""


def docket(program, case, trust, others):
    command = [program, "validate", case.path, "--trust", trust, "--with", others, "--at", case.at, "--json"]
    if case.content:
        command += ["--content", case.content]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout.splitlines()[0])
    except (IndexError, ValueError):
        return "R", done.stderr.strip()[:90]
    reason = found.get("sub_indication") or ""
    if reason == "FORMAT_FAILURE" and not found.get("signatures") and not found.get("time_stamps"):
        return "R", reason
    return {"total-passed": "V", "total-failed": "X", "indeterminate": "?"}[found["indication"]], reason


def write_certificates(folder, name, found):
    """A PEM file of certificates; a folder's worth for OpenSSL and Docket alike."""
    path = os.path.join(folder, name + ".pem")
    with open(path, "wb") as file:
        file.write(b"".join(pem.armor("CERTIFICATE", one.dump()) for one in found))
    return path


def verdicts(program, vectors, folder):
    for case in cases(vectors, folder):
        try:
            trust = tops(read(case.path)) if case.trust is None else certificates(case.trust)
        except Exception:  # noqa: BLE001 - nothing in it can be trusted then
            trust = []
        others = certificates(case.others)
        trust_file, others_file = write_certificates(folder, "trust", trust), write_certificates(folder, "others", others + trust)
        peer, words = asyncio.run(pyhanko(case, trust, others))
        ours, reason = docket(program, case, trust_file, others_file)
        yield case, ours, reason, peer, words, openssl(case, trust_file, others_file)


def explained():
    """suite, case -> verdicts and reason, from the document."""
    rows = {}
    for line in open(os.path.join(ROOT, "docs/validation-agreement.md")):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 6 and re.fullmatch(r"[VX?R]{1,2}", cells[2]):
            rows[cells[0], cells[1]] = (cells[2:5], cells[5])
    return rows


def main():
    program, vectors = sys.argv[1:3]
    known, counts, wrong = explained(), collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        for case, ours, reason, peer, words, plain in verdicts(program, vectors, folder):
            agree = len({verdict == "V" for verdict in (ours, peer, plain)}) == 1
            counts[case.suite, ours, peer, plain] += 1
            entry = known.pop((case.suite, case.name), None)
            if agree and entry is None or not agree and entry and entry[0] == [ours, peer, plain]:
                continue
            wrong += 1
            print(f"| {case.suite} | {case.name} | {ours} | {peer} | {plain} | UNEXPLAINED {reason} {words} |")
    for suite, name in known:
        wrong += 1
        print(f"no such difference any more: {suite} {name}")
    print("\n| suite | Docket | pyHanko | openssl | files |\n|---|---|---|---|---|")
    for (suite, ours, peer, plain), count in sorted(counts.items()):
        print(f"| {suite} | {ours} | {peer} | {plain} | {count} |")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
