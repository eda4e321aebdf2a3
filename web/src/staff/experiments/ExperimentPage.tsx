import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { put, remove } from "../../base/api/client";
import { queryClient, renewAhead } from "../../base/api/queries";
import type { ExperimentAsked, ExperimentBody } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Button, ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { toast } from "../../design/Toasts";
import { ActDialog } from "../desk/ActDialog";
import { Changes } from "./Changes";
import { Comparison } from "./Comparison";
import { ExperimentEditor } from "./ExperimentEditor";
import { type ExperimentForm, formOf } from "./form";
import { Keep } from "./Keep";
import { addressOf, experimentQuery, experimentsQuery, renewExperiments } from "./queries";
import { Standing } from "./Standing";
import { useAct } from "./useAct";

const route = getRouteApi("/staff/experiments/$experimentId");

/** One experiment: its draft, or what it came to. */
export function ExperimentPage() {
  const { t } = useLanguage();
  const { experimentId } = route.useParams();
  const query = useQuery(experimentQuery(experimentId));
  useTitle(query.data?.name || t("experiments.one"));
  if (!query.data)
    return (
      <NotShown
        query={query}
        title={t("experiments.one")}
        missing={t("experiments.missing")}
        back={<ButtonLink to="/staff/experiments">{t("experiments.title")}</ButtonLink>}
      />
    );
  return (
    <div className="max-w-4xl pb-16">
      <BackLink to="/staff/experiments">{t("experiments.title")}</BackLink>
      {query.data.status === "draft" ? <Draft one={query.data} /> : <Begun one={query.data} />}
    </div>
  );
}

function Top({ one, actions }: { one: ExperimentBody; actions?: ReactNode }) {
  const { t, formats } = useLanguage();
  return (
    <Heading
      title={one.name}
      text={
        <span className="flex flex-wrap items-center gap-3">
          <Standing status={one.status} />
          <span>{t(`experiments.goal.${one.goal}`)}</span>
          {one.startedAt && (
            <span>{t("experiments.since", { day: formats.calendarDay(one.startedAt) })}</span>
          )}
          {one.endedAt && (
            <span>{t("experiments.until", { day: formats.calendarDay(one.endedAt) })}</span>
          )}
        </span>
      }
      actions={actions}
    />
  );
}

function Draft({ one }: { one: ExperimentBody }) {
  const { t, formats } = useLanguage();
  const [asking, setAsking] = useState<"start" | "discard">();
  const navigate = useNavigate();
  const act = useAct(one);
  const { form, typed, ...edit } = useFormOver(one, formOf);
  const saving = useMutation({
    mutationFn: ({ asked }: { asked: ExperimentAsked; sent: ExperimentForm }) =>
      put<ExperimentBody>(addressOf(one.id), asked),
    onSuccess: async (answer, { sent }) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(experimentQuery(one.id).queryKey, answer);
      toast({ title: t("settings.saved") });
      await renewExperiments();
    },
  });
  return (
    <>
      <Top
        one={one}
        actions={
          <>
            <Button onClick={() => setAsking("discard")}>{t("experiments.discard")}</Button>
            <Button kind="primary" disabled={typed} onClick={() => setAsking("start")}>
              {t("experiments.start")}
            </Button>
          </>
        }
      />
      <p className="mb-6 text-ink-soft" data-testid="needed">
        {t("experiments.needs", { needed: formats.number(one.needed) })}
      </p>
      <p role="status" className="text-13 text-ink-soft not-empty:mb-6">
        {typed && t("experiments.saveFirst")}
      </p>
      <ExperimentEditor
        keyed
        form={form}
        onType={edit.change}
        sending={saving}
        unsaved={typed}
        onChange={() => saving.isError && saving.reset()}
        onSend={(asked) => saving.mutate({ asked, sent: form })}
      />
      {asking === "start" && (
        <ActDialog
          title={t("experiments.startTitle", { name: one.name })}
          text={t("experiments.startText", { needed: formats.number(one.needed) })}
          act={t("experiments.start")}
          send={(key) => act("start", {}, key)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === "discard" && (
        <ActDialog
          grave
          title={t("experiments.discardTitle", { name: one.name })}
          act={t("experiments.discard")}
          send={() => remove(addressOf(one.id))}
          onDone={async () => {
            await renewAhead(experimentsQuery.queryKey); // the list; its own page is over
            await navigate({ to: "/staff/experiments", ignoreBlocker: true });
            await renewExperiments();
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Begun({ one }: { one: ExperimentBody }) {
  const { t } = useLanguage();
  const [ending, setEnding] = useState(false);
  const act = useAct(one);
  return (
    <>
      <Top
        one={one}
        actions={
          one.status === "running" && (
            <Button onClick={() => setEnding(true)}>{t("experiments.end")}</Button>
          )
        }
      />
      <div className="space-y-8">
        <Comparison one={one} />
        {one.status === "ended" && <Keep one={one} />}
        <Changes one={one} />
      </div>
      {ending && (
        <ActDialog
          grave
          title={t("experiments.endTitle", { name: one.name })}
          text={t("experiments.endText")}
          act={t("experiments.end")}
          send={(key) => act("end", {}, key)}
          onClose={() => setEnding(false)}
        />
      )}
    </>
  );
}
