// The exhibits of a matter: a timeline by who filed, a search, and the list.

import { json, matterPath, query } from "./api.js";
import { exhibitCount, exhibitLink, filer } from "./exhibit.js";
import { make, parts, problem, span, template, terms, time, visible, working } from "./page.js";
import { kinds } from "./recognise.js";
import { session } from "./session.js";
import { timeline } from "./timeline.js";
import { t } from "./words.js";

const pageSize = 100;

function row(exhibit, own) {
  const isErased = exhibit.state === "erased";
  return make("li", {}, make("a", { class: "row", href: exhibitLink(exhibit) },
    span("number", String(exhibit.number)),
    make("span", {}, span("name", isErased ? t("Erased") : visible(exhibit.name)), " ",
      span("kind", isErased ? visible(exhibit.ground) : t(exhibit.kind))),
    span("soft", visible(filer(exhibit, own))), span("soft small", time(exhibit.received))));
}

/** Who is in the matter; not everybody may know. */
async function showMembers(matter, section, people) {
  const { members } = await json(matterPath(matter, "members"));
  people.append(...terms(members.map(({ principal, name, pseudonym, role, since }) =>
    [visible(name ?? pseudonym ?? principal), [t(role), span("soft", ", ", t("since {0}", since.slice(0, 10)))]])));
  section.hidden = members.length === 0;
}

/** Fills `place` with the exhibits of a matter. */
export async function exhibitsPart(place, matter) {
  const view = template("exhibits-view");
  const { timeline: figure, form, name, kind, since, count, list, more, answer, members, people } = parts(view);
  kind.append(...kinds.map((each) => make("option", { value: each }, t(each))));
  const { certificates: own } = await session();
  let shown = [];
  let cursor;
  const read = async () => {
    const found = await json(query(matterPath(matter, "exhibits"), {
      name: name.value.trim(), kind: kind.value, since: since.value && `${since.value}T00:00:00Z`, cursor, limit: pageSize,
    }));
    shown.push(...found.exhibits);
    cursor = found.next_cursor;
    list.append(...found.exhibits.map((exhibit) => row(exhibit, own)));
    more.hidden = !cursor;
    const words = exhibitCount(shown.length);
    count.textContent = cursor ? t("The first {0}", words) : words;
    figure.hidden = shown.length === 0;
    figure.replaceChildren(shown.length > 0 ? timeline(shown, own) : "");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    shown = [];
    cursor = undefined;
    working(form.querySelector("button"), answer, async () => {
      list.replaceChildren();
      await read();
    });
  });
  more.addEventListener("click", () => working(more, answer, read));
  await read();
  await showMembers(matter, members, people).catch((error) => answer.replaceChildren(problem(error)));
  place.replaceChildren(view);
}
