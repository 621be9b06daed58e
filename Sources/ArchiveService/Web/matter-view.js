// The matters of whoever is signed in, and one of them: its exhibits, one exhibit, what is missing for a claim, its bundle.

import { json, matterPath } from "./api.js";
import { bundlePart } from "./bundle-part.js";
import { exhibitCount } from "./exhibit.js";
import { exhibitPart } from "./exhibit-part.js";
import { exhibitsPart } from "./exhibits-part.js";
import { missingPart } from "./missing-part.js";
import { make, note, parts, span, template, time, visible } from "./page.js";
import { t } from "./words.js";

const insides = { missing: missingPart, bundle: bundlePart };

const roleBadges = (roles) => roles.map((role) => span("kind", t(role))).flatMap((badge) => [badge, " "]);

/** The view of all matters. */
export async function mattersView(main) {
  const { matters, next_cursor: rest } = await json("/v1/matters?limit=1000");
  const view = template("matters-view");
  const { list, answer } = parts(view);
  list.append(...matters.map(({ id, title, created, exhibit_count: count, roles }) =>
    make("li", {}, make("a", { href: `#/matters/${encodeURIComponent(id)}` },
      make("strong", {}, visible(id)), title ? make("div", {}, visible(title)) : undefined,
      make("div", { class: "soft" }, exhibitCount(count), " · ", t("since {0}", created.slice(0, 10))),
      make("div", {}, ...roleBadges(roles))))));
  if (matters.length === 0) answer.append(note(t("You are in no matter yet. The operator makes matters and their members.")));
  if (rest) answer.append(note(t("These are the first 1000.")));
  main.replaceChildren(view);
}

/** The view of one matter. */
export async function matterView(main, matter, [inside, ...rest]) {
  const about = await json(matterPath(matter));
  const view = template("matter-view");
  const { title, roles, tabs, inside: place } = parts(view);
  title.textContent = about.title ? `${visible(about.id)}: ${visible(about.title)}` : visible(about.id);
  roles.append(...roleBadges(about.roles), span("soft", t("since {0}", ""), time(about.created)));
  const root = `#/matters/${encodeURIComponent(matter)}`;
  const mayAct = about.roles.some((role) => role === "party" || role === "arbiter");
  const links = [["Exhibits", root, inside === undefined], ...(mayAct ? [
    ["What is missing", `${root}/missing`, inside === "missing"], ["Bundle", `${root}/bundle`, inside === "bundle"],
    ["File into this matter", `#/file/${encodeURIComponent(matter)}`, false],
  ] : [])];
  tabs.append(...links.map(([words, href, isHere]) =>
    make("a", { href, "aria-current": isHere ? "page" : undefined }, t(words))));
  if (!mayAct) {
    place.append(note(t("Your role does not read evidence.")));
  } else if (Object.hasOwn(insides, inside ?? "")) {
    await insides[inside](place, matter, rest);
  } else if (inside !== undefined) {
    await exhibitPart(place, matter, inside);
  } else {
    await exhibitsPart(place, matter);
  }
  main.replaceChildren(view);
}
