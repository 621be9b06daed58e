// Receipts (docs/formats/receipt.md): whether what the archive answered is about this very filing, and whether its proof leads to the
// root of its checkpoint (RFC 9162 §2.1.3.2). Whether the checkpoint is the archive's own, its key tells: `docket-verify` asks that.

import { concatenate, digestText, fromBase64, same, sha256, utf8 } from "./bytes.js";
import { fieldsOf } from "./filing.js";

/** A receipt is none, or not one of this filing; `code` is what words.js says in the reader's language. */
export class ReceiptError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The parts of a receipt. Spec: receipt-1, receipt-3 */
export function parseReceipt(receipt) {
  const [head, entry, filing, docketing, proof, ...note] = receipt.split("\n\n");
  const [format, index, ...hashes] = (proof ?? "").split("\n");
  if (head !== "docket-receipt/v1" || format !== "c2sp.org/tlog-proof@v1" || note.length !== 2) {
    throw new ReceiptError("malformed");
  }
  const texts = { entry: `${entry}\n`, filing: `${filing}\n`, docketing: `${docketing}\n` };
  const entryFields = fieldsOf(texts.entry);
  const docketingFields = fieldsOf(texts.docketing);
  return {
    ...texts, index: Number(index.replace(/^index /, "")), hashes,
    received: entryFields.received, number: docketingFields.number,
    entryFields, filingFields: fieldsOf(texts.filing), docketingFields,
    size: Number(note[0].split("\n")[1]), root: note[0].split("\n")[2],
  };
}

const node = (left, right) => sha256(concatenate(Uint8Array.of(1), left, right));

/** The root to which the hashes lead from a leaf; places are no more than 2⁵³, which numbers hold. */
async function rootOf(leaf, index, size, hashes) {
  let [place, last, hash] = [index, size - 1, leaf];
  for (const other of hashes) {
    if (last === 0) throw new ReceiptError("proof");
    if (place % 2 === 1 || place === last) {
      hash = await node(other, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hash = await node(hash, other);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw new ReceiptError("proof");
  return hash;
}

/** Throws unless the parts of the receipt belong together and its proof holds. Spec: receipt-5 */
export async function checkProof(receipt) {
  const { entryFields, docketingFields, filingFields } = receipt;
  const [filing, docketing] = await Promise.all(
    [receipt.filing, receipt.docketing].map(async (text) => digestText(await sha256(utf8(text)))));
  if (entryFields.filing !== filing) throw new ReceiptError("other-filing");
  const isDocketed = entryFields.docketing === docketing && docketingFields.matter === filingFields.matter;
  if (!isDocketed) throw new ReceiptError("other-docketing");
  const isPlace = Number.isSafeInteger(receipt.index) && Number.isSafeInteger(receipt.size)
    && receipt.index >= 0 && receipt.index < receipt.size;
  if (!isPlace || entryFields.index !== String(receipt.index)) throw new ReceiptError("proof");
  const leaf = await sha256(concatenate(Uint8Array.of(0), utf8(receipt.entry)));
  const root = await rootOf(leaf, receipt.index, receipt.size, hashesOf(receipt.hashes));
  if (!same(root, hashesOf([receipt.root])[0])) throw new ReceiptError("proof");
}

function hashesOf(lines) {
  try {
    return lines.map(fromBase64);
  } catch {
    throw new ReceiptError("malformed");
  }
}

/** Throws unless the receipt is the one of `filing`, the text that was signed, and `signature`. */
export async function checkReceipt(receipt, filing, signature) {
  if (receipt.filing !== filing) throw new ReceiptError("other-filing");
  if (receipt.docketingFields.signature !== digestText(await sha256(signature))) throw new ReceiptError("other-docketing");
  await checkProof(receipt);
}

/** Throws unless the receipt is of an earlier filing of the same content by the same filer; `fields` are those of the new one. */
export async function checkEarlierReceipt(receipt, fields) {
  const names = ["archive", "matter", "kind", "content", "size", "filer"];
  const isSame = names.every((name) => receipt.filingFields[name] === fields[name]);
  if (!isSame) throw new ReceiptError("other-filing");
  await checkProof(receipt);
}
