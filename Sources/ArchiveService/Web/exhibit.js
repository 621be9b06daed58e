// What all views say of an exhibit in the same words.

import { t } from "./words.js";

/** Letters of a certificate's digest that tell the parties of one matter apart. */
const shownDigest = 8;

/** Who filed, as far as the caller may know: as himself or by his certificate. `own` are the digests of the caller's. */
export function filer({ state, filer: certificate }, own = []) {
  if (state === "erased") return t("erased");
  if (certificate === "operator") return t("the operator");
  if (own.includes(certificate)) return t("you");
  return t("certificate {0} …", certificate.slice("sha-256:".length).slice(0, shownDigest));
}

/** How many exhibits. */
export const exhibitCount = (count) => (count === 1 ? t("1 exhibit") : t("{0} exhibits", count));

/** The place of an exhibit in the page. */
export const exhibitLink = ({ matter, number }) => `#/matters/${encodeURIComponent(matter)}/${number}`;
