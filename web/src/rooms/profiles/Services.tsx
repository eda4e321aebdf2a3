import type { ProfileBody, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { useFirstTimes } from "./queries";

/** So many services tell when they are free next; the page of a booking tells of any. */
const WITH_TIMES = 4;

/** What can be booked with them, from which price, and when next. */
export function Services({ one }: { one: ProfileBody }) {
  const { t, formats } = useLanguage();
  const person = one.kind === "photographer" ? one.id : undefined;
  const asked = one.services.slice(0, WITH_TIMES).map(({ id }) => id);
  const times = useFirstTimes(person, asked);
  return (
    <section aria-labelledby="profile-services" className="min-w-0 space-y-3">
      <h2 id="profile-services" className="text-18 font-semibold">
        {t("profiles.services")}
      </h2>
      {one.services.length === 0 && <p className="text-ink-soft">{t("profiles.noServices")}</p>}
      <ul className="space-y-3">
        {one.services.map((service) => (
          <li key={service.id} className="space-y-2 rounded-l border border-line bg-raised p-4">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="min-w-0 font-semibold wrap-anywhere">{service.name}</p>
              <p className="tabular text-13 text-ink-soft">
                {t("profiles.priceFrom", {
                  price: formats.price(service.priceFrom, service.currency),
                })}
              </p>
            </div>
            <Next times={times.get(service.id) ?? []} />
            <ButtonLink
              size="s"
              to="/book"
              search={{ service: service.id, who: person }}
              aria-label={t("profiles.bookNamed", { name: service.name })}
            >
              {t("profiles.book")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By the studio's clock. */
function Next({ times }: { times: readonly TimeBody[] }) {
  const { t, locale } = useLanguage();
  if (times.length === 0) return null;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const said = times.map(
    ({ local }) =>
      `${clock.format(new Date(`${local.slice(0, 10)}T12:00:00Z`))}, ${local.slice(11, 16)}`,
  );
  return (
    <p className="tabular text-13 text-ink-soft">
      {t("profiles.next", { times: said.join(" · ") })}
    </p>
  );
}
