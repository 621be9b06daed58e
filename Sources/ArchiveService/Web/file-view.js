// Filing: each file is hashed, described in a filing, and the filing signed in this page; the archive's answer is a receipt, which is
// checked before it is called one. What was signed is kept until its answer came, so that trying again files nothing twice.

import { json, matterPath, request, send } from "./api.js";
import { base64, utf8 } from "./bytes.js";
import { signDetached } from "./cms.js";
import { fieldsOf, filingText, isName } from "./filing.js";
import { keyChoice } from "./key-part.js";
import { announce, dropZone, make, note, parts, problem, save, size, span, template, time, visible, working } from "./page.js";
import { checkEarlierReceipt, checkReceipt, parseReceipt } from "./receipt.js";
import { kinds, maximumSize, recognise } from "./recognise.js";
import { hashFile } from "./sha256.js";
import { t } from "./words.js";

/** One document on its way. */
class Item {
  constructor(file, removed) {
    this.file = file;
    this.kind = make("select", { "aria-label": t("Kind of {0}", file.name) },
      kinds.map((kind) => make("option", { value: kind }, t(kind))));
    this.remove = make("button", {
      type: "button", class: "plain", click: () => removed(this), "aria-label": t("Remove {0}", file.name),
    }, t("Remove"));
    this.state = make("div", {});
    this.about = span("soft small");
    this.choices = make("div", { class: "actions" }, this.kind, this.remove);
    this.element = make("li", { class: "item" },
      make("header", {}, span("name", visible(file.name)), span("soft", size(file.size)), this.about),
      this.choices, this.state);
  }

  /** Proposes a kind by the file's first bytes. */
  async look() {
    const beginning = new Uint8Array(await this.file.slice(0, maximumSize).arrayBuffer());
    const found = recognise(this.file.name, beginning, this.file.size <= maximumSize);
    this.kind.value = found.kind;
    this.mediaType = found.mediaType;
  }

  /** The document over which a signature is, if it is one of these: NAME.p7s or NAME.WHO.p7s beside NAME. */
  signedOne(items) {
    if (this.kind.value !== "signature") return undefined;
    return items.filter((item) => item !== this && this.file.name.startsWith(`${item.file.name}.`))
      .sort((a, b) => b.file.name.length - a.file.name.length)[0];
  }

  progress(words, done, all) {
    this.state.replaceChildren(span("soft small", words),
      make("progress", { max: Math.max(1, all), value: done, "aria-label": words }));
  }

  async hash() {
    this.progress(t("Reading …"), 0, this.file.size);
    this.digest ??= await hashFile(this.file, (done) => this.progress(t("Reading …"), done, this.file.size));
  }

  /** Makes and signs the filing, once. */
  async sign(matter, identity, origin, checkpoint, target) {
    if (!isName(this.file.name)) {
      throw {
        title: t("This name cannot be an exhibit's."),
        detail: t("Rename the file: no hidden characters, 200 bytes at most."),
      };
    }
    this.filing = filingText({
      archive: origin, matter, kind: this.kind.value, mediaType: this.mediaType, name: this.file.name,
      content: this.digest, size: this.file.size, filer: identity.certificate.digest,
      links: target ? [{ relation: "signs", target: `sha-256:${base64(target.digest)}` }] : [],
      nonce: crypto.getRandomValues(new Uint8Array(32)), note: checkpoint,
    });
    this.signature = await signDetached(utf8(this.filing), identity, new Date());
    this.key = crypto.randomUUID();
    this.matter = matter;
    this.signer = identity;
  }

  async send() {
    const headers = {
      "Content-Type": "application/octet-stream", "Content-Digest": `sha-256=:${base64(this.digest)}:`,
      "Idempotency-Key": this.key, "Docket-Filing": `:${base64(utf8(this.filing))}:`,
      "Docket-Filing-Signature": `:${base64(this.signature)}:`,
    };
    this.progress(t("Sending …"), 0, this.file.size);
    const answer = await send("POST", matterPath(this.matter, "exhibits"), headers, this.file,
      (done) => this.progress(t("Sending …"), done, this.file.size));
    const receipt = parseReceipt(answer.text);
    const isOld = answer.header("Docket-Already-Filed") === "?1" && receipt.filing !== this.filing;
    if (isOld) await checkEarlierReceipt(receipt, fieldsOf(this.filing));
    else await checkReceipt(receipt, this.filing, this.signature);
    this.receipt = answer.text;
    this.showDone(receipt, isOld);
  }

