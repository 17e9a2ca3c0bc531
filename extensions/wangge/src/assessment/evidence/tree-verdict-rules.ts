/** Are these the leaves that were signed, by whom, and is it the checkpoint that somebody holds in their hand? */
import type { Checkpoint } from './checkpoint-rules.ts';
import type { Reading } from './tree-reader-rules.ts';
import type { TreeFrame } from './tree-rules.ts';
import type { Fault } from './verify-words.ts';
import { fingerprintOf, isVerbatim, parseCheckpoint, publicKeyOf, signatureVerdict } from './checkpoint-rules.ts';
import { rootOf } from './merkle-rules.ts';
import { originOf } from './tree-rules.ts';
import { fault } from './verify-words.ts';

/** What somebody brings along, beside the file. */
export interface Given {
  /** A checkpoint off paper, from a website, from a colleague. */
  checkpoint: string | null;
  /** The installation's public key, as it was made known. */
  key: string | null;
}

const SHOWN = 5;
const SEALED = { which: '文件封签中的检查点', which_en: 'The checkpoint in the seal' };
const BROUGHT = { which: '您给出的检查点', which_en: 'The checkpoint that you gave' };

export function treeFaults({ header, leaves, lines, seal }: Reading<TreeFrame>, given: Given): Fault[] {
  const key = given.key === null ? null : publicKeyOf(given.key);
  if (given.key !== null && key === null)
    return [fault('key_unreadable')];
  const root = rootOf(leaves);
  const head = { origin: header.origin, size: leaves.length, root };
  const origin = originOf(header.period);
  const faults = header.origin === origin ? [] : [fault('origin_differs', { which: '首行', which_en: 'The header', found: header.origin, expected: origin })];
  if (seal !== null) {
    faults.push(...leafFaults(header, leaves, lines, seal.leaves));
    const sealed = parseCheckpoint(seal.checkpoint);
    const sealedBy = publicKeyOf(seal.key);
    if (sealed === null || sealedBy === null || !isVerbatim(seal.checkpoint, sealed)) {
      faults.push(fault('checkpoint_unreadable', SEALED));
    }
    else {
      if (!rootOf(seal.leaves).equals(sealed.root))
        faults.push(fault('seal_forged'));
      if (key !== null && !key.equals(sealedBy))
        faults.push(fault('key_other', { found: fingerprintOf(sealedBy), expected: fingerprintOf(key) }));
      faults.push(...checkpointFaults(sealed, head, key ?? sealedBy, SEALED));
    }
  }
  if (given.checkpoint !== null) {
    const brought = parseCheckpoint(given.checkpoint);
    const by = key ?? (seal === null ? null : publicKeyOf(seal.key));
    faults.push(...brought === null ? [fault('checkpoint_unreadable', BROUGHT)] : checkpointFaults(brought, head, by, BROUGHT));
  }
  return faults;
}

interface Named { which: string; which_en: string }
type Head = Pick<Checkpoint, 'origin' | 'size' | 'root'>;

export function checkpointFaults(checkpoint: Checkpoint, head: Head, key: Buffer | null, named: Named): Fault[] {
  return [
    ...checkpoint.origin === head.origin ? [] : [fault('origin_differs', { ...named, found: checkpoint.origin, expected: head.origin })],
    ...checkpoint.size === head.size ? [] : [fault('size_wrong', { ...named, size: checkpoint.size, leaves: head.size })],
    ...checkpoint.root.equals(head.root) ? [] : [fault('root_differs', { ...named, expected: checkpoint.root.toString('base64'), from: '文件', from_en: 'the file', found: head.root.toString('base64') })],
    ...key === null ? [] : signatureFaults(checkpoint, key, named),
  ];
}

export function signatureFaults(checkpoint: Checkpoint, key: Buffer, named: Named): Fault[] {
  const verdict = signatureVerdict(checkpoint, key);
  return verdict === 'signed' ? [] : [fault(verdict === 'foreign' ? 'signature_foreign' : 'signature_forged', { ...named, key: fingerprintOf(key) })];
}

/** Which leaves are not those of the seal. */
function leafFaults({ grids }: TreeFrame, leaves: readonly Buffer[], lines: readonly number[], signed: readonly Buffer[]): Fault[] {
  if (signed.length !== leaves.length)
    return [fault('size_wrong', { which: '封签', which_en: 'The seal', size: signed.length, leaves: leaves.length })];
  const wrong = leaves.flatMap((leaf, index) => leaf.equals(signed[index]!) ? [] : [index]);
  const nameOf = (index: number): Fault => index === 0
    ? fault('leaf_header')
    : index > grids.length ? fault('leaf_gridless', { lines: lines[index]! }) : fault('leaf_grid', { grid: grids[index - 1]!.code, index, lines: lines[index]! });
  return [...wrong.slice(0, SHOWN).map(nameOf), ...wrong.length > SHOWN ? [fault('leaves_more', { count: wrong.length - SHOWN })] : []];
}
