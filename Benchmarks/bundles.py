"""The part `bundle` of `Benchmarks/run`: matters are taken out of archives and verified, in whole processes as parties and arbiters run them. The yardstick is
the mathematics of the signatures alone, by `openssl speed` on one thread in the same turn."""
import os
import random
import shutil
import statistics
import subprocess
import time
import zipfile

import matters

PRODUCTS = ["docket", "docket-verify", "docket-scenario"]
MIB = 1 << 20
# What verifies or makes signatures: what callgrind counts below these functions is left out of the instructions.
SIGNATURE_FUNCTIONS = ["EVP_PKEY_verify", "EVP_DigestVerify", "EVP_PKEY_sign", "EVP_DigestSign", "CCryptoBoringSSL_ED25519_verify"]


class Run:
    """One run of a command that must end with one of the statuses `accept`: seconds of wall and of processor, and KiB at most."""

    def __init__(self, command, state, accept=(0,)):
        before = time.perf_counter()
        child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 env=dict(os.environ, XDG_STATE_HOME=state))
        errors = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        self.wall, self.cpu, self.memory = time.perf_counter() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in accept:
            raise RuntimeError(f"{' '.join(map(str, command[:3]))} ended with {child.returncode}: {errors.decode()[-200:]}")


class Matter:
    """A matter carried out once, with the commands that take it out and verify it. Each has a state folder of its own, as each machine has."""

    def __init__(self, bench, name, scenario):
        self.bench, self.folder, self.state = bench, bench.fresh("matter-" + name), bench.fresh("state-" + name)
        description = bench.path(name + ".json")
        matters.write(scenario, description)
        Run([bench.product("docket-scenario"), "build", description, "-o", self.folder], self.state)
        self.matter, self.now, self.number = scenario["matter"], scenario["now"], 0
        self.path = None

    def here(self, name):
        return os.path.join(self.folder, name)

    def signer(self):
        return ["--key", self.here("keys/FRUTA.pem"), "--cert", self.here("certificates/FRUTA.pem")]

    def pins(self):
        return ["--agreement", self.here("agreement.md"), "--annex", self.here("annex.txt")]

    def build(self, accept=(0,)):
        """Writes a new bundle, which `path` then names."""
        self.number += 1
        self.path = self.here(f"bundle-{self.number}.asice")
        return Run([self.bench.product("docket"), "bundle", "--archive", self.here("archive"), "--matter", self.matter, *self.pins(), "--claims",
                    self.here("claims.txt"), *self.signer(), "--at", self.now, "-o", self.path], self.state, accept)

    def verification(self, *paths, options=()):
        """The command that verifies the newest bundle, or those that are named."""
        return [self.bench.product("docket-verify"), *(paths or [self.path]), *self.pins(), "--at", self.now, *options]

    def verify(self, *paths, options=(), accept=(0,)):
        return Run(self.verification(*paths, options=options), self.state, accept)

    def signatures(self):
        """How many signatures stand over filings and exhibits of the newest bundle."""
        with zipfile.ZipFile(self.path) as container:
            return sum(name.endswith(".p7s") for name in container.namelist())


def signature_rate():
    """P-256 signatures that OpenSSL verifies in a second of processor time, on one thread."""
    text = subprocess.run(["openssl", "speed", "-seconds", "1", "-mr", "ecdsap256"], capture_output=True, text=True, check=True).stdout
    return float(next(line for line in text.splitlines() if line.startswith("+F4")).split(":")[-1])


def seconds(runs):
    return statistics.median([run.wall for run in runs])


def milliseconds(runs):
    return f"{seconds(runs) * 1e3:,.0f} ms"


def large(bench):
    """Matters of many exhibits: built and verified on all cores, beside the signatures alone on two."""
    for name, what, scenario in [("deals", "1,000 exhibits, 600 of them signatures", matters.deals(200)),
                                 ("signed", "1,000 signed exhibits, their signatures 1,000 more", matters.signed(1000))]:
        matter = Matter(bench, name, scenario)
        built, verified, alone = [], [], []
        for _ in range(bench.options.rounds):
            rate = signature_rate()
            built.append(matter.build())
            verified.append(matter.verify())
            alone.append(matter.signatures() / rate / 2)
            if _ < bench.options.rounds - 1:
                os.remove(matter.path)
        bound = statistics.median(alone)
        for verb, runs, aim in [("built", built, 2), ("verified", verified, 1)]:
            ratios = [run.wall / one for run, one in zip(runs, alone)]
            wall = seconds(runs)
            bench.row(f"{what}: {verb}", f"{wall:.2f} s, processor {statistics.median([run.cpu for run in runs]):.2f} s",
                      f"{bound * 1e3:.0f} ms, {matter.signatures():,} signatures on two cores", bench.ratios(ratios)[1], f"aim {aim} s", wall <= aim)
        bench.row("memory of that, and size", f"{max(run.memory for run in built + verified) / 1024:.0f} MiB, {os.path.getsize(matter.path) / MIB:.1f} MiB")


def small(bench):
    """A document of 8 KB with one signature: alone with the start of the process, many in one call, and in instructions."""
    for agreement in ["simple-sale", "seca-1.0"]:
        matter = Matter(bench, "small", matters.small(agreement))
        built = [matter.build() for _ in range(bench.options.rounds)]
        size = os.path.getsize(matter.path) / 1024
        bench.row(f"a document of 8 KB and one signature under {agreement}, {size:.0f} KiB: built", milliseconds(built))
        alone = [matter.verify() for _ in range(8 * bench.options.rounds)]
        started = [Run([bench.product("docket-verify"), "--version"], matter.state) for _ in range(8 * bench.options.rounds)]
        bench.row("the same verified, with the start of the process", milliseconds(alone), f"{milliseconds(started)} the start alone",
                  f"{seconds(alone) / seconds(started):.1f}", "aim 30 ms", seconds(alone) <= 0.030)
        batch(bench, matter)
        instructions(bench, matter)


