import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { useRoles } from "./PeopleTable";

const ROLES = ["customer", "seller", "photographer", "manager", "admin"] as const;

interface Props {
  legend: string;
  /** Those that are chosen from, if not all. */
  of?: readonly string[];
  roles: readonly string[];
  onChange: (next: (before: readonly string[]) => readonly string[]) => void;
  /** They were sent, so that what is missing is said. */
  tried: boolean;
  /** The cursor begins here. */
  first?: boolean;
  /** What a role opens, below its name. */
  explained?: boolean;
}

/** Which roles somebody has: one at least. */
export function RoleChecks({
  legend,
  of = ROLES,
  roles,
  onChange,
  tried,
  first,
  explained,
}: Props) {
  const { t } = useLanguage();
  const words = useRoles();
  const bad = tried && roles.length === 0;
  const toggle = (role: string) =>
    onChange((before) =>
      before.includes(role) ? before.filter((one) => one !== role) : [...before, role],
    );
  return (
    <fieldset>
      <legend className="mb-1 text-13 text-ink-soft">{legend}</legend>
      <div className={explained ? "space-y-1" : "grid sm:grid-cols-2"}>
        {ROLES.filter((role) => of.includes(role)).map((role, at) => (
          <div key={role}>
            <Check
              data-first={(first && at === 0) || undefined}
              label={words([role])}
              checked={roles.includes(role)}
              onChange={() => toggle(role)}
              aria-invalid={bad || undefined}
              aria-describedby={bad ? "roles-missing" : undefined}
            />
            {explained && <p className="pl-7 text-13 text-ink-soft">{t(`people.does.${role}`)}</p>}
          </div>
        ))}
      </div>
      {bad && (
        <p id="roles-missing" role="alert" className="text-13 text-danger">
          {t("standing.rolesMissing")}
        </p>
      )}
    </fieldset>
  );
}
