// Making and filling the page. Nothing here or elsewhere takes markup from a text: what evidence says becomes text nodes.

import { codes, t, translate } from "./words.js";

/** An element with attributes and children; texts become text nodes, nothing else is left out silently. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** Words in a look of their own. */
export const span = (look, ...children) => make("span", { class: look }, ...children);

/** An element of a drawing. */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
}

/** A template's content in the reader's language. */
export const template = (name) =>
  translate(document.getElementById(name).content.cloneNode(true));

/** The parts of a view by their names. */
export function parts(root) {
  return Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
}

/** A text with what nobody sees, or what turns the direction of writing, made visible: as `docket` and the report do it. */
export const visible = (text) =>
  String(text).replace(/[^\P{C}\n\t]|[\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0\u2800]|[^\P{Zs} ]/gu, (hidden) =>
    `⟨U+${hidden.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/** A moment, always in UTC, as texts of evidence write it. */
export function time(instant) {
  if (!instant) return "–";
  const shown = instant.replace("T", " ").replace(/(:\d\d(\.\d+)?)?Z$/, " UTC");
  return make("time", { datetime: instant, title: instant }, shown);
}

/** A size in bytes for people. */
export function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const number = bytes / 1024 ** step;
  return `${step > 0 && number < 10 ? number.toFixed(1) : Math.round(number)} ${units[step]}`;
}

/** Terms and what they are. */
export const terms = (pairs) =>
  pairs.filter(([, value]) => value !== undefined && value !== null).flatMap(([term, value]) =>
    [make("dt", {}, term), make("dd", {}, ...[value].flat())]);

/** Says something to whoever listens instead of looking. */
export function announce(words) {
  document.getElementById("announcer").textContent = words;
}

/** What went wrong, and where to read more. */
export function problem(error) {
  const title = error.title ? visible(t(error.title)) : t(codes[error.code] ?? "Something went wrong in this page.");
  if (!error.title && !codes[error.code]) console.error(error);
  const more = error.type?.startsWith("/problems/")
    ? make("a", { href: error.type, target: "_blank", rel: "noopener" }, t("What to do"))
    : undefined;
  const request = error.instance ? span("soft small", t("Request {0}", visible(error.instance))) : undefined;
  announce(title);
  return make("div", { class: "problem", role: "alert" }, make("strong", {}, title),
    error.detail ? make("p", {}, visible(error.detail)) : undefined,
    more || request ? make("p", {}, more, " ", request) : undefined);
}

/** A note that is neither good nor bad news. */
export const note = (words) => make("p", { class: "note" }, words);

/** Gives a file to the reader to keep. */
export function save(content, name) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Runs work with the button off and the answer's place showing what goes wrong. */
export async function working(button, answer, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  answer.replaceChildren();
  try {
    await work();
  } catch (error) {
    answer.replaceChildren(problem(error));
  } finally {
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

/** A place where files are dropped or chosen. `take` gets an array of File. */
export function dropZone(place, words, hint, { multiple }, take) {
  const strong = make("strong", {}, words);
  const input = make("input", {
    type: "file", class: "unseen", multiple, "aria-describedby": "drop-hint",
    change: () => { give([...input.files]); input.value = ""; },
  });
  const zone = make("label", {
    class: "drop",
    dragover: (event) => { event.preventDefault(); zone.classList.add("over"); },
    dragleave: () => zone.classList.remove("over"),
    drop: (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      give([...event.dataTransfer.files]);
    },
  }, strong, make("span", { class: "hint", id: "drop-hint" }, hint), input);
  const give = (files) => { if (files.length > 0) take(multiple ? files : files.slice(0, 1)); };
  place.replaceChildren(zone);
  return { say: (text) => { strong.textContent = text; } };
}
