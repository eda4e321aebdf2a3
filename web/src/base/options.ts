import type { Options } from "./api/types";

export function optionWords(options: Options): string {
  return Object.values(options).join(" · ");
}
