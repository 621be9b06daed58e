"""A docketd with an archive of its own, an operator, and a party who may file: for the load and for the soak. Python's own library only."""
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

ORIGIN = "archive.example/load"
MATTER = "LOAD-1"
# No limits by rate: what is measured is the service, not its brakes.
CONFIGURATION = """archive: {0}/archive
state: {0}/state
http:
  port: 0
limits:
  requests_per_principal: 100000000
  requests_per_address: 100000000
  daily_bytes: 1125899906842624
  waiting: 4096
audit:
  at: ""
"""


class Service:
    def __init__(self, folder, programs):
        self.folder, self.programs, self.process, self.port = folder, programs, None, None
        os.makedirs(self.path("state"), exist_ok=True)
        self.environment = dict(os.environ, XDG_STATE_HOME=self.path("marks"))
        self.key = self.run("docket", "init", "--origin", ORIGIN, "--archive", self.path("archive")).strip()
        self.configure()
        self.operator = self.run("docketd", "bootstrap", "ADMIN", "--config", self.path("docketd.yaml")).strip()
        self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem")
        self.openssl("req", "-new", "-x509", "-key", "key.pem", "-subj", "/CN=LOADER", "-days", "30", "-out", "certificate.pem")

    def configure(self, more=""):
        """Writes the configuration, with more lines of YAML."""
        with open(self.path("docketd.yaml"), "w") as file:
            file.write(CONFIGURATION.format(self.folder) + more)

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return os.path.join(self.programs, name)

    def run(self, name, *arguments):
        done = subprocess.run([self.program(name), *arguments], capture_output=True, text=True, env=self.environment)
        if done.returncode != 0:
            raise RuntimeError(f"{name} {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def start(self, **environment):
        """Starts the service, with more of an environment, and waits until it listens."""
        port = self.path("port")
        if os.path.exists(port):
            os.remove(port)
        log = open(self.path("log"), "a")
        self.process = subprocess.Popen(
            [self.program("docketd"), "serve", "--config", self.path("docketd.yaml"), "--port-file", port, "--log-level", "warning"],
            stdout=log, stderr=log, env=dict(self.environment, **environment))
        for _ in range(600):
            if os.path.exists(port):
                self.port = int(open(port).read())
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("docketd does not listen: " + open(self.path("log")).read()[-2000:])

    def stop(self, number=signal.SIGTERM):
        """Ends the process that was started here, and no other."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def ask(self, path, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=json.dumps(body).encode(), method="POST",
            headers={"Authorization": f"Bearer {self.operator}", "Content-Type": "application/json",
                     "Idempotency-Key": os.urandom(16).hex()})
        try:
            return json.load(urllib.request.urlopen(request, timeout=60))
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read().decode()}") from error

    def admit(self):
        """Lets the party in; its token goes into the file `token`."""
        self.ask("/v1/principals", {"id": "LOADER", "certificates": [open(self.path("certificate.pem")).read()]})
        self.ask("/v1/matters", {"id": MATTER})
        self.ask(f"/v1/matters/{MATTER}/members", {"principal": "LOADER", "role": "party"})
        expires = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 7 * 86400))
        token = self.ask("/v1/tokens", {"principal": "LOADER", "matter": MATTER, "role": "party", "expires": expires})
        with open(os.open(self.path("token"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(token["token"])

    def load(self, mode, **options):
        """Runs docket-load against the service; the line that it prints."""
        values = {"port": self.port, "token": self.path("token"), "origin": ORIGIN, "matter": MATTER,
                  "key": self.path("key.pem"), "certificate": self.path("certificate.pem"), **options}
        return json.loads(self.run("docket-load", mode, *(f"{name}={value}" for name, value in values.items())))

    def memory(self, field="VmRSS"):
        """Bytes of memory: VmRSS now, VmHWM at most."""
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(field + r":\s+(\d+) kB", status).group(1)) * 1024

    def filed(self):
        """The digests of the filings of all entries, in the order of the log. For a service that is not running."""
        with sqlite3.connect(self.path("archive/docket.sqlite")) as database:
            rows = database.execute("SELECT entry FROM entry ORDER BY idx").fetchall()
        return [re.search(rb"^filing (\S+)$", row[0], re.M).group(1).decode() for row in rows]
