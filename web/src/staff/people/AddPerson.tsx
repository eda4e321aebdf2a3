import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { Invited } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { type Duties, DutyChoice, mayBeNarrowed } from "./DutyChoice";
import { LinkDialog } from "./PasswordLink";
import { RoleChecks } from "./RoleChecks";

/** An account for somebody who works here: who it is and as what, then the link by which they come in. */
export function AddPerson() {
  const { t, formats } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<{ of: Invited; name: string } | null>(null);
  return (
    <>
      <Button size="s" kind="primary" icon="plus" onClick={() => setAsking(true)}>
        {t("people.add")}
      </Button>
      {asking && (
        <Asked
          onClose={() => setAsking(false)}
          onDone={(of, name) => {
            setMade({ of, name });
            void renew(["staff", "people"]);
          }}
        />
      )}
      {made && (
        <LinkDialog
          title={t("people.added", { name: made.name })}
          text={t("people.addedText", {
            name: made.name,
            time: formats.moment(made.of.expiresAt),
          })}
          label={t("people.addedLink")}
          made={made.of}
          userId={made.of.userId}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

interface Props {
  onDone: (made: Invited, name: string) => void;
  onClose: () => void;
}

function Asked({ onDone, onClose }: Props) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [duties, setDuties] = useState<Duties>(null);
  const narrowed = mayBeNarrowed(roles);
  const body = {
    name: name.trim(),
    email: email.trim(),
    roles,
    duties: narrowed ? duties : null,
  };
  return (
    <ActDialog
      title={t("people.add")}
      text={t("people.addText")}
      act={t("people.add")}
      sound={body.name !== "" && body.email !== "" && roles.length > 0}
      send={(key) => insist<Invited>("/staff/people", body, key)}
      onDone={(answer) => onDone(answer, body.name)}
      onClose={onClose}
      saying={["name", "email"]}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {(tried, said) => (
        <>
          <Field
            data-first
            name="name"
            label={t("people.name")}
            value={name}
            maxLength={100}
            autoComplete="off"
            error={said("name") ?? (tried && body.name === "" ? t("people.nameMissing") : null)}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            name="email"
            type="email"
            label={t("people.mail")}
            value={email}
            maxLength={254}
            autoComplete="off"
            error={said("email") ?? (tried && body.email === "" ? t("people.mailMissing") : null)}
            onChange={(event) => setEmail(event.target.value)}
          />
          <RoleChecks
            explained
            legend={t("people.role")}
            roles={roles}
            onChange={setRoles}
            tried={tried}
          />
          {narrowed && <DutyChoice duties={duties} onChange={setDuties} />}
        </>
      )}
    </ActDialog>
  );
}
