// The page's own words in the reader's language. The English words are the keys, as in the report; what evidence, agreements and the
// service say stays as it is.

import { german } from "./german.js";

const storageKey = "docket-language";
const languages = ["en", "de"];

function chosen() {
  const kept = localStorage.getItem(storageKey);
  if (languages.includes(kept)) return kept;
  return navigator.language.startsWith("de") ? "de" : "en";
}

export const language = chosen();
document.documentElement.lang = language;

/** Keeps the choice and shows the page anew. */
export function choose(other) {
  localStorage.setItem(storageKey, other);
  location.reload();
}

/** English words in the reader's language; `{0}` stands for the first value. */
export function t(words, ...values) {
  const said = language === "de" ? (Object.hasOwn(german, words) ? german[words] : words) : words;
  return said.replace(/\{(\d)\}/g, (whole, place) => values[Number(place)] ?? whole);
}

const attributes = ["aria-label", "placeholder", "title"];

/** Translates what a template says, but for what is marked `translate="no"`. */
export function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.getAttribute("translate") === "no"
      ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.data.trim();
      if (words) node.data = node.data.replace(words, () => t(words));
    } else {
      for (const name of attributes) {
        if (node.hasAttribute(name)) node.setAttribute(name, t(node.getAttribute(name)));
      }
    }
  }
  return root;
}

/** What is said for a code, in the reader's language. */
export const codes = {
  // Keys and certificates.
  "too-large": "This file is too large for a key or certificate.",
  "unreadable-key": "This file holds no private key that this page can read.",
  "old-key": "This key is in an older form. Convert it: openssl pkcs8 -topk8 -in KEY -out NEW",
  "old-encryption":
    "This key is encrypted in a way that browsers cannot open. Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW",
  "passphrase-needed": "This key is under a passphrase.",
  "wrong-passphrase": "The passphrase is not the one, or the file is damaged.",
  "unsupported-key": "Only keys of P-256, P-384, and RSA from 2048 bits sign here.",
  "unreadable-certificate": "This file holds no certificate.",
  "expired-certificate": "This certificate has expired.",
  "key-mismatch": "The certificate is for another key.",
  "insecure": "Browsers sign only over HTTPS. Ask the operator for the https address.",
  // Receipts.
  "malformed": "What the archive sent is no receipt.",
  "other-filing": "The receipt is for another filing than yours.",
  "other-docketing": "The receipt's docketing is not of your filing.",
  "proof": "The receipt's proof does not hold.",
  // Requests.
  "offline": "The server cannot be reached.",
};
