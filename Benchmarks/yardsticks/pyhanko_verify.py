#!/usr/bin/env python3
"""pyhanko_verify.py DIR COUNT: the same files by pyHanko (PyPI), one process, one validation context, revocation demanded."""
import asyncio
import hashlib
import json
import logging
import os
import sys
import time
import warnings

from asn1crypto import cms, crl, pem, x509
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
FOLDER, COUNT = sys.argv[1], int(sys.argv[2])


def read(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        return file.read()


def certificates(name):
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(read(name), multiple=True)]


def context():
    lists = [crl.CertificateList.load(der) for _, _, der in pem.unarmor(read("crl.pem"), multiple=True)]
    return ValidationContext(trust_roots=certificates("root.pem"), other_certs=certificates("ca.pem"), crls=lists,
                             revocation_mode="require", allow_fetching=False)


def report(what, wall, cpu):
    print(json.dumps({"what": what, "count": COUNT, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


async def main():
    documents = [read(f"doc/{number:04}.bin") for number in range(COUNT)]
    files = [read(f"cms/{number:04}.p7s") for number in range(COUNT)]
    given, wall, cpu = context(), time.perf_counter(), time.process_time()
    for document, file in zip(documents, files):
        status = await async_validate_detached_cms(document, cms.ContentInfo.load(file)["content"],
                                                   signer_validation_context=given, key_usage_settings=None)
        assert status.intact and status.valid and status.trusted, status.summary()
    report("cms", wall, cpu)
    files = [read(f"tst/{number:04}.tst") for number in range(COUNT)]
    given, wall, cpu = context(), time.perf_counter(), time.process_time()
    for document, file in zip(documents, files):
        found = await validate_tst_signed_data(cms.ContentInfo.load(file)["content"], given,
                                               lambda name, document=document: hashlib.new(name, document).digest())
        assert found["intact"] and found["valid"] and found["validation_path"] is not None
    report("tst", wall, cpu)


asyncio.run(main())
