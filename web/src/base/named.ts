interface Named {
  name: string;
  texts: Record<string, { name: string }>;
}

/** What it is called for readers of a language; where it has no name in that one, by its own. */
export function nameIn({ name, texts }: Named, locale: string): string {
  return texts[locale]?.name || name;
}
