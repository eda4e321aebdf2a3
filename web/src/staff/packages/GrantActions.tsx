import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { StaffGrant, StaffOrderAnswer } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { useUnits } from "../../rooms/packages/told";
import { ActDialog } from "../desk/ActDialog";
import { EndToo } from "../repeats/EndToo";
import { repeatQuery } from "../repeats/queries";
import { endOfDay, parseHours, parseSessions } from "./packageForm";
import { freeze, prolong, renewGrants, takeBack, thaw } from "./queries";

interface Props {
  grant: StaffGrant;
  ordered: boolean;
  price: number;
}

/** Its time, not its money. */
const STOPS = "POST /api/staff/prepaid/{grant_id}/freeze";

type Act = "freeze" | "thaw" | "prolong" | "return";

/** What may be done now: stop it and let it go on, give it more time, take some of it back. */
export function GrantActions({ grant, ordered, price }: Props) {
  const { t } = useLanguage();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const frozen = grant.status === "frozen";
  const over = grant.status === "expired";
  return (
    <div className="flex flex-wrap gap-2">
      {frozen ? (
        <Button needs={STOPS} size="s" onClick={() => setAct("thaw")}>
          {t("grants.thaw")}
        </Button>
      ) : (
        !over && (
          <Button needs={STOPS} size="s" onClick={() => setAct("freeze")}>
            {t("grants.freeze")}
          </Button>
        )
      )}
      <Button needs={STOPS} size="s" onClick={() => setAct("prolong")}>
        {t("grants.prolong")}
      </Button>
      {ordered && price > 0 && grant.left > 0 && (
        <Button
          needs="POST /api/staff/prepaid/{grant_id}/return"
          size="s"
          onClick={() => setAct("return")}
        >
          {t("grants.return")}
        </Button>
      )}
      {act === "freeze" && (
        <ActDialog
          title={t("grants.freeze")}
          text={t("grants.freezeText")}
          act={t("grants.freeze")}
          reason={{ hint: t("grants.reasonHint") }}
          send={(key, reason) => freeze(key, grant.id, reason)}
          onDone={renewGrants}
          told={() => t("grants.did.package.frozen")}
          onClose={close}
        />
      )}
      {act === "thaw" && (
        <ActDialog
          title={t("grants.thaw")}
          text={t("grants.thawText")}
          act={t("grants.thaw")}
          send={(key) => thaw(key, grant.id)}
          onDone={renewGrants}
          told={() => t("grants.did.package.thawed")}
          onClose={close}
        />
      )}
      {act === "prolong" && <Prolong grant={grant} onClose={close} />}
      {act === "return" && <TakeBack grant={grant} onClose={close} />}
    </div>
  );
}

function Prolong({ grant, onClose }: { grant: StaffGrant; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const [day, setDay] = useState("");
  const until = endOfDay(day);
  return (
    <ActDialog
      title={t("grants.prolong")}
      text={t("grants.prolongText", { time: formats.moment(grant.validUntil) })}
      sound={until !== null}
      reason={{ hint: t("grants.reasonHint") }}
      send={(key, reason) => prolong(key, grant.id, until ?? "", reason)}
      onDone={renewGrants}
      told={({ validUntil }) => t("grants.prolonged", { time: formats.moment(validUntil) })}
      onClose={onClose}
    >
      {(tried) => (
        <Field
          data-first
          type="date"
          label={t("grants.newEnd")}
          value={day}
          error={tried && !until ? t("grants.dayMissing") : null}
          onChange={({ target }) => setDay(target.value)}
        />
      )}
    </ActDialog>
  );
}

function TakeBack({ grant, onClose }: { grant: StaffGrant; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const units = useUnits();
  const [text, setText] = useState("");
  const money = grant.kind === "certificate";
  const each = grant.sessionMinutes;
  const typed = money
    ? parseAmount(text, formats.digits(grant.currency))
    : each
      ? parseSessions(text, each)
      : parseHours(text);
  const wanted = typed !== null && typed > 0 && typed <= grant.left ? typed : null;
  const membership = useMembership(grant);
  // Of one of which nothing was used its client wants no more, as a rule.
  const unused = membership?.orderId === grant.orderId && wanted === grant.units;
  const [said, setSaid] = useState<boolean>();
  const endRepeat = membership && (said ?? unused);
  const fault = t("grants.most", { units: units(grant, grant.left) });
  const field = {
    "data-first": true,
    value: text,
    onChange: ({ target }: { target: { value: string } }) => setText(target.value),
  };
  return (
    <ActDialog
      grave
      title={t("grants.return")}
      text={t("grants.returnText")}
      act={t("grants.return")}
      sound={wanted !== null}
      reason={{ hint: t("grants.reasonHint") }}
      send={(key, reason) => takeBack(key, grant.id, { units: wanted ?? 0, reason, endRepeat })}
      onDone={renewGrants}
      told={({ amount, currency }) =>
        t("grants.returned", { price: formats.price(amount, currency) })
      }
      onClose={onClose}
    >
      {(tried) => {
        const error = tried && wanted === null ? fault : null;
        return (
          <>
            {!money ? (
              <Field
                {...field}
                inputMode="decimal"
                maxLength={8}
                label={t(each ? "grants.sessionsBack" : "grants.hoursBack")}
                error={error}
              />
            ) : (
              <AmountField
                {...field}
                currency={grant.currency}
                label={t("grants.amountBack")}
                error={error}
              />
            )}
            <EndToo one={membership} ends={endRepeat ?? false} onChange={setSaid} />
          </>
        );
      }}
    </ActDialog>
  );
}

/** By which its client buys it again and again, if they do. */
function useMembership({ orderId }: StaffGrant) {
  const { locale } = useLanguage();
  const order = useQuery({
    ...answerQuery<StaffOrderAnswer>(["staff", "order", orderId], `/staff/orders/${orderId}`),
    retry: false,
  }).data?.order;
  const repeatId = order?.repeatId ?? "";
  const { data } = useQuery({ ...repeatQuery(repeatId, locale), enabled: repeatId !== "" });
  return data?.status === "ended" ? undefined : data;
}
