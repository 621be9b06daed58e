// When exhibits were received, a lane for each filer. Exhibits of one time stand above each other, so that none hides another; the list
// below says the same in words.

import { draw, visible } from "./page.js";
import { exhibitLink, filer } from "./exhibit.js";
import { t } from "./words.js";

/** As wide as the page is, so that letters keep their size on a phone. */
const widest = 960;
const narrowest = 300;
const margin_px = 36;
const left = 10;
const radius = 6;
/** More lanes or dots in a pile than a picture shows are in the list only. */
const highestPile = 8;
const dayLength = 86_400_000;

/** The drawing for exhibits; `own` are the digests of the caller's certificates. */
export function timeline(exhibits, own) {
  const width = Math.max(narrowest, Math.min(widest, innerWidth - margin_px));
  const times = exhibits.map(({ received }) => Date.parse(received));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const padding = Math.max((to - from) * 0.03, dayLength / 24);
  const place = (moment) => left + ((moment - from + padding) / (to - from + 2 * padding)) * (width - 2 * left);
  const lanes = Map.groupBy(exhibits, (exhibit) => filer(exhibit, own));
  let top = 8;
  const drawn = [];
  for (const [name, inside] of lanes) {
    const piles = Map.groupBy(inside, ({ received }) => Math.round(place(Date.parse(received)) / (2 * radius)));
    const height = Math.min(highestPile, Math.max(...[...piles.values()].map((pile) => pile.length)));
    const base = top + 22 + height * 2 * radius;
    drawn.push(draw("text", { x: left, y: top + 13 }, visible(name)),
      draw("line", { class: "grid", x1: left, x2: width - left, y1: base, y2: base }));
    for (const [step, pile] of piles) {
      drawn.push(...pile.slice(0, highestPile).map((exhibit, row) =>
        dot(exhibit, step * 2 * radius, base - radius - row * 2 * radius)));
    }
    top = base + 8;
  }
  const dates = ticks(from, to, Math.floor(width / 240)).map((moment) => {
    const x = place(moment);
    const words = new Date(moment).toISOString().slice(0, 10);
    return draw("text", { class: "soft", x, y: top + 14, "text-anchor": anchor(x, width) }, words);
  });
  const name = t("When the exhibits were received");
  return draw("svg", { viewBox: `0 0 ${width} ${top + 24}`, role: "group", "aria-label": name }, ...drawn, ...dates);
}

function dot(exhibit, x, y) {
  const words = `${exhibit.number}: ${exhibit.state === "erased" ? t("Erased") : visible(exhibit.name)}, ${exhibit.received}`;
  return draw("a", { href: exhibitLink(exhibit), "aria-label": words },
    draw("title", {}, words), draw("circle", { cx: x, cy: y, r: radius }));
}

/** Some dates, the first and the last among them. */
function ticks(from, to, most) {
  if (to - from < dayLength) return [from];
  const count = Math.min(most, Math.floor((to - from) / dayLength));
  return Array.from({ length: count + 1 }, (_, step) => from + ((to - from) * step) / count);
}

const anchor = (x, width) => (x < 60 ? "start" : x > width - 60 ? "end" : "middle");
