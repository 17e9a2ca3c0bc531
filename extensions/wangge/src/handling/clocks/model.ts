/** What a certificate on paper says of an issue's clocks. */
import type { ExpandedCertificate } from '../../calendar/certificate-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { ClockIdentity, ClockState } from '../model.ts';

export interface CertifiedClock {
  kind: ClockIdentity['kind'];
  state: ClockState;
  department: { id: Uuid; name: string | null } | null;
  met_at: Moment | null;
  missed_at: Moment | null;
  expanded: ExpandedCertificate;
}

export interface Certified {
  number: string;
  title: string;
  chain: { events: number; head: string; verified: boolean };
}
