// Filings (docs/formats/filing.md): what a filer says of an exhibit, in the one text that he signs.

import { base64, digestText, fromBase64, utf8 } from "./bytes.js";

/** Bytes of a filing that travels in a header; the service reads no more. */
export const maximumSize = 4096;

/** Whether a file's name can be an exhibit's. Spec: filing-6 */
export function isName(name) {
  const size = utf8(name).length;
  return size >= 1 && size <= 200 && name !== "." && name !== ".."
    && !/[\/\\\ufffd]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|[^\P{Zs} ]|^ | $/u.test(name);
}

/** The note with the log's own signature alone: those of witnesses may be many, and a header is small. */
function withoutCosignatures(note) {
  const origin = note.slice(0, note.indexOf("\n"));
  const [body, signatures] = note.split("\n\n");
  const own = signatures.split("\n").filter((line) => line.startsWith(`— ${origin} `));
  return `${body}\n\n${own.join("\n")}\n`;
}

function lines(fields, note) {
  const links = [...new Set(fields.links.map(({ relation, target }) => `${relation} ${target}`))];
  return [
    "docket-filing/v1", `archive ${fields.archive}`, `matter ${fields.matter}`,
    `kind ${fields.kind}`, `media-type ${fields.mediaType}`, `name ${fields.name}`,
    `content ${digestText(fields.content)}`, `size ${fields.size}`,
    `filer ${digestText(fields.filer)}`,
    ...links.sort(compareLinks).map((link) => `regarding ${link}`),
    `nonce ${base64(fields.nonce)}`, ...(note ? [`checkpoint ${base64(utf8(note))}`] : []), "",
  ].join("\n");
}

/** By relation, then by the bytes of the digest. Spec: filing-11 */
function compareLinks(a, b) {
  const [one, other] = [a, b].map((link) => link.split(" "));
  if (one[0] !== other[0]) return one[0] < other[0] ? -1 : 1;
  const [left, right] = [one, other].map((parts) => fromBase64(parts[1].slice(8)));
  const place = left.findIndex((byte, i) => byte !== right[i]);
  return place < 0 ? 0 : left[place] - right[place];
}

/**
 * The text of a filing. `fields`: archive, matter, kind, mediaType, name, content (digest), size, filer (digest of the certificate),
 * links, nonce, and note, the newest checkpoint or nothing; of an empty log there is nothing to date by. Spec: filing-1
 */
export function filingText(fields) {
  const isEmpty = !fields.note || fields.note.split("\n")[1] === "0";
  const whole = lines(fields, isEmpty ? undefined : fields.note);
  if (isEmpty || utf8(whole).length <= maximumSize) return whole;
  return lines(fields, withoutCosignatures(fields.note));
}

/** The fields of a text of `name value` lines; names that may be there often give the last. */
export function fieldsOf(text) {
  return Object.fromEntries(text.split("\n").filter((line) => line.includes(" ")).map((line) => {
    const place = line.indexOf(" ");
    return [line.slice(0, place), line.slice(place + 1)];
  }));
}

