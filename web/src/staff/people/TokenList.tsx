import { useState } from "react";
import { remove } from "../../base/api/client";
import type { TokenShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { ActDialog } from "../desk/ActDialog";
import { shownOnce, useDutyWords } from "../desk/duties";
import { useRoles } from "./PeopleTable";

interface Props<Answer> {
  tokens: readonly TokenShown[];
  /** Where one of them is ended. */
  path: (id: string) => string;
  /** Absent: they are only looked at. */
  onEnded?: (answer: Answer) => void;
}

/** Bearer tokens that work: what each is for, what it may do, when it was used. */
export function TokenList<Answer>({ tokens, path, onEnded }: Props<Answer>) {
  const { t } = useLanguage();
  const [ending, setEnding] = useState<TokenShown | null>(null);
  return (
    <>
      <ul className="divide-y divide-line rounded-m border border-line bg-raised">
        {tokens.map((one) => (
          <li key={one.id} className="flex flex-wrap items-start justify-between gap-3 p-3">
            <Said token={one} />
            {onEnded && (
              <Button
                size="s"
                aria-label={t("tokens.endOne", { name: one.name })}
                onClick={() => setEnding(one)}
              >
                {t("tokens.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ending && (
        <ActDialog<Answer>
          grave
          title={t("tokens.endTitle", { name: ending.name })}
          text={t("tokens.endText")}
          act={t("tokens.end")}
          send={() => remove<Answer>(path(ending.id))}
          onDone={onEnded}
          told={() => t("tokens.ended", { name: ending.name })}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}

function Said({ token }: { token: TokenShown }) {
  const { t, formats } = useLanguage();
  const roles = useRoles();
  const duty = useDutyWords();
  const { duties, expiresAt, lastUsedAt } = token;
  // With some duties and not others nobody is an admin.
  const acting = token.roles.map((role) => (duties && role === "admin" ? "manager" : role));
  const facts = [
    t("tokens.made", { time: formats.calendarDay(token.createdAt) }),
    lastUsedAt ? t("tokens.used", { time: formats.moment(lastUsedAt) }) : t("tokens.unused"),
    expiresAt ? t("tokens.until", { time: formats.calendarDay(expiresAt) }) : t("tokens.forever"),
  ];
  return (
    <div className="min-w-0 flex-1 basis-60 space-y-1">
      <p className="font-medium wrap-anywhere">
        {token.name}
        {token.hint && <span className="ml-2 font-mono text-13 text-ink-soft">…{token.hint}</span>}
      </p>
      <p className="text-13 wrap-anywhere">
        {roles(acting)}
        {duties && `: ${shownOnce(duties).map(duty).join(", ") || t("duty.level.none")}`}
      </p>
      <p className="text-13 text-ink-soft">{facts.join(" · ")}</p>
    </div>
  );
}
