import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { put, remove } from "../../base/api/client";
import { queryClient, renewAhead } from "../../base/api/queries";
import type { NewsletterBody } from "../../base/api/schema";
import { ofTold, useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { shopLocales } from "../../base/i18n/setup";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Button, ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { toast } from "../../design/Toasts";
import { ActDialog } from "../desk/ActDialog";
import { askedOf, formOf, type NewsletterForm, titleOf } from "./form";
import { NewsletterEditor } from "./NewsletterEditor";
import { NoMail } from "./NoMail";
import { Outcome } from "./Outcome";
import { addressOf, newsletterQuery, newslettersQuery, renewNewsletters } from "./queries";
import { SendDialog } from "./SendDialog";
import { Standing } from "./Standing";
import { TryButton } from "./TryButton";
import { useAct } from "./useAct";

/** Nothing of it goes any more. */
const OVER = new Set<NewsletterBody["status"]>(["sent", "stopped", "discarded"]);
const route = getRouteApi("/staff/newsletters/$newsletterId");

/** One newsletter: its draft, or what comes of it. */
export function NewsletterPage() {
  const { t, locale } = useLanguage();
  const { newsletterId } = route.useParams();
  const query = useQuery(newsletterQuery(newsletterId));
  const one = query.data;
  const title = one && titleOf(one.texts, locale, shopLocales());
  useTitle(title || t("newsletters.one"));
  if (!one)
    return (
      <NotShown
        query={query}
        title={t("newsletters.one")}
        missing={t("newsletters.missing")}
        back={<ButtonLink to="/staff/newsletters">{t("newsletters.title")}</ButtonLink>}
      />
    );
  const shown = title || t("newsletters.untitled");
  return (
    <div className="max-w-3xl pb-16">
      <BackLink to="/staff/newsletters">{t("newsletters.title")}</BackLink>
      {!OVER.has(one.status) && <NoMail />}
      {one.status === "draft" ? (
        <Draft one={one} title={shown} />
      ) : (
        <Begun one={one} title={shown} />
      )}
    </div>
  );
}

interface Props {
  one: NewsletterBody;
  title: string;
}

function Top({ one, title, actions }: Props & { actions?: ReactNode }) {
  const { t, formats } = useLanguage();
  return (
    <Heading
      title={title}
      text={
        <span className="flex flex-wrap items-center gap-3">
          <Standing status={one.status} />
          {one.status === "scheduled" && one.sendAt && (
            <span>{t("newsletters.goesAt", { at: formats.moment(one.sendAt) })}</span>
          )}
          {one.begunAt && (
            <span>{t("newsletters.begunAt", { at: formats.moment(one.begunAt) })}</span>
          )}
        </span>
      }
      actions={actions}
    />
  );
}

function Draft({ one, title }: Props) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState<"send" | "discard">();
  const navigate = useNavigate();
  const { form, over, typed, ...edit } = useFormOver(one, formOf);
  const saving = useMutation({
    mutationFn: (sent: NewsletterForm) =>
      put<NewsletterBody>(addressOf(one.id), askedOf(sent), over.version),
    onSuccess: async (answer, sent) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(newsletterQuery(one.id).queryKey, answer);
      toast({ title: t("settings.saved") });
      await renewNewsletters();
    },
    onError: async (refusal) => {
      await renewNewsletters();
      edit.set(ofTold(refusal, queryClient.getQueryData(newsletterQuery(one.id).queryKey)));
    },
  });
  return (
    <>
      <Top
        one={one}
        title={title}
        actions={
          <>
            <Button
              needs="DELETE /api/staff/newsletters/{newsletter_id}"
              onClick={() => setAsking("discard")}
            >
              {t("newsletters.discard")}
            </Button>
            <TryButton one={one} disabled={typed} />
            <Button
              needs="POST /api/staff/newsletters/{newsletter_id}/schedule"
              kind="primary"
              disabled={typed}
              onClick={() => setAsking("send")}
            >
              {t("newsletters.send")}
            </Button>
          </>
        }
      />
      <p role="status" className="text-13 text-ink-soft not-empty:mb-6">
        {typed && t("newsletters.saveFirst")}
      </p>
      <NewsletterEditor
        form={form}
        onType={(next) => {
          if (saving.isError) saving.reset();
          edit.change(next);
        }}
        sending={saving}
        unsaved={typed}
        onSend={() => saving.mutate(form)}
      />
      {asking === "send" && (
        <SendDialog one={one} title={title} onClose={() => setAsking(undefined)} />
      )}
      {asking === "discard" && (
        <ActDialog
          grave
          title={t("newsletters.discardTitle", { title })}
          act={t("newsletters.discard")}
          send={() => remove(addressOf(one.id))}
          onDone={async () => {
            await renewAhead(newslettersQuery.queryKey); // the list; its own page is over
            await navigate({ to: "/staff/newsletters", ignoreBlocker: true });
            await renewNewsletters();
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Begun({ one, title }: Props) {
  const { t } = useLanguage();
  const [stopping, setStopping] = useState(false);
  const act = useAct(one);
  const waits = one.status === "scheduled";
  return (
    <>
      <Top
        one={one}
        title={title}
        actions={
          (waits || one.status === "sending") && (
            <Button
              needs="POST /api/staff/newsletters/{newsletter_id}/stop"
              onClick={() => setStopping(true)}
            >
              {t(waits ? "newsletters.callBack" : "newsletters.stop")}
            </Button>
          )
        }
      />
      <Outcome one={one} />
      {stopping && (
        <ActDialog
          grave
          title={t(waits ? "newsletters.callBackTitle" : "newsletters.stopTitle", { title })}
          text={t(waits ? "newsletters.callBackText" : "newsletters.stopText")}
          act={t(waits ? "newsletters.callBack" : "newsletters.stop")}
          send={(key) => act("stop", {}, key)}
          onClose={() => setStopping(false)}
        />
      )}
    </>
  );
}
