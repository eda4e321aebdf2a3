import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import type { Bound } from "./PasswordField";

/** A code of the app; who has lost the app types a recovery code. */
export function CodeField({ recovery = true, ...field }: Bound & { recovery?: boolean }) {
  const { t } = useLanguage();
  const [lost, setLost] = useState(false);
  return (
    <div className="space-y-1">
      <Field
        {...field}
        key={String(lost)}
        label={t(lost ? "second.recoveryCode" : "second.code")}
        hint={t(lost ? "second.recoveryHint" : "second.codeHint")}
        inputMode={lost ? "text" : "numeric"}
        autoComplete={lost ? "off" : "one-time-code"}
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
      />
      {recovery && (
        <Button kind="plain" size="s" onClick={() => setLost(!lost)}>
          {t(lost ? "second.haveApp" : "second.lostApp")}
        </Button>
      )}
    </div>
  );
}
