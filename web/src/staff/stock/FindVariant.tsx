import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { FieldError, SearchBox } from "../../design/Field";
import { useUnits } from "../../design/units";
import { variantsQuery } from "./queries";
import { nameOf } from "./VariantTable";

interface Props {
  label: string;
  not: string[];
  /** What is wrong while none is added. */
  error?: string | null;
  onAdd: (variant: StaffVariant) => void;
}

const SHOWN = 8;

/** The first few that are called so, each to be added; Enter adds the first. */
export function FindVariant({ label, not, error, onAdd }: Props) {
  const { t, locale, formats } = useLanguage();
  const units = useUnits();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const q = useSettled(typed).trim();
  const query = useInfiniteQuery({ ...variantsQuery({ q }, locale), enabled: q !== "" });
  const found = query.data?.pages.flatMap((page) => page.variants) ?? [];
  const shown = q === "" ? [] : found.filter((one) => !not.includes(one.variantId));
  const settled = q === typed.trim() && query.isSuccess;
  const add = (one: StaffVariant) => {
    onAdd(one);
    setTyped("");
    box.current?.focus();
  };
  return (
    <div className="space-y-2">
      <SearchBox
        dense
        ref={box}
        label={label}
        value={typed}
        maxLength={200}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // what is looked for does not send the form around it
          if (settled && shown[0]) add(shown[0]);
        }}
      />
      {error && (
        <FieldError id={id} alert>
          {error}
        </FieldError>
      )}
      <ul className="space-y-1">
        {shown.slice(0, SHOWN).map((one) => (
          <li key={one.variantId} className="flex flex-wrap items-center gap-x-3">
            <Button kind="plain" size="s" icon="plus" onClick={() => add(one)}>
              {nameOf(one)}
            </Button>
            <span className="tabular text-13 text-ink-soft">
              {[
                one.sku,
                formats.price(one.price, one.currency),
                t("parts.free", { number: units(one.stock) }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {query.isError && !query.data && (
        <Refusal reader="staff" error={query.error} onRetry={() => void query.refetch()} />
      )}
      <p role="status" className="text-13 text-ink-soft">
        {q !== "" && settled && shown.length === 0 && t("parts.notFound")}
        {settled && shown.length > SHOWN && t("parts.more")}
      </p>
    </div>
  );
}
