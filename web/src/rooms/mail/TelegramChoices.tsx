import { useMutation, useQuery } from "@tanstack/react-query";
import { newKey, post, remove } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { ChatAnswer, ChatCodeAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { KindChoices } from "./MailChoices";

/** Milliseconds between two looks, while a code waits for its chat. */
const LINKED_SOON = 4_000;
ownAnswers("telegram");
const chatQuery = {
  ...answerQuery<ChatAnswer>(["telegram"], "/telegram"),
  refetchOnWindowFocus: "always" as const, // who comes back from Telegram has linked it
};

/** Whether a chat with the shop's bot tells one what happens, and of which kinds. */
export function TelegramChoices() {
  const { t } = useLanguage();
  const offered = Boolean(useQuery(configQuery).data?.telegram);
  const query = useQuery({ ...chatQuery, enabled: offered });
  if (!offered) return null;
  return (
    <Panel title={t("telegram.title")} text={t("telegram.text")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {(chat) => (chat.linked ? <Linked name={chat.name} /> : <Link />)}
      </Loaded>
    </Panel>
  );
}

function Linked({ name }: Pick<ChatAnswer, "name">) {
  const { t } = useLanguage();
  const leaving = useMutation({
    mutationFn: () => remove<void>("/telegram"),
    onSettled: () => renew(chatQuery.queryKey),
  });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite" className="wrap-anywhere min-w-48 flex-1">
          {t("telegram.linked", { name })}
        </p>
        <Button busy={leaving.isPending} onClick={() => leaving.mutate()}>
          {t("telegram.unlink")}
        </Button>
      </div>
      {leaving.isError && <Refusal error={leaving.error} />}
      <div className="mt-4 border-line border-t pt-3">
        <p className="mb-3">{t("telegram.kinds")}</p>
        <KindChoices channel="telegram" />
      </div>
    </>
  );
}

function Link() {
  const { t } = useLanguage();
  const asking = useMutation({
    mutationFn: () => post<ChatCodeAnswer>("/telegram/codes", {}, newKey()),
  });
  const made = asking.data;
  // Whoever opens the bot on another device never comes back to this page.
  useQuery({ ...chatQuery, refetchInterval: made ? LINKED_SOON : false });
  return (
    <div aria-live="polite" className="space-y-3">
      {made ? (
        <>
          <p>{t("telegram.open", { bot: made.bot })}</p>
          <p>
            <a className="link break-all" href={made.url} target="_blank" rel="noreferrer">
              {made.url}
            </a>
          </p>
          <p className="wrap-anywhere">
            {t("telegram.write")} <code className="select-all">/start {made.code}</code>
          </p>
          <p className="text-ink-soft text-sm">{t("telegram.once")}</p>
          <Button busy={asking.isPending} onClick={() => asking.mutate()}>
            {t("telegram.again")}
          </Button>
        </>
      ) : (
        <Button kind="primary" busy={asking.isPending} onClick={() => asking.mutate()}>
          {t("telegram.link")}
        </Button>
      )}
      {asking.isError && <Refusal error={asking.error} />}
    </div>
  );
}
