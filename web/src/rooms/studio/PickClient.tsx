import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { OwnClientShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { FieldError, SearchBox } from "../../design/Field";
import { fewClientsQuery } from "./own";

const OFFERED = 5;

interface Props {
  value: OwnClientShown | undefined;
  error?: string | null;
  onChange: (value: OwnClientShown | undefined) => void;
}

/** One of a photographer's own clients: those of late each a tap away, the others by name. */
export function PickClient({ value, error, onChange }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const query = useQuery(fewClientsQuery(q, OFFERED));
  const found = query.data?.clients ?? [];
  if (value)
    return (
      <p className="flex min-h-11 items-center justify-between gap-2 rounded-m bg-sunken px-3 py-1.5">
        <span className="min-w-0 font-medium wrap-anywhere">{value.name || t("word.guest")}</span>
        <Button
          size="s"
          icon="close"
          aria-label={t("form.removeNamed", { name: value.name || t("word.guest") })}
          onClick={() => onChange(undefined)}
        />
      </p>
    );
  return (
    <div className="space-y-1">
      <SearchBox
        label={t("own.findClient")}
        value={typed}
        maxLength={100}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={({ target }) => setTyped(target.value)}
        // What is looked for is not sent with the form.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      {error && (
        <FieldError id={`${id}-error`} alert>
          {error}
        </FieldError>
      )}
      {query.isError && !query.data && (
        <Refusal reader="staff" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {found.length > 0 && (
        <ul className="flex flex-col items-start">
          {found.map((one) => (
            <li key={one.id}>
              <Button
                kind="plain"
                className="h-auto min-h-10 py-1.5 text-left whitespace-normal wrap-anywhere"
                onClick={() => onChange(one)}
              >
                {one.name || t("word.guest")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="text-13 text-ink-soft">
        {query.isSuccess && found.length === 0 && t("bookFor.none")}
      </p>
    </div>
  );
}
