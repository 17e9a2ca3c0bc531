/** Who sends a form, without knowing who it is: a digest of the address, salted with the day's salt. */
import { createHmac } from 'node:crypto';
import { networkOf } from '../kernel/network-rules.ts';

/** 32 hexadecimal digits; of the network that an address belongs to. */
export function visitorPseudonym(salt: string, address: string): string {
  return createHmac('sha256', salt).update(networkOf(address)).digest('hex').slice(0, 32);
}
