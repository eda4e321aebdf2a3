import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { get, insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type {
  AskedBackAnswer,
  OrderReturnsAnswer,
  OrderShown,
  ReturnShown,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { orderLink } from "../../base/orderLink";
import { isStaff, useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Button, ButtonLink } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { TextArea } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { OrderNotFound } from "../../design/NotFound";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { ChooseLines } from "./ChooseLines";
import { AddPhotos, Photos } from "./Photos";
import {
  type Chosen,
  chosenOf,
  reckoningQuery,
  returnsQuery,
  STEPPED,
  variantsQuery,
} from "./queries";
import { PaidElsewhere, Row } from "./ReturnGoods";
import { WayBack } from "./ReturnList";

const route = getRouteApi("/orders/$orderId/return");

/** Sending goods back: which and why, then what is refunded, then it is asked for. */
export function SendBackPage() {
  const { t } = useLanguage();
  const { orderId } = route.useParams();
  useTitle(t("return.ask"));
  const order = useQuery({
    queryKey: ["orders", orderId, "to-return"],
    queryFn: async ({ signal }) => {
      const path = `/orders/${encodeURIComponent(orderId)}`;
      return (await get<{ order: OrderShown }>(path, {}, signal)).order;
    },
    staleTime: 0,
  });
  return (
    <SendBack
      orderId={orderId}
      order={order.data}
      error={order.error}
      onRetry={() => void order.refetch()}
    />
  );
}

interface SendBackProps {
  orderId: string;
  order: OrderShown | undefined;
  error: Error | null;
  onRetry: () => void;
}

/** Of an order that is one's own, or is looked at by the link from its mail. */
export function SendBack({ orderId, order, error, onRetry }: SendBackProps) {
  const seen = useQuery(returnsQuery(orderId, 0));
  const failed = error ?? seen.error;
  const again = () => {
    onRetry();
    void seen.refetch();
  };
  return (
    <div className="page max-w-2xl pb-16">
      {order && seen.data ? (
        <Wizard order={order} seen={seen.data} />
      ) : failed ? (
        asProblem(failed).status === 404 ? (
          <OrderNotFound />
        ) : (
          <Failure error={failed} onRetry={again} />
        )
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </div>
  );
}

function Wizard({ order, seen }: { order: OrderShown; seen: OrderReturnsAnswer }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<Record<number, Chosen>>({});
  const [tries, setTries] = useState(0);
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const fault = fields.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (tries > 0) (fault ?? fields.current?.querySelector("select"))?.focus();
  }, [tries]);
  const [checking, setChecking] = useState(false);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState<ReturnShown[]>([]);
  const lines = chosenOf(chosen);
  const sound = lines.length > 0 && lines.every(({ reason }) => reason);
  const title = t("return.of", { number: order.number });
  if (asked.length > 0) return <Asked order={order} found={asked} seen={seen} />;
  if (!seen.lines.some(({ units }) => units > 0))
    return (
      <>
        <Heading title={title} />
        <Notice title={t("return.nothing")} actions={<BackToOrder order={order} />}>
          <p>{seen.lines.find(({ why }) => why)?.why}</p>
        </Notice>
      </>
    );
  if (checking)
    return (
      <>
        <Heading title={title} text={t("return.step", { at: 2, of: 2 })} />
        <Check
          order={order}
          seen={seen}
          chosen={chosen}
          note={note}
          onNote={setNote}
          onBack={() => setChecking(false)}
          onAsked={setAsked}
        />
      </>
    );
  return (
    <>
      <Heading title={title} text={t("return.step", { at: 1, of: 2 })} />
      <Panel title={t("return.choose")}>
        <div ref={fields}>
          <ChooseLines
            order={order}
            seen={seen}
            chosen={chosen}
            onChange={setChosen}
            tried={tries > 0}
          />
        </div>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <BackToOrder order={order} />
          <Button kind="primary" onClick={() => (sound ? setChecking(true) : setTries(tries + 1))}>
            {t("return.onward")}
          </Button>
        </div>
      </Panel>
    </>
  );
}

function BackToOrder({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const session = useSession();
  const byLink = orderLink();
  if (byLink)
    return (
      <ButtonLink to="/order" hash={byLink}>
        {t("return.toOrder")}
      </ButtonLink>
    );
  const own = !isStaff(session) || order.userId === `user:${session?.user?.id}`;
  return (
    <ButtonLink
      to={own ? "/orders/$orderId" : "/staff/orders/$orderId"}
      params={{ orderId: order.id }}
    >
      {t("return.toOrder")}
    </ButtonLink>
  );
}

/** What is to be sent in place of a line. */
function Wanted({ item, variantId }: { item: OrderShown["items"][number]; variantId: string }) {
  const { t, locale } = useLanguage();
  const one = useQuery(variantsQuery(item.productId, locale)).data?.find(
    ({ id }) => id === variantId,
  );
  const name = [item.productName, ...Object.values(one?.options ?? {})].join(" · ");
  return one ? <p className="mt-2 text-13">{t("return.exchangePaid", { name })}</p> : null;
}

interface CheckProps {
  order: OrderShown;
  seen: OrderReturnsAnswer;
  chosen: Record<number, Chosen>;
  note: string;
  onNote: (note: string) => void;
  onBack: () => void;
  onAsked: (found: ReturnShown[]) => void;
}

/** What goes back, and the last word. */
function Check({ order, seen, chosen, note, onNote, onBack, onAsked }: CheckProps) {
  const { t, formats } = useLanguage();
  const lines = chosenOf(chosen);
  const units = lines.map(({ reason: _, ...one }) => one);
  const path = `/orders/${order.id}/returns`;
  const sum = useQuery(reckoningQuery(`${path}/preview`, units));
  const kept = sum.data?.exchanged ?? null;
  const due = sum.data?.due ?? 0;
  const back = sum.data ? sum.data.total - (kept ?? 0) : 0;
  const asking = useIntent((key) => insist<AskedBackAnswer>(path, { lines, note }, key), {
    onSuccess: (answer) => onAsked(answer.returns),
    onError: () => renew(...STEPPED),
  });
  const price = (amount: number) => formats.price(amount, order.currency);
  return (
    <Panel title={t("return.check")}>
      <dl className="space-y-1" data-testid="return-sum">
        {lines.map(({ line, quantity }) => {
          const amount = sum.data?.lines.find((one) => one.line === line)?.amount;
          return (
            <Row
              key={line}
              label={`${quantity} × ${order.items[line]?.productName ?? ""}`}
              amount={amount === undefined ? "…" : price(amount)}
            />
          );
        })}
        {Boolean(sum.data?.delivery) && (
          <Row label={t("return.sum.delivery")} amount={price(sum.data?.delivery ?? 0)} />
        )}
        {kept !== null && (
          <Row
            label={t("return.sum.exchanged")}
            amount={formats.priceChange(-kept, order.currency)}
          />
        )}
        <Row strong label={t("return.sum.will")} amount={sum.data ? price(back) : "…"} />
        {sum.data && <PaidElsewhere sum={sum.data} />}
        {due > 0 && <Row strong label={t("return.sum.due")} amount={price(due)} />}
      </dl>
      {lines.map(({ line, exchangeFor }) => {
        const item = order.items[line];
        return exchangeFor && item && <Wanted key={line} item={item} variantId={exchangeFor} />;
      })}
      <p className="mt-3 text-13 text-ink-soft">
        {kept !== null && t("return.afterExchange")}{" "}
        {due > 0
          ? t("return.afterDue")
          : (back > 0 || kept === null) && t("return.afterInspection")}
      </p>
      <WayBack seen={seen} />
      <TextArea
        className="mt-4"
        label={t("return.note")}
        hint={t("return.noteHint")}
        rows={3}
        maxLength={1000}
        value={note}
        onChange={({ target }) => {
          onNote(target.value);
          asking.another();
        }}
      />
      {sum.isError && <Refusal error={sum.error} />}
      {asking.isError && <Refusal error={asking.error} />}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>{t("form.back")}</Button>
        <Button kind="primary" busy={asking.isPending} onClick={() => asking.mutate()}>
          {t("return.send")}
        </Button>
      </div>
    </Panel>
  );
}

interface AskedProps {
  order: OrderShown;
  found: ReturnShown[];
  seen: OrderReturnsAnswer;
}

/** What was asked for: goods of several sellers are a return each. */
function Asked({ order, found, seen }: AskedProps) {
  const { t } = useLanguage();
  const staff = isStaff(useSession());
  const several = found.length > 1;
  const approved = found.every(({ status }) => status === "approved");
  // Not before the sum is gone from the page: what goes back already is refused when it is asked.
  useEffect(() => void renew(...STEPPED), []);
  return (
    <>
      <Heading title={t("return.of", { number: order.number })} />
      <Notice
        tone="free"
        title={t(approved ? "return.isApproved" : "return.isAsked")}
        actions={<BackToOrder order={order} />}
        testId="return-asked"
      >
        {several && <p>{t("return.several", { count: found.length })}</p>}
        {found.map((one) => (
          <div key={one.id} className={several ? "mt-3" : undefined}>
            {several && (
              <p className="font-semibold wrap-anywhere">
                {t("return.title", { number: one.number })}
                {": "}
                {one.lines.map((line) => `${line.quantity} × ${line.productName}`).join(", ")}
              </p>
            )}
            <p>{t(`return.next.${one.status}`)}</p>
            {!staff && <Shown found={seen.returns.find(({ id }) => id === one.id) ?? one} />}
          </div>
        ))}
      </Notice>
    </>
  );
}

/** The shop decides by what it sees of it. */
function Shown({ found }: { found: ReturnShown }) {
  const { t } = useLanguage();
  if (found.actions.cancel !== null) return null;
  return (
    <div className="mt-3 space-y-2">
      <p className="text-13 text-ink-soft">{t("return.photosHelp")}</p>
      <Photos found={found} />
      <AddPhotos found={found} />
    </div>
  );
}
