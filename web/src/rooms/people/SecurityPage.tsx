import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { answerQuery, renew, sessionQuery } from "../../base/api/queries";
import type { RecoveryCodes, SecondFactorShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers, useSession } from "../../base/session";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { CodeField } from "./CodeField";
import { useTextForm } from "./form";
import { PasswordField } from "./PasswordField";
import { KeptCodes } from "./RecoveryCodes";
import { SetUp } from "./SecondFactorSetUp";

ownAnswers("second-factor");

const route = getRouteApi("/account/security");
const query = answerQuery<SecondFactorShown>(["second-factor"], "/profile/second-factor");

/** One's own second factor: whether a code is asked for at logins, and what does without the app. */
export function SecurityPage() {
  const { t } = useLanguage();
  const session = useSession();
  const found = useQuery({ ...query, enabled: Boolean(session?.user) });
  const { next } = route.useSearch();
  const router = useRouter();
  const [codes, setCodes] = useState<string[] | null>(null);
  const show = async (made: string[] | null) => {
    setCodes(made);
    await renew(query.queryKey, sessionQuery.queryKey);
  };
  if (session && !session.user)
    return <LoginFirst whole title={t("account.loginFirst")} hint={t("account.loginFirstHint")} />;
  return (
    <div className="page max-w-2xl pb-16">
      <BackLink to="/account">{t("account.title")}</BackLink>
      <Heading title={t("second.title")} text={t("second.text")} />
      <Loaded query={found} loading={<Skeleton className="h-80 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            {shown.needed && (
              <Notice tone="held" title={t("second.needed")} testId="second-needed">
                <p>{t("second.neededText")}</p>
              </Notice>
            )}
            {codes ? (
              <KeptCodes
                codes={codes}
                onDone={() => (next ? router.history.push(next) : setCodes(null))}
              />
            ) : shown.on ? (
              <On shown={shown} onCodes={show} />
            ) : shown.can ? (
              <SetUp onCodes={show} />
            ) : (
              <Notice silent title={t("second.noPassword")} />
            )}
          </div>
        )}
      </Loaded>
    </div>
  );
}

interface OnProps {
  shown: SecondFactorShown;
  onCodes: (codes: string[] | null) => Promise<void>;
}

function On({ shown, onCodes }: OnProps) {
  const { t, formats } = useLanguage();
  const left = shown.recoveryCodesLeft;
  return (
    <>
      <Panel title={t("second.app")}>
        <p className="flex flex-wrap items-center gap-2" data-testid="second-on">
          <Badge tone="free">{t("second.on")}</Badge>
          <span>{shown.since && t("second.since", { time: formats.moment(shown.since) })}</span>
        </p>
      </Panel>
      <Change
        title={t("second.recovery")}
        text={t("second.left", { count: left })}
        act={t("second.renew")}
        send={async (body) => {
          const made = await post<RecoveryCodes>(
            "/profile/second-factor/recovery-codes",
            body,
            newKey(),
          );
          await onCodes(made.recoveryCodes);
        }}
      />
      <Change
        title={t("second.offTitle")}
        text={t("second.offText")}
        act={t("second.off")}
        grave
        send={async (body) => {
          await post("/profile/second-factor/off", body, newKey());
          toast({ title: t("second.isOff") });
          await onCodes(null);
        }}
      />
    </>
  );
}

interface ChangeProps {
  title: string;
  text: string;
  act: string;
  grave?: boolean;
  send: (body: { currentPassword: string; code: string }) => Promise<void>;
}

/** What takes the password and a code. */
function Change({ title, text, act, grave, send }: ChangeProps) {
  const { t } = useLanguage();
  const sending = useMutation({ mutationFn: send });
  const { bind, form } = useTextForm({ currentPassword: "", code: "" }, sending, sending.mutate);
  return (
    <Panel title={title} text={text}>
      <Form
        {...form}
        end={
          <div className="flex justify-end">
            <Button kind={grave ? "danger" : undefined} type="submit" busy={sending.isPending}>
              {act}
            </Button>
          </div>
        }
      >
        <PasswordField
          {...bind("currentPassword")}
          label={t("account.currentPassword")}
          autoComplete="current-password"
        />
        <CodeField {...bind("code")} />
      </Form>
    </Panel>
  );
}
