// A party's key and certificate, read from files that he chooses. The key becomes one that WebCrypto keeps and nobody can take out
// again; it lives as long as this page and is sent nowhere. A pair that does not belong together is refused.

import { same, sha256, text } from "./bytes.js";
import { DERError, element, identifier, integer, read, sequence, tag } from "./der.js";

/** Why a key or certificate cannot sign; `code` is what words.js says in the reader's language. */
export class IdentityError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const oid = {
  ecPublicKey: "1.2.840.10045.2.1",
  rsaEncryption: "1.2.840.113549.1.1.1",
  pbes2: "1.2.840.113549.1.5.13",
  pbkdf2: "1.2.840.113549.1.5.12",
};
const curves = { "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384" };
const hashes = {
  "1.2.840.113549.2.7": "SHA-1", "1.2.840.113549.2.9": "SHA-256", "1.2.840.113549.2.10": "SHA-384",
  "1.2.840.113549.2.11": "SHA-512",
};
const ciphers = {
  "2.16.840.1.101.3.4.1.2": 128, "2.16.840.1.101.3.4.1.22": 192, "2.16.840.1.101.3.4.1.42": 256,
};
/** What `docket` refuses too: more rounds would keep the page busy for minutes. */
const maximumIterations = 10_000_000;
/** Keys and certificates are small; a larger file was chosen by mistake. */
const maximumFileSize = 256 * 1024;
/** A certification path is short. */
const maximumCertificates = 16;
/** As Docket's own rule. */
const minimumRSABits = 2048;

/** The contents of all PEM blocks of a label (RFC 7468). */
function blocks(pem, label) {
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, "g");
  return [...pem.matchAll(pattern)].map(([, body]) => {
    try {
      return Uint8Array.from(atob(body.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    } catch {
      throw new DERError("no base64");
    }
  });
}

async function bytesOf(file) {
  if (file.size > maximumFileSize) throw new IdentityError("too-large");
  return new Uint8Array(await file.arrayBuffer());
}

/** The PEM of bytes, or nothing: DER is no UTF-8. */
function pemOf(bytes) {
  try {
    return text(bytes);
  } catch {
    return "";
  }
}

/** A certificate, as much of it as signing needs (RFC 5280 §4.1). */
async function certificate(bytes) {
  const [tbs] = read(bytes).inside(tag.sequence);
  const fields = tbs.inside(tag.sequence);
  const [serial, , issuer, validity, subject, key] = fields.slice(fields[0].tag === 0xa0 ? 1 : 0);
  return {
    bytes, digest: await sha256(bytes), serial: serial.bytes, issuer: issuer.bytes,
    name: commonName(subject), ends: moment(validity.inside(tag.sequence)[1]), key,
  };
}

/** The common name, or the last part of the name; for eyes only. */
function commonName(name) {
  const parts = name.children.flatMap((set) => set.children).map((part) => part.children);
  const [, value] = parts.find(([type]) => type.identifier === "2.5.4.3") ?? parts.at(-1) ?? [];
  return value ? new TextDecoder().decode(value.contents) : "";
}

function moment(value) {
  const digits = text(value.contents);
  const century = value.tag === tag.utcTime ? (digits < "5" ? "20" : "19") : "";
  const [, year, ...rest] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + digits) ?? [];
  if (!year) throw new DERError("no time");
  return new Date(Date.UTC(year, rest[0] - 1, ...rest.slice(1)));
}

/** What WebCrypto calls the key of a certificate, and how its signatures are told apart in CMS (RFC 5754 §3). */
function algorithmOf(key) {
  const [type, parameters] = key.inside(tag.sequence)[0].inside(tag.sequence);
  const namedCurve = type.identifier === oid.ecPublicKey && curves[parameters?.identifier];
  if (namedCurve) {
    return {
      webCrypto: { name: "ECDSA", namedCurve, hash: "SHA-256" },
      cms: sequence(identifier("1.2.840.10045.4.3.2")),
    };
  }
  if (type.identifier !== oid.rsaEncryption) throw new IdentityError("unsupported-key");
  return {
    webCrypto: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    cms: sequence(identifier("1.2.840.113549.1.1.11"), element(tag.null)),
  };
}

/** The PKCS#8 in a file: plain, or under a passphrase (PBES2 with PBKDF2 and AES in CBC mode, RFC 8018 §6.2). */
async function privateKey(bytes, passphrase) {
  const pem = pemOf(bytes);
  const [encrypted] = blocks(pem, "ENCRYPTED PRIVATE KEY");
  if (encrypted) return decrypt(encrypted, passphrase);
  const [plain] = blocks(pem, "PRIVATE KEY");
  if (plain) return plain;
  if (/-----BEGIN (EC|RSA) PRIVATE KEY-----/.test(pem)) throw new IdentityError("old-key");
  if (bytes[0] !== tag.sequence) throw new IdentityError("unreadable-key");
  return bytes;
}

