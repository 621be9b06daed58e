// Making a bundle: the archive collects, verifies and judges as a job; the manifest comes here to be signed, because the key does not go
// there; then the bundle is there to be kept.

import { json, matterPath, request } from "./api.js";
import { signDetached } from "./cms.js";
import { exhibitCount } from "./exhibit.js";
import { keyChoice } from "./key-part.js";
import { announce, make, note, parts, save, size, template, visible, working } from "./page.js";
import { trustChoices } from "./trust.js";
import { t } from "./words.js";

/** Often enough to look alive, seldom enough for a service of many. */
const interval_ms = 1000;
const looks = { authentic: "yes", conditional: "open", indeterminate: "open", failed: "no" };

const steps = {
  queued: "Waiting …", collecting: "Collecting the exhibits …", verifying: "Verifying …", judging: "Judging …",
  signing: "Signing …", writing: "Writing the bundle …", done: "Done",
};

const wait = () => new Promise((resolve) => { setTimeout(resolve, interval_ms); });

function showProgress(answer, { progress: { step, done, total } }) {
  const words = t(steps[step] ?? "Working …");
  answer.replaceChildren(make("div", { class: "waiting" }, make("p", { class: "soft" }, words),
    make("progress", { max: Math.max(1, total), value: done, "aria-label": words })));
}

async function sign(job, identity) {
  const path = `/v1/jobs/${job.id}`;
  const manifest = new Uint8Array(await (await request(`${path}/manifest`)).arrayBuffer());
  const body = await signDetached(manifest, identity, new Date());
  return json(`${path}/signature`, { method: "PUT", body, headers: { "Content-Type": "application/pkcs7-signature" } });
}

/** Follows a job to its end. */
async function follow(job, identity, answer, isThere) {
  let now = job;
  while (isThere() && !["done", "failed"].includes(now.state)) {
    showProgress(answer, now);
    if (now.state === "awaiting_signature") {
      now = await sign(now, identity);
    } else {
      await wait();
      now = await json(`/v1/jobs/${job.id}`);
    }
  }
  return now;
}

function finished(job) {
  const { bundle } = job;
  const place = make("div", {});
  const keep = make("button", {
    type: "button", class: "main",
    click: () => working(keep, place, async () => save(await (await request(`/v1/jobs/${job.id}/bundle`)).blob(), bundle.name)),
  }, t("Save the bundle, {0}", size(bundle.size)));
  return [
    make("h2", {}, t("The bundle")),
    make("p", {}, make("span", { class: `badge ${looks[bundle.status]}` }, t(bundle.status)), " ", visible(bundle.sentence)),
    make("p", { class: "soft" }, exhibitCount(bundle.exhibit_count), " · ", make("code", {}, bundle.digest)),
    make("div", { class: "actions" }, keep), place,
  ];
}

/** Fills `place`. */
export async function bundlePart(place, matter) {
  const view = template("bundle-view");
  const { form, trust, claims, identity: keyPlace, answer } = parts(view);
  const identity = keyChoice(keyPlace);
  const chosen = await trustChoices(trust);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    working(form.querySelector("button.main"), answer, async () => {
      if (!identity()) {
        answer.replaceChildren(note(t("Choose your key and certificate first.")));
        return;
      }
      const { agreement, annex } = chosen();
      const asked = { agreement: { digest: agreement }, annex: { digest: annex }, claims: await claims.files[0].text() };
      const job = await json(matterPath(matter, "bundles"), {
        method: "POST", body: JSON.stringify(asked), headers: { "Content-Type": "application/json" },
      });
      const ended = await follow(job, identity(), answer, () => answer.isConnected);
      if (ended.state === "failed") throw ended.problem;
      if (ended.state !== "done") return;
      answer.replaceChildren(...finished(ended));
      announce(t("The bundle"));
    });
  });
  place.replaceChildren(view);
}
