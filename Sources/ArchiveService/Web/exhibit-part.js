// One exhibit: how well its time is proven, its receipt and content to keep, and of a text what it says, as text.

import { json, matterPath, request } from "./api.js";
import { text } from "./bytes.js";
import { make, note, parts, problem, save, size, span, template, terms, time, visible, working } from "./page.js";
import { filer } from "./exhibit.js";
import { session } from "./session.js";
import { t } from "./words.js";

/** Longer texts are downloaded; what is shown must not make the page slow. */
const maximumShown = 64 * 1024;

function rung(words, isDone, details) {
  return make("li", { class: isDone ? "done" : "" }, make("strong", {}, words),
    span("unseen", isDone ? t("reached") : t("not yet reached")),
    make("ul", { class: "soft small" }, details.map((detail) => make("li", {}, ...detail))));
}

/** Logged, witnessed, time-stamped: each rung with who says so. */
function ladder({ received, logged, witnessed, time_stamped: stamped }) {
  const by = (each) => [visible(each.name), ", ", time(each.time)];
  return [
    rung(t("Logged"), true, [[t("the archive says {0}", ""), time(received)], [t("in a log of {0} entries", logged.tree_size)]]),
    rung(t("Witnessed"), witnessed.length > 0, witnessed.length > 0 ? witnessed.map(by) : [[t("no witness yet")]]),
    rung(t("Time-stamped"), stamped.length > 0, stamped.length > 0 ? stamped.map(by) : [[t("no time-stamp yet")]]),
  ];
}

function links(exhibit) {
  if (exhibit.links.length === 0) return undefined;
  return exhibit.links.map(({ relation, target }) => make("div", {}, t(relation), " ", make("code", {}, target)));
}

function describe(exhibit, own) {
  if (exhibit.state === "erased") {
    return [[t("Number"), String(exhibit.number)], [t("Received"), time(exhibit.received)], [t("Erased by"), visible(exhibit.by)],
      [t("Ground"), visible(exhibit.ground)], [t("Record of the erasure"), t("entry {0}", exhibit.erased_by_entry)]];
  }
  return [
    [t("Number"), String(exhibit.number)], [t("Kind"), t(exhibit.kind)], [t("Filed by"), visible(filer(exhibit, own))],
    [t("Received"), time(exhibit.received)], [t("Media type"), visible(exhibit.media_type)],
    [t("Size"), `${size(exhibit.size)} (${exhibit.size})`],
    [t("Digest"), make("code", {}, exhibit.digest)], [t("Regarding"), links(exhibit)],
    [t("Signed with"), exhibit.filer === "operator" ? undefined : make("code", {}, exhibit.filer)],
    [t("Entry"), String(exhibit.index)], [t("Leaf hash"), make("code", {}, exhibit.leaf_hash)],
  ];
}

/** Shows a text; what is not UTF-8 is only to be kept. */
async function showText(exhibit, path, reading, place) {
  const isText = /^text\/|^application\/(json|xml)$/.test(exhibit.media_type);
  if (!isText || exhibit.size > maximumShown || exhibit.size === 0) return;
  const bytes = new Uint8Array(await (await request(path)).arrayBuffer());
  try {
    place.textContent = visible(text(bytes));
  } catch {
    return;
  }
  reading.hidden = false;
}

/** Fills `place` with one exhibit. */
export async function exhibitPart(place, matter, number) {
  const path = (...rest) => matterPath(matter, "exhibits", number, ...rest);
  const [exhibit, { certificates: own }] = await Promise.all([json(path()), session()]);
  const view = template("exhibit-view");
  const { name, ladder: rungs, downloads, fields, reading, text: shown, answer } = parts(view);
  const isErased = exhibit.state === "erased";
  const file = isErased ? `${matter}-${number}` : exhibit.name;
  name.textContent = isErased ? t("Erased") : visible(exhibit.name);
  const keep = async (part, name) => save(await (await request(path(part))).blob(), name);
  const button = (words, part, name) => make("button", {
    type: "button", click: ({ currentTarget }) => working(currentTarget, answer, () => keep(part, name)),
  }, t(words));
  downloads.append(button("Save the receipt", "receipt", `${file}.receipt`),
    ...(isErased ? [] : [button("Save the content", "content", file), button("Save the filing", "filing", `${file}.filing`)]));
  fields.append(...terms(describe(exhibit, own)));
  if (isErased) answer.append(note(t("Its content is gone; the log still proves that it was filed.")));
  const tell = (error) => answer.replaceChildren(problem(error));
  await Promise.all([
    json(path("ladder")).then((found) => rungs.append(...ladder(found)), tell),
    isErased ? undefined : showText(exhibit, path("content"), reading, shown).catch(tell),
  ]);
  place.replaceChildren(view);
}

