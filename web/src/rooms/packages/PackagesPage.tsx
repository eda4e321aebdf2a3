import { getRouteApi } from "@tanstack/react-router";
import type { PackageShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { BalanceByCode } from "./BalanceByCode";
import { BuyPackage } from "./BuyPackage";
import { usePackages } from "./queries";
import { useGoodFor, useItemWords } from "./told";

const route = getRouteApi("/packages");
const CARDS = "grid grid-cols-1 gap-4 md:grid-cols-2";

/** What can be prepaid: hours, certificates, both. */
export function PackagesPage() {
  const { t } = useLanguage();
  const query = usePackages();
  const { service } = route.useSearch();
  return (
    <div className="page max-w-5xl space-y-6 pb-16">
      <Heading
        title={t("packages.title")}
        text={t("packages.text")}
        actions={<ButtonLink to="/prepaid">{t("packages.mine")}</ButtonLink>}
      />
      <Loaded
        query={query}
        loading={
          <div className={CARDS} role="status" aria-label={t("packages.loading")}>
            <Skeleton className="h-48 rounded-l" />
            <Skeleton className="h-48 rounded-l" />
          </div>
        }
      >
        {({ packages }) => {
          const ofIt = packages.filter((one) => service && isOf(one, service));
          if (packages.length === 0)
            return <Blank icon="clock" title={t("packages.none")} hint={t("packages.noneHint")} />;
          return (
            <>
              <ul className={CARDS}>
                {(ofIt.length > 0 ? ofIt : packages).map((one) => (
                  <PackageCard key={one.id} offered={one} />
                ))}
              </ul>
              {ofIt.length > 0 && (
                <ButtonLink to="/packages" search={{}} size="s">
                  {t("packages.all")}
                </ButtonLink>
              )}
            </>
          );
        }}
      </Loaded>
      <BalanceByCode />
    </div>
  );
}

/** Whether a certificate of the service is in it. */
const isOf = ({ items }: PackageShown, service: string) =>
  items.some(({ kind, services }) => kind === "sessions" && services[0] === service);

function PackageCard({ offered }: { offered: PackageShown }) {
  const { t, formats } = useLanguage();
  const itemWords = useItemWords();
  const goodFor = useGoodFor();
  return (
    <li className="flex flex-col gap-3 rounded-l border border-line bg-raised p-4 sm:p-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-18 font-semibold wrap-anywhere">{offered.name}</h2>
        <p className="tabular text-18 font-semibold">
          {formats.price(offered.price, offered.currency)}
        </p>
      </div>
      {offered.about && <p className="whitespace-pre-line text-ink-soft">{offered.about}</p>}
      <ul className="list-disc pl-5">
        {offered.items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is in a package has no other name
          <li key={at}>
            {item.count > 1 && `${item.count} × `}
            {itemWords({ ...item, currency: offered.currency })}
          </li>
        ))}
      </ul>
      {offered.items.some(({ kind }) => kind === "sessions") && (
        <p className="text-13 text-ink-soft">{t("packages.sessionsPay")}</p>
      )}
      <p className="text-13 text-ink-soft">{goodFor(offered)}</p>
      <div className="mt-auto pt-2">
        <BuyPackage offered={offered} />
      </div>
    </li>
  );
}
