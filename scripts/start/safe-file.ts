/** A file that is there as a whole or not at all, whenever the process or the machine ends, or the disk is full. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

export function writeWhole(file: string, content: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = openSync(draft, 'w', mode);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    }
    finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  }
  catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

/** Without it a machine that loses its power may come back without the new name. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  }
  finally {
    closeSync(handle);
  }
}
