/**
 * Packed content, unpacked as it comes: one gzip member and nothing behind it, since what is signed is what stands in the file, and
 * nobody looks at what else a packer put there. What unpacks to far more than evidence does is given up early.
 */
import type { InflateRaw } from 'node:zlib';
import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { setImmediate as others } from 'node:timers/promises';
import { createInflateRaw } from 'node:zlib';
import { Crc32 } from './crc32-rules.ts';
import { NotEvidence } from './not-evidence.ts';
import { fault } from './verify-words.ts';

/** Evidence is packed to a third or a tenth; a bomb to some hundredths of that. Little content may be as repetitive as it likes. */
const UNPACKS_AT_MOST = 100;
const ALWAYS_TAKEN = 64 * 2 ** 20;

/** `content` is destroyed with it, and when it is read to its end. */
export function unpackedFrom(content: Readable): Readable {
  return Readable.from(unpack(content));
}

async function* unpack(content: Readable): AsyncGenerator<Buffer> {
  const member = new Member();
  try {
    for await (const chunk of content)
      yield* await member.take(chunk as Buffer);
    member.end();
  }
  finally {
    member.destroy();
    content.destroy();
  }
}

const HEADER = { magic: [0x1F, 0x8B, 8], length: 10 } as const;
const FLAG = { check: 2, extra: 4, name: 8, comment: 16, unknown: 224 } as const;
/** A checksum and the length. */
const TRAILER = 8;

/** One gzip member (RFC 1952). */
class Member {
  readonly #crc = new Crc32();
  /** Of the header while it is not whole, then of what comes behind the packed content. */
  #pending: Buffer = Buffer.alloc(0);
  #inflating: InflateRaw | null = null;
  #ended = false;
  #unpacked: Buffer[] = [];
  #packedBytes = 0;
  #unpackedBytes = 0;

  async take(chunk: Buffer): Promise<Buffer[]> {
    this.#packedBytes += chunk.length;
    let packed = chunk;
    if (this.#inflating === null) {
      this.#pending = Buffer.concat([this.#pending, chunk]);
      const begins = headerLength(this.#pending);
      if (begins === null)
        return [];
      packed = this.#pending.subarray(begins);
      this.#pending = Buffer.alloc(0);
      this.#inflating = this.#begun();
    }
    if (!this.#ended)
      packed = await this.#inflate(this.#inflating, packed);
    this.#pending = Buffer.concat([this.#pending, packed]);
    if (this.#pending.length > TRAILER)
      throw new NotEvidence(fault('gzip_more'));
    return this.#unpacked.splice(0);
  }

  end(): void {
    if (!this.#ended || this.#pending.length < TRAILER)
      throw notGzip('unexpected end of file');
    if (this.#pending.readUInt32LE(0) !== this.#crc.value() || this.#pending.readUInt32LE(4) !== this.#unpackedBytes % 2 ** 32)
      throw notGzip('incorrect data check');
  }

  destroy(): void {
    this.#inflating?.destroy();
  }

  #isBomb(): boolean {
    return this.#unpackedBytes > ALWAYS_TAKEN && this.#unpackedBytes > UNPACKS_AT_MOST * this.#packedBytes;
  }

  #begun(): InflateRaw {
    const inflating = createInflateRaw();
    inflating.on('data', (bytes: Buffer) => {
      this.#unpackedBytes += bytes.length;
      this.#crc.add(bytes);
      this.#unpacked.push(bytes);
      if (this.#isBomb())
        inflating.destroy();
    });
    // (Whoever writes is told; what is told later is told to nobody.)
    inflating.on('error', () => {});
    return inflating;
  }

  /** Answers what was left of it when the packed content was at its end. */
  async #inflate(inflating: InflateRaw, packed: Buffer): Promise<Buffer> {
    const before = inflating.bytesWritten;
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error): void => inflating.destroyed && this.#isBomb() ? resolve() : reject(notGzip(error.message));
      inflating.once('error', failed);
      // The end is told before the rest of a chunk is left alone.
      inflating.once('end', resolve);
      inflating.write(packed, (error) => {
        inflating.off('error', failed);
        inflating.off('end', resolve);
        if (error == null)
          resolve();
        else
          failed(error);
      });
    });
    if (this.#isBomb())
      throw new NotEvidence(fault('gzip_bomb', { times: UNPACKS_AT_MOST }));
    // What was unpacked is handed over with the chunk that it came of.
    while (inflating.readableLength > 0 && !inflating.destroyed)
      await others();
    const consumed = inflating.bytesWritten - before;
    this.#ended = consumed < packed.length;
    return packed.subarray(consumed);
  }
}

function notGzip(reason: string): NotEvidence {
  return new NotEvidence(fault('not_gzip', { reason }));
}

/** Null while it is not whole. */
function headerLength(bytes: Buffer): number | null {
  if (HEADER.magic.some((byte, at) => at < bytes.length && bytes[at] !== byte))
    throw notGzip('incorrect header check');
  if (bytes.length < HEADER.length)
    return null;
  const flags = bytes[3]!;
  if ((flags & FLAG.unknown) !== 0)
    throw notGzip('unknown header flags set');
  let at: number = HEADER.length;
  if ((flags & FLAG.extra) !== 0)
    at += bytes.length < at + 2 ? 2 : 2 + bytes.readUInt16LE(at);
  for (const text of [FLAG.name, FLAG.comment]) {
    if ((flags & text) === 0 || at > bytes.length)
      continue;
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length + 1 : end + 1;
  }
  if ((flags & FLAG.check) !== 0)
    at += 2;
  if (at > 2 ** 17)
    throw notGzip('incorrect header check');
  return at > bytes.length ? null : at;
}
