import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";

interface Props {
  /** What the field is called. */
  label: string;
  /** What it is about, for who does not see where it stands. */
  about: string;
  hint?: string;
  before: string;
  most: number;
  /** Said where nothing is written; without it, nothing is a word as well. */
  missing?: string;
  send: string;
  sent: string;
  sending: {
    mutate: (text: string, then: { onSuccess: () => void }) => void;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
  };
  onClose: () => void;
}

/** A few words for all to read: a reply, a question, an answer. */
export function WordsForm(props: Props) {
  const { label, about, hint, before, most, missing, send, sent, sending, onClose } = props;
  const { t, formats } = useLanguage();
  const [text, setText] = useState(before);
  const unsaid = missing !== undefined && text.trim() === "";
  const submit = () => {
    if (unsaid) return;
    sending.mutate(text, {
      onSuccess: () => {
        toast({ title: sent });
        onClose();
      },
    });
  };
  return (
    <section aria-label={about} className="max-w-prose rounded-m border border-line p-4">
      <Form
        onSubmit={submit}
        sending={sending}
        end={
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={sending.isPending}>
              {send}
            </Button>
            <Button kind="plain" onClick={onClose}>
              {t("reviews.cancel")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <TextArea
            label={label}
            hint={
              text.length > most - 200
                ? t("reviews.left", { count: formats.number(most - text.length) })
                : hint
            }
            error={tried && unsaid ? missing : null}
            rows={3}
            maxLength={most}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Form>
    </section>
  );
}
