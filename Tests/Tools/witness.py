#!/usr/bin/env python3
"""A witness of C2SP tlog-witness in another language: Python's standard library and nothing else.

It was written from the specifications (tlog-witness, tlog-cosignature, signed-note, RFC 6962, RFC 8032) and from the public sequence
vectors/logs/witness/add-checkpoint-sequence.json, and shares no line with Docket. With --check it answers that sequence over HTTP on
loopback and compares each answer; else it serves, and tells where and by which key on its first line of output.

    witness.py --check add-checkpoint-sequence.json
    witness.py --name witness.example/py --seed HEX --log VKEY [--port 0]

It is for tests: its state is in memory, so it forgets what it has seen when it ends, which no real witness may.
"""

import argparse
import base64
import binascii
import hashlib
import http.client
import http.server
import json
import sys
import threading
import time

# --- Ed25519 (RFC 8032 §5.1), slow and plain.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(data):
    number = int.from_bytes(data, "little")
    y = number & (1 << 255) - 1
    x = recover(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


class Key:
    """A private key from its seed."""

    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        scalar = int.from_bytes(digest[:32], "little")
        self.scalar = scalar & (1 << 254) - 8 | 1 << 254
        self.prefix = digest[32:]
        self.public = compress(multiply(self.scalar, BASE))

    def sign(self, message):
        r = hashed(self.prefix, message)
        point = compress(multiply(r, BASE))
        s = (r + hashed(point, self.public, message) * self.scalar) % L
        return point + s.to_bytes(32, "little")


def verifies(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or point is None or s >= L:
        return False
    h = hashed(signature[:32], public, message)
    return equal(multiply(s, BASE), add(point, multiply(h, key)))


# --- Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature).


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def read_vkey(text):
    """Name, key ID, type and public key."""
    name, identity, material = text.split("+", 2)
    material = base64.b64decode(material)
    if key_id(name, material[0], material[1:]).hex() != identity:
        raise ValueError("the key's ID is not its own")
    return name, bytes.fromhex(identity), material[0], material[1:]


def write_vkey(name, kind, public):
    identity = key_id(name, kind, public).hex()
    return f"{name}+{identity}+{base64.b64encode(bytes([kind]) + public).decode()}"


class Refusal(Exception):
    def __init__(self, status, body="", kind="text/plain; charset=utf-8"):
        super().__init__(status, body)
        self.status, self.body, self.kind = status, body, kind


def number(text):
    if not text.isascii() or not text.isdigit() or text != str(int(text)) or int(text) >= 2**63:
        raise Refusal(400, "a number is malformed\n")
    return int(text)


def decode_hash(text):
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refusal(400, "a hash is malformed\n") from None
    if len(data) != 32:
        raise Refusal(400, "a hash is malformed\n")
    return data


class Note:
    """A note taken apart; nothing is verified."""

    def __init__(self, data):
        text, gap, rest = data.rpartition("\n\n")
        if not gap or not rest.endswith("\n"):
            raise Refusal(400, "the note is malformed\n")
        self.text = text + "\n"
        self.signatures = []
        for line in rest[:-1].split("\n"):
            words = line.split(" ")
            if len(words) != 3 or words[0] != "—":
                raise Refusal(400, "a signature line is malformed\n")
            try:
                value = base64.b64decode(words[2], validate=True)
            except binascii.Error:
                raise Refusal(400, "a signature line is malformed\n") from None
            self.signatures.append((words[1], value[:4], value[4:]))
        lines = self.text.split("\n")
        if len(lines) < 4:
            raise Refusal(400, "the checkpoint is malformed\n")
        self.origin, self.size, self.root = lines[0], number(lines[1]), decode_hash(lines[2])


# --- Merkle trees (RFC 6962 §2.1.2, verified as RFC 9162 §2.1.4.2 tells).


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_consistent(old_size, old_root, new_size, new_root, proof):
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof
    if not proof:
        return False
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    first, last = old_size - 1, new_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node(step, old), node(step, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = node(new, step)
        first, last = first >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


# --- The witness (C2SP tlog-witness).

COSIGNATURE = 4
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Witness:
    def __init__(self, name, seed, logs, clock=time.time):
        self.name, self.key, self.clock = name, Key(seed), clock
        self.vkey = write_vkey(name, COSIGNATURE, self.key.public)
        self.lock = threading.Lock()
        self.keys = {}
        for vkey in logs:
            origin, identity, kind, public = read_vkey(vkey)
            if kind != 1:
                raise ValueError("a log's key is Ed25519")
            self.keys[origin] = (identity, public)
        # By origin: size, root and the cosigned note.
        self.seen = {}

    def add_checkpoint(self, body):
        """The line of a cosignature."""
        head, gap, note = body.partition("\n\n")
        if not gap:
            raise Refusal(400, "the request is malformed\n")
        lines = head.split("\n")
        if not lines[0].startswith("old "):
            raise Refusal(400, "the request is malformed\n")
        old = number(lines[0][4:])
        if len(lines) > 64:
            raise Refusal(400, "the proof is too long\n")
        proof = [decode_hash(line) for line in lines[1:]]
        note = Note(note)
        known = self.keys.get(note.origin)
        if known is None:
            raise Refusal(404, "unknown log\n")
        identity, public = known
        mine = [s for n, i, s in note.signatures if n == note.origin and i == identity]
        if not any(verifies(public, note.text.encode(), s) for s in mine):
            raise Refusal(403, "invalid signature\n")
        if old > note.size:
            raise Refusal(400, "the old size is larger than the checkpoint's\n")
        with self.lock:
            return self.decide(old, proof, note)

    def decide(self, old, proof, note):
        size, root, _ = self.seen.get(note.origin, (0, EMPTY_ROOT, ""))
        if old != size:
            raise Refusal(409, f"{size}\n", "text/x.tlog.size")
        if not is_consistent(size, root, note.size, note.root, proof):
            raise Refusal(422, "invalid consistency proof\n")
        moment = int(self.clock())
        message = f"cosignature/v1\ntime {moment}\n{note.text}".encode()
        value = moment.to_bytes(8, "big") + self.key.sign(message)
        blob = key_id(self.name, COSIGNATURE, self.key.public) + value
        line = f"— {self.name} {base64.b64encode(blob).decode()}\n"
        self.seen[note.origin] = (note.size, note.root, note.text + "\n" + line)
        return line

    def checkpoint(self, origin_hash):
        """What was cosigned last of the log whose origin has this digest."""
        for origin, (_, _, note) in self.seen.items():
            if hashlib.sha256(origin.encode()).hexdigest() == origin_hash:
                return note
        raise Refusal(404, "unknown log\n")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    maximum = 1 << 20

    def answer(self, status, body, kind="text/plain; charset=utf-8"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def guarded(self, work):
        try:
            self.answer(200, work())
        except Refusal as refusal:
            self.answer(refusal.status, refusal.body, refusal.kind)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if self.path != "/add-checkpoint" or length > self.maximum:
            self.close_connection = True
            return self.answer(404 if self.path != "/add-checkpoint" else 413, "no\n")
        try:
            body = self.rfile.read(length).decode()
        except UnicodeDecodeError:
            return self.answer(400, "the request is no text\n")
        self.guarded(lambda: self.server.witness.add_checkpoint(body))

    def do_GET(self):
        parts = self.path.split("/")
        if len(parts) != 3 or parts[2] != "checkpoint":
            return self.answer(404, "no\n")
        self.guarded(lambda: self.server.witness.checkpoint(parts[1]))

    def log_message(self, *arguments):
        pass


def serve(witness, port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.witness = witness
    server.daemon_threads = True
    return server


def check(path):
    """Answers the public sequence over HTTP; says how many answers were as they must be."""
    with open(path, encoding="utf-8") as file:
        vector = json.load(file)
    secret = bytes.fromhex(vector["witness_ed25519_seed_and_public_hex"])
    witness = Witness(vector["witness_name"], secret[:32], [vector["log_vkey"]])
    assert witness.key.public == secret[32:], "the public key is not that of the seed"
    server = serve(witness, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    for case in vector["cases"]:
        # The vector's own note: the specification says 404 where its program said 403.
        expected = 404 if case["expect_body"] == "unknown log" else case["expect_status"]
        connection.request("POST", "/add-checkpoint", case["request_body"].encode())
        response = connection.getresponse()
        body = response.read().decode()
        assert response.status == expected, (case["request_body"], response.status, body)
        if case["expect_body_op"] == "==":
            assert body == case["expect_body"], body
            assert response.getheader("Content-Type") == "text/x.tlog.size"
        else:
            assert case["expect_body"] in body, body
    origin_hash = hashlib.sha256(vector["log_origin"].encode()).hexdigest()
    connection.request("GET", f"/{origin_hash}/checkpoint")
    lines = connection.getresponse().read().decode().split("\n")
    assert lines[1] == str(vector["final_size"]), lines
    assert base64.b64decode(lines[2]).hex() == vector["final_root_hex"]
    server.shutdown()
    assert len(vector["cases"]) >= 9
    print(f"witness.py: {len(vector['cases'])} requests answered as they must be")


def main():
    parser = argparse.ArgumentParser(description="a witness for tests")
    parser.add_argument("--check", help="answer the public sequence of this file and compare")
    parser.add_argument("--name", default="witness.example/py")
    parser.add_argument("--seed", default="07" * 32, help="64 hexadecimal digits")
    parser.add_argument("--log", action="append", default=[], help="the verifier key of a log")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    if options.check:
        return check(options.check)
    witness = Witness(options.name, bytes.fromhex(options.seed), options.log)
    server = serve(witness, options.port)
    print(f"http://127.0.0.1:{server.server_address[1]} {witness.vkey}", flush=True)
    # It ends with whoever started it.
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
