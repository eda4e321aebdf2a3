import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";

interface Props {
  label: string;
  hint?: string;
  /** What it is called to add one more. */
  add: string;
  known: readonly string[];
  /** In the list of all; short where it is chosen. */
  nameOf: (id: string) => string;
  shortOf?: (id: string) => string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** Some of what the shop knows, added and removed one by one; nothing to choose from is not shown. */
export function SeveralOf({ label, hint, add, known, nameOf, shortOf, chosen, onChange }: Props) {
  const { t } = useLanguage();
  if (known.length === 0) return null;
  const short = shortOf ?? nameOf;
  return (
    <div className="space-y-2">
      <Select
        label={label}
        hint={hint}
        value={null}
        none={add}
        items={known.filter((id) => !chosen.includes(id))}
        nameOf={nameOf}
        onChoose={(id) => id && onChange([...chosen, id])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((id) => (
            <li key={id}>
              <Button
                size="s"
                icon="close"
                aria-label={t("form.removeNamed", { name: short(id) })}
                onClick={() => onChange(chosen.filter((one) => one !== id))}
              >
                {short(id)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
