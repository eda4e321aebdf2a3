import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { PeopleAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { SearchBox } from "../../design/Field";

export type Person = PeopleAnswer["people"][number];

const OFFERED = 5;

/** People with an account, by name or mail; the one who is chosen stands in their place. */
export function FindPerson(props: {
  chosen: Person | null;
  onChoose: (person: Person | null) => void;
}) {
  const { chosen, onChoose } = props;
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const query = useQuery({
    ...answerQuery<PeopleAnswer>(["staff", "people", "picking", q], "/staff/people", {
      q,
      limit: OFFERED,
    }),
    enabled: q !== "" && !chosen,
  });
  const found = q === "" ? [] : (query.data?.people ?? []).filter(({ userId }) => userId);
  if (chosen)
    return (
      <p className="flex flex-wrap items-center gap-3">
        <span className="wrap-anywhere">{called(chosen)}</span>
        <Button kind="plain" size="s" onClick={() => onChoose(null)}>
          {t("person.another")}
        </Button>
      </p>
    );
  return (
    <div className="space-y-2">
      <SearchBox
        dense
        label={t("person.find")}
        value={typed}
        maxLength={100}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className="space-y-1">
        {found.map((one) => (
          <li key={one.owner}>
            <Button
              kind="plain"
              size="s"
              icon="plus"
              onClick={() => {
                onChoose(one);
                setTyped("");
              }}
            >
              {called(one)}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-13 text-ink-soft">
        {q !== "" && query.isSuccess && found.length === 0 && t("person.nobody")}
      </p>
    </div>
  );
}

function called({ name, email }: Person): string {
  return [name, email].filter(Boolean).join(" · ");
}
