import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ReturnShown } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check, Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { reckoningQuery } from "../../rooms/returns/queries";
import { Row } from "../../rooms/returns/ReturnGoods";
import { allLocationsQuery } from "../stock/locations";
import { type Came, came, faultLacks, unitsOf } from "./came";

interface Props {
  found: ReturnShown;
  /** Where it is asked for. */
  path: string;
  /** By staff, who may take something off what was paid. */
  deducts: boolean;
}

/** What came back, line by line, and what goes back for it: all of it at once. */
export function Inspect({ found, path, deducts }: Props) {
  const { t, formats } = useLanguage();
  const [lines, setLines] = useState<Record<number, Came>>(() => came(found));
  const [deduct, setDeduct] = useState("");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [exchange, setExchange] = useState(true);
  // Of a seller's goods the shop says where they lie.
  const stock = useQuery({ ...allLocationsQuery, enabled: deducts });
  const places = stock.data?.locations.filter((one) => one.active) ?? [];
  const [locationId, setLocation] = useState<string>();
  const units = unitsOf(lines);
  const sum = useQuery(reckoningQuery(`${path}/preview`, units, exchange));
  const whole = units.length > 0 ? (sum.data?.total ?? 0) : 0;
  const kept = units.length > 0 ? (sum.data?.exchanged ?? null) : null;
  const paid = whole - (kept ?? 0);
  const due = units.length > 0 ? (sum.data?.due ?? 0) : 0;
  const typed = deduct.trim() ? parseAmount(deduct, formats.digits(found.currency)) : 0;
  const off = typed ?? 0;
  const price = (amount: number) => formats.price(amount, found.currency);
  const reasonLacks = off > 0 && why.trim() === "";
  const sound =
    !Object.values(lines).some(faultLacks) && !reasonLacks && typed !== null && off <= paid;
  const deductError = !tried
    ? null
    : typed === null
      ? t("staffReturn.noAmount")
      : off > paid
        ? t("staffReturn.deductTooMuch")
        : null;
  const inspect = useIntent(
    (key) =>
      insist(
        `${path}/inspect`,
        {
          lines: Object.entries(lines).map(([line, one]) => ({ line: Number(line), ...one })),
          ...(deducts ? { deduct: off, deduction: why } : {}),
          exchange,
          ...(locationId ? { locationId } : {}),
        },
        key,
      ),
    { onSettled: () => renew(["staff"], ["orders"], ["seller"]) },
  );
  const put = (line: number, change: Partial<Came>) => {
    inspect.another();
    setLines((now) => ({ ...now, [line]: { ...(now[line] as Came), ...change } }));
  };
  return (
    <Panel title={t("staffReturn.inspect")}>
      <p className="mb-3 text-ink-soft">{t("staffReturn.inspectText")}</p>
      <ul className="divide-y divide-line">
        {found.lines.map((one) => (
          <Line
            key={one.line}
            one={one}
            now={lines[one.line] as Came}
            onChange={(change) => put(one.line, change)}
            tried={tried}
          />
        ))}
      </ul>
      {deducts && (
        <div className="mt-4 grid gap-3 sm:grid-cols-2">
          {places.length > 1 && (
            <div className="sm:col-span-2">
              <Select
                label={t("staffReturn.backAt")}
                hint={t("staffReturn.backAtHint")}
                value={locationId ?? places.find((one) => one.first)?.id}
                items={places.map((one) => one.id)}
                nameOf={(id) => places.find((one) => one.id === id)?.name ?? id}
                onChoose={(id) => {
                  inspect.another();
                  setLocation(id);
                }}
              />
            </div>
          )}
          <AmountField
            label={t("staffReturn.deduct")}
            hint={t("staffReturn.deductHint")}
            currency={found.currency}
            value={deduct}
            maxLength={16}
            onChange={({ target }) => {
              inspect.another();
              setDeduct(target.value);
            }}
            error={deductError}
          />
          <Field
            label={t("staffReturn.deduction")}
            maxLength={500}
            value={why}
            onChange={({ target }) => {
              inspect.another();
              setWhy(target.value);
            }}
            error={tried && reasonLacks ? t("staff.reasonMissing") : null}
          />
        </div>
      )}
      {found.exchange && (
        <div className="mt-4">
          <Check
            label={t("staffReturn.exchange")}
            checked={exchange}
            onChange={({ target }) => {
              inspect.another();
              setExchange(target.checked);
            }}
          />
          <p className="text-13 text-ink-soft">{t("staffReturn.exchangeHint")}</p>
          {due > 0 && <p className="text-13 text-ink-soft">{t("staffReturn.dueHint")}</p>}
        </div>
      )}
      <dl className="mt-4 space-y-1 border-t border-line pt-3" data-testid="inspect-sum">
        <Row label={t("return.sum.goods")} amount={price(whole - (sum.data?.delivery ?? 0))} />
        {Boolean(sum.data?.delivery) && units.length > 0 && (
          <Row label={t("return.sum.delivery")} amount={price(sum.data?.delivery ?? 0)} />
        )}
        {kept !== null && (
          <Row
            label={t("return.sum.exchanged")}
            amount={formats.priceChange(-kept, found.currency)}
          />
        )}
        {off > 0 && (
          <Row
            label={t("return.sum.deducted", { reason: why })}
            amount={formats.priceChange(-off, found.currency)}
          />
        )}
        <Row strong label={t("return.sum.will")} amount={price(Math.max(0, paid - off))} />
        {due > 0 && <Row strong label={t("staffReturn.due")} amount={price(due)} />}
      </dl>
      {sum.data && sum.data.refundable < paid - off && units.length > 0 && (
        <p className="mt-2 text-13 text-danger">
          {t(deducts ? "staffReturn.lessLeft" : "staffReturn.lessLeftAsk", {
            amount: price(sum.data.refundable),
          })}
        </p>
      )}
      {inspect.isError && <Refusal error={inspect.error} />}
      <div className="mt-4 flex justify-end">
        <Button
          kind="primary"
          busy={inspect.isPending}
          onClick={() => (sound ? inspect.mutate() : setTried(true))}
        >
          {t(
            kept !== null
              ? due > 0
                ? "staffReturn.finishAndAsk"
                : "staffReturn.finishAndSend"
              : paid - off > 0
                ? "staffReturn.finishAndRefund"
                : "staffReturn.finish",
          )}
        </Button>
      </div>
    </Panel>
  );
}

