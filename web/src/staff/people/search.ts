import { type Raw, words } from "../desk/search";

export interface PeopleSearch {
  q?: string;
}

export function parsePeopleSearch(raw: Raw): PeopleSearch {
  return { q: words(raw.q) };
}
