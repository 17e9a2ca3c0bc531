/** Checkpoints as C2SP words them: written, read, signed; and nobody else's taken for one's own. */
import { Buffer } from 'node:buffer';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkpointBody, fingerprintOf, keyIdOf, parseCheckpoint, publicKeyOf, signatureVerdict, signedCheckpoint, signingKeyOf, verifierKeyOf } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { leafHash } from '../../extensions/wangge/src/assessment/evidence/merkle-rules.ts';

const key = signingKeyOf(Buffer.alloc(32, 7));
const other = signingKeyOf(Buffer.alloc(32, 8));
const body = { origin: 'wangge/440305001/2026-Q3/v1', size: 66, root: leafHash('a quarter') };
const note = signedCheckpoint(body, key);

describe('the published examples', () => {
  it('RFC 8032, test 1: the public key of a seed', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    expect(signingKeyOf(seed).public.toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  it('the key of the Go checksum database: name, id and key of a verifier key', () => {
    const golang = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    const bytes = publicKeyOf(golang)!;
    expect(keyIdOf('sum.golang.org', bytes).toString('hex')).toBe('033de0ae');
    expect(verifierKeyOf('sum.golang.org', bytes)).toBe(golang);
  });

  it('a checkpoint of C2SP is read', () => {
    const read = parseCheckpoint('example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n');
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163, signatures: [{ name: 'example.com/behind-the-sofa' }] });
  });
});

describe('a checkpoint', () => {
  it('is three lines, a blank one and the signature, and reads as it was written', () => {
    expect(note.split('\n')).toEqual([body.origin, '66', body.root.toString('base64'), '', expect.stringMatching(/^— wangge\/440305001\/2026-Q3\/v1 [\w+/]{91}=$/), '']);
    const read = parseCheckpoint(note)!;
    expect({ origin: read.origin, size: read.size, root: read.root, text: read.text }).toEqual({ ...body, text: checkpointBody(body) });
    expect(signatureVerdict(read, key.public)).toBe('signed');
  });

  it('is the same when it was mailed from another system', () => {
    expect(signatureVerdict(parseCheckpoint(note.replaceAll('\n', '\r\n'))!, key.public)).toBe('signed');
    expect(signatureVerdict(parseCheckpoint(note.trimEnd())!, key.public)).toBe('signed');
  });

  it('of another key is foreign; one that borrows the name and id of a key is forged', () => {
    expect(signatureVerdict(parseCheckpoint(note)!, other.public)).toBe('foreign');
    const [text, line] = [note.slice(0, note.indexOf('—')), parseCheckpoint(signedCheckpoint(body, other))!.signatures[0]!];
    const borrowed = `${text}— ${body.origin} ${Buffer.concat([keyIdOf(body.origin, key.public), line.signature]).toString('base64')}\n`;
    expect(signatureVerdict(parseCheckpoint(borrowed)!, key.public)).toBe('forged');
  });

  test.prop([fc.nat({ max: note.length - 2 }), fc.constantFrom('A', '0', '9', 'z', '/', '\n', ' ')])('with one character changed is none, or not signed', (at, by) => {
    fc.pre(note[at] !== by);
    const forged = parseCheckpoint(`${note.slice(0, at)}${by}${note.slice(at + 1)}`);
    expect(forged === null || signatureVerdict(forged, key.public) !== 'signed').toBe(true);
  });

  test.prop([fc.constantFrom('', 'x', '\n\n', 'a\n1\n\n— a b\n', note.replace('66', '066'), note.replace('— ', '- '), body.origin)])('that is none is not taken for one', (text) => {
    expect(parseCheckpoint(text)).toBeNull();
  });
});

describe('a public key', () => {
  it('is read as base64 or as a verifier key, and nothing else is', () => {
    expect(publicKeyOf(` ${key.public.toString('base64')}\n`)).toEqual(key.public);
    expect(publicKeyOf(verifierKeyOf(body.origin, key.public))).toEqual(key.public);
    for (const wrong of ['', 'abc', key.public.toString('hex'), key.public.subarray(1).toString('base64')])
      expect(publicKeyOf(wrong)).toBeNull();
  });

  test.prop([fc.uint8Array({ minLength: 32, maxLength: 32 })])('is read whatever its bytes', (seed) => {
    const some = signingKeyOf(Buffer.from(seed));
    expect(publicKeyOf(some.public.toString('base64'))).toEqual(some.public);
    expect(publicKeyOf(verifierKeyOf('a/b', some.public))).toEqual(some.public);
  });

  it('has a fingerprint that people can compare', () => {
    expect(fingerprintOf(key.public)).toMatch(/^(?:[0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  });
});
