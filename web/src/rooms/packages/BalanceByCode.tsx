import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { useBalance } from "./queries";
import { useItemWords, useUnits } from "./told";

/** What is left of a certificate, for who has its code. */
export function BalanceByCode() {
  const { t } = useLanguage();
  const units = useUnits();
  const itemWords = useItemWords();
  const [code, setCode] = useState("");
  const asking = useBalance();
  const found = asking.data;
  return (
    <Panel title={t("packages.balance")}>
      <form
        className="flex flex-wrap items-end gap-3"
        onChange={asking.another}
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) asking.mutate(code);
        }}
      >
        <Field
          className="min-w-56 grow"
          label={t("packages.code")}
          value={code}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button type="submit" online busy={asking.isPending}>
          {t("packages.ask")}
        </Button>
      </form>
      {asking.isError && (
        <div className="mt-3">
          <Refusal error={asking.error} />
        </div>
      )}
      {found && (
        <p className="mt-3" role="status">
          <span className="tabular font-semibold">{units(found, found.left)}</span>
          {" · "}
          {found.name}
          {found.kind === "sessions" && ` · ${itemWords(found)}`} ·{" "}
          {t(`packages.state.${found.status}`)} · <Moment at={found.validUntil} />
        </p>
      )}
    </Panel>
  );
}
