import type { ServiceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { type Search, useServices } from "./queries";

interface Props {
  service: ServiceBody;
  search: Search;
  onChange: (next: Partial<Search>) => void;
}

/** What can be added to the service, and what else can be had in the same visit. */
export function Extras({ service, search, onChange }: Props) {
  const { t, formats } = useLanguage();
  const { extras = [], also = [] } = search;
  const others = (useServices().data?.services ?? []).filter(
    (one) => one.id !== service.id && one.currency === service.currency,
  );
  const put = (all: string[], one: string, chosen: boolean) =>
    chosen ? [...all, one] : all.filter((each) => each !== one);
  return (
    <>
      {service.extras.length > 0 && (
        <fieldset>
          <legend className="text-13 font-medium text-ink-soft">{t("book.extras")}</legend>
          <div className="flex flex-col">
            {service.extras.map((one) => (
              <Check
                key={one.id}
                label={t(one.minutes > 0 ? "book.extraLonger" : "book.extra", {
                  name: one.name,
                  price: formats.price(one.price, service.currency),
                  minutes: one.minutes,
                })}
                checked={extras.includes(one.id)}
                onChange={({ target }) => onChange({ extras: put(extras, one.id, target.checked) })}
              />
            ))}
          </div>
        </fieldset>
      )}
      {others.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1 text-13 font-medium text-ink-soft">
            {t("book.also")}
          </summary>
          <div className="flex flex-col">
            {others.map((one) => {
              const named = `${one.id}:${one.lengths[0]}`;
              return (
                <Check
                  key={one.id}
                  label={t("book.extraLonger", {
                    name: one.name,
                    price: formats.price(one.priceFrom, one.currency),
                    minutes: one.lengths[0],
                  })}
                  checked={also.includes(named)}
                  disabled={also.length >= 3 && !also.includes(named)}
                  onChange={({ target }) => onChange({ also: put(also, named, target.checked) })}
                />
              );
            })}
          </div>
        </details>
      )}
    </>
  );
}
