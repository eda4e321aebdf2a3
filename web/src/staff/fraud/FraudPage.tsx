import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Figures } from "./Figures";
import { Listed } from "./Listed";
import { suspectsQuery, WHICH, type Which } from "./queries";
import { Suspect } from "./Suspect";

const route = getRouteApi("/staff/fraud");
/** Orders that something speaks against: those that are held wait for somebody to decide. */
export function FraudPage() {
  const { t, formats } = useLanguage();
  const { status } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...suspectsQuery(status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.suspects) ?? [];
  const held = query.data?.pages[0]?.held ?? 0;
  const nameOf = (which: Which) =>
    which === "held" && held > 0
      ? `${t("fraud.status.held")} (${formats.number(held)})`
      : t(`fraud.status.${which}`);
  return (
    <div className="max-w-4xl space-y-6">
      <Heading
        title={t("fraud.title")}
        text={t("fraud.text")}
        actions={
          <ButtonLink to="/staff/settings" hash="fraud">
            {t("fraud.rules")}
          </ButtonLink>
        }
      />
      <Select
        dense
        label={t("fraud.which")}
        value={status}
        none={t("list.all")}
        items={WHICH}
        nameOf={nameOf}
        onChoose={(next) => change({ status: next })}
        className="w-full sm:w-56"
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("fraud.none")} hint={t("fraud.noneHint")} />}
      >
        <ul aria-label={t("fraud.title")} className="space-y-3">
          {rows.map((one) => (
            <li key={one.orderId}>
              <Suspect found={one} />
            </li>
          ))}
        </ul>
      </Listing>
      <Figures />
      <Listed />
    </div>
  );
}
