import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { type Answer, type Request, useAnswer, useRefuseClient } from "./queries";

export type Asked = Answer | "refuse";

const MOST = 500;

interface Props {
  request: Request;
  asked: Asked;
  onClose: () => void;
}

/** One answer, with a word for the client; another time can be offered beside the one asked for. */
export function AnswerDialog({ request, asked, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [note, setNote] = useState("");
  const [start, setStart] = useState(request.local.slice(0, 16));
  const [keep, setKeep] = useState(true);
  const answer = useAnswer(request.id, asked === "refuse" ? "decline" : asked, onClose);
  const refuse = useRefuseClient(request.id, onClose);
  const sending = asked === "refuse" ? refuse : answer;
  const send = () => {
    if (asked === "refuse") refuse.mutate(note);
    else answer.mutate({ note, ...(asked === "counter" && { start, keep }) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`asked.ask.${asked}`, { number: request.number })}
      text={t(`asked.askText.${asked}`)}
    >
      <Form
        reader="staff"
        sending={sending}
        onSubmit={send}
        onChange={sending.another}
        end={
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>{t("form.back")}</Button>
            <Button
              type="submit"
              kind={asked === "agree" || asked === "counter" ? "primary" : "danger"}
              busy={sending.isPending}
            >
              {t(`asked.do.${asked}`)}
            </Button>
          </div>
        }
      >
        {asked === "counter" && (
          <>
            <Field
              type="datetime-local"
              label={t("asked.start")}
              hint={formats.zoneName(request.zone)}
              value={start}
              required
              onChange={(event) => setStart(event.target.value)}
            />
            <Check
              label={t("asked.keep")}
              checked={keep}
              onChange={(event) => setKeep(event.target.checked)}
            />
          </>
        )}
        <Field
          label={t(asked === "refuse" ? "asked.reason" : "asked.note")}
          hint={t(asked === "refuse" ? "asked.reasonHint" : "asked.noteHint")}
          value={note}
          maxLength={MOST}
          onChange={(event) => setNote(event.target.value)}
        />
      </Form>
    </Dialog>
  );
}
