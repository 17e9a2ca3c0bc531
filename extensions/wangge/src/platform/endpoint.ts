/** `/wangge/…`: the doors beside Directus' own, each kept by its room. */
import { defineEndpoint } from '@directus/extensions-sdk';
import { mount as assessment } from '../assessment/endpoint.ts';
import { mount as calendar } from '../calendar/endpoint.ts';
import { mount as handling } from '../handling/endpoint.ts';

export default defineEndpoint({
  id: 'wangge',
  handler: (router, context) => {
    for (const mount of [calendar, handling, assessment])
      mount(router, context);
  },
});
