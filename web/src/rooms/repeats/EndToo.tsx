import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { useEvery } from "./every";
import { ownRepeat } from "./queries";

/** Of an order that is repeated: whether that ends with it, as is asked beside `field`: at `first`,
 * until its buyer says otherwise. */
export function useEndToo(repeatId: string | null | undefined, open: boolean, first: boolean) {
  const { locale } = useLanguage();
  const [ends, setEnds] = useState(first);
  const asked = useQuery({
    ...ownRepeat(repeatId ?? "", locale),
    enabled: open && Boolean(repeatId),
    retry: false,
  });
  const one = repeatId ? asked.data : undefined;
  const goesOn = one && one.status !== "ended";
  return {
    /** Left open where there is nothing to ask. */
    endRepeat: goesOn ? ends : undefined,
    field: goesOn ? <EndToo one={one} ends={ends} onChange={setEnds} /> : null,
  };
}

interface Props {
  one: RepeatBody;
  ends: boolean;
  onChange: (ends: boolean) => void;
}

function EndToo({ one, ends, onChange }: Props) {
  const { t, formats } = useLanguage();
  const every = useEvery()(one.every);
  return (
    <div className="mt-4" data-testid="end-repeat">
      <Check
        label={t("repeats.endToo")}
        checked={ends}
        onChange={({ target }) => onChange(target.checked)}
      />
      <p className="text-13 text-ink-soft">
        {one.nextOn
          ? t("repeats.endTooHint", { every, day: formats.dayAhead(one.nextOn) })
          : t("repeats.endTooPaused", { every })}
      </p>
    </div>
  );
}
