/** As many as the server takes at once. */
export const MOST = 500;

/** The addresses in a text as it is pasted: one a line, or between commas; "Anna <anna@shop.example>" is hers. */
export function addressesIn(text: string): string[] {
  const found = text.split(/[\n,;]+/).map((one) => {
    const within = /<([^<>]+)>/.exec(one);
    return (within?.[1] ?? one).trim();
  });
  return [...new Set(found.filter(Boolean))];
}