def batch(bench, matter):
    count = 400
    line = bench.docket("bundle", count, matter.path, matter.now, matter.here("agreement.md"), matter.here("annex.txt"))["verify bundles"]
    bench.row("one after the other in one process, one core", f"{count / line['cpu']:,.0f}/s", "", "", "aim 100/s", count / line["cpu"] >= 100)
    bench.row("memory of that", f"{line['memory'] / 1024:.0f} MiB")
    paths = [matter.here(f"copy-{number}.asice") for number in range(count)]
    for path in paths:
        shutil.copyfile(matter.path, path)
    many = [matter.verify(*paths) for _ in range(bench.options.rounds)]
    bench.row(f"{count} files in one call of docket-verify, all cores", f"{count / seconds(many):,.0f}/s",
              f"{count / statistics.median([run.cpu for run in many]):,.0f} for each second of processor")
    for path in paths:
        os.remove(path)


def instructions(bench, matter):
    """Instructions of one verification by callgrind, without what libcrypto does to verify signatures. Hash tables are seeded alike, so that they are the
    same from run to run."""
    if shutil.which("valgrind") is None:
        return bench.row("instructions", "valgrind is not here")
    output, program = bench.path("callgrind"), bench.path("docket-verify")
    # Valgrind does not read Swift's debugging information; the names of functions stay.
    subprocess.run(["strip", "--strip-debug", "-o", program, bench.product("docket-verify")], check=True)
    subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", program, *matter.verification()[1:]], check=True, capture_output=True,
                   env=dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1"))
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", output], capture_output=True, text=True, check=True).stdout
    counts = {}
    for line in text.splitlines():
        words = line.split()
        if words and words[0].replace(",", "").isdigit():
            for function in ["PROGRAM", *SIGNATURE_FUNCTIONS]:
                if f" {function}" in line or f":{function} " in line:
                    counts[function] = max(counts.get(function, 0), int(words[0].replace(",", "")))
    total = counts.pop("PROGRAM")
    bench.row("instructions of verifying it, signatures excluded", f"{(total - sum(counts.values())) / 1e6:,.1f} million",
              f"{sum(counts.values()) / 1e6:,.1f} million the signatures", "", "1.1 times the last landing at most")


def report(bench):
    """The page of a matter with twenty exhibits."""
    matter = Matter(bench, "twenty", matters.deals(4))
    matter.build()
    page = matter.here("report.html")
    matter.verify(options=["--report", page])
    size = os.path.getsize(page)
    bench.row("the report of twenty exhibits", f"{size / 1024:.0f} KiB", "", "", "< 200 KiB", size < 200 * 1024)


def tiles(bench):
    """Tiles of the log that an inclusion proof reads, each by a reader of its own."""
    sizes = [10_000, 1_000_000] + ([10_000_000] if bench.options.long else [])
    most = {}
    for size in sizes:
        folder = bench.fresh(f"log-{size}")
        bench.docket("create", folder)
        bench.docket("append", "active", size, 256, folder)
        found = bench.docket("tiles", 1000, folder)["tiles"]
        most[size] = found["most"]
        bench.row(f"tiles read for a proof from {size:,} entries", f"{found['most']:.0f}, {found['each']:.2f} where 1,000 are made together", "", "",
                  "3 more at most" if size > sizes[0] else "", most[size] <= most[sizes[0]] + 3 if size > sizes[0] else None)
        bench.fresh(f"log-{size}")


def gigabyte(bench):
    """A file of 1 GiB, filed with the small matter, taken out and verified, beside `openssl dgst` of the file."""
    matter, size = Matter(bench, "gigabyte", matters.small()), 1024
    path = bench.path("gigabyte.bin")
    source = random.Random(7)
    with open(path, "wb") as file:
        for _ in range(size):
            file.write(source.randbytes(MIB))
    Run([bench.product("docket"), "file", "--archive", matter.here("archive"), "--matter", matter.matter, *matter.signer(), path], matter.state)
    # It was filed today, long after the lists of the matter: nothing but the sizes is the point here.
    matter.now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    built, verified, plain = [], [], []
    for number in range(min(3, bench.options.rounds)):
        before = time.perf_counter()
        subprocess.run(["openssl", "dgst", "-sha256", path], check=True, capture_output=True)
        plain.append(time.perf_counter() - before)
        if number > 0:
            os.remove(matter.path)
        built.append(matter.build())
        verified.append(matter.verify(accept=(0, 3)))
    for verb, runs in [("taken out", built), ("verified", verified)]:
        middle, text = bench.ratios([one / run.wall for one, run in zip(plain, runs)])
        memory = max(run.memory for run in runs) / 1024
        bench.row(f"an exhibit of 1 GiB {verb}", f"{size / seconds(runs):,.0f} MiB/s", f"{size / statistics.median(plain):,.0f} MiB/s `openssl dgst`",
                  text, "aim 0.8", middle >= 0.8)
        bench.row("memory of that", f"{memory:.0f} MiB", "", "", "< 64 MiB", memory < 64)
    os.remove(path)
    shutil.rmtree(matter.folder)


def bundle(bench, attempt):
    """All of it."""
    for product in PRODUCTS:
        bench.make(product)
    for part in [large, small, report, tiles, gigabyte]:
        attempt(bench, lambda: part(bench))
