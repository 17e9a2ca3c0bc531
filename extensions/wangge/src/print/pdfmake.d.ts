/** Of pdfmake, what the press uses. */
declare module 'pdfmake' {
  interface PdfMake {
    setFonts: (fonts: Record<string, Record<'normal' | 'bold', string>>) => void;
    setUrlAccessPolicy: (allowed: (url: string) => boolean) => void;
    setLocalAccessPolicy: (allowed: (path: string) => boolean) => void;
    createPdf: (document: object) => { getBuffer: () => Promise<Buffer> };
  }
  const pdfmake: PdfMake;
  export default pdfmake;
}
