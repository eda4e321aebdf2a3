import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { SearchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { FieldError, SearchBox } from "../../design/Field";
import { amongQuery } from "../../rooms/stock/among";

interface Props {
  chosen: string[];
  error?: string;
  most?: number;
  /** What one is called that is not known by name; else that it is not on sale. */
  otherwise?: (id: string) => string;
  onChange: (chosen: string[]) => void;
}

const OFFERED = 6;
const NAMED_AT_ONCE = 24;
const LONGEST_LIST = 100;

/** Products that are looked for and put in one by one, in the order in which they will stand; Enter
 * puts in the first. */
export function ProductPicker({ chosen, error, most, otherwise, onChange }: Props) {
  const { t, locale } = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [added, setAdded] = useState<[string, string][]>([]);
  const query = useSettled(typed.trim());
  const asked = { query, limit: Math.min(OFFERED + chosen.length, LONGEST_LIST), locale };
  const found = useQuery({
    ...answerQuery<SearchBody>(["products", "picking", asked], "/products/search", asked),
    enabled: query !== "",
  });
  const first = chosen.slice(0, NAMED_AT_ONCE);
  const known = useQuery({ ...amongQuery(first, locale), enabled: first.length > 0 });
  const said = known.data?.map((one) => [one.id, one.name] as const) ?? [];
  const names = new Map([...added, ...said]);
  const offered = (query === "" ? [] : (found.data?.products ?? []))
    .filter((one) => !chosen.includes(one.id))
    .slice(0, OFFERED);
  const nameOf = (one: string) => names.get(one) ?? otherwise?.(one) ?? t("pick.notOnSale");
  const settled = query === typed.trim() && found.isSuccess;
  const full = most !== undefined && chosen.length >= most;
  const add = (one: { id: string; name: string }) => {
    setAdded([...added, [one.id, one.name]]);
    onChange([...chosen, one.id]);
  };
  return (
    <div className="space-y-3" aria-describedby={error ? id : undefined}>
      {chosen.length > 0 && (
        <ol className="flex flex-wrap gap-2">
          {chosen.map((one) => (
            <li key={one}>
              <Button
                size="s"
                icon="close"
                aria-label={t("form.removeNamed", { name: nameOf(one) })}
                onClick={() => onChange(chosen.filter((each) => each !== one))}
              >
                {nameOf(one)}
              </Button>
            </li>
          ))}
        </ol>
      )}
      <SearchBox
        label={t("pick.find")}
        value={typed}
        maxLength={200}
        autoComplete="off"
        disabled={full}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // what is looked for does not send the form around it
          if (settled && offered[0]) add(offered[0]);
        }}
      />
      {offered.length > 0 && !full && (
        <ul className="flex flex-wrap gap-2">
          {offered.map((one) => (
            <li key={one.id}>
              <Button size="s" icon="plus" onClick={() => add(one)}>
                {one.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {found.isError && !found.data && (
        <Refusal reader="staff" error={found.error} onRetry={() => void found.refetch()} />
      )}
      <p role="status" className="text-13 text-ink-soft">
        {query !== "" && found.data?.products.length === 0 && t("pick.notFound")}
      </p>
      {error && (
        <FieldError id={id} alert>
          {error}
        </FieldError>
      )}
    </div>
  );
}
