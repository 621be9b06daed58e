// Choosing a key and certificate. What was read stays for as long as the page, so that it is chosen once for many filings.

import { readIdentity } from "./identity.js";
import { make, parts, problem, span, template, time, visible } from "./page.js";
import { t } from "./words.js";

let identity;

/** Fills `place` with the choice and gives a function for the identity, which throws until there is one. */
export function keyChoice(place, changed = () => {}) {
  place.replaceChildren(template("identity-part"));
  const { key, certificate, passphrase, known } = parts(place);
  const show = () => {
    if (!identity) return;
    const { name, ends } = identity.certificate;
    const until = time(ends.toISOString().replace(/\.\d+Z$/, "Z"));
    known.replaceChildren(make("p", { class: "good" }, make("strong", {}, t("You sign as {0}", visible(name))), " ",
      span("soft small", t("certificate until {0}", ""), until)));
  };
  const readBoth = async () => {
    if (!key.files[0] || !certificate.files[0]) return;
    identity = undefined;
    known.replaceChildren();
    try {
      if (!globalThis.isSecureContext) throw { code: "insecure" };
      identity = await readIdentity(key.files[0], certificate.files[0], passphrase.value, new Date());
      passphrase.value = "";
      show();
    } catch (error) {
      known.replaceChildren(problem(error));
      if (["passphrase-needed", "wrong-passphrase"].includes(error.code)) passphrase.focus();
    }
    changed();
  };
  for (const input of [key, certificate, passphrase]) input.addEventListener("change", readBoth);
  show();
  return () => identity;
}
