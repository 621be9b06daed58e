"""A small archive in Python behind the paths of /openapi.yaml that the web page asks, for tests of the page alone.

It is a second implementation of what the page relies on: filings, their signatures (checked by openssl), docketings, entries, the tree
of RFC 6962 and receipts are made here from docs/formats, without any code of Docket. It keeps everything in memory and nobody is
kept from anything: who may what is for tests of the service.
"""

import base64
import hashlib
import json
import os
import re
import secrets
import subprocess
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ORIGIN = "archive.example/trade"
TOKEN = "dkt_" + "A" * 43
TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
# As WebAsset has them in Swift; the tests of the service hold the two against each other.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
          "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types report")


def b64(data):
    return base64.b64encode(data).decode()


def sha256(data):
    return hashlib.sha256(data).digest()


def digest(data):
    return "sha-256:" + b64(sha256(data))


def split(size):
    """The largest power of two below size."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(index, leaves):
    """RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def fields(text):
    return dict(line.split(" ", 1) for line in text.splitlines()[1:])


class Refusal(Exception):
    def __init__(self, status, code, title, detail=""):
        super().__init__(code)
        self.status, self.code, self.title, self.detail = status, code, title, detail


class Archive:
    """The log and the exhibits of one matter after the other."""

    def __init__(self, certificates):
        self.leaves = []
        self.exhibits = []
        self.numbers = {}
        self.certificates = certificates  # digest: (principal, path of PEM)
        self.lock = threading.Lock()

    def checkpoint(self):
        body = f"{ORIGIN}\n{len(self.leaves)}\n{b64(root(self.leaves))}\n"
        return f"{body}\n— {ORIGIN} {b64(b'test' + sha256(body.encode()) * 2)}\n"

    def check_signature(self, filing, signature):
        stated = fields(filing)["filer"]
        if stated not in self.certificates:
            raise Refusal(403, "not-your-certificate", "The filing is signed with a certificate that is not registered as yours")
        with tempfile.TemporaryDirectory() as folder:
            for name, data in (("content", filing.encode()), ("cms", signature)):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(data)
            done = subprocess.run(
                ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "content", "-noverify",
                 "-certfile", self.certificates[stated][1], "-nointern", "-out", "out"], cwd=folder, capture_output=True, timeout=20)
        if done.returncode != 0:
            raise Refusal(422, "bad-signature", "The filing's signature does not verify", done.stderr.decode()[-300:])

    def file(self, filing, signature, content, received):
        """The receipt, and whether it is of an earlier filing."""
        said = fields(filing)
        with self.lock:
            for exhibit in self.exhibits:
                if exhibit["filing"] == filing or (exhibit["said"]["content"], exhibit["said"]["filer"], exhibit["said"]["matter"]) == (
                        said["content"], said["filer"], said["matter"]) and said["filer"] != "operator":
                    return self.receipt(exhibit), True
            index = len(self.leaves)
            number = self.numbers.get(said["matter"], 0) + 1
            self.numbers[said["matter"]] = number
            previous = "sha-256:" + b64(self.leaves[-1] if self.leaves else bytes(32))
            docketing = (f"docket-docketing/v1\nmatter {said['matter']}\nnumber {number}\nprevious {previous}\n"
                         + (f"signature {digest(signature)}\n" if signature else "") + f"nonce {b64(secrets.token_bytes(32))}\n")
            entry = (f"docket-entry/v1\nindex {index}\nprevious {previous}\nreceived {received}\n"
                     f"filing {digest(filing.encode())}\ndocketing {digest(docketing.encode())}\n")
            self.leaves.append(sha256(b"\0" + entry.encode()))
            exhibit = {"index": index, "number": number, "filing": filing, "said": said, "docketing": docketing, "entry": entry,
                       "content": content, "received": received}
            self.exhibits.append(exhibit)
            return self.receipt(exhibit), False

    def receipt(self, exhibit):
        hashes = "".join(b64(each) + "\n" for each in inclusion(exhibit["index"], self.leaves))
        proof = f"c2sp.org/tlog-proof@v1\nindex {exhibit['index']}\n{hashes}\n{self.checkpoint()}"
        return "\n".join(["docket-receipt/v1\n", exhibit["entry"], exhibit["filing"], exhibit["docketing"], proof])

    def described(self, exhibit):
        said = exhibit["said"]
        links = [line.split(" ")[1:] for line in exhibit["filing"].splitlines() if line.startswith("regarding ")]
        return {
            "state": "filed", "index": exhibit["index"], "matter": said["matter"], "number": exhibit["number"],
            "received": exhibit["received"], "kind": said["kind"], "media_type": said["media-type"], "name": said["name"],
            "digest": said["content"], "size": int(said["size"]), "filer": said["filer"],
            "leaf_hash": "sha-256:" + b64(self.leaves[exhibit["index"]]),
            "links": [{"relation": relation, "target": target} for relation, target in links],
        }

    def add(self, matter, name, content, received, kind="document", media_type="text/markdown", filer="operator"):
        self.file(
            f"docket-filing/v1\narchive {ORIGIN}\nmatter {matter}\nkind {kind}\nmedia-type {media_type}\nname {name}\n"
            f"content {digest(content)}\nsize {len(content)}\nfiler {filer}\nnonce {b64(secrets.token_bytes(32))}\n",
            b"", content, received)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    archive = None
    web = None
    report = b""
    agreements = []
    faults = {}  # path: how often the connection is dropped
    slow = {}  # path: seconds

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json", headers=()):
        data = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))), ("Request-Id", "r-1"),
                            ("X-Content-Type-Options", "nosniff"), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def handle_one(self, method):
        url = urllib.parse.urlsplit(self.path)
        time.sleep(self.slow.get(url.path, 0))
        query = dict(urllib.parse.parse_qsl(url.query))
        # Read always: an answer before the body is read would end the connection.
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self.route(method, [urllib.parse.unquote(part) for part in url.path.split("/")[1:]], query, body)
        except Refusal as refusal:
            self.answer(refusal.status, {"type": f"/problems/{refusal.code}", "title": refusal.title, "status": refusal.status,
                                         "code": refusal.code, "detail": refusal.detail, "instance": "r-1"}, "application/problem+json")

    def do_GET(self):
        self.handle_one("GET")

    def do_POST(self):
        self.handle_one("POST")

    def do_PUT(self):
        self.handle_one("PUT")

    def route(self, method, path, query, body):
        match method, path:
            case "GET", [""]:
                self.asset("index.html")
            case "GET", ["web", name] if re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name):
                self.asset(name)
            case "GET", ["checkpoint"]:
                self.answer(200, self.archive.checkpoint(), "text/plain; charset=utf-8")
            case "GET", ["v1", "status"]:
                self.answer(200, self.status())
            case "GET", ["v1", "agreements"]:
                self.answer(200, {"agreements": self.agreements})
            case "POST", ["v1", "verifications"]:
                if not body.startswith(b"PK"):
                    raise Refusal(422, "bad-bundle", "The body is no bundle", "CONTAINER.NOT_ZIP")
                self.answer(200, self.report, "text/html; charset=utf-8", [("Content-Security-Policy", "sandbox")])
            case _, ["v1", *rest]:
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    raise Refusal(401, "unauthenticated", "Nobody known is asking")
                self.known(method, rest, query, body)
            case _:
                raise Refusal(404, "not-found", "There is nothing here")

    def asset(self, name):
        path = os.path.join(self.web, name)
        if not os.path.exists(path):
            raise Refusal(404, "not-found", "There is nothing here")
        with open(path, "rb") as file:
            self.answer(200, file.read(), TYPES[name.split(".")[-1]], [("Content-Security-Policy", POLICY), ("Cache-Control", "no-cache")])

    def status(self):
        return {
            "origin": ORIGIN, "verifier_key": ORIGIN + "+013d3a68+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs", "version": "1.0.0",
            "time": "2026-05-04T12:00:00Z",
            "checkpoint": {"tree_size": len(self.archive.leaves), "root_hash": "sha-256:" + b64(root(self.archive.leaves))},
            "witnesses": [
                {"name": "witness.example/north", "state": "good", "last_time": "2026-05-04T11:59:12Z", "last_tree_size": 14},
                {"name": "witness.example/south", "state": "late", "last_time": "2026-05-03T08:00:00Z", "last_tree_size": 9}],
            "time_stamps": [{"name": "TSA1", "state": "failing", "last_time": None, "last_tree_size": None}],
            "audit": {"index": 12, "time": "2026-05-04T02:00:31Z", "reach": "rotating", "is_clean": True, "is_complete": True,
                      "tree_size": 14, "fault_count": 0},
            "limits": {"exhibit_bytes": 1 << 34, "bundle_bytes": 1 << 31},
        }

    def known(self, method, path, query, body):
        archive = self.archive
        match method, path:
            case "GET", ["session"]:
                self.answer(200, {"principal": "FRUTA", "name": "Fruta S.A.", "authenticated_by": "token", "expires": "2026-12-31T23:59:59Z",
                                  "roles": [{"matter": "BAN-1", "role": "party"}, {"matter": "BAN-2", "role": "party"}],
                                  "certificates": [key for key, (who, _) in archive.certificates.items() if who == "FRUTA"]})
            case "GET", ["matters"]:
                self.answer(200, {"matters": [self.matter("BAN-1"), self.matter("BAN-2")], "next_cursor": None})
            case "GET", ["matters", ("BAN-1" | "BAN-2") as matter]:
                self.answer(200, self.matter(matter))
            case "GET", ["matters", ("BAN-1" | "BAN-2"), "members"]:
                self.answer(200, {"members": [
                    {"principal": "FRUTA", "name": "Fruta S.A.", "role": "party", "since": "2025-10-31T09:00:00Z"},
                    {"principal": "MARKT", "name": "Markt GmbH", "role": "party", "since": "2025-10-31T09:00:00Z"},
                    {"principal": "ARBIT", "name": None, "role": "arbiter", "since": "2026-04-01T09:00:00Z"}]})
            case "GET", ["matters", matter, "exhibits"]:
                found = [archive.described(each) for each in archive.exhibits if each["said"]["matter"] == matter]
                found = [each for each in found if query.get("name", "") in each["name"] and query.get("kind", each["kind"]) == each["kind"]
                         and each["received"] >= query.get("since", "")]
                start = int(query.get("cursor", "0"))
                end = start + int(query.get("limit", "100"))
                self.answer(200, {"exhibits": found[start:end], "next_cursor": str(end) if end < len(found) else None})
            case "POST", ["matters", matter, "exhibits"]:
                self.file(matter, body)
            case "GET", ["matters", matter, "exhibits", number, *part]:
                self.exhibit(matter, number, part)
            case "POST", ["matters", matter, "missing"]:
                self.answer(200, self.judgement(body.decode()))
            case _:
                self.job(method, path, body)

    def job(self, method, path, body):
        state = self.server.job
        match method, path:
            case "POST", ["matters", matter, "bundles"]:
                state.update(matter=matter, asked=json.loads(body), state="running", polls=0)
                self.answer(202, self.described_job(), headers=[("Location", "/v1/jobs/" + "j" * 22)])
            case "GET", ["jobs", _]:
                state["polls"] += 1
                if state["polls"] == 1:
                    state["state"] = "awaiting_signature"
                elif state["state"] == "signed":
                    state["state"] = "done"
                self.answer(200, self.described_job())
            case "GET", ["jobs", _, "manifest"]:
                self.answer(200, b"<asic:ASiCManifest/>", "application/xml")
            case "PUT", ["jobs", _, "signature"]:
                state.update(signature=body, state="signed")
                self.answer(200, self.described_job())
            case "GET", ["jobs", _, "bundle"]:
                self.answer(200, b"PK the bundle", "application/vnd.etsi.asic-e+zip")
            case _:
                raise Refusal(404, "not-found", "There is nothing here")

    def described_job(self):
        state = self.server.job["state"]
        bundle = {"href": "/v1/jobs/" + "j" * 22 + "/bundle", "name": "BAN-1.asice", "digest": digest(b"PK the bundle"), "size": 13,
                  "status": "authentic", "sentence": "Authentic under the pinned agreement and annex.", "exhibit_count": 12,
                  "withheld_count": 0, "sealed_count": 0}
        return {"id": "j" * 22, "kind": "bundle", "matter": "BAN-1", "state": "running" if state == "signed" else state, "change": 1,
                "created": "2026-05-04T12:00:00Z", "expires": "2026-05-05T12:00:00Z",
                "progress": {"step": "writing" if state == "signed" else "collecting", "done": 3, "total": 12},
                "manifest": None, "bundle": bundle if state == "done" else None, "problem": None}

    def matter(self, name):
        count = self.archive.numbers.get(name, 0)
        title = "Ten tonnes of bananas" if name == "BAN-1" else None
        return {"id": name, "title": title, "created": "2025-10-31T09:00:00Z", "exhibit_count": count, "roles": ["party"]}

    def file(self, matter, body):
        path = urllib.parse.urlsplit(self.path).path
        given = {}
        for name in ("Docket-Filing", "Docket-Filing-Signature", "Content-Digest"):
            text = self.headers.get(name, "")
            found = re.fullmatch(r"(?:sha-256=)?:([A-Za-z0-9+/]+={0,2}):", text)
            if not found:
                raise Refusal(400, "bad-header", "A header has no allowed value", name)
            given[name] = base64.b64decode(found[1], validate=True)
        filing = given["Docket-Filing"].decode()
        said = fields(filing)
        if len(given["Docket-Filing"]) > 4096 or not re.fullmatch(r"[!-~]{8,128}", self.headers.get("Idempotency-Key", "")):
            raise Refusal(400, "bad-header", "A header has no allowed value")
        if said["matter"] != matter or said["archive"] != ORIGIN:
            raise Refusal(422, "wrong-matter", "The filing is for another matter")
        if said["content"] != digest(body) or given["Content-Digest"] != sha256(body) or int(said["size"]) != len(body):
            raise Refusal(400, "wrong-digest", "The body has another digest than Content-Digest says")
        self.archive.check_signature(filing, given["Docket-Filing-Signature"])
        receipt, was_filed = self.archive.file(filing, given["Docket-Filing-Signature"], body, "2026-05-04T12:00:00Z")
        self.server.keys.append(self.headers["Idempotency-Key"])
        if self.faults.get(path, 0) > 0:
            # It was filed, and nobody learns of it.
            self.faults[path] -= 1
            self.close_connection = True
            self.connection.close()
            return
        headers = [("Location", path + "/" + fields(receipt.split("\n\n")[3])["number"])] + (
            [("Docket-Already-Filed", "?1")] if was_filed else [])
        self.answer(200 if was_filed else 201, self.server.change_receipt(receipt), "text/plain; charset=utf-8", headers)

    def exhibit(self, matter, number, part):
        found = next((each for each in self.archive.exhibits if each["said"]["matter"] == matter and str(each["number"]) == number), None)
        if found is None:
            raise Refusal(404, "not-found", "There is nothing here")
        match part:
            case []:
                self.answer(200, self.archive.described(found))
            case ["content"]:
                self.answer(200, found["content"], "application/octet-stream", [("Content-Security-Policy", "sandbox")])
            case ["receipt"]:
                self.answer(200, self.archive.receipt(found), "text/plain; charset=utf-8")
            case ["filing"]:
                self.answer(200, found["filing"], "text/plain; charset=utf-8")
            case ["ladder"]:
                witnessed = [{"name": "witness.example/north", "time": "2026-05-04T11:59:12Z", "tree_size": 14},
                             {"name": "witness.example/south", "time": "2026-05-04T12:01:12Z", "tree_size": 14}]
                self.answer(200, {"matter": matter, "number": found["number"], "index": found["index"], "received": found["received"],
                                  "step": "witnessed", "logged": {"tree_size": len(self.archive.leaves), "root_hash": "sha-256:" + b64(bytes(32))},
                                  "witnessed": witnessed, "time_stamped": []})
            case _:
                raise Refusal(404, "not-found", "There is nothing here")

    def judgement(self, claims):
        if not claims.startswith("claims BAN-1"):
            raise Refusal(422, "bad-text", "An agreement, annex or claims text has an error", "claims:1:1: no claims")
        findings = [
            {"claim": "C1", "claimant": "FRUTA", "sentence": "DB1 is a contract between FRUTA and MARKT", "value": "proven",
             "reason": "It is proven that DB1 is a contract between FRUTA and MARKT, because FRUTA accepted DB1 and MARKT accepted DB1 (R-21)."},
            {"claim": "C2", "claimant": "MARKT", "sentence": "FRUTA is in breach of deliver", "value": "refuted",
             "reason": "It is refuted, because MARKT acknowledged the delivery (R-24)."},
            {"claim": "C3", "claimant": "FRUTA", "sentence": "MARKT is in breach of pay", "value": "undetermined",
             "reason": "It is undetermined, because no record of a payment and no denial of one is on file (R-26)."}]
        settling = [
            {"settles": "refuted", "evidence": [{"statement": "paid(…)", "sentence": "MARKT paid FRUTA EUR 8400.00 for DB1 by 2026-04-20", "producers": ["MARKT", "BANKF"]}]},
            {"settles": "proven", "evidence": [
                {"sentence": "BANKF says that no such payment came in", "producers": ["BANKF"]},
                {"sentence": "FRUTA reminded MARKT of the payment", "producers": ["FRUTA"]}]}]
        return {"evidence": {}, "exhibits": [], "procedure": [], "strangers": [], "findings": {"findings": findings},
                "missing": [{"claim": "C3", "settling": settling}]}


def serve(web, certificates, report=b"", agreements=()):
    """A running server on a port of its own; its `archive` is empty."""
    handler = type("OneHandler", (Handler,), {
        "archive": Archive(certificates), "web": web, "report": report, "agreements": list(agreements), "faults": {}, "slow": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handler, server.archive, server.job, server.keys = handler, handler.archive, {}, []
    server.change_receipt = lambda receipt: receipt
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
