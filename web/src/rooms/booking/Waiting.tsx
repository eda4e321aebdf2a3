import { useQuery } from "@tanstack/react-query";
import { insist, remove } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type {
  AlongShown,
  JoinedAnswer,
  LineAnswer,
  PlaceShown,
  TimeBody,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { LineContact } from "../waiting/LineContact";
import type { Beside } from "./Goods";
import { type Search, timeAsked } from "./queries";
import { timeOf, useClock } from "./words";

const LINE = ["bookings", "line"];

export interface Wished {
  search: Search;
  note: string;
  /** Goods that go along. */
  goods: readonly Beside[];
}

/** Waits for a time that somebody else has, with all that was chosen: the first in line is offered it
 * before anybody sees it. */
export function WaitForIt({ search, note, goods, time }: Wished & { time: TimeBody }) {
  const { t } = useLanguage();
  const join = useIntent(
    (key) =>
      insist<JoinedAnswer>("/waiting/times", timeAsked(search, time.start, note, goods), key),
    { onSettled: () => renew(LINE, ["bookings"]) },
  );
  const mine = join.data?.line.find(({ id }) => id === join.data?.id);
  if (mine?.status === "offered" && mine.orderId) return <Offer place={mine} />;
  if (mine)
    return (
      <div className="space-y-2">
        <p role="status">{t("waiting.place", { place: mine.place })}</p>
        <LineContact />
      </div>
    );
  return (
    <div className="space-y-2">
      {join.isError && <Refusal error={join.error} />}
      <Button kind="plain" busy={join.isPending} onClick={() => join.mutate()}>
        {t("waiting.join")}
      </Button>
    </div>
  );
}

/** What one waits for, and what one is offered for a while. */
export function InLine() {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const query = useQuery({
    ...answerQuery<LineAnswer>(LINE, "/waiting/times"),
    refetchInterval: 10_000,
  });
  const leave = useIntent((_, id: string) => remove(`/waiting/times/${id}`), {
    onSettled: () => renew(LINE),
  });
  const open = (query.data?.line ?? []).filter(
    ({ status, orderStatus }) => status === "waiting" || orderStatus === "pending",
  );
  if (open.length === 0) return null;
  return (
    <section className="mt-6 mb-8 space-y-3">
      <h2 className="text-18 font-semibold">{t("waiting.title")}</h2>
      {leave.isError && <Refusal error={leave.error} />}
      {open.some(({ status }) => status === "waiting") && <LineContact />}
      <ul className="space-y-3">
        {open.map((place) => (
          <li key={place.id}>
            <Notice
              silent
              tone={place.orderId ? "free" : "calm"}
              title={`${place.serviceName}, ${clock.whole(place.local, place.zone)}`}
              actions={
                place.orderId ? (
                  <Offer place={place} />
                ) : (
                  <Button size="s" onClick={() => leave.mutate(place.id)}>
                    {t("waiting.leave")}
                  </Button>
                )
              }
            >
              <Clocks place={place} />
              {along(place).length > 0 && (
                <p>{t("waiting.along", { names: named(along(place)) })}</p>
              )}
              {place.missing.length > 0 && (
                <p className="font-medium" data-testid="missing">
                  {t("waiting.missing", { names: named(place.missing) })}
                </p>
              )}
              <p>
                {place.orderId
                  ? t("waiting.offered", {
                      time: place.expiresAt ? formats.until(place.expiresAt) : "",
                    })
                  : t("waiting.place", { place: place.place })}
              </p>
            </Notice>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whose clock it is, where the reader's shows another time. */
function Clocks({ place }: { place: PlaceShown }) {
  const { t, formats } = useLanguage();
  const here = formats.until(place.start);
  if (here.endsWith(timeOf(place.local))) return null;
  return (
    <p className="tabular text-13 text-ink-soft">
      {formats.zoneName(place.zone)} · {t("book.yours", { time: here })}
    </p>
  );
}

/** What goes along with it, as far as it is known not to be missing. */
const along = ({ items, missing }: PlaceShown) =>
  items
    .map((one) => {
      const lost = missing.find(({ variantId }) => variantId === one.variantId);
      return { ...one, quantity: one.quantity - (lost?.quantity ?? 0) };
    })
    .filter(({ quantity }) => quantity > 0);

const named = (goods: AlongShown[]) =>
  goods.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(", ");

function Offer({ place }: { place: PlaceShown }) {
  const { t } = useLanguage();
  return (
    <ButtonLink
      kind="primary"
      size="s"
      to="/checkout/$orderId"
      params={{ orderId: place.orderId ?? "" }}
    >
      {t("waiting.take")}
    </ButtonLink>
  );
}
