/** Parts of ECharts by their own files: the extension's bundler keeps all of it otherwise. They come without types. */
declare module 'echarts/lib/core/echarts.js' {
  export { init } from 'echarts/core';
}
declare module 'echarts/lib/extension.js' {
  export function use(parts: readonly object[]): void;
}
declare module 'echarts/lib/chart/line/install.js' {
  export const install: object;
}
declare module 'echarts/lib/chart/scatter/install.js' {
  export const install: object;
}
declare module 'echarts/lib/component/grid/install.js' {
  export const install: object;
}
declare module 'echarts/lib/component/tooltip/install.js' {
  export const install: object;
}
declare module 'echarts/lib/renderer/installSVGRenderer.js' {
  export const install: object;
}
