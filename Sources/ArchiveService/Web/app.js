// The page of an archive: five views behind the part of the address that never reaches the server. Each view is a module with one
// function that fills the page; whatever it throws is told instead.

import { session, signOut } from "./session.js";
import { announce, problem, template } from "./page.js";
import { choose, language, t, translate } from "./words.js";
import { fileView } from "./file-view.js";
import { logView } from "./log-view.js";
import { matterView, mattersView } from "./matter-view.js";
import { accountView, sessionView } from "./session-view.js";
import { verifyView } from "./verify-view.js";

const views = {
  verify: { show: verifyView, name: "Verify" },
  matters: { show: showMatters, name: "Matters", needsSession: true },
  file: { show: fileView, name: "File", needsSession: true },
  log: { show: logView, name: "Log" },
  session: { show: showSession, name: "Sign in" },
};

const main = document.getElementById("main");
let renders = 0;

/** The parts of the address behind `#/`. */
const route = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map((part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
});

async function showWho() {
  const caller = await session().catch(() => null);
  document.getElementById("who").textContent = caller ? caller.name ?? caller.principal : t("Sign in");
}

function showMatters(place, [matter, ...rest]) {
  return matter ? matterView(place, matter, rest) : mattersView(place);
}

async function showSession(place) {
  return (await session()) ? accountView(place, showWho) : sessionView(place, showWho);
}

/** Fills `place` with a view; signs in first where it needs somebody, and comes back. */
async function fill(place, name, rest) {
  const view = views[name];
  const signInFirst = () => sessionView(place, async () => { await showWho(); await render(); });
  try {
    if (view.needsSession && !(await session())) signInFirst();
    else await view.show(place, rest);
  } catch (error) {
    if (error.status === 401) {
      // The token has ended meanwhile.
      signOut();
      await showWho();
      signInFirst();
      return;
    }
    place.replaceChildren(template(`${name}-view`).querySelector("h1") ?? "", problem(error));
  }
}

async function render() {
  renders += 1;
  const own = renders;
  const [first, ...rest] = route();
  const name = Object.hasOwn(views, first ?? "") ? first : (await session().catch(() => null)) ? "matters" : "verify";
  const place = document.createElement("div");
  main.setAttribute("aria-busy", "true");
  await fill(place, name, rest);
  // Somebody went on before this view was there.
  if (own !== renders) return;
  for (const link of document.querySelectorAll(".bar nav a")) {
    if (link.hash === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${t(views[name].name)} · Docket`;
  main.replaceChildren(place);
  main.removeAttribute("aria-busy");
}

async function turn() {
  const own = renders + 1;
  await render();
  if (own !== renders) return;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
  announce(main.querySelector("h1")?.textContent ?? document.title);
}

translate(document.body);
for (const button of document.querySelectorAll("#languages button")) {
  button.setAttribute("aria-pressed", String(button.lang === language));
  button.addEventListener("click", () => choose(button.lang));
}
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
// A file that is dropped beside its place must not replace the page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
addEventListener("hashchange", turn);
showWho();
await render();
