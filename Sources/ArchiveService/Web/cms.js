// Detached CAdES-B signatures (EN 319 122-1 §6.3, RFC 5652 §5), made here so that no key leaves this page. The bytes are those that
// `docket file` writes: content-type, message-digest, signing-time and signing-certificate-v2 are signed, and every encoding is DER.

import { sha256, utf8 } from "./bytes.js";
import { context, element, identifier, octetString, sequence, setOf, tag } from "./der.js";

const oid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  sha256: "2.16.840.1.101.3.4.2.1",
};
const version = Uint8Array.of(tag.integer, 1, 1);

const attribute = (type, value) => sequence(identifier(type), element(tag.set, value));

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5652 §11.3); whole seconds. */
function time(moment) {
  const digits = moment.toISOString().replace(/\.\d+Z$/, "Z").replace(/[-:T]/g, "");
  return moment.getUTCFullYear() < 2050
    ? element(tag.utcTime, utf8(digits.slice(2)))
    : element(tag.generalizedTime, utf8(digits));
}

/** One ESSCertIDv2 (RFC 5035 §3): SHA-256, which is the default and so not written, and issuer and serial number. */
function signingCertificate(certificate) {
  const issuer = sequence(element(context(4), certificate.issuer));
  const named = sequence(octetString(certificate.digest), sequence(issuer, certificate.serial));
  return sequence(sequence(named));
}

/** The detached signature of `identity` over `content`, as the bytes of a ContentInfo. */
export async function signDetached(content, identity, moment) {
  const { certificate } = identity;
  const attributes = [
    attribute(oid.contentType, identifier(oid.data)),
    attribute(oid.messageDigest, octetString(await sha256(content))),
    attribute(oid.signingCertificateV2, signingCertificate(certificate)),
    attribute(oid.signingTime, time(moment)),
  ];
  const digestAlgorithm = sequence(identifier(oid.sha256));
  const signature = await identity.sign(setOf(attributes));
  const signer = sequence(
    version, sequence(certificate.issuer, certificate.serial), digestAlgorithm,
    setOf(attributes, context(0)), identity.algorithm, octetString(signature));
  const certificates = [certificate, ...identity.chain].map((each) => each.bytes);
  const signedData = sequence(
    version, setOf([digestAlgorithm]), sequence(identifier(oid.data)),
    setOf(certificates, context(0)), setOf([signer]));
  return sequence(identifier(oid.signedData), element(context(0), signedData));
}