interface LineProps {
  one: ReturnShown["lines"][number];
  now: Came;
  onChange: (change: Partial<Came>) => void;
  tried: boolean;
}

const upTo = (most: number) => Array.from({ length: most + 1 }, (_, count) => String(count));

function Line({ one, now, onChange, tried }: LineProps) {
  const { t } = useLanguage();
  const name = [one.productName, ...Object.values(one.options)].join(" · ");
  const missing = one.quantity - now.restocked - now.writtenOff;
  return (
    <li className="space-y-3 py-4 first:pt-0">
      <p className="font-medium wrap-anywhere">{name}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          dense
          label={t("staffReturn.restock", { name: one.productName })}
          items={upTo(one.quantity - now.writtenOff)}
          nameOf={(count) => t("staffReturn.ofAll", { count: Number(count), all: one.quantity })}
          value={String(now.restocked)}
          onChoose={(count) => onChange({ restocked: Number(count) })}
        />
        <Select
          dense
          label={t("staffReturn.writeOff", { name: one.productName })}
          items={upTo(one.quantity - now.restocked)}
          nameOf={(count) => t("staffReturn.ofAll", { count: Number(count), all: one.quantity })}
          value={String(now.writtenOff)}
          onChoose={(count) => onChange({ writtenOff: Number(count) })}
        />
      </div>
      {now.writtenOff > 0 && (
        <Field
          label={t("staffReturn.fault")}
          maxLength={500}
          value={now.fault}
          onChange={({ target }) => onChange({ fault: target.value })}
          error={tried && faultLacks(now) ? t("staffReturn.faultMissing") : null}
        />
      )}
      {missing > 0 && (
        <p className="text-13 text-ink-soft">{t("staffReturn.missingUnits", { count: missing })}</p>
      )}
    </li>
  );
}
