import { asProblem } from "../../base/api/problem";
import type { BookingShown, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { OfflineNote } from "../../design/OfflineNote";
import { Agreed } from "../policies/Agreed";
import { Agreement } from "./Agreement";
import { ConfirmContact, useContact } from "./ConfirmContact";
import { costOfGoods } from "./Goods";
import { Gone, isLost, Refused } from "./Lost";
import { OverBlock } from "./OverBlock";
import { type Pay, PayFirst } from "./PayFirst";
import { usePhotographers, useStudios } from "./queries";
import { servedBy } from "./servedBy";
import { type Taking, useTaking } from "./useTaking";
import { useRequestHours } from "./WhoAsks";
import { timeOf, useClock } from "./words";

interface Props extends Taking {
  chosen: TimeBody;
  /** By all that is told live. */
  free: boolean;
  /** Somebody else had it when it was chosen. */
  waits: boolean;
  /** A series of it is being put together beside. */
  repeats: boolean;
  onPay: (pay: Pay) => void;
  onChoose: (time: TimeBody) => void;
}

/** Holds the time, or moves the booking to it; whom it went away from is told so here, with what
 * else there is. It stays in reach of the thumb. */
export function Take(props: Props) {
  const { service, search, moved, chosen, free, note, goods, desk, pay, onPay, onChoose } = props;
  const { repeats } = props;
  const { t, formats } = useLanguage();
  const guest = useSession()?.user === null;
  const { sending, others, take } = useTaking(props);
  const asked = useRequestHours(service, chosen);
  const hours = desk ? null : asked;
  const contact = useContact(hours !== null && !moved);
  const unknown = contact?.needed && !contact.confirmed;
  const { start, combinations } = chosen;
  const price = priceNow(sending.error) ?? chosen.price;
  const beside = desk?.later ? 0 : costOfGoods(goods);
  const deposit = combinations[0]?.dueNow ?? price;
  const choice = deposit < price && !moved && !desk?.later;
  const due = desk?.later ? 0 : (choice && pay === "all" ? price : deposit) + beside;
  // What staff move costs nothing.
  const fee = moved && !others ? moved.moveFee : 0;
  const change = moved ? changeOf(moved, price, fee) : 0;
  const more = moved?.status === "confirmed" && !others ? Math.max(change, 0) : 0;
  const gone = !free && sending.isIdle;
  const lost = gone || isLost(sending.error);
  return (
    <section
      aria-label={t("book.chosen")}
      className="-mx-4 max-h-[70dvh] space-y-3 overflow-y-auto border-t border-line bg-raised px-4 py-3 sm:mx-0 sm:rounded-l sm:border sm:px-5 sm:py-4"
    >
      {sending.isError && (
        <Refused
          error={sending.error}
          search={search}
          note={note}
          goods={goods}
          time={chosen}
          desk={Boolean(desk)}
          onChoose={onChoose}
        />
      )}
      {sending.isError && (
        <OverBlock
          error={sending.error}
          busy={sending.isPending}
          onOver={(over) => take(start, { over, expectedPrice: price })}
        />
      )}
      {gone && (
        <Gone
          before={props.waits}
          search={search}
          note={note}
          goods={goods}
          time={chosen}
          desk={Boolean(desk)}
          onChoose={onChoose}
        />
      )}
      {!lost && (
        <>
          <Summary
            service={service}
            search={search}
            chosen={{ ...chosen, price }}
            moved={moved}
            change={change}
            beside={beside}
            fee={fee}
            dearer={more > 0 ? "book.dearer" : "book.dearerLater"}
          />
          {choice && (
            <PayFirst
              price={price}
              deposit={deposit}
              currency={service.currency}
              pay={pay}
              onChange={onPay}
            />
          )}
          {!moved && hours !== null && (
            <p className="text-13 text-ink-soft" data-testid="on-request">
              {t("book.onRequest", { count: hours })}
            </p>
          )}
          {!moved && !desk && (
            <Agreement policy={service.policy} start={start} zone={chosen.zone} />
          )}
          {unknown && <ConfirmContact contact={contact} />}
          {guest && !moved && !desk && <Agreed />}
          <div className="sticky bottom-0 -mb-3 bg-raised pt-1 pb-3 sm:-mb-4 sm:pb-4">
            {repeats && <p className="pb-2 text-13 text-ink-soft">{t("series.alone")}</p>}
            <Button
              kind={unknown || repeats ? undefined : "primary"}
              size="l"
              wide
              online
              disabled={unknown}
              busy={sending.isPending || sending.isSuccess}
              onClick={() =>
                take(start, {
                  expectedPrice: price,
                  ...(more > 0 && { payDifference: true }),
                  ...(moved && !others && { moveFee: fee }),
                })
              }
            >
              {moved
                ? more > 0
                  ? t("book.payDifference", { price: formats.price(more, service.currency) })
                  : t("book.moveHere")
                : desk
                  ? t(due > 0 ? "book.deskHold" : "book.deskBook", {
                      price: formats.price(due, service.currency),
                    })
                  : hours !== null
                    ? t("book.ask")
                    : due > 0
                      ? t("book.toPay", { price: formats.price(due, service.currency) })
                      : t("book.take")}
            </Button>
            <OfflineNote />
          </div>
        </>
      )}
    </section>
  );
}

/** What a session costs that was shown at another price, as its refusal says. */
function priceNow(refusal: unknown): number | undefined {
  const problem = refusal ? asProblem(refusal) : null;
  return problem?.code === "price-changed" ? problem.body.quote?.total : undefined;
}

/** How much dearer it is at a time whose list price is this: what moves cost stays of its price, and
 * what the studio made of it by hand. */
function changeOf({ price, moveFees, byHand }: BookingShown, listed: number, fee: number): number {
  return Math.max(listed + moveFees + fee + byHand, 0) - price;
}

/** What is about to be taken: when by both clocks, and what it costs. */
function Summary({
  service,
  search,
  chosen,
  moved,
  change,
  beside,
  fee,
  dearer,
}: Pick<Props, "service" | "search" | "chosen" | "moved"> & {
  change: number;
  beside: number;
  fee: number;
  dearer: "book.dearer" | "book.dearerLater";
}) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const { price, visitor, local, zone } = chosen;
  const studios = useStudios().data?.studios ?? [];
  const people = usePhotographers().data?.photographers ?? [];
  const { studio, person } = servedBy(chosen, studios, people);
  const same = moved?.resources.some(({ resourceId }) => resourceId === person?.id);
  return (
    <div className="space-y-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="font-semibold">
          {clock.whole(local, zone)}
          <span className="font-normal text-ink-soft">
            {" · "}
            {formats.length(search.length ?? service.lengths[0] ?? 0)}
          </span>
        </p>
        <p className="tabular text-18 font-semibold">{formats.price(price, service.currency)}</p>
      </div>
      {visitor && visitor !== local && (
        <p className="text-13 text-ink-soft" data-testid="both-clocks">
          {t("book.bothClocks", {
            studio: timeOf(local),
            zone: formats.zoneName(zone),
            time: clock.whole(visitor),
          })}
        </p>
      )}
      {(moved ? person && !same : studio || person) && (
        <p className="text-13 wrap-anywhere" data-testid="served-by">
          {[person?.name, studio?.name, studio?.address].filter(Boolean).join(" · ")}
        </p>
      )}
      {fee > 0 && (
        <p className="tabular text-13 text-held-ink" data-testid="move-fee">
          {t("book.moveFee", { price: formats.price(fee, service.currency) })}
        </p>
      )}
      {moved && (
        <p className="text-13 text-ink-soft" data-testid="move-price">
          {change === 0
            ? t("book.samePrice")
            : t(change < 0 ? "book.cheaper" : dearer, {
                price: formats.price(Math.abs(change), service.currency),
              })}
        </p>
      )}
      {beside > 0 && (
        <p className="tabular text-13 text-ink-soft" data-testid="goods-price">
          {t("book.goodsPrice", { price: formats.price(beside, service.currency) })}
        </p>
      )}
    </div>
  );
}
