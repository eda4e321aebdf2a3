import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Check, Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { currenciesOf } from "../../rooms/wallets/currencies";
import { servicesQuery } from "../services/queries";
import { type ItemTyped, lengthsOf, newItem } from "./packageForm";
import type { PartProps } from "./parts";
import { KINDS } from "./queries";

const MOST = 10;

/** What is in it: hours, certificates, or several of both. */
export function ItemsFields({ form, change, errorOf }: PartProps) {
  const { t, formats } = useLanguage();
  const shop = useQuery(configQuery).data?.currency;
  const none = errorOf("items");
  const put = (at: number, next: Partial<ItemTyped>) =>
    change({ items: form.items.map((one, place) => (place === at ? { ...one, ...next } : one)) });
  return (
    <Panel title={t("offers.items")} text={t("offers.itemsText")}>
      <div className="space-y-4">
        <Select
          label={t("services.currency")}
          items={[...new Set([form.currency, ...currenciesOf(shop)])].filter(
            (each) => each && each !== "PTS",
          )}
          nameOf={(each) => formats.currencyName(each)}
          value={form.currency}
          error={errorOf("currency")}
          onChoose={(currency) => currency && change({ currency })}
          className="sm:w-72"
        />
        {form.items.map((one, at) => (
          <ItemFields
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and all is typed in the form
            key={at}
            one={one}
            at={at}
            currency={form.currency}
            errorOf={errorOf}
            put={(next) => put(at, next)}
            onRemove={() => change({ items: form.items.toSpliced(at, 1) })}
          />
        ))}
        {none && (
          <p role="alert" className="text-13 text-danger">
            {none}
          </p>
        )}
        {form.items.length < MOST && (
          <div className="flex flex-wrap gap-2">
            {KINDS.map((kind) => (
              <Button
                key={kind}
                type="button"
                size="s"
                onClick={() => change({ items: [...form.items, newItem(kind)] })}
              >
                {t(`offers.add.${kind}`)}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
}

interface ItemProps {
  one: ItemTyped;
  at: number;
  currency: string;
  errorOf: PartProps["errorOf"];
  put: (next: Partial<ItemTyped>) => void;
  onRemove: () => void;
}

function ItemFields({ one, at, currency, errorOf, put, onRemove }: ItemProps) {
  const { t, locale, formats } = useLanguage();
  const field = `items[${at}]`;
  const name = t(`offers.item.${one.kind}`, { place: at + 1 });
  const hours = one.kind === "hours";
  const sessions = one.kind === "sessions";
  const chosen = useChosen(one);
  return (
    <fieldset className="min-w-0 space-y-3 border-b border-line pb-4">
      <legend className="font-medium">{name}</legend>
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-3">
        {sessions ? (
          <>
            <Select
              label={t("offers.service")}
              items={chosen.services.map(({ id }) => id)}
              nameOf={(id) => {
                const found = chosen.services.find((other) => other.id === id);
                return found ? nameIn(found, locale) : id;
              }}
              none={t("offers.chooseService")}
              value={one.services[0]}
              error={errorOf(`${field}.services`)}
              onChoose={(id) => {
                const found = chosen.services.find((other) => other.id === id);
                const minutes = found ? lengthsOf(found)[0] : undefined;
                put({ services: id ? [id] : [], sessionMinutes: String(minutes ?? "") });
              }}
            />
            <Select
              label={t("offers.length")}
              items={chosen.lengths.map(String)}
              nameOf={(minutes) => formats.length(Number(minutes))}
              none=""
              value={one.sessionMinutes}
              error={errorOf(`${field}.sessionMinutes`)}
              onChoose={(minutes) => put({ sessionMinutes: minutes ?? "" })}
            />
            <Field
              label={t("offers.sessions")}
              inputMode="numeric"
              maxLength={3}
              value={one.units}
              error={errorOf(`${field}.units`)}
              onChange={({ target }) => put({ units: target.value })}
            />
          </>
        ) : hours ? (
          <Field
            label={t("offers.hours")}
            inputMode="decimal"
            maxLength={8}
            value={one.units}
            error={errorOf(`${field}.units`)}
            onChange={({ target }) => put({ units: target.value })}
          />
        ) : (
          <AmountField
            label={t("offers.worth")}
            currency={currency}
            value={one.units}
            error={errorOf(`${field}.units`)}
            onChange={({ target }) => put({ units: target.value })}
          />
        )}
        <AmountField
          label={t("offers.price")}
          hint={sessions ? t("offers.priceOfToday") : undefined}
          currency={currency}
          value={one.price}
          error={errorOf(`${field}.price`)}
          onChange={({ target }) => put({ price: target.value })}
        />
        {!hours && (
          <Field
            label={t("offers.count")}
            inputMode="numeric"
            maxLength={2}
            value={one.count}
            error={errorOf(`${field}.count`)}
            onChange={({ target }) => put({ count: target.value })}
          />
        )}
      </div>
      {sessions ? (
        <p className="text-13 text-ink-soft">{t("offers.sessionsHint")}</p>
      ) : (
        <Services chosen={one.services} onChange={(services) => put({ services })} />
      )}
      <Button type="button" size="s" kind="plain" onClick={onRemove}>
        {t("form.removeNamed", { name })}
      </Button>
    </fieldset>
  );
}

/** The services that a certificate may be of, and the lengths of the one that is chosen. */
function useChosen({ kind, services, sessionMinutes }: ItemTyped) {
  const known = useQuery({ ...servicesQuery, enabled: kind === "sessions" }).data?.services ?? [];
  const one = known.find(({ id }) => id === services[0]);
  const lengths = one ? lengthsOf(one) : [];
  const kept = Number(sessionMinutes);
  return {
    services: known.filter(({ id, active }) => active || id === services[0]),
    lengths: kept && !lengths.includes(kept) ? [...lengths, kept] : lengths,
  };
}

/** What it pays for: all, or those that are ticked. */
function Services({
  chosen,
  onChange,
}: {
  chosen: string[];
  onChange: (services: string[]) => void;
}) {
  const { t, locale } = useLanguage();
  const services = useQuery(servicesQuery).data?.services ?? [];
  const shown = services.filter(({ id, active }) => active || chosen.includes(id));
  if (shown.length === 0) return null;
  return (
    <details className="rounded-m border border-line px-3">
      <summary className="min-h-9 cursor-pointer py-2 text-13">
        {chosen.length === 0
          ? t("offers.allServices")
          : t("offers.someServices", { count: chosen.length })}
      </summary>
      <fieldset className="flex flex-col pb-2">
        <legend className="sr-only">{t("offers.services")}</legend>
        {shown.map((one) => (
          <Check
            key={one.id}
            label={nameIn(one, locale)}
            checked={chosen.includes(one.id)}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...chosen, one.id] : chosen.filter((other) => other !== one.id),
              )
            }
          />
        ))}
      </fieldset>
    </details>
  );
}
