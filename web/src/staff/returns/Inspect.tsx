import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ReckoningAnswer, ReturnShown } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check, Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { reckoningQuery } from "../../rooms/returns/queries";
import { PaidElsewhere, Row } from "../../rooms/returns/ReturnGoods";
import { staffOrderQuery } from "../orders/queries";
import { isHandedBack } from "../orders/refund";
import { allLocationsQuery } from "../stock/locations";
import { type Came, came, faultLacks, parted, unitsOf } from "./came";

type Reckoned = Omit<ReckoningAnswer, "lines">;

/** Where nothing came back. */
const NOTHING: Reckoned = {
  total: 0,
  delivery: 0,
  exchanged: null,
  due: 0,
  refundable: 0,
  elsewhere: null,
  currency: "",
};

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
  const [exchange, setExchange] = useState(true);
  // Of a seller's goods the shop says where they lie.
  const stock = useQuery({ ...allLocationsQuery, enabled: deducts });
  const places = stock.data?.locations.filter((one) => one.active) ?? [];
  const [locationId, setLocation] = useState<string>();
  const order = useQuery({
    ...staffOrderQuery(found.orderId),
    enabled: deducts,
    refetchInterval: false,
    retry: false,
  });
  const units = unitsOf(lines);
  const asking = useQuery(reckoningQuery(`${path}/preview`, units, exchange));
  // Until it is known what goes back, nothing is said of it, and nothing sent.
  const sum = units.length > 0 ? asking.data : NOTHING;
  const known = units.length === 0 || (sum !== undefined && !asking.isPlaceholderData);
  const paid = (sum?.total ?? 0) - (sum?.exchanged ?? 0);
  const due = sum?.due ?? 0;
  const typed = deduct.trim() ? parseAmount(deduct, formats.digits(found.currency)) : 0;
  const off = typed ?? 0;
  const reasonLacks = off > 0 && why.trim() === "";
  const sound =
    !Object.values(lines).some(faultLacks) && !reasonLacks && typed !== null && off <= paid;
  const deductError =
    typed === null
      ? t("staffReturn.noAmount")
      : known && off > paid
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
  const put = (line: number, change: Partial<Came>) =>
    setLines((now) => ({ ...now, [line]: { ...(now[line] as Came), ...change } }));
  return (
    <Panel title={t("staffReturn.inspect")}>
      <Form
        sending={inspect}
        onChange={inspect.another}
        onSubmit={() => known && sound && inspect.mutate()}
        end={
          <div className="flex justify-end">
            <Button kind="primary" type="submit" disabled={!known} busy={inspect.isPending}>
              {t(
                sum?.exchanged != null
                  ? due > 0
                    ? "staffReturn.finishAndAsk"
                    : "staffReturn.finishAndSend"
                  : paid - off > 0
                    ? "staffReturn.finishAndRefund"
                    : "staffReturn.finish",
              )}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            <p className="text-ink-soft">{t("staffReturn.inspectText")}</p>
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
              <div className="grid gap-3 sm:grid-cols-2">
                {places.length > 1 && (
                  <div className="sm:col-span-2">
                    <Select
                      label={t("staffReturn.backAt")}
                      hint={t("staffReturn.backAtHint")}
                      value={locationId ?? places.find((one) => one.first)?.id}
                      items={places.map((one) => one.id)}
                      nameOf={(id) => places.find((one) => one.id === id)?.name ?? id}
                      onChoose={setLocation}
                    />
                  </div>
                )}
                <AmountField
                  label={t("staffReturn.deduct")}
                  hint={t("staffReturn.deductHint")}
                  currency={found.currency}
                  value={deduct}
                  maxLength={16}
                  onChange={({ target }) => setDeduct(target.value)}
                  error={tried ? deductError : null}
                />
                <Field
                  label={t("staffReturn.deduction")}
                  hint={t("staffReturn.isRead")}
                  maxLength={500}
                  value={why}
                  onChange={({ target }) => setWhy(target.value)}
                  error={tried && reasonLacks ? t("staff.reasonMissing") : null}
                />
              </div>
            )}
            {found.exchange && (
              <div>
                <Check
                  label={t("staffReturn.exchange")}
                  checked={exchange}
                  onChange={({ target }) => setExchange(target.checked)}
                />
                <p className="text-13 text-ink-soft">{t("staffReturn.exchangeHint")}</p>
                {due > 0 && <p className="text-13 text-ink-soft">{t("staffReturn.dueHint")}</p>}
              </div>
            )}
            {paid - off > 0 && isHandedBack(order.data?.payments ?? []) && (
              <p className="text-13 text-ink-soft">{t("staffOrder.handBack")}</p>
            )}
            {sum ? (
              <Sum sum={sum} off={off} why={why} deducts={deducts} currency={found.currency} />
            ) : asking.isError ? (
              <Refusal error={asking.error} onRetry={() => void asking.refetch()} />
            ) : (
              <Skeleton className="h-20 w-full" />
            )}
          </>
        )}
      </Form>
    </Panel>
  );
}

