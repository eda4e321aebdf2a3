import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { PackageShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check, Field, TextArea } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { EveryChoice } from "../repeats/EveryChoice";
import { BalanceByCode } from "./BalanceByCode";
import { useBuy, usePackages } from "./queries";
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
        <Buy offered={offered} />
      </div>
    </li>
  );
}

function Buy({ offered }: { offered: PackageShown }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const session = useSession();
  const { mails = false, providers } = useQuery(configQuery).data ?? {};
  const [gift, setGift] = useState(false);
  const [toName, setName] = useState("");
  const [toEmail, setEmail] = useState("");
  const [message, setMessage] = useState("");
  const [on, setOn] = useState("");
  const [every, setEvery] = useState("");
  const buying = useBuy(
    ({ orderId }) => void navigate({ to: "/checkout/$orderId", params: { orderId } }),
  );
  if (session && !session.user) {
    return (
      <ButtonLink to="/login" search={{ next: "/packages" }}>
        {t("packages.loginToBuy")}
      </ButtonLink>
    );
  }
  const charges = providers?.some((one) => one.chargesLater);
  const giveable = offered.transferable || offered.items.some(({ kind }) => kind !== "hours");
  return (
    <form
      className="space-y-3"
      onChange={buying.another}
      onSubmit={(event) => {
        event.preventDefault();
        buying.mutate({
          id: offered.id,
          expectedTotal: offered.price,
          ...(gift ? { gift: { toName, toEmail, message, on: on || null } } : {}),
          ...(every && !gift ? { repeatEvery: every } : {}),
        });
      }}
    >
      {giveable && (
        <Check
          label={t("packages.gift")}
          checked={gift}
          onChange={({ target }) => setGift(target.checked)}
        />
      )}
      {gift && (
        <div className="space-y-3">
          {offered.items.some(({ kind }) => kind === "hours") && (
            <p className="text-13 text-ink-soft">
              {t(offered.transferable ? "packages.hoursGiven" : "packages.hoursYours")}
            </p>
          )}
          <Field
            label={t("packages.toName")}
            maxLength={200}
            value={toName}
            onChange={({ target }) => setName(target.value)}
          />
          {mails ? (
            <Field
              label={t("packages.toEmail")}
              hint={t("packages.toEmailHint")}
              type="email"
              maxLength={254}
              value={toEmail}
              onChange={({ target }) => setEmail(target.value)}
            />
          ) : (
            <p className="text-13 text-ink-soft">{t("packages.giveCode")}</p>
          )}
          <TextArea
            label={t("packages.message")}
            maxLength={1000}
            rows={3}
            value={message}
            onChange={({ target }) => setMessage(target.value)}
          />
          {mails && (
            <Field
              label={t("packages.on")}
              hint={t("packages.onHint")}
              type="date"
              value={on}
              onChange={({ target }) => setOn(target.value)}
            />
          )}
        </div>
      )}
      {offered.repeatEvery.length > 0 && !gift && (
        <div className="space-y-2">
          <EveryChoice intervals={offered.repeatEvery} value={every} onChange={setEvery} />
          {every && (
            <p className="text-13 text-ink-soft">
              {t(charges ? "repeats.hintCard" : "repeats.hintLink")}
            </p>
          )}
        </div>
      )}
      {buying.isError && <Refusal error={buying.error} />}
      <Button type="submit" kind="primary" wide online busy={buying.isPending || buying.isSuccess}>
        {t("packages.buy")}
      </Button>
    </form>
  );
}
