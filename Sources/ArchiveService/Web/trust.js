// The agreement and annex that the reader accepts: one that the service knows, or his own, of which only the digest is used. The file
// that he chooses for that stays in this page.

import { json } from "./api.js";
import { digestText, isDigest } from "./bytes.js";
import { make } from "./page.js";
import { hashFile } from "./sha256.js";
import { t } from "./words.js";

const own = "own";
const none = "none";
let serial = 0;

/** One text to be named: a choice, and for the reader's own a digest or file. */
class Choice {
  constructor(label, mayBeNone, changed) {
    serial += 1;
    const id = `choice-${serial}`;
    this.mayBeNone = mayBeNone;
    this.select = make("select", { id, required: true, change: () => { this.show(); changed(); } });
    this.digest = make("input", {
      "aria-label": t("Digest"), placeholder: "sha-256:…", spellcheck: "false", autocomplete: "off",
    });
    this.file = make("input", { type: "file", "aria-label": t("A file of your own"), change: () => this.measure() });
    this.own = make("div", { class: "field", hidden: true }, this.digest, this.file,
      make("p", { class: "hint" }, t("The file is not sent; its digest is computed here.")));
    this.element = make("div", { class: "field" }, make("label", { for: id }, label), this.select, this.own);
  }

  /** Offers these `[digest, words]`. Where trust hangs on it, nothing is chosen beforehand. */
  offer(known) {
    const first = this.mayBeNone ? [make("option", { value: "" }, t("Choose …"))] : [];
    const last = this.mayBeNone ? [make("option", { value: none }, t("None: the answer will be conditional"))] : [];
    this.select.replaceChildren(
      ...first, ...known.map(([digest, words]) => make("option", { value: digest }, words)),
      make("option", { value: own }, t("One of my own")), ...last);
    this.show();
  }

  show() {
    this.own.hidden = this.select.value !== own;
  }

  async measure() {
    const [file] = this.file.files;
    if (file) this.digest.value = digestText(await hashFile(file));
  }

  /** The digest that is named, or nothing; throws for what is none. */
  get value() {
    if (this.select.value !== own) return this.select.value === none ? "" : this.select.value;
    const written = this.digest.value.trim();
    const isBad = !isDigest(written);
    this.digest.setAttribute("aria-invalid", String(isBad));
    if (isBad) {
      this.digest.focus();
      throw {
        title: t("This is no digest."), detail: t("A digest is sha-256: and 44 letters, or choose the file."),
      };
    }
    return written;
  }
}

/** Fills `place` with the two choices and gives a function for the digests. `mayBeNone`: the answer is then conditional. */
export async function trustChoices(place, { mayBeNone = false } = {}) {
  const { agreements } = await json("/v1/agreements");
  const annexes = () => {
    const known = agreements.find(({ digest }) => digest === agreement.select.value)?.annexes ?? [];
    annex.offer(known.map(({ digest, name }) => [digest, name]));
  };
  const agreement = new Choice(t("Agreement"), mayBeNone, annexes);
  const annex = new Choice(t("Annex"), mayBeNone, () => {});
  agreement.offer(agreements.map(({ digest, title, version }) => [digest, `${title}, ${version}`]));
  annexes();
  place.replaceChildren(agreement.element, annex.element);
  return () => ({ agreement: agreement.value, annex: annex.value });
}
