// Which kind of exhibit a file is, from its bytes and, where those do not tell, its name: the commoner part of what `docket file`
// recognises. It is a proposal; whoever files can choose otherwise before he signs.

import { read, tag } from "./der.js";
import { text } from "./bytes.js";

/** The kinds that a party may file. Spec: filing-4 */
export const kinds = [
  "document", "signature", "certificate", "revocation-list", "ocsp-response", "time-stamp",
  "checkpoint", "receipt", "claims", "agreement", "annex", "tls-transcript", "kerberos-ticket",
  "mac", "log", "encrypted", "ledger", "protocol",
];

/** What is recognised by its bytes is smaller than this. */
export const maximumSize = 1024 * 1024;

const oid = {
  signedData: "1.2.840.113549.1.7.2", envelopedData: "1.2.840.113549.1.7.3",
  authEnvelopedData: "1.2.840.113549.1.9.16.1.23", timeStampInfo: "1.2.840.113549.1.9.16.1.4",
};
const types = {
  md: "text/markdown", txt: "text/plain", csv: "text/csv", html: "text/html",
  json: "application/json", xml: "application/xml", eml: "message/rfc822", png: "image/png",
  jpg: "image/jpeg", jpeg: "image/jpeg", zip: "application/zip",
};
const enumerated = 0x0a;
/** `%PDF-` */
const pdf = [0x25, 0x50, 0x44, 0x46, 0x2d];

const found = (kind, mediaType) => ({ kind, mediaType });

/** A ContentInfo (RFC 5652 §3), or nothing. */
function contentInfo(value) {
  const [type, content] = value.children;
  if (type?.tag !== tag.identifier) return undefined;
  if ([oid.envelopedData, oid.authEnvelopedData].includes(type.identifier)) {
    return found("encrypted", "application/pkcs7-mime");
  }
  if (type.identifier !== oid.signedData) return undefined;
  const inside = content.children[0].children.find((each) => each.tag === tag.sequence);
  return inside?.children[0].identifier === oid.timeStampInfo
    ? found("time-stamp", "application/timestamp-token")
    : found("signature", "application/pkcs7-signature");
}

/** Something in DER, or nothing. */
function recogniseDER(value) {
  const parts = value.inside(tag.sequence);
  const info = contentInfo(value);
  if (info) return info;
  if (parts[0].tag === enumerated) return found("ocsp-response", "application/ocsp-response");
  if (parts.length === 2 && contentInfo(parts[1])?.kind === "time-stamp") {
    return found("time-stamp", "application/timestamp-reply");
  }
  if (parts.length !== 3 || parts[2].tag !== tag.bitString) return undefined;
  const fields = parts[0].inside(tag.sequence);
  if (fields[0].tag === 0xa0) return found("certificate", "application/pkix-cert");
  const isList = fields.some((field) => [tag.utcTime, tag.generalizedTime].includes(field.tag));
  return isList ? found("revocation-list", "application/pkix-crl") : undefined;
}

function recogniseText(content) {
  const lines = content.split("\n");
  if (content.startsWith("-----BEGIN CERTIFICATE-----")) {
    return found("certificate", "application/x-pem-file");
  }
  if (content.startsWith("-----BEGIN X509 CRL-----")) {
    return found("revocation-list", "application/pkix-crl");
  }
  if (lines[0] === "docket-receipt/v1") return found("receipt", "text/plain");
  if (lines[0] === "docket-annex/v1") return found("annex", "text/plain");
  if (/^claims \S+ under \S+ \{$/.test(lines[0]) && content.endsWith("\n}\n")) {
    return found("claims", "text/plain");
  }
  if (lines[0].startsWith("# ") && lines.includes("```predicates")
    && lines.some((line) => line.startsWith("Version: "))) {
    return found("agreement", "text/markdown");
  }
  if (/^[^ +\n]+\n(0|[1-9]\d*)\n[A-Za-z0-9+/]{43}=\n(.+\n)*\n(— \S+ \S+\n)+$/.test(content)) {
    return found("checkpoint", "text/plain");
  }
  return undefined;
}

function document(name, content, isText) {
  if (pdf.every((byte, place) => content[place] === byte)) {
    return found("document", "application/pdf");
  }
  const ending = /[^.]\.([^.]+)$/.exec(name)?.[1].toLowerCase();
  const type = Object.hasOwn(types, ending ?? "") ? types[ending] : "application/octet-stream";
  const isWrong = type.startsWith("text/") && !isText;
  return found("document", isWrong ? "application/octet-stream" : type);
}

/** The kind and media type of a file; `content` is all of it, or its first bytes if it is larger than `maximumSize`. */
export function recognise(name, content, isWhole) {
  let words;
  try {
    words = text(content);
  } catch {
    words = undefined;
  }
  if (!isWhole) return document(name, content, true);
  try {
    const known = words === undefined ? recogniseDER(read(content)) : recogniseText(words);
    if (known) return known;
  } catch {
    // No DER: a document like any other.
  }
  return document(name, content, words !== undefined);
}
