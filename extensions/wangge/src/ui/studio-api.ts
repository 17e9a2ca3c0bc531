/**
 * The Studio's own connection to the server, with which its forms save. Extensions are given it inside components only;
 * what all forms need hangs on it here, as soon as the Studio is there. `test/browser/client-keys.test.ts` fails if the
 * Studio of a later release keeps it elsewhere.
 */

export interface Sent { method?: string; url?: string; data?: unknown; [option: string]: unknown }
export interface Answer { status: number; config: Sent }
interface Hook<Value> { use: (fulfilled: (value: Value) => Value, rejected?: (error: unknown) => never) => unknown }
export interface StudioApi { interceptors: { request: Hook<Sent>; response: Hook<Answer> } }

/** The SDK of Directus, with which the form of an item saves since Directus 11.17; panels and boxes use the other. */
export interface SdkRequest { path: string; method?: string; body?: unknown }
export interface StudioSdk { request: (options: () => SdkRequest) => Promise<unknown> }

export interface Studio {
  api: StudioApi;
  sdk: StudioSdk;
  /** Called whenever another page is open. */
  onPage: (listener: () => void) => void;
  /** The fields that whoever is signed in may write in a new item; null: all. */
  writable: (collection: string) => readonly string[] | null;
}

interface Permission { access?: string; fields?: string[] | null }
interface App {
  _context: { provides: Record<string, unknown> };
  config: { globalProperties: {
    $router?: { afterEach: (listener: (to: { path: string }, from: { path: string }) => void) => unknown };
    $pinia?: { state: { value: { permissionsStore?: { permissions?: Record<string, { create?: Permission }> } } } };
  }; };
}

/** The constants `API_INJECT` and `SDK_INJECT` of Directus. */
const [API, SDK] = ['api', 'sdk'];
const PATIENCE = 60_000;

let wanted: ((studio: Studio) => void)[] | null = null;

/** Calls back once, when the Studio runs. */
export function whenStudioRuns(work: (studio: Studio) => void): void {
  // A test that reads a screen's entry has no page.
  if (typeof document === 'undefined')
    return;
  if (wanted !== null) {
    wanted.push(work);
    return;
  }
  const waiting = wanted = [work];
  const began = Date.now();
  const timer = setInterval(() => {
    const studio = running();
    if (studio === null && Date.now() - began < PATIENCE)
      return;
    clearInterval(timer);
    if (studio === null)
      console.warn('wangge: the Studio keeps its connection elsewhere; forms are saved without keys');
    else
      waiting.forEach(one => one(studio));
  }, 50);
}

function running(): Studio | null {
  const { __vue_app__: app } = (document.getElementById('app') ?? {}) as { __vue_app__?: App };
  const api = app?._context.provides[API] as StudioApi | undefined;
  const sdk = app?._context.provides[SDK] as StudioSdk | undefined;
  if (app === undefined || api?.interceptors === undefined || sdk?.request === undefined)
    return null;
  const { $router, $pinia } = app.config.globalProperties;
  return {
    api,
    sdk,
    onPage: listener => $router?.afterEach((to, from) => {
      if (to.path !== from.path)
        listener();
    }),
    writable: (collection) => {
      const fields = $pinia?.state.value.permissionsStore?.permissions?.[collection]?.create?.fields;
      return fields === undefined || fields === null || fields.includes('*') ? null : fields;
    },
  };
}
