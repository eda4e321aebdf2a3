import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { RecoveryCodes, SecondFactorSecret } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { CodeField } from "./CodeField";
import { useTextForm } from "./form";
import { PasswordField } from "./PasswordField";

interface Props {
  onCodes: (codes: string[]) => Promise<void>;
}

/** Password, then the app, then its first code. */
export function SetUp({ onCodes }: Props) {
  const { t } = useLanguage();
  const beginning = useMutation({
    mutationFn: (body: { currentPassword: string }) =>
      post<SecondFactorSecret>("/profile/second-factor/begin", body, newKey()),
  });
  const { bind, form } = useTextForm({ currentPassword: "" }, beginning, beginning.mutate);
  if (beginning.data) return <FirstCode made={beginning.data} onCodes={onCodes} />;
  return (
    <Panel title={t("second.turnOn")} text={t("second.turnOnText")}>
      <Form
        {...form}
        end={
          <div className="flex justify-end">
            <Button kind="primary" type="submit" busy={beginning.isPending}>
              {t("second.next")}
            </Button>
          </div>
        }
      >
        <PasswordField
          {...bind("currentPassword")}
          label={t("account.currentPassword")}
          autoComplete="current-password"
        />
      </Form>
    </Panel>
  );
}

function FirstCode({ made, onCodes }: Props & { made: SecondFactorSecret }) {
  const { t } = useLanguage();
  const sending = useMutation({
    mutationFn: async (body: { code: string }) => {
      const kept = await post<RecoveryCodes>("/profile/second-factor/confirm", body, newKey());
      await onCodes(kept.recoveryCodes);
    },
  });
  const { bind, form } = useTextForm({ code: "" }, sending, sending.mutate);
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(made.picture)}`;
  return (
    <Panel title={t("second.scan")} text={t("second.scanText")}>
      <div className="mb-4 flex flex-wrap items-center gap-4">
        <img
          src={picture}
          alt={t("second.picture")}
          className="size-48 shrink-0 rounded-m border border-line bg-white"
        />
        <div className="min-w-0 space-y-2">
          <p className="text-13 text-ink-soft">{t("second.byHand")}</p>
          <p data-testid="second-secret" className="font-mono text-15 wrap-anywhere">
            {made.secret.match(/.{1,4}/g)?.join(" ")}
          </p>
          <p>
            <a href={made.address} className="text-accent underline underline-offset-4">
              {t("second.openApp")}
            </a>
          </p>
        </div>
      </div>
      <Form
        {...form}
        end={
          <div className="flex justify-end">
            <Button kind="primary" type="submit" busy={sending.isPending}>
              {t("second.confirm")}
            </Button>
          </div>
        }
      >
        <CodeField {...bind("code")} recovery={false} />
      </Form>
    </Panel>
  );
}
