import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { ButtonLink } from "../../design/Button";
import { AskLink } from "../conversations/AskLink";
import { usePolicies } from "../policies/queries";

/** To who photographs it, and to the studio by itself: each reads what is written to them. */
export function WriteLinks({ booking, own }: { booking: BookingShown; own: boolean }) {
  const { t } = useLanguage();
  const member = Boolean(useSession()?.user);
  const { orderId: order, writesTo } = booking;
  if (!own) return <ReachStudio />;
  if (!member) return <ReachStudio about={{ order, studio: writesTo[0]?.studioId ?? undefined }} />;
  return writesTo.map(({ studioId, name }) => (
    <AskLink
      key={studioId}
      about={{ order, studio: studioId ?? undefined }}
      label={name && writesTo.length > 1 ? t("messages.writeTo", { name }) : t("messages.write")}
    />
  ));
}

/** A guest has no place to read messages: they log in where they booked, and the booking comes along,
 * or reach the studio as it says. `about`: of who is in that browser. */
export function ReachStudio({ about }: { about?: { order: string; studio?: string } }) {
  const { t } = useLanguage();
  const reached = usePolicies().includes("contacts");
  return (
    <>
      {about ? (
        <AskLink about={about} label={t("messages.loginTitle")} />
      ) : (
        <p className="basis-full text-13 text-ink-soft">{t("bookings.writeElsewhere")}</p>
      )}
      {reached && (
        <ButtonLink kind="plain" size="s" to="/policies/$policy" params={{ policy: "contacts" }}>
          {t("bookings.reach")}
        </ButtonLink>
      )}
    </>
  );
}
