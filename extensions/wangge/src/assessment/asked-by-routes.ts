/** What the routes of assessment ask alike: of which sub-district (its code; without it the first whose period the caller may see), and of a version under way or of the published one. */
import { z } from 'zod';

export const PlaceQuery = z.object({ subdistrict: z.string().trim().regex(/^\w{1,32}$/).optional() });
export const DraftQuery = PlaceQuery.extend({ draft: z.enum(['true', 'false']).default('false').transform(draft => draft === 'true') });
