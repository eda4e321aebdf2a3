import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { configQuery } from "../api/queries";
import { Button, IconButton } from "../components/Button";
import { useSignIn } from "../session/session";
import { isUserId, useTypedUser } from "../session/typedUser";

/** A demo shop believes whoever types a user id: here it says so, and here one types it. */
export function DemoStrip() {
  const { t } = useTranslation();
  const believed = useQuery(configQuery).data?.typedUserIds;
  const typed = useTypedUser();
  const { become } = useSignIn();
  useEffect(() => {
    if (believed === false && typed) void become(null);
  }, [believed, typed, become]);
  if (!believed) return null;
  return (
    <div className="border-b border-held/40 bg-held-soft" data-testid="demo-strip">
      <div className="page flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-1.5 text-13">
        <p className="min-w-0 grow basis-60">{t("shell.demo")}</p>
        <WhoIsIt key={typed} typed={typed} onBecome={(userId) => void become(userId)} />
      </div>
    </div>
  );
}

interface Props {
  typed: string | null;
  onBecome: (userId: string | null) => void;
}

function WhoIsIt({ typed, onBecome }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(typed ?? "");
  const [tried, setTried] = useState(false);
  const wanted = text.trim();
  const bad = tried && !isUserId(wanted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isUserId(wanted) && wanted !== typed) onBecome(wanted);
  };
  return (
    <form noValidate className="flex flex-wrap items-center gap-x-2 gap-y-1" onSubmit={submit}>
      <label htmlFor={id} className="font-medium">
        {t("shell.userId")}
      </label>
      <input
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? `${id}-error` : undefined}
        className="h-8 w-24 rounded-m border border-line-strong bg-raised px-2 text-13 hover:border-ink-soft aria-invalid:border-danger sm:w-32"
      />
      {typed && wanted === typed ? (
        <IconButton
          icon="close"
          size="s"
          label={t("shell.userIdLeave")}
          onClick={() => onBecome(null)}
        />
      ) : (
        <Button size="s" type="submit">
          {t("shell.userIdUse")}
        </Button>
      )}
      {bad && (
        <p id={`${id}-error`} role="alert" className="text-danger">
          {t("shell.userIdBad")}
        </p>
      )}
    </form>
  );
}
