import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { AddressBody, AddressesAnswer, AddressRules } from "../../base/api/schema";
import { ownAnswers, useSession } from "../../base/session";

ownAnswers("addresses");

export const addressesQuery = answerQuery<AddressesAnswer>(["addresses"], "/addresses");

/** One's own, the default first; nothing for who is not logged in. */
export function useAddresses() {
  const member = Boolean(useSession()?.user);
  return useQuery({ ...addressesQuery, enabled: member });
}

export type AddressValues = Omit<AddressBody, "lines">;

/** What an address needs there, with places to choose from. What is typed is no place to choose:
 * it asks nothing. */
export function useAddressRules(values: AddressValues): AddressRules | undefined {
  const { country } = values;
  const ofCountry = useRules(country, "", "");
  const region = among(ofCountry?.regions, values.region);
  const ofRegion = useRules(country, region, "");
  const city = among(ofRegion?.cities, values.city);
  return useRules(country, region, city);
}

function useRules(country: string, region: string, city: string): AddressRules | undefined {
  const { data } = useQuery({
    queryKey: ["address-rules", country, region, city],
    queryFn: ({ signal }) => get<AddressRules>("/address-rules", { country, region, city }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: keepPreviousData,
  });
  return data;
}

function among(places: AddressRules["regions"] | undefined, key: string): string {
  return places?.some((one) => one.key === key || one.names.includes(key)) ? key : "";
}

const NOTHING: AddressValues = {
  country: "",
  name: "",
  company: "",
  street: "",
  district: "",
  city: "",
  region: "",
  postalCode: "",
  sortingCode: "",
  phone: "",
  email: "",
};

const LIKELY: Record<string, string> = { ru: "RU", ko: "KR" };

/** An empty one, in the country where the visitor's browser says it is. */
export function emptyAddress(locale: string, name = ""): AddressValues {
  const here = new Intl.Locale(navigator.language).region;
  return { ...NOTHING, name, country: here ?? LIKELY[locale] ?? "US" };
}

/** What was kept, as it is typed again. */
export function typed({ ...kept }: AddressBody): AddressValues {
  const names = Object.keys(NOTHING) as (keyof AddressValues)[];
  return Object.fromEntries(names.map((name) => [name, kept[name]])) as AddressValues;
}
