// Verifying a bundle without an account. The report is the server's page, read into a frame that runs no script and loads nothing: its
// style sheets become style sheets of the frame, and what is left is what the report's own elements show.

import { query, send } from "./api.js";
import { announce, dropZone, make, parts, save, size, template, working } from "./page.js";
import { trustChoices } from "./trust.js";
import { language, t } from "./words.js";

const mediaType = "application/vnd.etsi.asic-e+zip";

// The only text of which this page ever makes markup; browsers with trusted types refuse every other.
const policy = globalThis.trustedTypes?.createPolicy("report", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

/** Nothing of these is in a report; the frame's policy would refuse to load or run them anyhow. */
const foreign = "style, script, base, meta, link, img, iframe, object, embed, form, audio, video";

/** Links inside the report lead to places in the frame; others would leave the page and are only read. */
function pointInside(page) {
  for (const link of page.querySelectorAll("[href]")) {
    const target = link.getAttribute("href");
    if (target.startsWith("#")) link.setAttribute("href", `about:srcdoc${target}`);
    else link.removeAttribute("href");
  }
}

/** Puts a report into the frame and gives its title. */
export function showReport(frame, html) {
  const styles = [];
  // Taken out before the markup is read: the policy of this page, which the frame has too, refuses styles in markup.
  const markup = html.replace(/<style>([^<]*)<\/style>/g, (_, style) => { styles.push(style); return ""; });
  const page = new DOMParser().parseFromString(policy.createHTML(markup), "text/html");
  const inside = frame.contentDocument;
  const sheets = styles.map((style) => {
    const sheet = new frame.contentWindow.CSSStyleSheet();
    sheet.replaceSync(style);
    return sheet;
  });
  for (const element of page.querySelectorAll(foreign)) element.remove();
  pointInside(page);
  inside.replaceChild(inside.importNode(page.documentElement, true), inside.documentElement);
  inside.adoptedStyleSheets = sheets;
  const fit = () => { frame.style.height = `${inside.documentElement.scrollHeight + 4}px`; };
  new ResizeObserver(fit).observe(inside.body);
  fit();
  return page.title;
}

/** The view. */
export async function verifyView(main) {
  const view = template("verify-view");
  const { form, drop, trust, at, go, answer, result, save: keep, print, frame } = parts(view);
  let bundle;
  let report;
  const hint = t("A file that ends in .asice");
  const zone = dropZone(drop, t("Drop a bundle here, or choose one"), hint, { multiple: false }, ([file]) => {
    bundle = file;
    zone.say(`${file.name}, ${size(file.size)}`);
    go.disabled = false;
  });
  main.replaceChildren(view);
  const chosen = await trustChoices(trust, { mayBeNone: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    result.hidden = true;
    working(go, answer, async () => {
      const path = query("/v1/verifications", { ...chosen(), at: at.value.trim(), language });
      const progress = make("progress", { max: bundle.size, value: 0, "aria-label": t("Sending") });
      const words = make("p", { class: "soft" }, t("Sending and verifying …"));
      answer.replaceChildren(make("div", { class: "waiting" }, words, progress));
      const headers = { Accept: "text/html", "Content-Type": mediaType };
      report = (await send("POST", path, headers, bundle, (done) => { progress.value = done; })).text;
      answer.replaceChildren();
      result.hidden = false;
      const title = showReport(frame, report);
      announce(title);
      // When the frame has its height.
      requestAnimationFrame(() => result.scrollIntoView({ block: "start" }));
    });
  });
  keep.addEventListener("click", () => save(new Blob([report], { type: "text/html" }), `${bundle.name}.html`));
  print.addEventListener("click", () => frame.contentWindow.print());
}