  showDone(receipt, isOld) {
    this.choices.hidden = true;
    this.about.before(span("kind", t(this.kind.value)));
    const words = isOld ? t("Was filed before, as number {0}", receipt.number) : t("Filed as number {0}", receipt.number);
    const link = `#/matters/${encodeURIComponent(this.matter)}/${receipt.number}`;
    this.state.replaceChildren(
      make("div", { class: "good" },
        make("div", {}, make("strong", {}, words), " ", span("soft", t("received {0}", ""), time(receipt.received))),
        make("div", { class: "actions" },
          make("button", { type: "button", click: () => this.saveReceipt() }, t("Save the receipt")),
          make("a", { class: "button", href: link }, t("Show the exhibit")))),
      make("details", {}, make("summary", {}, isOld ? t("What was signed then") : t("What you signed")),
        make("pre", { tabindex: "0" }, visible(receipt.filing))));
  }

  saveReceipt() {
    save(new Blob([this.receipt], { type: "text/plain" }), `${this.file.name}.receipt`);
  }

  fail(error) {
    this.state.replaceChildren(problem(error));
    // The service refused this very filing: another one is made next time. Where nothing was answered, the same is sent again.
    if (error.status >= 400 && error.status < 500 && ![408, 409, 429].includes(error.status)) this.filing = undefined;
  }
}

/** Where the caller may file. */
async function filingMatters() {
  const { matters } = await json("/v1/matters?limit=1000");
  return matters.filter(({ roles }) => roles.some((role) => role === "party" || role === "arbiter"));
}

/** Files all that is not filed, one after the other: signatures find their documents filed. */
async function fileAll(items, matter, identity) {
  const { origin } = await json("/v1/status");
  const checkpoint = await request("/checkpoint").then((answer) => answer.text(), () => "");
  for (const item of items) await item.hash();
  const isFirst = (item) => (item.signedOne(items) ? 1 : 0);
  for (const item of [...items].sort((a, b) => isFirst(a) - isFirst(b))) {
    if (item.receipt) continue;
    try {
      const isSigned = item.filing && item.matter === matter && item.signer === identity;
      if (!isSigned) await item.sign(matter, identity, origin, checkpoint, item.signedOne(items));
      await item.send();
    } catch (error) {
      item.fail(error);
    }
  }
}

/** The view. */
export async function fileView(main, [wanted]) {
  const matters = await filingMatters();
  const view = template("file-view");
  const { form, matter, identity: place, drop, list, go, receipts, answer } = parts(view);
  if (matters.length === 0) {
    main.replaceChildren(view.querySelector("h1"), note(t("There is no matter in which you may file.")));
    return;
  }
  let items = [];
  const ready = () => {
    go.disabled = !identity() || items.every((item) => item.receipt);
    receipts.hidden = items.filter((item) => item.receipt).length < 2;
  };
  const identity = keyChoice(place, ready);
  const relate = () => {
    for (const item of items) {
      const target = item.signedOne(items);
      item.about.textContent = target ? t("signs {0}", target.file.name) : "";
    }
  };
  const remove = (item) => {
    items = items.filter((other) => other !== item);
    item.element.remove();
    relate();
    ready();
  };
  matter.append(...matters.map(({ id, title }) =>
    make("option", { value: id, selected: id === wanted }, title ? `${id}: ${visible(title)}` : id)));
  const hint = t("Signatures (.p7s) together with what they sign");
  dropZone(drop, t("Drop documents here, or choose them"), hint, { multiple: true }, async (files) => {
    const added = files.map((file) => new Item(file, remove));
    items.push(...added);
    list.append(...added.map((item) => item.element));
    await Promise.all(added.map((item) => item.look()));
    for (const item of added) item.kind.addEventListener("change", () => { item.filing = undefined; relate(); });
    relate();
    ready();
  });
  receipts.addEventListener("click", () => items.filter((item) => item.receipt).forEach((item) => item.saveReceipt()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await working(go, answer, () => fileAll(items, matter.value, identity()));
    const filed = items.filter((item) => item.receipt).length;
    announce(t("{0} of {1} filed", filed, items.length));
    ready();
  });
  main.replaceChildren(view);
}
