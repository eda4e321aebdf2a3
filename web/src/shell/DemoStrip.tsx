import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { configQuery } from "../base/api/queries";
import { useLanguage } from "../base/i18n/format";
import { isUserId, useTypedUser } from "../base/typedUser";
import { Button, IconButton } from "../design/Button";
import { Icon } from "../design/Icon";
import { writeHold } from "../rooms/cart/hold";
import { become } from "../rooms/people/signIn";

/** A demo shop believes whoever types a user id: here it says so, and here one types it. */
export function DemoStrip() {
  const { t } = useLanguage();
  const believed = useQuery(configQuery).data?.typedUserIds;
  const typed = useTypedUser();
  useEffect(() => {
    if (believed === false && typed) void somebodyElse(null);
  }, [believed, typed]);
  if (!believed) return null;
  return (
    <div className="border-b border-held/40 bg-held-soft" data-testid="demo-strip">
      <div className="page flex items-center justify-between gap-x-3 py-1.5 text-13 sm:gap-x-6">
        <p className="min-w-0 grow truncate" title={t("shell.demo")}>
          <span className="sm:hidden">{t("buying.demo")}</span>
          <span className="max-sm:hidden">{t("shell.demo")}</span>
        </p>
        <WhoIsIt key={typed} typed={typed} onBecome={(userId) => void somebodyElse(userId)} />
      </div>
    </div>
  );
}

function somebodyElse(userId: string | null): Promise<void> {
  writeHold(null);
  return become(userId);
}

interface Props {
  typed: string | null;
  onBecome: (userId: string | null) => void;
}

function WhoIsIt({ typed, onBecome }: Props) {
  const { t } = useLanguage();
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
    <form noValidate className="relative flex shrink-0 items-center gap-x-2" onSubmit={submit}>
      <label htmlFor={id} className="font-medium max-lg:sr-only">
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
        placeholder={t("shell.userId")}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? `${id}-error` : undefined}
        className="h-8 w-32 rounded-m border border-line-strong bg-raised px-2 text-13 placeholder:text-ink-soft hover:border-ink-soft lg:placeholder:text-transparent aria-invalid:border-danger"
      />
      {typed && wanted === typed ? (
        <IconButton
          icon="close"
          size="s"
          label={t("shell.userIdLeave")}
          onClick={() => onBecome(null)}
        />
      ) : (
        <Button size="s" type="submit" title={t("shell.userIdUse")} className="max-sm:px-2">
          <span className="max-sm:sr-only">{t("shell.userIdUse")}</span>
          <span className="sm:hidden">
            <Icon name="check" size={16} />
          </span>
        </Button>
      )}
      {bad && (
        <p
          id={`${id}-error`}
          role="alert"
          className="absolute top-full right-0 z-30 mt-1 w-max max-w-72 rounded-m border border-line bg-raised px-3 py-2 text-danger shadow-over"
        >
          {t("shell.userIdBad")}
        </p>
      )}
    </form>
  );
}
