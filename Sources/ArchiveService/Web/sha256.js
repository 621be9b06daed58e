// SHA-256 (FIPS 180-4 §6.2) in steps, because WebCrypto hashes only what is whole in memory, and an exhibit may be larger than that.

import { concatenate } from "./bytes.js";

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8.
const primes = [];
for (let candidate = 2; primes.length < 64; candidate += 1) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}
const fraction = (root) => Math.floor((root % 1) * 2 ** 32);
const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const initial = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const blockSize = 64;
/** Read from a file at a time: large enough to be quick, small enough for a phone. */
const pieceSize = 4 * 1024 * 1024;

function compress(state, words, bytes, start) {
  for (let i = 0; i < 16; i += 1) {
    const at = start + 4 * i;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + constants[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** A hash that takes its bytes in pieces. */
export class RunningHash {
  #state = Uint32Array.from(initial);
  #words = new Int32Array(64);
  #rest = new Uint8Array(0);
  #size = 0;

  add(bytes) {
    this.#size += bytes.length;
    const all = this.#rest.length === 0 ? bytes : concatenate(this.#rest, bytes);
    const end = all.length - (all.length % blockSize);
    for (let start = 0; start < end; start += blockSize) {
      compress(this.#state, this.#words, all, start);
    }
    this.#rest = all.slice(end);
  }

  /** The digest; the hash is of no use afterwards. */
  finish() {
    const size = this.#size;
    const padding = new Uint8Array(((119 - (size % blockSize)) % blockSize) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(size / 2 ** 29));
    view.setUint32(padding.length - 4, (size * 8) % 2 ** 32);
    this.add(padding);
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, i) => digest.setUint32(4 * i, word));
    return new Uint8Array(digest.buffer);
  }
}

/** The digest of a file, read in pieces; `progress` hears how many bytes are done. */
export async function hashFile(file, progress = () => {}) {
  const hash = new RunningHash();
  for (let start = 0; start < file.size; start += pieceSize) {
    const piece = await file.slice(start, start + pieceSize).arrayBuffer();
    hash.add(new Uint8Array(piece));
    progress(Math.min(start + pieceSize, file.size));
  }
  return hash.finish();
}
