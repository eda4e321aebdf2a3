import { type ReactNode, useState } from "react";
import { saidOf } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";

interface Props<Answer> {
  title: string;
  text?: ReactNode;
  /** In a word, on the button; without one it saves. */
  act?: string;
  grave?: boolean;
  /** Asks why: who reads it, and what is often said. */
  reason?: { hint: string; most?: number; ideas?: string[] };
  /** False while a field says what is wrong with it. */
  sound?: boolean;
  send: (key: string, reason: string) => Promise<Answer>;
  onDone?: (answer: Answer) => unknown;
  /** Says that it was done. */
  told?: (answer: Answer) => string;
  onClose: () => void;
  children?: (tried: boolean, said: (field: string) => string | null) => ReactNode;
  /** The fields that say themselves what a refusal says of them. */
  saying?: readonly string[];
  /** Stands beside the button. */
  beside?: ReactNode;
}

/** What staff do to one thing, asked once more before it is done, with a reason where one is due. */
export function ActDialog<Answer>(props: Props<Answer>) {
  const { title, text, act, grave, reason, sound = true, onClose, children, beside } = props;
  const { saying = [] } = props;
  const { t } = useLanguage();
  const [why, setWhy] = useState("");
  const unsaid = reason !== undefined && why.trim() === "";
  const acting = useIntent((key) => props.send(key, why.trim()), {
    onSuccess: async (answer) => {
      await props.onDone?.(answer);
      if (props.told) toast({ title: props.told(answer) });
      onClose();
    },
  });
  const said = (field: string) => saidOf(acting.error, field);
  return (
    <Dialog open onClose={onClose} title={title} text={text}>
      <Form
        reader="staff"
        sending={acting}
        refusal={saying.some((field) => said(field)) ? null : undefined}
        onChange={acting.another}
        onSubmit={() => sound && !unsaid && acting.mutate()}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
            {beside}
            <Button kind={grave ? "danger" : "primary"} type="submit" busy={acting.isPending}>
              {act ?? t(acting.isPending ? "form.saving" : "form.save")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            {children?.(tried, said)}
            {reason && (
              <Field
                data-first={children === undefined || undefined}
                label={t("staff.reason")}
                value={why}
                maxLength={reason.most ?? 500}
                onChange={(event) => setWhy(event.target.value)}
                error={tried && unsaid ? t("staff.reasonMissing") : null}
                hint={reason.hint}
              />
            )}
            {reason?.ideas && (
              <div className="-mt-2 flex flex-wrap gap-1">
                {reason.ideas.map((idea) => (
                  <Button
                    key={idea}
                    kind="plain"
                    size="s"
                    onClick={() => {
                      setWhy(idea);
                      acting.another();
                    }}
                  >
                    {idea}
                  </Button>
                ))}
              </div>
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}
