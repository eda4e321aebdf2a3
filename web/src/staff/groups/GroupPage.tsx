import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { remove } from "../../base/api/client";
import { renewAhead } from "../../base/api/queries";
import type { GroupBody, PromotionBody } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { phaseAt } from "../../rooms/promotions/window";
import { useValueWords } from "../../rooms/promotions/words";
import { ActDialog } from "../desk/ActDialog";
import { GroupDialog } from "./GroupDialog";
import { Members } from "./Members";
import { groupQuery, offersQuery } from "./queries";

const route = getRouteApi("/staff/groups/$groupId");

/** One group: who is in it, and what is sold to them on other terms. */
export function GroupPage() {
  const { t } = useLanguage();
  const { groupId } = route.useParams();
  const query = useQuery(groupQuery(groupId));
  if (query.data) return <Group group={query.data} />;
  return (
    <NotShown
      query={query}
      title={t("groups.one")}
      missing={t("groups.missing")}
      back={<ButtonLink to="/staff/groups">{t("groups.title")}</ButtonLink>}
    />
  );
}

function Group({ group }: { group: GroupBody }) {
  const { t, locale } = useLanguage();
  const navigate = useNavigate();
  const can = useMay();
  const [asking, ask] = useState<"rename" | "close" | null>(null);
  const name = group.translations[locale] || group.name;
  const done = () => ask(null);
  return (
    <div className="space-y-6">
      <div>
        <BackLink to="/staff/groups">{t("groups.title")}</BackLink>
        <Heading
          title={name}
          text={t("groups.count", { count: group.members })}
          actions={
            <>
              <Button
                needs="PUT /api/staff/customer-groups/{group_id}"
                onClick={() => ask("rename")}
              >
                {t("groups.rename")}
              </Button>
              <Button
                needs="DELETE /api/staff/customer-groups/{group_id}"
                onClick={() => ask("close")}
              >
                {t("groups.close")}
              </Button>
            </>
          }
        />
      </div>
      {can("GET /api/staff/promotions") && <Offers group={group} />}
      {can("GET /api/staff/customer-groups/{group_id}/members") && <Members group={group} />}
      {asking === "rename" && <GroupDialog group={group} onClose={done} />}
      {asking === "close" && (
        <ActDialog
          title={t("groups.closeTitle", { name })}
          text={t("groups.closeText")}
          act={t("groups.close")}
          grave
          send={() => remove(`/staff/customer-groups/${group.id}`)}
          onDone={async () => {
            await navigate({ to: "/staff/groups" });
            await renewAhead(["staff", "groups"], ["staff", "person"]);
          }}
          told={() => t("groups.closed", { name })}
          onClose={done}
          beside={<Button onClick={done}>{t("form.back")}</Button>}
        />
      )}
    </div>
  );
}

function Offers({ group }: { group: GroupBody }) {
  const { t, locale } = useLanguage();
  const now = useServerNow();
  const found = useQuery(offersQuery(group.id)).data?.promotions ?? [];
  const there = found.filter((one) => phaseAt(one, now) !== "closed");
  return (
    <Panel
      title={t("groups.offers")}
      actions={
        <ButtonLink
          needs="POST /api/staff/promotions"
          size="s"
          icon="plus"
          to="/staff/promotions/new"
          search={{ group: group.id }}
        >
          {t("groups.newOffer")}
        </ButtonLink>
      }
    >
      {there.length === 0 ? (
        <p className="text-ink-soft">{t("groups.noOffers")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {there.map((one) => (
            <Offer key={one.id} offer={one} locale={locale} now={now} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Offer({ offer, locale, now }: { offer: PromotionBody; locale: string; now: number }) {
  const { t } = useLanguage();
  const value = useValueWords();
  const phase = phaseAt(offer, now);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <span className="min-w-0 font-medium wrap-anywhere">
        {offer.translations[locale] || offer.name}
      </span>
      <span className="inline-flex flex-wrap items-center gap-2 text-13 text-ink-soft">
        <span className="tabular">{value(offer)}</span>
        {offer.code && <code className="font-mono wrap-anywhere">{offer.code}</code>}
        <Badge tone={phase === "open" ? "free" : "accent"}>
          {t(`staff.campaign.phases.${phase}`)}
        </Badge>
      </span>
    </li>
  );
}
