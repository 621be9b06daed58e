// The log as everybody may know it: its checkpoint, who outside watches it, and when it was audited last.

import { json, request } from "./api.js";
import { make, note, parts, problem, save, template, terms, time, visible } from "./page.js";
import { t } from "./words.js";

const looks = { good: "yes", waiting: "open", late: "open", failing: "no" };

/** Witnesses or authorities, one a row. */
function outsiders(all, none) {
  if (all.length === 0) return note(none);
  return make("ul", { class: "rows" }, all.map((one) => make("li", { class: "item" }, make("header", {},
    make("span", { class: "name" }, visible(one.name)),
    make("span", { class: `badge ${looks[one.state] ?? "open"}` }, t(one.state)),
    make("span", { class: "soft" }, ...(one.last_time
      ? [t("last {0}", ""), time(one.last_time), one.last_tree_size === null ? "" : `, ${t("{0} entries", one.last_tree_size)}`]
      : [t("nothing yet")]))))));
}

function audit(last) {
  if (!last) return note(t("No audit was filed yet."));
  const isGood = last.is_clean && last.is_complete;
  const word = !last.is_clean ? t("{0} faults", last.fault_count) : isGood ? t("clean") : t("clean, not yet complete");
  return make("dl", {}, terms([
    [t("Result"), make("span", { class: `badge ${!last.is_clean ? "no" : isGood ? "yes" : "open"}` }, word)],
    [t("Time"), time(last.time)], [t("Reach"), visible(last.reach)], [t("Entries"), String(last.tree_size)],
  ]));
}

/** The view. */
export async function logView(main) {
  const view = template("log-view");
  const { checkpoint, note: signed, witnesses, stamps, audit: audits, save: keep, again, answer } = parts(view);
  let text = "";
  const fill = async () => {
    const [status, response] = await Promise.all([json("/v1/status"), request("/checkpoint").catch(() => null)]);
    text = response ? await response.text() : "";
    checkpoint.replaceChildren(...terms([
      [t("Archive"), visible(status.origin)],
      [t("Entries"), String(status.checkpoint?.tree_size ?? 0)],
      [t("Root hash"), status.checkpoint ? make("code", {}, status.checkpoint.root_hash) : undefined],
      [t("Verifier key"), status.verifier_key ? make("code", {}, status.verifier_key) : undefined],
      [t("Read"), time(status.time)],
    ]));
    signed.textContent = visible(text);
    keep.disabled = !text;
    witnesses.replaceChildren(outsiders(status.witnesses,
      t("No witness is configured: order and completeness are the operator's statement.")));
    stamps.replaceChildren(outsiders(status.time_stamps, t("No time-stamp authority is configured.")));
    audits.replaceChildren(audit(status.audit));
  };
  await fill();
  keep.addEventListener("click", () => save(new Blob([text], { type: "text/plain" }), "checkpoint"));
  again.addEventListener("click", async () => {
    answer.replaceChildren();
    await fill().catch((error) => answer.replaceChildren(problem(error)));
  });
  main.replaceChildren(view);
}