async function decrypt(bytes, passphrase) {
  const [algorithm, data] = read(bytes).inside(tag.sequence);
  const [scheme, parameters] = algorithm.inside(tag.sequence);
  if (scheme.identifier !== oid.pbes2) throw new IdentityError("old-encryption");
  const [derivation, cipher] = parameters.inside(tag.sequence);
  const [how, costs] = derivation.inside(tag.sequence);
  const [which, vector] = cipher.inside(tag.sequence);
  const bits = ciphers[which.identifier];
  if (how.identifier !== oid.pbkdf2 || !bits) throw new IdentityError("old-encryption");
  if (!passphrase) throw new IdentityError("passphrase-needed");
  const [salt, iterations, ...rest] = costs.inside(tag.sequence);
  const pseudorandom = rest.find((each) => each.tag === tag.sequence);
  const hash = pseudorandom ? hashes[pseudorandom.children[0].identifier] : "SHA-1";
  if (!hash || iterations.number > maximumIterations) throw new IdentityError("old-encryption");
  const base = await crypto.subtle.importKey(
    "raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash, salt: salt.contents, iterations: iterations.number }, base,
    { name: "AES-CBC", length: bits }, false, ["decrypt"]);
  try {
    const iv = vector.contents;
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, data.contents));
  } catch {
    throw new IdentityError("wrong-passphrase");
  }
}

/** The DER sequence of two integers from the two of equal size that WebCrypto gives. */
function pairOfIntegers(bytes) {
  const half = bytes.length / 2;
  return sequence(integer(bytes.subarray(0, half)), integer(bytes.subarray(half)));
}

/** Reads the certificates of a file: the party's own first, those above it behind it. */
async function certificates(file) {
  const bytes = await bytesOf(file);
  const found = blocks(pemOf(bytes), "CERTIFICATE");
  if (found.length > maximumCertificates) throw new IdentityError("unreadable-certificate");
  try {
    return await Promise.all((found.length > 0 ? found : [bytes]).map(certificate));
  } catch {
    throw new IdentityError("unreadable-certificate");
  }
}

/** The key and certificate of two files. `now` is for the certificate's end. */
export async function readIdentity(keyFile, certificateFile, passphrase, now) {
  const [own, ...chain] = await certificates(certificateFile);
  if (own.ends < now) throw new IdentityError("expired-certificate");
  let algorithm;
  try {
    algorithm = algorithmOf(own.key);
  } catch {
    throw new IdentityError("unsupported-key");
  }
  const { webCrypto } = algorithm;
  let keys;
  try {
    const bytes = await privateKey(await bytesOf(keyFile), passphrase);
    keys = await Promise.all([
      crypto.subtle.importKey("pkcs8", bytes, webCrypto, false, ["sign"]),
      crypto.subtle.importKey("spki", own.key.bytes, webCrypto, false, ["verify"]),
    ]);
  } catch (error) {
    throw error instanceof IdentityError ? error : new IdentityError("unreadable-key");
  }
  const identity = new Identity(own, chain, algorithm, ...keys);
  await identity.sign(own.digest);
  return identity;
}

class Identity {
  #key;
  #publicKey;
  #webCrypto;

  constructor(own, chain, { webCrypto, cms }, key, publicKey) {
    if ((key.algorithm.modulusLength ?? minimumRSABits) < minimumRSABits) {
      throw new IdentityError("unsupported-key");
    }
    this.certificate = own;
    /** Those above the party's own certificate, as the file holds them. */
    this.chain = chain.filter((each) => !same(each.bytes, own.bytes));
    /** The AlgorithmIdentifier of its signatures. */
    this.algorithm = cms;
    this.#key = key;
    this.#publicKey = publicKey;
    this.#webCrypto = webCrypto;
  }

  /** The signature value over a message, verified with the certificate's key before anybody gets it. */
  async sign(message) {
    const value = await crypto.subtle.sign(this.#webCrypto, this.#key, message);
    const isValid = await crypto.subtle.verify(this.#webCrypto, this.#publicKey, value, message);
    if (!isValid) throw new IdentityError("key-mismatch");
    const bytes = new Uint8Array(value);
    return this.#webCrypto.name === "ECDSA" ? pairOfIntegers(bytes) : bytes;
  }
}