interface SumProps {
  sum: Reckoned;
  off: number;
  why: string;
  deducts: boolean;
  currency: string;
}

/** What goes back for what came back. */
function Sum({ sum, off, why, deducts, currency }: SumProps) {
  const { t, formats } = useLanguage();
  const price = (amount: number) => formats.price(amount, currency);
  const less = (amount: number) => formats.priceChange(-amount, currency);
  const { total, delivery, exchanged, due, refundable, elsewhere } = sum;
  const left = total - (exchanged ?? 0) - off;
  return (
    <>
      <dl className="space-y-1 border-t border-line pt-3" data-testid="inspect-sum">
        <Row label={t("return.sum.goods")} amount={price(total - delivery)} />
        {delivery > 0 && <Row label={t("return.sum.delivery")} amount={price(delivery)} />}
        {exchanged !== null && <Row label={t("return.sum.exchanged")} amount={less(exchanged)} />}
        {off > 0 && <Row label={t("return.sum.deducted", { reason: why })} amount={less(off)} />}
        <Row strong label={t("return.sum.will")} amount={price(Math.max(0, left))} />
        {off === 0 && <PaidElsewhere sum={sum} />}
        {due > 0 && <Row strong label={t("staffReturn.due")} amount={price(due)} />}
      </dl>
      {off > 0 && elsewhere && (
        <p className="text-13 text-ink-soft" data-testid="elsewhere-kept">
          {t("staffReturn.elsewhere", {
            amount: price(elsewhere.amount),
            number: elsewhere.orderNumber,
          })}
        </p>
      )}
      {refundable < left && (
        <p className="text-13 text-danger">
          {t(deducts ? "staffReturn.lessLeft" : "staffReturn.lessLeftAsk", {
            amount: price(refundable),
          })}
        </p>
      )}
    </>
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
  const put = (what: "restocked" | "writtenOff", count: number) =>
    onChange(parted(now, one.quantity, what, count));
  const missing = one.quantity - now.restocked - now.writtenOff;
  return (
    <li className="space-y-3 py-4 first:pt-0">
      <p className="font-medium wrap-anywhere">{name}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          dense
          label={t("staffReturn.restock", { name: one.productName })}
          items={upTo(one.quantity)}
          nameOf={(count) => t("staffReturn.ofAll", { count: Number(count), all: one.quantity })}
          value={String(now.restocked)}
          onChoose={(count) => put("restocked", Number(count))}
        />
        <Select
          dense
          label={t("staffReturn.writeOff", { name: one.productName })}
          items={upTo(one.quantity)}
          nameOf={(count) => t("staffReturn.ofAll", { count: Number(count), all: one.quantity })}
          value={String(now.writtenOff)}
          onChoose={(count) => put("writtenOff", Number(count))}
        />
      </div>
      {now.writtenOff > 0 && (
        <Field
          label={t("staffReturn.fault")}
          hint={t("staffReturn.isRead")}
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
