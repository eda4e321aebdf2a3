import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { standingOf, useLasting } from "./lasting";
import { useBalance, useClaim } from "./queries";
import { useItemWords, useUnits } from "./told";

/** What is left of a certificate, for who has its code. */
export function BalanceByCode() {
  const { t } = useLanguage();
  const units = useUnits();
  const itemWords = useItemWords();
  const lasting = useLasting();
  const [code, setCode] = useState("");
  const asking = useBalance();
  // Of the code that was asked for: another one that is typed since is not that one.
  const found = asking.variables === code ? asking.data : undefined;
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
          label={t("word.code")}
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
          {t(`packages.state.${standingOf(found)}`)} · {lasting(found)}
        </p>
      )}
      {found?.kind === "hours" && found.left > 0 && <Claim key={code} code={code} />}
    </Panel>
  );
}

/** Puts hours that somebody gave on the visitor's own account. */
function Claim({ code }: { code: string }) {
  const { t } = useLanguage();
  const session = useSession();
  const claiming = useClaim();
  if (!session?.user)
    return (
      <div className="mt-3">
        <ButtonLink size="s" to="/login" search={{ next: "/packages" }}>
          {t("packages.loginToClaim")}
        </ButtonLink>
      </div>
    );
  if (claiming.isSuccess)
    return (
      <div className="mt-3">
        <ButtonLink size="s" to="/prepaid">
          {t("packages.claimed")}
        </ButtonLink>
      </div>
    );
  return (
    <div className="mt-3 space-y-3">
      <Button size="s" online busy={claiming.isPending} onClick={() => claiming.mutate(code)}>
        {t("packages.claim")}
      </Button>
      {claiming.isError && <Refusal error={claiming.error} />}
    </div>
  );
}
