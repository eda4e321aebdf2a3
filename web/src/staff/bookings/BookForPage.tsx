import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Select } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { BookService } from "../../rooms/booking/BookService";
import { useServices } from "../../rooms/booking/queries";
import { BookingRow } from "./BookingRow";
import { type Asked, ForWhom, whomOf } from "./ForWhom";

const route = getRouteApi("/staff/book");

/** Staff book for somebody else: who calls, or stands at the desk. */
export function BookForPage() {
  const { t } = useLanguage();
  const { booked, client } = route.useSearch();
  useTitle(t("bookFor.title"));
  return (
    <div className="max-w-5xl space-y-6">
      <div>
        <BackLink to="/staff/bookings">{t("staffBooking.title")}</BackLink>
        <Heading title={t("bookFor.title")} text={booked ? undefined : t("bookFor.text")} />
      </div>
      {booked ? <Booked id={booked} /> : <Booking key={client} />}
    </div>
  );
}

function Booking() {
  const { t } = useLanguage();
  const { service, day, who, client } = route.useSearch();
  const navigate = route.useNavigate();
  const change = useChange(route);
  const services = useServices();
  const fields = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState<Asked>({
    who: "known",
    known: client ? { clientId: client } : undefined,
    caller: { name: "", phone: "", email: "" },
    later: false,
  });
  useEffect(() => {
    if (tries > 0) fields.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tries]);
  const all = services.data?.services ?? [];
  const chosen = all.find(({ id }) => id === service);
  const tried = () => setTries((before) => before + 1);
  return (
    <>
      <div ref={fields}>
        <Panel>
          <ForWhom
            value={asked}
            onChange={(next) => {
              setAsked(next);
              setError(null);
            }}
            tried={tries > 0}
            error={error}
          />
        </Panel>
      </div>
      {services.isError && !services.data ? (
        <Failure error={services.error} onRetry={() => void services.refetch()} />
      ) : services.isPending ? (
        <Skeleton className="h-11 w-full rounded-m" />
      ) : (
        <Select
          label={t("bookFor.service")}
          value={chosen?.id}
          none={t("bookFor.chooseService")}
          items={all.map(({ id }) => id)}
          nameOf={(id) => all.find((one) => one.id === id)?.name ?? id}
          onChoose={(id) => change({ service: id })}
        />
      )}
      {chosen && (
        <ButtonLink
          kind="plain"
          size="s"
          to="/staff/why-no-time"
          search={{ service: chosen.id, who, day }}
        >
          {t("noTime.title")}
        </ButtonLink>
      )}
      {chosen && (
        <BookService
          key={chosen.id}
          service={chosen}
          day={day}
          who={who}
          onPick={({ at: _, ...picked }) => change(picked)}
          desk={{
            whom: whomOf(asked),
            later: asked.later,
            onMissing: tried,
            onRefused: (refusal) => {
              setError(refusal);
              tried();
            },
            onHeld: ({ bookingId }) => void navigate({ search: { booked: bookingId } }),
          }}
        />
      )}
    </>
  );
}

/** What was booked, with what may be done with it now: the money, a link, another time. */
function Booked({ id }: { id: string }) {
  const { t, formats } = useLanguage();
  const query = useQuery({
    ...answerQuery<StaffBooking>(["staff", "bookings", id], `/staff/bookings/${id}`),
    refetchInterval: 10_000,
  });
  if (!query.data)
    return query.isError ? (
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton className="h-40 w-full rounded-l" />
    );
  const { status, client, expiresAt } = query.data;
  const name = client ?? t("bookFor.somebody");
  return (
    <div className="space-y-4">
      {status === "held" && expiresAt ? (
        <Notice tone="held" title={t("bookFor.held", { name, time: formats.moment(expiresAt) })} />
      ) : (
        status === "confirmed" && <Notice tone="free" title={t("bookFor.stands", { name })} />
      )}
      <ul className="border-y border-line">
        <BookingRow booking={query.data} />
      </ul>
      <ButtonLink needs="POST /api/studio/bookings/hold" to="/staff/book" search={{}}>
        {t("bookFor.another")}
      </ButtonLink>
    </div>
  );
}
