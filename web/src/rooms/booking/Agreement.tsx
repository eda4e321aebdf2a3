import type { BookingShown, CancellingForm } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { movableUntil, type Terms, termsOf } from "./terms";

interface Agreed {
  policy: CancellingForm;
  start: string;
}

/** What cancelling and moving will cost, before it is booked: the first of it at once. */
export function Agreement({ policy, start }: Agreed) {
  const { t, formats } = useLanguage();
  const now = useServerNow();
  const terms = termsOf(policy.steps, start, now);
  const until = movableUntil(policy, start, now);
  const [first, ...more] = terms.later;
  const free = terms.now === 0;
  return (
    <details className="text-13 text-ink-soft" data-testid="terms">
      <summary className="cursor-pointer py-1">
        <First terms={terms} />
      </summary>
      <ul className="list-disc space-y-0.5 pl-5">
        {first && (
          <li>
            {free
              ? t("terms.after", { percent: first.percent })
              : t("terms.from", { percent: first.percent, time: formats.until(first.from) })}
          </li>
        )}
        {more.map(({ from, percent }) => (
          <li key={from}>{t("terms.from", { percent, time: formats.until(from) })}</li>
        ))}
        {(first || !free) && <li>{t("terms.most")}</li>}
        <li>
          {until === null ? t("terms.noMove") : t("terms.move", { time: formats.until(until) })}
        </li>
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
      <First terms={termsOf(booking.steps, booking.start, now)} />
      {!booking.canMove && ` ${t(booking.onRequest ? "terms.askMove" : "terms.noMoveNow")}`}
    </p>
  );
}

function First({ terms }: { terms: Terms }) {
  const { t, formats } = useLanguage();
  const [next] = terms.later;
  if (terms.now > 0) return t("terms.now", { percent: terms.now });
  return next ? t("terms.free", { time: formats.until(next.from) }) : t("terms.always");
}
