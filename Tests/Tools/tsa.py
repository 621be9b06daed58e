#!/usr/bin/env python3
"""A time-stamping authority (RFC 3161) over HTTP on loopback, for stories and tests: `openssl ts -reply` behind Python's own server.

    tsa.py --key KEY.pem --cert CERT.pem [--port 0] [--port-file FILE] [--seconds 600]

It writes its port to the file and ends by itself.
"""

import argparse
import http.server
import os
import subprocess
import tempfile
import threading

CONFIGURATION = """[tsa]
serial = {folder}/serial
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
signer_digest = sha256
accuracy = secs:1
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file")
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/tsa.conf", "w") as file:
            file.write(CONFIGURATION.format(folder=folder))

        class Authority(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", "0"))
                with open(f"{folder}/query", "wb") as file:
                    file.write(self.rfile.read(min(size, 65536)))
                answer = subprocess.run(
                    ["openssl", "ts", "-reply", "-config", f"{folder}/tsa.conf", "-section", "tsa",
                     "-queryfile", f"{folder}/query", "-inkey", options.key, "-signer", options.cert],
                    capture_output=True)
                self.send_response(200 if answer.returncode == 0 else 500)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer.stdout)))
                self.end_headers()
                self.wfile.write(answer.stdout)

            def log_message(self, *words):
                pass

        # One request at a time: the query has one file.
        server = http.server.HTTPServer(("127.0.0.1", options.port), Authority)
        threading.Timer(options.seconds, server.shutdown).start()
        port = str(server.server_address[1])
        if options.port_file:
            with open(options.port_file + ".part", "w") as file:
                file.write(port + "\n")
            os.rename(options.port_file + ".part", options.port_file)
        else:
            print(port, flush=True)
        server.serve_forever()


main()
