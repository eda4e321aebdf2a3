import { useState } from "react";
import { insist } from "../../base/api/client";
import type { OwnTokensShown, TokenMade } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { CodeField } from "../../rooms/people/CodeField";
import { useTextForm } from "../../rooms/people/form";
import { PasswordField } from "../../rooms/people/PasswordField";
import { type Duties, DutyChoice } from "./DutyChoice";
import { RoleChecks } from "./RoleChecks";

const DAYS = ["30", "90", "365"] as const;
type Days = (typeof DAYS)[number];

interface Props {
  /** One's own: a token has no others. */
  roles: readonly string[];
  shown: OwnTokensShown;
  onMade: (made: TokenMade) => void;
}

/** What the token is for, what it may do and how long; then who one is, once more. */
export function NewToken({ roles: own, shown, onMade }: Props) {
  const { t } = useLanguage();
  const [roles, setRoles] = useState(own);
  const [duties, setDuties] = useState<Duties>(null);
  const [days, setDays] = useState<Days | undefined>("90");
  const [tried, setTried] = useState(false);
  const staff = roles.includes("manager") || roles.includes("admin");
  const making = useIntent(
    (key, typed: Record<string, string>) =>
      insist<TokenMade>(
        "/profile/tokens",
        { ...typed, roles, duties: staff ? duties : null, days: days ? Number(days) : null },
        key,
      ),
    { onSuccess: onMade },
  );
  const start: Record<string, string> = {
    name: "",
    ...(shown.asksPassword && { currentPassword: "" }),
    ...(shown.asksCode && { code: "" }),
  };
  const { bind, form } = useTextForm(start, making, making.mutate);
  return (
    <Panel title={t("tokens.new")} text={t("tokens.newText")}>
      <Form
        {...form}
        onChange={making.another}
        onSubmit={() => {
          setTried(true);
          if (roles.length > 0) form.onSubmit();
        }}
        end={
          <div className="flex justify-end">
            <Button kind="primary" type="submit" busy={making.isPending}>
              {t("tokens.make")}
            </Button>
          </div>
        }
      >
        <Field
          {...bind("name")}
          label={t("tokens.name")}
          hint={t("tokens.nameHint")}
          autoComplete="off"
          maxLength={100}
        />
        {own.length > 1 && (
          <RoleChecks
            legend={t("tokens.roles")}
            of={own}
            roles={roles}
            onChange={setRoles}
            tried={tried}
          />
        )}
        {staff && <DutyChoice duties={duties} onChange={setDuties} />}
        <Select<Days>
          label={t("tokens.days")}
          value={days}
          items={DAYS}
          none={t("tokens.forever")}
          nameOf={(one) => t("tokens.ofDays", { count: Number(one) })}
          onChoose={setDays}
        />
        {shown.asksPassword && (
          <PasswordField
            {...bind("currentPassword")}
            label={t("account.currentPassword")}
            autoComplete="current-password"
          />
        )}
        {shown.asksCode && <CodeField {...bind("code")} />}
      </Form>
    </Panel>
  );
}
