import type { BookingShown, CancellingForm } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { movableUntil, type Terms, termsOf } from "./terms";
import { useEnd } from "./words";

interface Agreed {
  policy: CancellingForm;
  start: string;
  /** Where it is. */
  zone: string;
}

/** What cancelling and moving will cost, before it is booked: the first of it at once. */
export function Agreement({ policy, start, zone }: Agreed) {
  const { t } = useLanguage();
  const until = useEnd(zone);
  const now = useServerNow();
  const terms = termsOf(policy.steps, start, now);
  const movable = movableUntil(policy, start, now);
  const [first, ...more] = terms.later;
  const free = terms.now === 0;
  return (
    <details className="text-13 text-ink-soft" data-testid="terms">
      <summary className="cursor-pointer py-1">
        <First terms={terms} zone={zone} />
      </summary>
      <ul className="list-disc space-y-0.5 pl-5">
        {first && (
          <li>
            {free
              ? t("terms.after", { percent: first.percent })
              : t("terms.from", { percent: first.percent, time: until(first.from) })}
          </li>
        )}
        {more.map(({ from, percent }) => (
          <li key={from}>{t("terms.from", { percent, time: until(from) })}</li>
        ))}
        {(first || !free) && <li>{t("terms.most")}</li>}
        <li>{movable === null ? t("terms.noMove") : t("terms.move", { time: until(movable) })}</li>
      </ul>
    </details>
  );
}

/** Of one that is booked: what holds now. */
export function BookedTerms({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const now = useServerNow();
  if (booking.status !== "confirmed" || !booking.canCancel) return null;
  return (
    <p className="text-13 text-ink-soft" data-testid="terms">
      <First terms={termsOf(booking.steps, booking.start, now)} zone={booking.zone} />
      {!booking.canMove && ` ${t(booking.onRequest ? "terms.askMove" : "terms.noMoveNow")}`}
    </p>
  );
}

function First({ terms, zone }: { terms: Terms; zone: string }) {
  const { t } = useLanguage();
  const until = useEnd(zone);
  const [next] = terms.later;
  if (terms.now > 0) return t("terms.now", { percent: terms.now });
  return next ? t("terms.free", { time: until(next.from) }) : t("terms.always");
}
