"""Matters for the part `bundle` of `Benchmarks/run`: descriptions that `docket-scenario build` carries out, so that keys, signatures, time-stamps and
proofs are those of a real archive. Each is a function of its numbers."""
import datetime
import json
import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VERSIONS = {"seca-1.0": "seca-1.0", "simple-sale": "simple-sale-1"}
START = datetime.datetime(2026, 2, 2, 8, 0, 0)


def at(minutes):
    return (START + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(scenario, path):
    """The description as a file; what it names is relative to the folder that it is in."""
    folder = os.path.dirname(path)
    local = lambda name: os.path.relpath(os.path.join(ROOT, name), folder)
    written = dict(scenario, agreement=local(scenario["agreement"]))
    if "cast" in scenario:
        written["cast"] = dict(scenario["cast"], file=local(scenario["cast"]["file"]))
    with open(path, "w") as file:
        json.dump(written, file)


def filler(size, words="The parties have read this clause and mean what it says. "):
    """Lines of text that are about `size` bytes long in all."""
    line = (words * 3)[:120]
    return [line] * (size // (len(line) + 1))


def people():
    """Everybody, for a matter under an agreement to which nobody accedes."""
    years = {"from": "2025-01-01T00:00:00Z", "to": "2035-01-01T00:00:00Z"}
    return {"archive": {"party": "ARCH", "origin": "archive.example/shop", "starts": at(-60)}, "registry": "REGIS",
            "authorities": [{"name": "CA1", **years}], "time_stamping": [{"name": "TSA1", "authority": "CA1", **years}],
            "parties": [{"name": name, "authority": "CA1", **years} for name in ["REGIS", "FRUTA", "MARKT"]]}


def description(name, steps, claims, minutes, agreement="seca-1.0", others=None):
    """A scenario with the cast of the samples, or `others`; the last revocation list comes behind all that was signed."""
    last = at(minutes + 60)
    steps = [
        {"at": at(-30), "id": "CRL-FIRST", "revocation_list": {"by": "CA1", "next": at(60 * 24 * 30)}},
        {"at": at(-20), "file": {"objects": ["CRL-FIRST"], "by": "operator"}},
        {"at": at(-10), "checkpoint": {"by": "TSA1"}},
        *steps,
        {"at": last, "id": "CRL-LAST", "revocation_list": {"by": "CA1", "next": at(minutes + 60 * 24 * 30)}},
        {"at": at(minutes + 61), "file": {"objects": ["CRL-LAST"], "by": "operator"}},
        {"at": at(minutes + 62), "checkpoint": {"by": "TSA1"}},
    ]
    return {
        "name": name.lower(), "title": f"A matter to measure: {name}", "matter": name, "agreement": f"Policies/{agreement}.md",
        **(others or {"cast": {"file": "Evidence/cast.json", "parties": ["FRUTA", "MARKT"]}}),
        "steps": steps, "claims": [f"claims {name} under {VERSIONS[agreement]} {{", *claims, "}"], "now": at(minutes + 120), "expected": [],
    }


def contract(number):
    deal = f"DEAL-{number}"
    return {"file": f"contract-{number}.md",
            "text": [f"# Contract {deal}", "", "FRUTA sells MARKT ten tonnes of Cavendish bananas; MARKT pays EUR 8 400.00 within 14 days of delivery.", "",
                     *filler(1000)],
            "terms": ["agreement({agreement}).", f'deal("{deal}").', "kind(contract).", "seller(FRUTA).", "buyer(MARKT).",
                      "obligation(deliver, FRUTA, MARKT).", 'goods(deliver, "10 t of bananas").', "due(deliver, 2026-03-20T18:00:00Z).",
                      "obligation(pay, MARKT, FRUTA).", "amount(pay, EUR 8400.00).", "due_after(pay, deliver, 14d)."]}


def deals(count):
    """Contracts that both sides signed and receipts of delivery: five exhibits a deal, three of them signatures, a time-stamped checkpoint for ten."""
    steps, minute = [], 0
    for number in range(1, count + 1):
        name = f"D{number}"
        receipt = {"file": f"receipt-{number}.md", "text": [f"# Delivery receipt DEAL-{number}", "", "MARKT has received the bananas.", *filler(500)],
                   "terms": ["agreement({agreement}).", f'deal("DEAL-{number}").', "kind(delivery-receipt).",
                             f"performance(MARKT, FRUTA, deliver, {at(minute)})."]}
        steps += [
            {"at": at(minute), "id": name, "document": contract(number)},
            {"at": at(minute), "id": name + "-FRUTA", "sign": {"document": name, "by": "FRUTA"}},
            {"at": at(minute + 1), "id": name + "-MARKT", "sign": {"document": name, "by": "MARKT"}},
            {"at": at(minute + 1), "id": name + "-R", "document": receipt},
            {"at": at(minute + 2), "id": name + "-R-MARKT", "sign": {"document": name + "-R", "by": "MARKT"}},
            {"at": at(minute + 2), "file": {"objects": [name, name + "-FRUTA", name + "-MARKT", name + "-R", name + "-R-MARKT"], "by": "FRUTA"}},
        ]
        if number % 10 == 0:
            steps.append({"at": at(minute + 3), "checkpoint": {"by": "TSA1"}})
        minute += 4
    claims = [f"  document D{n} = {{sha-256:D{n}}};" for n in range(1, min(count, 10) + 1)]
    claims += [f"  C{n}: FRUTA claims contract(FRUTA, MARKT, D{n});" for n in range(1, min(count, 10) + 1)]
    return description("DEALS", steps, claims, minute)


def signed(count):
    """Documents, each with one signature over it: two exhibits for each, a time-stamped checkpoint for fifty documents."""
    steps, minute = [], 0
    for number in range(1, count + 1):
        name = f"D{number}"
        steps += [
            {"at": at(minute), "id": name, "document": contract(number)},
            {"at": at(minute), "id": name + "-FRUTA", "sign": {"document": name, "by": "FRUTA"}},
            {"at": at(minute + 1), "file": {"objects": [name, name + "-FRUTA"], "by": "FRUTA"}},
        ]
        if number % 50 == 0:
            steps.append({"at": at(minute + 1), "checkpoint": {"by": "TSA1"}})
        minute += 2
    return description("SIGNED", steps, ["  document D1 = {sha-256:D1};", "  C1: FRUTA claims contract(FRUTA, MARKT, D1);"], minute)


def small(agreement="seca-1.0", size=8000):
    """One document of 8 KB and one signature over it, and nothing else but lists, checkpoints and their time-stamps; under `seca-1.0`, which is a text
    of 170 KB, the accessions too."""
    document = {"file": "letter.md", "text": ["# Letter", "", *filler(size - 20)]}
    steps = [
        {"at": at(0), "id": "LETTER", "document": document},
        {"at": at(1), "id": "LETTER-FRUTA", "sign": {"document": "LETTER", "by": "FRUTA"}},
        {"at": at(2), "file": {"objects": ["LETTER", "LETTER-FRUTA"], "by": "FRUTA"}},
    ]
    claim = {"seca-1.0": "signed(FRUTA, L)", "simple-sale": "sale(FRUTA, MARKT, L)"}[agreement]
    return description("SMALL", steps, ["  document L = {sha-256:LETTER};", f"  C1: MARKT claims {claim};"], 10, agreement,
                       None if agreement == "seca-1.0" else people())
