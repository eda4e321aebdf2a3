import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { newKey, post } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { ClosingStanding } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers, useSession } from "../../base/session";
import { BackLink } from "../../design/BackLink";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useTextForm } from "./form";
import { useLeft } from "./left";
import { PasswordField } from "./PasswordField";
import { become } from "./signIn";

ownAnswers("closing");

const query = answerQuery<ClosingStanding>(["closing"], "/profile/closing");
const PARTS = [
  ["goes", ["account", "addresses", "lists", "telling", "notes"]],
  ["nameless", ["orders", "bookings", "words"]],
  ["stays", ["papers", "money", "log"]],
] as const;

/** Closing one's account: what goes, what stays and why, and the last word. */
export function ClosingPage() {
  const { t } = useLanguage();
  const session = useSession();
  const found = useQuery({ ...query, enabled: Boolean(session?.user), staleTime: 0 });
  if (session && !session.user)
    return <LoginFirst whole title={t("account.loginFirst")} hint={t("account.loginFirstHint")} />;
  return (
    <div className="page max-w-2xl pb-16">
      <BackLink to="/account">{t("account.title")}</BackLink>
      <Heading title={t("closing.title")} text={t("closing.text")} />
      <div className="space-y-6">
        {PARTS.map(([part, lines]) => (
          <Panel key={part} title={t(`closing.part.${part}`)}>
            <ul className="list-disc space-y-1 pl-5">
              {lines.map((line) => (
                <li key={line}>{t(`closing.what.${line}`)}</li>
              ))}
            </ul>
          </Panel>
        ))}
        <Panel title={t("closing.fileTitle")} text={t("closing.fileText")}>
          <DownloadLink size="m" href="/api/profile/data" label={t("data.download")} />
        </Panel>
        <Loaded query={found} loading={<Skeleton className="h-64 w-full" />}>
          {(standing) =>
            standing.open.length > 0 ? <Open {...standing} /> : <Last {...standing} />
          }
        </Loaded>
      </div>
    </div>
  );
}

function Open({ open }: ClosingStanding) {
  const { t } = useLanguage();
  return (
    <Notice tone="held" title={t("closing.notYet")} testId="closing-open">
      <ul className="list-disc space-y-1 pl-5">
        {open.map(({ code, count }) => (
          <li key={code}>{t(`closing.open.${code}`, { count })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Last({ way, canMail, left }: ClosingStanding) {
  const { t } = useLanguage();
  if (way === "code" && !canMail) return <Notice silent title={t("closing.askShop")} />;
  return (
    <Panel title={t("closing.last")} text={t("closing.lastText")}>
      {way === "code" && <MailCode />}
      <Confirm way={way} left={left} />
    </Panel>
  );
}

function MailCode() {
  const { t } = useLanguage();
  const sending = useMutation({
    mutationFn: () => post("/profile/closing-code", {}, newKey()),
    onSuccess: () => toast({ title: t("closing.codeSent") }),
  });
  return (
    <Form
      sending={sending}
      onSubmit={() => sending.mutate()}
      end={
        <Button type="submit" busy={sending.isPending}>
          {t(sending.isSuccess ? "closing.codeAgain" : "closing.sendCode")}
        </Button>
      }
    >
      <p>{t("closing.codeText")}</p>
    </Form>
  );
}

function Confirm({ way, left }: Pick<ClosingStanding, "way" | "left">) {
  const { t } = useLanguage();
  const said = useLeft();
  const navigate = useNavigate();
  const [giveUp, setGiveUp] = useState(false);
  const closing = useMutation({
    mutationFn: (shown: Record<string, string>) =>
      post("/profile/close", { ...shown, giveUp }, newKey()),
    onSuccess: async () => {
      await become();
      await navigate({ to: "/" });
      toast({ title: t("closing.done") });
    },
  });
  const start: Record<string, string> = way === "password" ? { currentPassword: "" } : { code: "" };
  const { bind, form } = useTextForm(start, closing, closing.mutate);
  return (
    <Form
      {...form}
      end={
        <div className="flex justify-end">
          <Button kind="danger" type="submit" busy={closing.isPending}>
            {t("closing.act")}
          </Button>
        </div>
      }
    >
      {left.length > 0 && (
        <div className="space-y-2">
          <p className="font-medium">{t("closing.left")}</p>
          <ul className="list-disc space-y-1 pl-5" data-testid="closing-left">
            {left.map((one) => (
              <li key={`${one.kind} ${one.name} ${one.unit}`}>{said(one)}</li>
            ))}
          </ul>
          <Check
            label={t("closing.giveUp")}
            checked={giveUp}
            onChange={(event: FormEvent<HTMLInputElement>) =>
              setGiveUp(event.currentTarget.checked)
            }
          />
        </div>
      )}
      {way === "password" ? (
        <PasswordField
          {...bind("currentPassword")}
          label={t("account.currentPassword")}
          autoComplete="current-password"
        />
      ) : (
        <Field
          {...bind("code")}
          label={t("closing.code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
        />
      )}
    </Form>
  );
}
