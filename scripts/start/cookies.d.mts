export function cookiesFor(publicUrl: string | undefined, domain?: string): Record<string, string>;
