import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { MOST } from "./queries";

interface Props {
  post: (text: string, key: string) => Promise<unknown>;
  /** What stands beside the button. */
  end?: ReactNode;
}

/** Where a message is written: Ctrl+Enter sends it. What was typed stays if it is refused. */
export function Composer({ post, end }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const sending = useIntent((key, said: string) => post(said, key), {
    onSuccess: () => setText(""),
  });
  const submit = () => {
    if (text.trim() && !sending.isPending) sending.mutate(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
  };
  return (
    <Form
      onSubmit={submit}
      onChange={sending.another}
      sending={sending}
      end={
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" type="submit" busy={sending.isPending}>
            {t("messages.send")}
          </Button>
          {end}
        </div>
      }
    >
      {(tried) => (
        <TextArea
          label={t("messages.message")}
          hint={t("messages.keys")}
          error={tried && !text.trim() ? t("messages.empty") : undefined}
          rows={4}
          maxLength={MOST}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Form>
  );
}
