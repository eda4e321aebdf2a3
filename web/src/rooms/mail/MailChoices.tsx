import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { MailKindShown, MailKindsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { useMailKind } from "./kinds";

ownAnswers("mail-preferences");

const preferences = answerQuery<MailKindsAnswer>(["mail-preferences"], "/mail-preferences");

/** Which mails one wants, of those that nobody needs to have what they bought. */
export function MailChoices() {
  const { t } = useLanguage();
  if (useQuery(configQuery).data?.mails === false) return null;
  return (
    <Panel title={t("mail.choices")} text={t("mail.choicesText")}>
      <KindChoices channel="mail" />
    </Panel>
  );
}

/** The kinds that one may do without by a channel, each to be switched. */
export function KindChoices({ channel }: Pick<MailKindShown, "channel">) {
  const query = useQuery(preferences);
  const nameOf = useMailKind();
  const saving = useMutation({
    mutationFn: ({ kind, wanted }: MailKindShown) =>
      put(`/mail-preferences/${kind}`, { wanted, channel }),
    onSettled: () => renew(preferences.queryKey),
  });
  const shown = (row: MailKindShown) =>
    saving.isPending && saving.variables.kind === row.kind ? saving.variables.wanted : row.wanted;
  return (
    <>
      <Loaded query={query} loading={<SkeletonText lines={5} />}>
        {({ kinds }) => (
          <ul className="space-y-1">
            {kinds
              .filter((row) => row.channel === channel)
              .map((row) => (
                <li key={row.kind}>
                  <Check
                    label={nameOf(row.kind)}
                    checked={shown(row)}
                    disabled={saving.isPending}
                    onChange={({ target }) => saving.mutate({ ...row, wanted: target.checked })}
                  />
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      {saving.isError && <Refusal error={saving.error} />}
    </>
  );
}
