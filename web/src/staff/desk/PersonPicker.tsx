import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { PeopleAnswer, PersonAnswer, PersonShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { FieldError, SearchBox } from "../../design/Field";
import { buyerName } from "./Buyer";

interface Props {
  label: string;
  hint?: string;
  /** A user's id; empty: nobody. */
  value: string;
  /** Who has another one is shown, and cannot be chosen. */
  withRole?: string;
  error?: string | null;
  onChange: (userId: string) => void;
}

const OFFERED = 6;

/** Somebody with an account, looked for by name or mail. */
export function PersonPicker({ label, hint, value, withRole, error, onChange }: Props) {
  const id = useId();
  return (
    <fieldset
      aria-describedby={[error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ")}
      className="flex min-w-0 flex-col gap-1"
    >
      <legend className="mb-1 text-13 font-medium text-ink-soft">{label}</legend>
      {value ? (
        <Chosen userId={value} onRemove={() => onChange("")} />
      ) : (
        <Find label={label} withRole={withRole} onChoose={onChange} />
      )}
      {error && (
        <FieldError id={`${id}-error`} alert>
          {error}
        </FieldError>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-13 text-ink-soft">
          {hint}
        </p>
      )}
    </fieldset>
  );
}

function Chosen({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const { t } = useLanguage();
  const person = useQuery(
    answerQuery<PersonAnswer>(["staff", "person", userId], `/staff/people/${userId}`),
  ).data?.person;
  const name = (person && buyerName(person)) ?? userId;
  return (
    <p className="flex min-h-10 items-center justify-between gap-2">
      <span className="min-w-0">
        <span className="block wrap-anywhere">{name}</span>
        {person?.email && person.email !== name && (
          <span className="block text-13 wrap-anywhere text-ink-soft">{person.email}</span>
        )}
      </span>
      <Button
        size="s"
        icon="close"
        aria-label={t("form.removeNamed", { name })}
        onClick={onRemove}
      />
    </p>
  );
}

function Find({
  label,
  withRole,
  onChoose,
}: Pick<Props, "label" | "withRole"> & { onChoose: (id: string) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const asked = { q, limit: OFFERED };
  const found = useQuery({
    ...answerQuery<PeopleAnswer>(["staff", "people", "picking", q], "/staff/people", asked),
    enabled: q !== "",
  });
  const people = q === "" ? [] : (found.data?.people ?? []).filter((one) => one.kind === "user");
  return (
    <>
      <SearchBox
        label={`${label}: ${t("people.find")}`}
        value={typed}
        maxLength={200}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        // What is looked for is not sent with the form.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      {people.length > 0 && (
        <ul className="flex flex-col items-start">
          {people.map((one) => (
            <Offered
              key={one.owner}
              person={one}
              fits={!withRole || one.roles.includes(withRole)}
              onChoose={onChoose}
            />
          ))}
        </ul>
      )}
      <p role="status" className="text-13 text-ink-soft">
        {q !== "" && found.isSuccess && people.length === 0 && t("people.none")}
      </p>
    </>
  );
}

function Offered({
  person,
  fits,
  onChoose,
}: {
  person: PersonShown;
  fits: boolean;
  onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <Button
        kind="plain"
        disabled={!fits}
        className="h-auto min-h-8 text-left whitespace-normal"
        onClick={() => person.userId && onChoose(person.userId)}
      >
        {[person.name, person.email].filter(Boolean).join(", ")}
      </Button>
      {!fits && <span className="text-13 text-ink-soft">{t("people.otherRole")}</span>}
    </li>
  );
}
