import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Select } from "../../design/Field";
import { dutiesQuery, FIELDS, type WorkField } from "../desk/duties";

/** Of a manager, the duties chosen; null: all of them. */
export type Duties = readonly string[] | null;

type Level = "none" | "read" | "write";

/** Whether somebody with these roles may have some duties and not others. */
export function mayBeNarrowed(roles: readonly string[]): boolean {
  return roles.includes("manager") && !roles.includes("admin");
}

export function levelOf(duties: readonly string[], field: WorkField): Level {
  if (duties.includes(`${field}:write`)) return "write";
  return duties.includes(`${field}:read`) ? "read" : "none";
}

export function withLevel(duties: readonly string[], field: WorkField, level: Level): string[] {
  const others = duties.filter((one) => !one.startsWith(`${field}:`));
  return level === "none" ? others : [...others, `${field}:${level}`];
}

interface Props {
  duties: Duties;
  onChange: (duties: Duties) => void;
}

/** What of staff's work is theirs: all of it, a ready-made set, or each for itself. */
export function DutyChoice({ duties, onChange }: Props) {
  const { t } = useLanguage();
  const known = useQuery(dutiesQuery).data;
  return (
    <fieldset className="space-y-3" data-testid="duties">
      <legend className="mb-1 text-13 text-ink-soft">{t("duty.title")}</legend>
      <Check
        label={t("duty.all")}
        checked={duties === null}
        onChange={() => onChange(duties === null ? [] : null)}
      />
      {duties !== null && (
        <>
          <div className="flex flex-wrap gap-2">
            {known?.sets.map((set) => (
              <Button
                key={set.name}
                size="s"
                title={t(`duty.setMeans.${set.name as SetName}`)}
                onClick={() => onChange(set.duties)}
              >
                {t(`duty.set.${set.name as SetName}`)}
              </Button>
            ))}
          </div>
          <ul className="divide-y divide-line rounded-m border border-line">
            {FIELDS.map((field) => (
              <li
                key={field}
                className="grid items-center gap-2 px-3 py-2 sm:grid-cols-[1fr_10rem]"
              >
                <div className="min-w-0">
                  <p className="font-medium">{t(`duty.of.${field}`)}</p>
                  <p className="text-13 text-ink-soft">{t(`duty.means.${field}`)}</p>
                </div>
                <Select<Level>
                  bare
                  dense
                  label={t(`duty.of.${field}`)}
                  value={levelOf(duties, field)}
                  items={LEVELS.filter(
                    (level) => level !== "write" || known?.duties.includes(`${field}:write`),
                  )}
                  nameOf={(level) => t(`duty.level.${level}`)}
                  onChoose={(level) => onChange(withLevel(duties, field, level ?? "none"))}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </fieldset>
  );
}

const LEVELS = ["none", "read", "write"] as const;
type SetName = "packing" | "support" | "accounting" | "catalogue" | "studio" | "figures";
