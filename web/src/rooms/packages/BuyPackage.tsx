import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { PackageShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useSession } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { Check, Field, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { EveryChoice } from "../repeats/EveryChoice";
import { type Gift, useBuy } from "./queries";

const NOBODY: Gift = { toName: "", toEmail: "", message: "", on: "" };

/** Whoever is logged in buys it for themself, again and again where it may be, or for somebody; a guest
 * buys certificates, which are mailed. */
export function BuyPackage({ offered }: { offered: PackageShown }) {
  const { t } = useLanguage();
  const guest = useSession()?.user === null;
  const { mails = false } = useQuery(configQuery).data ?? {};
  const [opened, setOpened] = useState(false);
  if (guest && !(mails && offered.items.every(({ kind }) => kind !== "hours"))) {
    return (
      <ButtonLink to="/login" search={{ next: "/packages" }}>
        {t("packages.loginToBuy")}
      </ButtonLink>
    );
  }
  if (guest && !opened) {
    return (
      <Button kind="primary" wide onClick={() => setOpened(true)}>
        {t("packages.buy")}
      </Button>
    );
  }
  return <Order offered={offered} guest={guest} mails={mails} />;
}

function Order(props: { offered: PackageShown; guest: boolean; mails: boolean }) {
  const { offered, guest, mails } = props;
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [asPresent, setAsPresent] = useState(false);
  const [gift, setGift] = useState(NOBODY);
  const [every, setEvery] = useState("");
  const buying = useBuy(
    ({ orderId }) => void navigate({ to: "/checkout/$orderId", params: { orderId } }),
  );
  const given = asPresent || guest;
  const again = offered.repeatEvery.length > 0 && !given;
  const giveable = offered.transferable || offered.items.some(({ kind }) => kind !== "hours");
  const atAddress = buying.isError && asProblem(buying.error).body.field === "gift.toEmail";
  return (
    <Form
      sending={buying}
      unsaved={false}
      onChange={buying.another}
      onSubmit={() => {
        buying.mutate({
          id: offered.id,
          expectedTotal: offered.price,
          ...(given ? { gift: { ...gift, on: gift.on || null } } : {}),
          ...(again && every ? { repeatEvery: every } : {}),
        });
      }}
      refusal={atAddress ? null : undefined}
      end={
        <Button
          type="submit"
          kind="primary"
          wide
          online
          busy={buying.isPending || buying.isSuccess}
        >
          {t("packages.buy")}
        </Button>
      }
    >
      {giveable && !guest && (
        <Check
          label={t("packages.gift")}
          checked={asPresent}
          onChange={({ target }) => setAsPresent(target.checked)}
        />
      )}
      {given && offered.items.some(({ kind }) => kind === "hours") && (
        <p className="text-13 text-ink-soft">
          {t(offered.transferable ? "packages.hoursGiven" : "packages.hoursYours")}
        </p>
      )}
      {given && (
        <GiftFields
          gift={gift}
          onGift={setGift}
          guest={guest}
          mails={mails}
          refused={atAddress ? buying.error : null}
        />
      )}
      {again && <HowOften offered={offered} every={every} onEvery={setEvery} />}
    </Form>
  );
}

interface GiftProps {
  gift: Gift;
  onGift: (gift: Gift) => void;
  guest: boolean;
  mails: boolean;
  refused: Error | null;
}

/** For whom it is, and what comes with it. */
function GiftFields({ gift, onGift, guest, mails, refused }: GiftProps) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const wrong = refused ? words(refused) : null;
  const typed = (part: Partial<Gift>) => onGift({ ...gift, ...part });
  const toEmail = mails ? (
    <Field
      label={t(guest ? "packages.sendTo" : "packages.toEmail")}
      hint={t(guest ? "packages.sendToHint" : "packages.toEmailHint")}
      error={wrong}
      type="email"
      maxLength={254}
      autoFocus={guest}
      value={gift.toEmail}
      onChange={({ target }) => typed({ toEmail: target.value })}
    />
  ) : (
    <p className="text-13 text-ink-soft">{t("packages.giveCode")}</p>
  );
  return (
    <>
      {guest && toEmail}
      <Field
        label={t("packages.toName")}
        maxLength={200}
        value={gift.toName}
        onChange={({ target }) => typed({ toName: target.value })}
      />
      {!guest && toEmail}
      <TextArea
        label={t("packages.message")}
        maxLength={1000}
        rows={3}
        value={gift.message}
        onChange={({ target }) => typed({ message: target.value })}
      />
      {mails && (
        <Field
          label={t("packages.on")}
          hint={t("packages.onHint")}
          type="date"
          value={gift.on ?? ""}
          onChange={({ target }) => typed({ on: target.value })}
        />
      )}
    </>
  );
}

interface HowOftenProps {
  offered: PackageShown;
  every: string;
  onEvery: (every: string) => void;
}

function HowOften({ offered, every, onEvery }: HowOftenProps) {
  const { t } = useLanguage();
  const { providers } = useQuery(configQuery).data ?? {};
  const charges = providers?.some((one) => one.chargesLater);
  return (
    <div className="space-y-2">
      <EveryChoice intervals={offered.repeatEvery} value={every} onChange={onEvery} />
      {every && (
        <p className="text-13 text-ink-soft">
          {t(charges ? "repeats.hintCard" : "repeats.hintLink")}
        </p>
      )}
    </div>
  );
}
