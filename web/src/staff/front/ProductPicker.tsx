import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { SearchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { SearchBox } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { amongQuery } from "../../rooms/stock/among";
import { MOST_SHOWN } from "./form";

interface Props {
  chosen: string[];
  error?: string;
  most?: number;
  onChange: (chosen: string[]) => void;
}

const OFFERED = 6;

/** Products that are looked for and put in one by one, in the order in which they will stand. */
export function ProductPicker({ chosen, error, most = MOST_SHOWN, onChange }: Props) {
  const { t, locale } = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState("");
  const query = useSettled(typed.trim());
  const asked = { query, limit: OFFERED + chosen.length, locale };
  const found = useQuery({
    ...answerQuery<SearchBody>(["products", "picking", asked], "/products/search", asked),
    enabled: query !== "",
  });
  const known = useQuery({ ...amongQuery(chosen, locale), enabled: chosen.length > 0 });
  const names = new Map(known.data?.map((one) => [one.id, one.name]));
  const offered = (query === "" ? [] : (found.data?.products ?? []))
    .filter((one) => !chosen.includes(one.id))
    .slice(0, OFFERED);
  const nameOf = (one: string) => names.get(one) ?? t("front.notOnSale");
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
        label={t("front.find")}
        value={typed}
        maxLength={200}
        disabled={chosen.length >= most}
        onChange={(event) => setTyped(event.target.value)}
      />
      {offered.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {offered.map((one) => (
            <li key={one.id}>
              <Button size="s" icon="plus" onClick={() => onChange([...chosen, one.id])}>
                {one.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="text-13 text-ink-soft">
        {query !== "" && found.isSuccess && offered.length === 0 && t("front.notFound")}
      </p>
      {error && (
        <p id={id} role="alert" className="flex items-center gap-1 text-13 text-danger">
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}
