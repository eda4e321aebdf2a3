/** Another address that has the shop's pictures and its app, if the server names one. */
const CDN =
  typeof document === "undefined"
    ? ""
    : (document.querySelector<HTMLMetaElement>('meta[name="cdn"]')?.content ?? "");

/** Addresses of pictures (one, or a `srcset`) as they are loaded. */
export function fromCdn(addresses: string, cdn = CDN): string {
  return cdn === "" ? addresses : addresses.replace(/(^|, )\/media\//g, `$1${cdn}/media/`);
}
