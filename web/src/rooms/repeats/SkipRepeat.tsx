import { useState } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { renewRepeats, skipDay } from "./queries";

interface Props {
  one: RepeatBody;
  /** The day that is the next. */
  day: string;
  names: string;
}

/** Leaves one day out, the one that is named. */
export function SkipRepeat({ one, day, names }: Props) {
  const { t, formats } = useLanguage();
  const [asked, setAsked] = useState<string>();
  const close = () => setAsked(undefined);
  const skipping = useIntent((key, skipped: string) => skipDay(one.id, skipped, key), {
    onSuccess: close,
    onSettled: renewRepeats,
  });
  return (
    <>
      <Button
        size="s"
        aria-label={`${t("repeats.skip")}: ${names}`}
        onClick={() => {
          skipping.reset();
          setAsked(day);
        }}
      >
        {t("repeats.skip")}
      </Button>
      <Dialog
        open={asked !== undefined}
        onClose={close}
        title={t("repeats.skipTitle", { day: formats.dayAhead(asked ?? day) })}
        text={t("repeats.skipText")}
      >
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t("repeats.keepDay")}</Button>
          <Button
            kind="primary"
            online
            busy={skipping.isPending}
            onClick={() => asked && skipping.mutate(asked)}
          >
            {t("repeats.skipIt")}
          </Button>
        </div>
        {skipping.isError && <Refusal error={skipping.error} />}
      </Dialog>
    </>
  );
}
