// What would be found of claims on what is filed, and for what is undetermined, every smallest set of evidence that would settle it.

import { json, matterPath, query } from "./api.js";
import { announce, make, note, parts, span, template, visible, working } from "./page.js";
import { trustChoices } from "./trust.js";
import { t } from "./words.js";

const looks = { proven: "yes", refuted: "no", undetermined: "open" };

const skeleton = (matter) => `claims ${matter} under seca-1.0 {\n  C1: PARTY claims contract(PARTY, OTHER, DOCUMENT);\n}\n`;

function settling({ settles, evidence }) {
  return make("li", {}, make("span", { class: `badge ${looks[settles]}` }, t("would be {0}", t(settles))),
    make("ul", {}, evidence.map(({ sentence, producers }) => make("li", {}, visible(sentence),
      producers.length > 0 ? span("soft", " ", t("(could come from {0})", visible(producers.join(", ")))) : undefined))));
}

function finding({ claim, sentence, value, reason }, missing) {
  const sets = missing.find((each) => each.claim === claim)?.settling ?? [];
  return make("li", { class: "item" },
    make("header", {}, span("name", visible(claim)), span(`badge ${looks[value] ?? "open"}`, t(value))),
    make("p", {}, visible(sentence)), make("p", { class: "soft" }, visible(reason)),
    sets.length > 0 ? make("h3", {}, t("What would settle it: one of these")) : undefined,
    sets.length > 0 ? make("ol", {}, sets.map(settling)) : undefined);
}

function show({ findings, missing, strangers }) {
  if (!findings) return [note(t("Nothing could be judged."))];
  return [
    make("h2", {}, t("On what is filed now")),
    make("ol", { class: "rows" }, findings.findings.map((each) => finding(each, missing))),
    strangers.length > 0 ? note(t("Nothing on file speaks of: {0}", visible(strangers.join(", ")))) : "",
    make("p", { class: "soft small" }, t("This is what the rules give today. A finding is the arbiter's, on a bundle.")),
  ];
}

/** Fills `place`. */
export async function missingPart(place, matter) {
  const view = template("missing-view");
  const { form, trust, claims, file, answer } = parts(view);
  claims.value = skeleton(matter);
  file.addEventListener("change", async () => { claims.value = await file.files[0].text(); });
  const chosen = await trustChoices(trust);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    working(form.querySelector("button.main"), answer, async () => {
      const path = query(matterPath(matter, "missing"), chosen());
      const judgement = await json(path, { method: "POST", body: claims.value, headers: { "Content-Type": "text/plain" } });
      answer.replaceChildren(...show(judgement));
      announce(t("On what is filed now"));
    });
  });
  place.replaceChildren(view);
}
