/** The checksum of gzip (RFC 1952), piece by piece: not every Node that the stand-alone script meets has one. */
import type { Buffer } from 'node:buffer';

/** Four bytes at a time. */
const TABLES = tables();

function tables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++)
      rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xEDB88320;
    return rest >>> 0;
  });
  const all = [first];
  for (let n = 1; n < 4; n++)
    all.push(all[n - 1]!.map(entry => (entry >>> 8) ^ first[entry & 255]!));
  return all;
}

export class Crc32 {
  #rest = 0xFFFFFFFF;

  add(bytes: Buffer): void {
    const [a, b, c, d] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    let rest = this.#rest;
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      rest ^= bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
      rest = d[rest & 255]! ^ c[rest >>> 8 & 255]! ^ b[rest >>> 16 & 255]! ^ a[rest >>> 24]!;
    }
    for (; at < bytes.length; at++)
      rest = rest >>> 8 ^ a[(rest ^ bytes[at]!) & 255]!;
    this.#rest = rest;
  }

  value(): number {
    return (this.#rest ^ 0xFFFFFFFF) >>> 0;
  }
}
