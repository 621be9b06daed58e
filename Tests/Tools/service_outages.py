#!/usr/bin/env python3
"""What docketd does while the world around it fails, and that it recovers by itself: the real process on a small disk of its own, with an
authority (tsa.py) and a witness (witness.py) that go, come and lie, and a clock that is set back (clock.c). Prints one line for each thing
that was seen, and ends with 1 at the first that was not.

    service_outages.py PROGRAMS

It runs itself in a mount namespace (unshare), for the disk; without root it needs user namespaces. Where a machine permits neither, it
says that the full disk was not tried."""
import base64
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
from service import MATTER, ORIGIN, Service  # noqa: E402

# The disk of the archive: above what the archive needs to begin with, and small enough to fill.
DISK = 192 << 20
# What is left of it when it is full: less than what the service keeps free (docs/operating.md).
FULL = 8 << 20
AGREEMENT = os.path.join(here, "../../Policies/simple-sale.md")
AUTHORITY_EXTENSION = "extendedKeyUsage=critical,timeStamping"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def need(condition, what, words=""):
    if not condition:
        sys.exit(f"NOT seen: {what}\n{words}")
    print(f"seen: {what}", flush=True)


class World:
    """The service, and what is outside of it."""

    def __init__(self, folder, programs):
        self.service = Service(folder, programs)
        self.ports = {name: free_port() for name in ("tsa", "witness", "metrics")}
        self.outside, self.number = {}, 0
        for name in ("TSA1", "LIAR"):
            self.service.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                                 "-subj", f"/CN={name}", "-addext", AUTHORITY_EXTENSION, "-keyout", f"{name}.key", "-out", f"{name}.crt")
        self.start_witness()
        self.stop("witness")
        self.service.openssl("x509", "-in", "TSA1.crt", "-outform", "DER", "-out", "TSA1.der")
        authority = base64.b64encode(open(self.service.path("TSA1.der"), "rb").read()).decode()
        agreement = base64.b64encode(hashlib.sha256(open(AGREEMENT, "rb").read()).digest()).decode()
        lines = ["docket-annex/v1", f"agreement sha-256:{agreement}", "version 1", "registry REGIS",
                 "algorithm ecdsa-p256 until open", "algorithm sha-256 until open", f"archive ARCH {ORIGIN} {self.service.key}",
                 f"tsa TSA1 {authority}", f"witness PYTHON python {self.witness_key}"]
        with open(self.service.path("annex.txt"), "w") as file:
            file.write("".join(line + "\n" for line in lines))
        self.service.configure(f"""agreements:
  - agreement: {AGREEMENT}
    annex: {self.service.path("annex.txt")}
metrics:
  port: {self.ports["metrics"]}
time_stamps:
  within: 4
  patience: 2
  authorities:
    - name: TSA1
      url: http://127.0.0.1:{self.ports["tsa"]}/
witnesses:
  every: 1
  peers:
    - name: python
      url: http://127.0.0.1:{self.ports["witness"]}/
      key: {self.witness_key}
""")

    def start_tsa(self, who="TSA1"):
        self.outside["tsa"] = subprocess.Popen(
            [sys.executable, "-B", f"{here}/tsa.py", "--key", self.service.path(f"{who}.key"), "--cert", self.service.path(f"{who}.crt"),
             "--port", str(self.ports["tsa"])], stdout=subprocess.DEVNULL)

    def start_witness(self):
        process = subprocess.Popen(
            [sys.executable, "-B", f"{here}/witness.py", "--name", "witness.example/py", "--log", self.service.key,
             "--port", str(self.ports["witness"])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.witness_key = process.stdout.readline().split(" ", 1)[1].strip()
        self.outside["witness"] = process

    def stop(self, name):
        """Ends the process that was started here, and no other."""
        process = self.outside.pop(name)
        process.terminate()
        process.wait(timeout=30)

    def end(self):
        for name in list(self.outside):
            self.stop(name)
        if self.service.process and self.service.process.poll() is None:
            self.service.stop()

    def file(self):
        """Files one exhibit, as a party does: the command's status and words."""
        self.number += 1
        name = self.service.path(f"paper-{self.number}.txt")
        with open(name, "w") as file:
            file.write(f"paper {self.number}\n")
        done = subprocess.run(
            [self.service.program("docket"), "file", "--server", f"http://127.0.0.1:{self.service.port}", "--matter", MATTER, "--key",
             self.service.path("key.pem"), "--cert", self.service.path("certificate.pem"), "--token-file", self.service.path("token"),
             "--archive-key", self.service.key, name],
            capture_output=True, text=True, env=self.service.environment)
        return done.returncode, done.stdout + done.stderr

    def files(self, what):
        status, words = self.file()
        need(status == 0, what, words)

    def get(self, path, port=None):
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.service.port}{path}")
        if port is None:
            request.add_header("Authorization", "Bearer " + open(self.service.path("token")).read().strip())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def ladder(self):
        """How far the newest exhibit has come."""
        listed = json.loads(self.get(f"/v1/matters/{MATTER}/exhibits?limit=100")[1])
        number = listed["exhibits"][-1]["number"]
        return json.loads(self.get(f"/v1/matters/{MATTER}/exhibits/{number}/ladder")[1])

    def metric(self, name, labels=""):
        text = self.get("/metrics", self.ports["metrics"])[1]
        values = [line.rsplit(" ", 1)[1] for line in text.splitlines() if line.startswith(name) and labels in line]
        return sum(float(value) for value in values)


def until(condition, seconds):
    for _ in range(seconds * 4):
        if condition():
            return True
        time.sleep(0.25)
    return False


def outside_is_down(world):
    """Authority and witness are down, then there, then the authority lies, then is itself again."""
    world.files("with the authority and the witness down, an exhibit is filed")
    need(until(lambda: world.metric("docket_clock_failures", 'party="TSA1"') > 0
               and world.metric("docket_clock_failures", 'party="PYTHON"') > 0, 30), "/metrics counts the failures of both")
    need(world.ladder()["step"] == "logged", "the exhibit stays logged")
    world.start_tsa()
    world.start_witness()
    need(until(lambda: world.ladder()["step"] == "time-stamped", 90), "they come back, and the exhibit is time-stamped by itself")
    need(until(lambda: world.ladder()["witnessed"], 90), "and witnessed")
    need(until(lambda: world.metric("docket_clock_failures") == 0, 90), "the failures are over")
    world.stop("tsa")
    world.start_tsa("LIAR")
    before = world.metric("docket_clock_faults_total", 'fault="untrusted"')
    world.files("while the authority is somebody else, an exhibit is filed")
    need(until(lambda: world.metric("docket_clock_faults_total", 'fault="untrusted"') > before, 60), "the stranger's token is refused, and told")
    need(world.ladder()["step"] != "time-stamped", "nothing of it counts")
    world.stop("tsa")
    world.start_tsa()
    need(until(lambda: world.ladder()["step"] == "time-stamped", 120), "the right one is back, and the exhibit is time-stamped")


def disk_is_full(world):
    ballast = world.service.path("archive/../ballast")
    space = os.statvfs(world.service.folder)
    with open(ballast, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - FULL)
    status, words = world.file()
    need(status != 0 and "insufficient-storage" in words, "on a full disk nothing is filed, and the party is told so")
    need(world.get("/readyz")[0] == 200 and world.get(f"/v1/matters/{MATTER}/exhibits")[0] == 200, "reading goes on")
    os.remove(ballast)
    world.files("with room again, filing goes on, without a restart")


def clock_is_set_back(world):
    world.service.stop()
    clock, library = world.service.path("clock"), world.service.path("clock.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, f"{here}/clock.c", "-ldl"], check=True)

    def set_clock(offset):
        with open(clock + ".new", "w") as file:
            file.write(offset + "\n")
        os.rename(clock + ".new", clock)

    set_clock("0")
    world.service.start(LD_PRELOAD=library, CLOCK_OFFSET=clock)
    world.files("with the right clock an exhibit is filed")
    set_clock("-3")
    world.files("three seconds back are within the tolerance")
    set_clock("-86400")
    status, words = world.file()
    need(status != 0 and "read-only" in words, "a day back nothing is filed, and the party is told so")
    need(world.get(f"/v1/matters/{MATTER}/exhibits")[0] == 200, "reading goes on")
    set_clock("0")
    world.files("with the right clock filing goes on, without a restart")


def main():
    programs = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder]
    has_disk = os.environ.get("DOCKET_OUTAGES") == "inside"
    if has_disk:
        subprocess.run(mount, check=True)
    else:
        inside = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"]), "--mount"]
        if subprocess.run([*inside, *mount], capture_output=True).returncode == 0:
            os.rmdir(folder)
            os.execvpe("unshare", [*inside, sys.executable, os.path.abspath(__file__), programs], dict(os.environ, DOCKET_OUTAGES="inside"))
        print("NOT TRIED: the full disk, for this machine permits no disk of its own", flush=True)
    world = None
    try:
        world = World(folder, programs)
        world.service.start()
        world.service.admit()
        outside_is_down(world)
        if has_disk:
            disk_is_full(world)
        clock_is_set_back(world)
        world.end()
        audit = subprocess.run([world.service.program("docket"), "audit", "--full", "--archive", world.service.path("archive")],
                               capture_output=True, text=True, env=world.service.environment)
        need(audit.returncode == 0, "after all that, a full audit finds nothing")
    except BaseException:
        if world:
            print(open(world.service.path("log")).read()[-3000:], file=sys.stderr)
        raise
    finally:
        if world:
            world.end()
        if has_disk:
            subprocess.run(["umount", "-l", folder], check=True)
        shutil.rmtree(folder, ignore_errors=True)


main()
