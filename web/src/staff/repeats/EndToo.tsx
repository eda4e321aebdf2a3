import type { StaffRepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { useEvery } from "../../rooms/repeats/every";

interface Props {
  one: StaffRepeatBody | undefined;
  ends: boolean;
  onChange: (ends: boolean) => void;
}

/** Of an order that is repeated: whether that ends with it. Nothing of one that has ended. */
export function EndToo({ one, ends, onChange }: Props) {
  const { t, formats } = useLanguage();
  const inWords = useEvery();
  if (!one || one.status === "ended") return null;
  const every = inWords(one.every);
  return (
    <div data-testid="end-repeat">
      <Check
        label={t("staffRepeats.endToo")}
        checked={ends}
        onChange={({ target }) => onChange(target.checked)}
      />
      <p className="text-13 text-ink-soft">
        {one.nextOn
          ? t("staffRepeats.endTooHint", { every, day: formats.dayAhead(one.nextOn) })
          : t("staffRepeats.endTooPaused", { every })}
      </p>
    </div>
  );
}
