// DER (X.690): as much as a certificate needs to be read and a signature to be written. One encoding per value; everything else
// is refused.

import { compare, concatenate } from "./bytes.js";

export const tag = Object.freeze({
  integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, identifier: 0x06, utcTime: 0x17,
  generalizedTime: 0x18, sequence: 0x30, set: 0x31,
});

/** The tag of a constructed, context-specific value. */
export const context = (number) => 0xa0 | number;

/** Bytes are not the DER that was expected. */
export class DERError extends Error {}

function refuse(words) {
  throw new DERError(words);
}

/** A value with its tag, contents, and whole encoding. */
export class Element {
  constructor(kind, contents, bytes) {
    this.tag = kind;
    this.contents = contents;
    this.bytes = bytes;
  }

  /** The values inside a constructed one. */
  get children() {
    const found = [];
    let rest = this.contents;
    while (rest.length > 0) {
      const element = first(rest);
      found.push(element);
      rest = rest.subarray(element.bytes.length);
    }
    return found;
  }

  /** The values inside, if the tag is this one. */
  inside(kind) {
    if (this.tag !== kind) refuse(`tag ${this.tag} instead of ${kind}`);
    return this.children;
  }

  /** The dotted form of an OBJECT IDENTIFIER. */
  get identifier() {
    if (this.tag !== tag.identifier || this.contents.length === 0) refuse("no identifier");
    const numbers = [];
    let number = 0;
    for (const byte of this.contents) {
      number = number * 128 + (byte & 0x7f);
      if (number > 2 ** 40) refuse("an identifier's number is too large");
      if (byte < 0x80) {
        numbers.push(number);
        number = 0;
      }
    }
    const head = Math.min(2, Math.floor(numbers[0] / 40));
    return [head, numbers[0] - 40 * head, ...numbers.slice(1)].join(".");
  }

  /** The value of a small INTEGER. */
  get number() {
    if (this.tag !== tag.integer || this.contents.length > 4) refuse("no small number");
    return this.contents.reduce((value, byte) => value * 256 + byte, 0);
  }
}

/** The value with which bytes begin. */
function first(bytes) {
  if (bytes.length < 2 || (bytes[0] & 0x1f) === 0x1f) refuse("no value");
  let size = bytes[1];
  let start = 2;
  if (size > 0x7f) {
    const count = size & 0x7f;
    if (count < 1 || count > 4 || bytes.length < 2 + count) refuse("no size");
    size = 0;
    for (const byte of bytes.subarray(2, 2 + count)) size = size * 256 + byte;
    if (size < 0x80 || bytes[2] === 0) refuse("a size that could be shorter");
    start += count;
  }
  if (bytes.length < start + size) refuse("a value that ends too early");
  return new Element(bytes[0], bytes.subarray(start, start + size), bytes.subarray(0, start + size));
}

/** The one value that bytes are. */
export function read(bytes) {
  const element = first(bytes);
  if (element.bytes.length !== bytes.length) refuse("bytes behind the value");
  return element;
}

/** A value from its contents. */
export function element(kind, ...contents) {
  const inside = concatenate(...contents);
  const size = [];
  for (let rest = inside.length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const head = inside.length < 0x80 ? [inside.length] : [0x80 | size.length, ...size];
  return concatenate(Uint8Array.of(kind, ...head), inside);
}

export const sequence = (...values) => element(tag.sequence, ...values);
export const octetString = (bytes) => element(tag.octetString, bytes);

/** SET OF: its values in ascending order. */
export const setOf = (values, kind = tag.set) => element(kind, ...[...values].sort(compare));

/** OBJECT IDENTIFIER from its dotted form. */
export function identifier(dotted) {
  const [head, second, ...rest] = dotted.split(".").map(Number);
  const bytes = [40 * head + second, ...rest].flatMap((number) => {
    const groups = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift(0x80 | (left % 128));
    }
    return groups;
  });
  return element(tag.identifier, Uint8Array.from(bytes));
}

/** INTEGER that is not negative, from its bytes. */
export function integer(magnitude) {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : magnitude.subarray(start);
  return element(tag.integer, digits[0] > 0x7f ? Uint8Array.of(0) : new Uint8Array(0), digits);
}
