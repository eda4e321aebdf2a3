import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** What `flash-sale-proof` asks for: a word for which SHA-256 of `<challenge>:<word>` begins with so
 * many bits of zero. */
export interface Riddle {
  challenge: string;
  bits: number;
}

function zeros(digest: Uint8Array): number {
  let count = 0;
  for (const byte of digest) {
    if (byte > 0) return count + Math.clz32(byte) - 24;
    count += 8;
  }
  return count;
}

/** Takes the time it takes: about twice as long for each bit more. */
export function solve({ challenge, bits }: Riddle): string {
  const begun = sha256.create().update(utf8ToBytes(`${challenge}:`));
  for (let number = 0; ; number += 1) {
    const word = number.toString(36);
    if (zeros(begun.clone().update(utf8ToBytes(word)).digest()) >= bits) return word;
  }
}
