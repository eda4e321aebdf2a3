import { useState } from "react";
import { insist, newKey, post, save } from "../../base/api/client";
import type { GuestDataAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Button } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { OneFieldForm } from "../../design/OneFieldForm";
import { ActDialog } from "../desk/ActDialog";

/** What is kept of who bought or booked without an account, by their email: taken out, or away. */
export function GuestDataPage() {
  const { t } = useLanguage();
  const [found, setFound] = useState<GuestDataAnswer | null>(null);
  return (
    <div className="max-w-2xl space-y-4">
      <BackLink to="/staff/people">{t("people.title")}</BackLink>
      <Heading title={t("guests.title")} text={t("guests.text")} />
      <OneFieldForm
        looks
        name="email"
        label={t("guests.email")}
        type="email"
        autoComplete="off"
        maxLength={254}
        send={(email) => post<GuestDataAnswer>("/staff/guests/find", { email }, newKey())}
        onSent={setFound}
        end={(busy) => (
          <Button looks kind="primary" type="submit" busy={busy}>
            {t("form.find")}
          </Button>
        )}
      />
      {found && <Found key={found.email} found={found} onErased={() => setFound(null)} />}
    </div>
  );
}

interface FoundProps {
  found: GuestDataAnswer;
  onErased: () => void;
}

function Found({ found, onErased }: FoundProps) {
  const { t } = useLanguage();
  const [sure, setSure] = useState(false);
  const { email, orders, bookings, clients, open } = found;
  if (orders + bookings + clients === 0) return <Notice title={t("guests.none")} />;
  return (
    <Panel title={email} text={t("guests.found", { orders, bookings, clients })}>
      {open.length > 0 && (
        <Notice tone="held" title={t("problem.staff-still-open")}>
          <ul className="list-disc space-y-1 pl-5">
            {open.map(({ code, count }) => (
              <li key={code}>{t(`closing.staffOpen.${code}`, { count })}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button icon="download" onClick={() => void save("/api/staff/guests/data", { email })}>
          {t("guests.download")}
        </Button>
        <Button kind="danger" disabled={open.length > 0} onClick={() => setSure(true)}>
          {t("guests.erase")}
        </Button>
      </div>
      {sure && (
        <ActDialog
          title={t("guests.sure")}
          text={t("guests.sureText", { email })}
          act={t("guests.erase")}
          grave
          send={(key) => insist<GuestDataAnswer>("/staff/guests/erase", { email }, key)}
          onDone={onErased}
          told={() => t("guests.erased")}
          onClose={() => setSure(false)}
          beside={<Button onClick={() => setSure(false)}>{t("form.back")}</Button>}
        />
      )}
    </Panel>
  );
}
