import { useState } from "react";
import { insist } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { PersonAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { ActDialog } from "../desk/ActDialog";
import { buyerName } from "../desk/Buyer";
import { CloseAccount } from "./CloseAccount";
import { type Duties, DutyChoice, mayBeNarrowed } from "./DutyChoice";
import { useRoles } from "./PeopleTable";
import { personQuery } from "./queries";
import { RoleChecks } from "./RoleChecks";

const PATHS = {
  sessions: "end-sessions",
  roles: "roles",
  disable: "disable",
  enable: "enable",
  second: "reset-second-factor",
} as const;
type Action = keyof typeof PATHS;

/** What staff may do to this person, each asked again before it is done. */
export function PersonActions({ seen }: { seen: PersonAnswer }) {
  const { t } = useLanguage();
  const [action, setAction] = useState<Action | null>(null);
  const { person, may } = seen;
  const open: Action[] = [];
  if (may.includes("sessions") && seen.sessions > 0) open.push("sessions");
  if (may.includes("roles") && person.kind === "user") open.push("roles");
  if (may.includes("standing")) open.push(person.active ? "disable" : "enable");
  if (may.includes("second-factor") && seen.secondFactorSince) open.push("second");
  return (
    <>
      {open.map((one) => (
        <Button key={one} onClick={() => setAction(one)}>
          {t(`standing.do.${one}`)}
        </Button>
      ))}
      {may.includes("data") && person.kind === "user" && (
        <>
          <DownloadLink
            href={`/api/staff/people/${person.userId}/data`}
            label={t("standing.do.data")}
          />
          <CloseAccount seen={seen} />
        </>
      )}
      {action && (
        <Confirm key={action} seen={seen} action={action} onClose={() => setAction(null)} />
      )}
    </>
  );
}

interface ConfirmProps {
  seen: PersonAnswer;
  action: Action;
  onClose: () => void;
}

function Confirm({ seen: { person }, action, onClose }: ConfirmProps) {
  const { t } = useLanguage();
  const words = useRoles();
  const name = buyerName(person) ?? "";
  const userId = person.userId ?? "";
  const [roles, setRoles] = useState<readonly string[]>(person.roles);
  const [duties, setDuties] = useState<Duties>(person.duties);
  const narrowed = mayBeNarrowed(roles);
  const path = `/staff/people/${userId}/${PATHS[action]}`;
  const choosing = action === "roles";
  const asksReason = action === "disable";
  const bad = choosing && roles.length === 0;
  return (
    <ActDialog
      title={t(`standing.title.${action}`, { name })}
      text={t(`standing.means.${action}`, { name })}
      act={t(`standing.do.${action}`)}
      grave={asksReason}
      reason={asksReason ? { hint: t("staff.reasonOurs") } : undefined}
      sound={!bad}
      send={(key, reason) => {
        const body = choosing
          ? { roles, duties: narrowed ? duties : null }
          : asksReason
            ? { reason }
            : {};
        return insist<PersonAnswer>(path, body, key);
      }}
      onDone={async (now) => {
        queryClient.setQueryData(personQuery(userId).queryKey, now);
        await renew(["staff", "people"]);
      }}
      told={() => t(`standing.did.${action}`, { name })}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {choosing
        ? (tried) => (
            <>
              <RoleChecks
                first
                legend={t("standing.from", { roles: words(person.roles) })}
                roles={roles}
                onChange={setRoles}
                tried={tried}
              />
              {narrowed && <DutyChoice duties={duties} onChange={setDuties} />}
            </>
          )
        : undefined}
    </ActDialog>
  );
}
