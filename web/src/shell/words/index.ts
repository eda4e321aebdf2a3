import { addWords, type Words } from "../../base/i18n/setup";
import en from "./shop.en";

export const shopWords: Words = {
  en: async () => ({ default: en }),
  ru: () => import("./shop.ru"),
  ko: () => import("./shop.ko"),
};

const staffWords: Words = {
  en: () => import("./staff.en"),
  ru: () => import("./staff.ru"),
  ko: () => import("./staff.ko"),
};

/** A page of staff's, which comes with staff's words. */
export async function withStaffWords<Page>(page: Promise<Page>): Promise<Page> {
  await addWords(staffWords);
  return page;
}
