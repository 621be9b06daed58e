#!/usr/bin/env python3
"""Kills docketd with -9 under load, again and again. After each kill: every filing that was acknowledged is in the log, none is there twice,
and an audit finds nothing. Prints one line for each kill.

    service_soak.py PROGRAMS [--kills 3] [--clients 32]"""
import argparse
import collections
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import MATTER, ORIGIN, Service  # noqa: E402


def load(service, journal, clients, results):
    """A load that ends when the service does."""
    arguments = {"port": service.port, "token": service.path("token"), "origin": ORIGIN, "matter": MATTER,
                 "key": service.path("key.pem"), "certificate": service.path("certificate.pem"),
                 "count": 4000, "clients": clients, "size": 2048, "acknowledged": journal}
    done = subprocess.run([service.program("docket-load"), "filings", *(f"{n}={v}" for n, v in arguments.items())],
                          capture_output=True, text=True, timeout=300)
    results.append((done.returncode, done.stderr.strip()))


def check(service, journal, kill):
    acknowledged = open(journal).read().split() if os.path.exists(journal) else []
    filed = collections.Counter(service.filed())
    lost = [digest for digest in acknowledged if filed[digest] == 0]
    twice = [digest for digest, count in filed.items() if count > 1]
    audit = subprocess.run([service.program("docket"), "audit", "--full", "--archive", service.path("archive")],
                           capture_output=True, text=True, env=service.environment)
    print(f"kill {kill}: {len(acknowledged)} acknowledged, {sum(filed.values())} in the log, {len(lost)} lost, "
          f"{len(twice)} twice, audit exit {audit.returncode}", flush=True)
    if lost or twice or audit.returncode != 0:
        sys.exit(f"the soak failed\n{audit.stdout}{audit.stderr}")
    return len(acknowledged)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(folder, options.programs)
        service.start()
        service.admit()
        journal = service.path("acknowledged")
        before = 0
        for kill in range(1, options.kills + 1):
            results = []
            thread = threading.Thread(target=load, args=(service, journal, options.clients, results))
            thread.start()
            # The load signs its filings first; the kill comes when some are acknowledged, at any moment after.
            for _ in range(1200):
                if os.path.exists(journal) and len(open(journal).read().split()) > before:
                    break
                time.sleep(0.05)
            time.sleep(moments.uniform(0, 0.5))
            service.stop(signal.SIGKILL)
            thread.join()
            now = check(service, journal, kill)
            if now == before:
                sys.exit(f"nothing was acknowledged before kill {kill}: {results}")
            before = now
            service.start()
        service.stop()
        check(service, journal, "none")


main()
