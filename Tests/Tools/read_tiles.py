#!/usr/bin/env python3
"""Reads a published log (docs/formats/tiles.md) and checks all of it, with SHA-256 and openssl alone; it shares no code with Docket.

    read_tiles.py DIR VERIFIER-KEY

Prints the size and the root, or one line that says what is wrong, and exits 1.
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile


class Wrong(Exception):
    pass


def sha(data):
    return hashlib.sha256(data).digest()


def number_path(number):
    groups = ["%03d" % (number % 1000)]
    number //= 1000
    while number:
        groups.append("x%03d" % (number % 1000))
        number //= 1000
    return "/".join(reversed(groups))


def read(folder, kind, number, width):
    """A tile or bundle, which must have this name and no other."""
    name = "tile/%s/%s" % (kind, number_path(number)) + ("" if width == 256 else ".p/%d" % width)
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return name, file.read()
    except OSError:
        raise Wrong("%s is missing" % name)


def verify_ed25519(key, signature, message):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "signature", "message")]
        spki = bytes.fromhex("302a300506032b6570032100") + key
        for path, data in zip(paths, (spki, signature, message)):
            with open(path, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0],
                   "-rawin", "-sigfile", paths[1], "-in", paths[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def checkpoint(folder, vkey):
    with open(os.path.join(folder, "checkpoint"), "rb") as file:
        note = file.read()
    text, _, signatures = note.rpartition(b"\n\n")
    text += b"\n"
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    if sha(name.encode() + b"\n" + key)[:4].hex() != key_id or key[0] != 1:
        raise Wrong("the verifier key has a wrong ID")
    verified = False
    *lines, end = signatures.decode().split("\n")
    if end:
        raise Wrong("the checkpoint does not end with a line feed")
    for line in lines:
        mark, signer, value = line.split(" ")
        value = base64.b64decode(value)
        if mark == "\u2014" and signer == name and value[:4].hex() == key_id:
            if not verify_ed25519(key[1:], value[4:], text):
                raise Wrong("the checkpoint's signature is false")
            verified = True
    if not verified:
        raise Wrong("the checkpoint is not signed with this key")
    origin, size, root = text.decode().splitlines()
    if origin != name:
        raise Wrong("the checkpoint is of another log")
    return int(size), base64.b64decode(root)


def entries(folder, size):
    """The entries, checked one against the next."""
    previous, received = None, ""
    for start in range(0, size, 256):
        width = min(256, size - start)
        name, data = read(folder, "entries", start // 256, width)
        for index in range(start, start + width):
            length = int.from_bytes(data[:2], "big")
            entry, data = data[2:2 + length], data[2 + length:]
            if len(entry) != length:
                raise Wrong("%s ends within entry %d" % (name, index))
            fields = [line.split(" ", 1) for line in entry.decode().splitlines()[1:]]
            if [field[0] for field in fields] != [
                    "index", "previous", "received", "filing", "docketing"]:
                raise Wrong("entry %d has another form" % index)
            fields = dict(fields)
            named = "none" if previous is None else "sha-256:" + base64.b64encode(previous).decode()
            if fields["index"] != str(index) or fields["previous"] != named:
                raise Wrong("entry %d does not continue the one before" % index)
            if fields["received"] < received:
                raise Wrong("entry %d was received before the one before" % index)
            received = fields["received"]
            previous = sha(b"\0" + entry)
            yield previous
        if data:
            raise Wrong("%s has something behind its last entry" % name)


def root_of(hashes):
    """RFC 9162, 2.1.1, as it is written."""
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha(b"\1" + root_of(hashes[:split]) + root_of(hashes[split:]))


def check(folder, vkey):
    size, root = checkpoint(folder, vkey)
    hashes = list(entries(folder, size))
    found = root_of(hashes)
    level = 0
    while hashes:
        above = []
        for start in range(0, len(hashes), 256):
            part = hashes[start:start + 256]
            name, data = read(folder, level, start // 256, len(part))
            if data != b"".join(part):
                raise Wrong("%s does not hold the hashes of the tree" % name)
            if len(part) == 256:
                above.append(root_of(part))
        hashes = above
        level += 1
    if found != root:
        raise Wrong("the entries do not lead to the checkpoint's root")
    return size, root


if __name__ == "__main__":
    try:
        tree_size, tree_root = check(sys.argv[1], sys.argv[2])
    except (Wrong, ValueError, OSError) as error:
        print("wrong: %s" % error)
        sys.exit(1)
    print("%d entries, root %s" % (tree_size, base64.b64encode(tree_root).decode()))
