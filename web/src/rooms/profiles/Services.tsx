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
            <Next times={times.get(service.id) ?? []} service={service} person={person} />
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

interface NextProps {
  times: readonly TimeBody[];
  service: ProfileBody["services"][number];
  person: string | undefined;
}

/** Each one tap away; by the studio's clock, whose that is where the reader's shows something else. */
function Next({ times, service, person }: NextProps) {
  const { t, formats, locale } = useLanguage();
  const [first] = times;
  if (!first) return null;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const zone = formats.zoneName(first.zone);
  const elsewhere = times.some(({ local, visitor }) => visitor && visitor !== local);
  return (
    <div className="space-y-1">
      <p className="text-13 text-ink-soft">
        {elsewhere ? t("profiles.nextIn", { zone }) : t("profiles.nextFree")}
      </p>
      <ul className="flex flex-wrap gap-2">
        {times.map(({ start, local }) => {
          const when = `${clock.format(new Date(`${local.slice(0, 10)}T12:00:00Z`))}, ${local.slice(11, 16)}`;
          return (
            <li key={start}>
              <ButtonLink
                size="s"
                className="tabular"
                to="/book"
                search={{ service: service.id, who: person, day: local.slice(0, 10), at: start }}
                aria-label={t("profiles.bookAt", { name: service.name, time: when })}
              >
                {when}
              </ButtonLink>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
