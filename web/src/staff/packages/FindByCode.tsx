import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffGrant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { byCode } from "./queries";

/** The certificate of who stands at the desk with a code. */
export function FindByCode() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const asking = useIntent<StaffGrant, string>((key, typed) => byCode(key, typed), {
    onSuccess: ({ id }) => navigate({ to: "/staff/prepaid/$grantId", params: { grantId: id } }),
  });
  return (
    <form
      data-search
      className="space-y-2 rounded-m border border-line bg-raised p-3"
      onChange={asking.another}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) asking.mutate(code);
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field
          dense
          className="w-full sm:w-72"
          label={t("grants.code")}
          value={code}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button looks type="submit" size="s" busy={asking.isPending}>
          {t("form.find")}
        </Button>
      </div>
      {asking.isError && <Refusal reader="staff" error={asking.error} />}
    </form>
  );
}
