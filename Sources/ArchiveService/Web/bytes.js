// Bytes and the texts that stand for them. Everything here is pure.

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export const utf8 = (text) => encoder.encode(text);

/** The text of UTF-8 bytes; throws a TypeError for anything else. A byte order mark stays: it is a part of the bytes. */
export const text = (bytes) =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

/** The bytes one behind the other. */
export function concatenate(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Base64 with padding (RFC 4648 §4). */
export function base64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The bytes that base64 stands for; throws if it is none, or not the one spelling of them. */
export function fromBase64(written) {
  const bytes = Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
  if (base64(bytes) !== written) throw new RangeError("not canonical base64");
  return bytes;
}

/** Whether two arrays hold the same bytes. */
export const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);

/** -1, 0 or 1, by the first byte that differs, then by size: the order of DER's SET OF (X.690 §11.6). */
export function compare(a, b) {
  const size = Math.min(a.length, b.length);
  for (let place = 0; place < size; place += 1) {
    if (a[place] !== b[place]) return a[place] < b[place] ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

/** SHA-256 of bytes in memory. */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** A digest as every text of Docket writes it. */
export const digestText = (digest) => `sha-256:${base64(digest)}`;

/** Whether a text is a digest as Docket writes it. */
export const isDigest = (written) => /^sha-256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(written);
