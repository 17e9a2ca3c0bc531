/** A file while it arrives: beside the storage, in a folder of its own, and gone when it has been looked at. */
import type { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A line that is silent for so long is broken: somebody has left. */
const SILENCE_MS = 60_000;

export type Received
  = | { kind: 'whole'; path: string }
    | { kind: 'too_large' | 'broken_off' }
    /** The disk is full, or cannot be written. */
    | { kind: 'not_written'; error: Error };

/** Reads the stream to its end whatever happens, so that the sender hears the answer; `use` may read the file until it returns. */
export async function received<T>(stream: Readable, folder: string, bytesAtMost: number, use: (received: Received) => Promise<T>): Promise<T> {
  const path = join(folder, randomUUID());
  try {
    return await use(await store(stream, folder, path, bytesAtMost));
  }
  finally {
    // What cannot be removed now is removed at night.
    await rm(path, { force: true }).catch(() => {});
  }
}

async function store(stream: Readable, folder: string, path: string, bytesAtMost: number): Promise<Received> {
  let failure: Error | null = null;
  const attempt = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
    }
    catch (error) {
      failure = error as Error;
    }
  };
  const silence = setTimeout(() => stream.destroy(new Error('Nothing more arrives')), SILENCE_MS);
  let file: Awaited<ReturnType<typeof open>> | null = null;
  let size = 0;
  try {
    await attempt(async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      file = await open(path, 'wx', 0o600);
    });
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      silence.refresh();
      size += chunk.length;
      if (size <= bytesAtMost && failure === null)
        await attempt(() => file!.writeFile(chunk));
      // A form is cut off by its reader; what comes from elsewhere might never end.
      else if (size > bytesAtMost && !('truncated' in stream))
        break;
    }
  }
  catch {
    return { kind: 'broken_off' };
  }
  finally {
    clearTimeout(silence);
    await attempt(async () => file?.close());
  }
  if (size > bytesAtMost || ('truncated' in stream && stream.truncated === true))
    return { kind: 'too_large' };
  return failure === null ? { kind: 'whole', path } : { kind: 'not_written', error: failure };
}
