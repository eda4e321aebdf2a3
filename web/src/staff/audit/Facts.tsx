import { useState } from "react";
import type { AuditLine } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { type Fact, factsOf } from "./facts";
import { useFactText } from "./factText";

const FIRST = 3;
const LONG = 160;

/** What a line says beyond who did what: the first of it in the table, all of it in a dialog. */
export function Facts({ line, action }: { line: AuditLine; action: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const facts = factsOf(line);
  const text = useFactText(line);
  const long = facts.some((fact) => text.value(fact.path, fact.value).length > LONG);
  return (
    <div className="max-w-96 min-w-24 space-y-1 sm:min-w-56">
      <dl>
        {facts.slice(0, FIRST).map((fact) => (
          <Said key={JSON.stringify(fact)} fact={fact} line={line} short />
        ))}
      </dl>
      {(facts.length > FIRST || long) && (
        <Button looks size="s" kind="plain" className="-mx-3" onClick={() => setOpen(true)}>
          {t("audit.all", { count: facts.length })}
        </Button>
      )}
      {open && <AllOfIt line={line} action={action} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface AllProps {
  line: AuditLine;
  action: string;
  onClose: () => void;
}

function AllOfIt({ line, action, onClose }: AllProps) {
  const { t, formats } = useLanguage();
  return (
    <Dialog open onClose={onClose} title={action} text={formats.moment(line.at)}>
      <dl className="space-y-2 text-15">
        {factsOf(line).map((fact) => (
          <Said key={JSON.stringify(fact)} fact={fact} line={line} />
        ))}
      </dl>
      <details>
        <summary className="cursor-pointer text-15 text-accent">{t("audit.written")}</summary>
        <pre className="mt-2 max-h-80 overflow-auto rounded-m bg-sunken p-3 text-13 whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(line.data, null, 2)}
        </pre>
      </details>
    </Dialog>
  );
}

/** "Price: €12 → €10" */
function Said({ fact, line, short }: { fact: Fact; line: AuditLine; short?: boolean }) {
  const text = useFactText(line);
  const { path, value, before } = fact;
  const cut = short ? "line-clamp-2" : "whitespace-pre-wrap";
  return (
    <div className={`wrap-anywhere ${cut}`}>
      {path.length > 0 && (
        <dt className="inline text-ink-soft">
          <span>{text.name(path)}</span>
          <span>: </span>
        </dt>
      )}
      <dd className="inline">
        {before !== undefined && (
          <>
            <del className="text-ink-soft">{text.value(path, before)}</del>
            <span> → </span>
          </>
        )}
        <span>{text.value(path, value)}</span>
      </dd>
    </div>
  );
}
