/** Passwords that everybody tries first: those seen most in what was stolen elsewhere (zxcvbn-ts, MIT), unpacked when first asked for. */
import { dictionary } from '@zxcvbn-ts/language-common';

let known: ReadonlySet<string> | undefined;

export function commonPasswords(): ReadonlySet<string> {
  return known ??= new Set(dictionary['passwords-common'].map(word => word.toLowerCase()));
}
