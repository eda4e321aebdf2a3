import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { CouponBody, PersonAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useTitle, useUses } from "../../base/shop";
import { Badge } from "../../design/Badge";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { buyerName } from "../desk/Buyer";
import { shownOnce, useDutyWords } from "../desk/duties";
import { GroupsOf } from "../groups/GroupsOf";
import { OrderTable } from "../orders/OrderTable";
import { PasswordLink } from "./PasswordLink";
import { useRoles } from "./PeopleTable";
import { PersonActions } from "./PersonActions";
import { PersonTokens } from "./PersonTokens";
import { personQuery } from "./queries";

const route = getRouteApi("/staff/people/$userId");

/** One person: who it is, what they bought, what they were given. */
export function PersonPage() {
  const { t } = useLanguage();
  const { userId } = route.useParams();
  const query = useQuery(personQuery(userId));
  const name = query.data && buyerName(query.data.person);
  useTitle(name ?? t("people.one"));
  if (query.data) return <Details seen={query.data} />;
  return (
    <NotShown
      query={query}
      title={t("people.one")}
      missing={t("people.missing")}
      back={<ButtonLink to="/staff/people">{t("people.title")}</ButtonLink>}
    />
  );
}

function Details({ seen }: { seen: PersonAnswer }) {
  const { t, formats } = useLanguage();
  const roles = useRoles();
  const duty = useDutyWords();
  const can = useMay();
  const repeats = useUses().repeats;
  const { person, orders, coupons, may } = seen;
  const facts = [
    roles(person.roles),
    t("people.sinceDay", { time: formats.moment(person.createdAt) }),
    person.lastSeenAt && t("people.seen", { time: formats.moment(person.lastSeenAt) }),
    seen.sessions > 0
      ? t("standing.sessions", { count: seen.sessions })
      : person.kind === "user" && t("standing.noSessions"),
    seen.secondFactorSince &&
      t("standing.secondSince", { time: formats.moment(seen.secondFactorSince) }),
    seen.tokens > 0 && t("standing.tokens", { count: seen.tokens }),
  ].filter(Boolean);
  return (
    <div className="space-y-6">
      <header className="space-y-1">
        <Heading
          dense
          title={buyerName(person) ?? t("people.unknown")}
          beside={
            <>
              {person.kind === "typed" && <Badge tone="gone">{t("people.kind.typed")}</Badge>}
              {!person.active && (
                <Badge tone={seen.closed ? "gone" : "danger"}>
                  {t(seen.closed ? "people.closed" : "people.inactive")}
                </Badge>
              )}
            </>
          }
        />
        {seen.closed && <p>{t("people.closedText")}</p>}
        {person.email && (
          <p>
            <a
              href={`mailto:${person.email}`}
              className="text-accent wrap-anywhere hover:underline"
            >
              {person.email}
            </a>
          </p>
        )}
        <p className="text-ink-soft">{facts.join(" · ")}</p>
        {person.duties && (
          <p className="text-ink-soft" data-testid="their-duties">
            {person.duties.length > 0
              ? t("duty.theirs", { duties: shownOnce(person.duties).map(duty).join(", ") })
              : t("duty.none")}
          </p>
        )}
        {seen.blocked && (
          <p className="wrap-anywhere">
            {t("standing.blocked", {
              name: seen.blocked.by,
              time: formats.moment(seen.blocked.at),
            })}
            {seen.blocked.reason && `: ${seen.blocked.reason}`}
          </p>
        )}
        <p className="text-13 text-ink-soft wrap-anywhere">{person.userId}</p>
        <div className="flex flex-wrap items-center gap-2 pt-2" data-testid="standing">
          {can("GET /api/staff/users/{user_id}/wallets") && (
            <ButtonLink to="/staff/wallets" search={{ user: person.userId ?? undefined }}>
              {t("staff.wallets")}
            </ButtonLink>
          )}
          {can("GET /api/staff/audit") && person.kind === "user" && person.userId && (
            <ButtonLink to="/staff/audit" search={{ by: person.userId }}>
              {t("people.did")}
            </ButtonLink>
          )}
          {person.kind === "user" && person.userId && may.length > 0 && (
            <PasswordLink userId={person.userId} name={buyerName(person) ?? ""} />
          )}
          <PersonActions seen={seen} />
        </div>
        {!may.includes("standing") && !seen.closed && (
          <p className="text-13 text-ink-soft">
            {t(may.includes("sessions") ? "standing.own" : "standing.staffOnly")}
          </p>
        )}
      </header>
      {person.kind === "user" && person.userId && !seen.closed && (
        <GroupsOf userId={person.userId} groups={seen.groups} />
      )}
      <section className="space-y-3">
        <h2 className="text-18 font-semibold">{t("staffOrder.title")}</h2>
        {orders.length === 0 ? (
          <p className="text-ink-soft">{t("order.none")}</p>
        ) : (
          <OrderTable ofOne rows={orders} />
        )}
        {person.orders > orders.length && (
          <ButtonLink size="s" to="/staff/orders" search={{ q: person.owner }}>
            {t("people.allOrders")}
          </ButtonLink>
        )}
      </section>
      {repeats && person.userId && (
        <ButtonLink size="s" to="/staff/repeat-orders" search={{ user: person.userId }}>
          {t("repeats.mine")}
        </ButtonLink>
      )}
      <section className="space-y-3">
        <h2 className="text-18 font-semibold">{t("coupons.title")}</h2>
        {coupons.length === 0 ? (
          <p className="text-ink-soft">{t("people.noCoupons")}</p>
        ) : (
          <ul className="divide-y divide-line rounded-m border border-line bg-raised">
            {coupons.map((coupon) => (
              <Given key={coupon.id} coupon={coupon} />
            ))}
          </ul>
        )}
      </section>
      {seen.tokens > 0 && <PersonTokens seen={seen} />}
    </div>
  );
}

function Given({ coupon }: { coupon: CouponBody }) {
  const { t, formats } = useLanguage();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
      <span className="min-w-0 font-medium wrap-anywhere">{coupon.campaign.name}</span>
      <span className="inline-flex items-center gap-2 text-13 text-ink-soft">
        {formats.moment(coupon.issuedAt)}
        <Badge
          tone={coupon.state === "usable" ? "free" : coupon.state === "held" ? "held" : "gone"}
        >
          {t(`people.coupon.${coupon.state}`)}
        </Badge>
      </span>
    </li>
  );
}
