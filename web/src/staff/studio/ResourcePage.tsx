import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { put } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { ResourceAnswer, ResourceAsked, ResourceBody } from "../../base/api/schema";
import { type FormOver, ofActed, useFormOver, useSaving } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { NotShown } from "../../design/NotShown";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { Work } from "../../design/Work";
import { CalendarLinks } from "../../rooms/booking/CalendarLinks";
import { Blocks } from "../../rooms/studio/Blocks";
import { OutsideCalendars } from "../../rooms/studio/OutsideCalendars";
import { Portfolio } from "../../rooms/studio/Portfolio";
import {
  addressOf,
  renewTime,
  resourceQuery,
  resourcesQuery,
  scheduleQuery,
} from "../../rooms/studio/queries";
import { ScheduleEditor } from "../../rooms/studio/ScheduleEditor";
import { Week } from "../../rooms/studio/Week";
import { Archive } from "./Archive";
import { ResourceFields } from "./ResourceFields";
import { ResourceMoney } from "./ResourceMoney";
import { formOf, type ResourceForm } from "./resourceForm";
import { TravelTimes } from "./TravelTimes";

/** Who may have a share of what is kept. */
const SHARED = new Set<ResourceBody["kind"]>(["photographer", "studio"]);

const route = getRouteApi("/staff/resources/$resourceId");

/** One resource: when it is open, what is taken of that, and what it is. */
export function ResourcePage() {
  const { t } = useLanguage();
  const { resourceId } = route.useParams();
  const query = useQuery(resourceQuery(resourceId));
  if (query.data) return <Known resource={query.data.resource} />;
  return (
    <NotShown
      query={query}
      title={t("studio.title")}
      missing={t("studio.missing")}
      back={<ButtonLink to="/staff/resources">{t("studio.title")}</ButtonLink>}
    />
  );
}

function Known({ resource }: { resource: ResourceBody }) {
  const { t, formats, locale } = useLanguage();
  const schedule = useQuery(scheduleQuery(resource.id));
  const edit = useFormOver(resource, formOf);
  return (
    <div className="max-w-4xl space-y-6">
      <Heading
        title={nameIn(resource, locale)}
        text={`${t(`studio.kinds.${resource.kind}`)}, ${formats.zoneName(resource.zone)}`}
        actions={
          <Archive
            resource={resource}
            onDone={(from, now) => edit.set(ofActed(from, now, (form) => form))}
          />
        }
      />
      <Week resource={resource} />
      <Loaded query={schedule} loading={<Skeleton className="h-96 w-full" />}>
        {(said) => <ScheduleEditor resource={resource} said={said} />}
      </Loaded>
      <Blocks resource={resource} />
      {resource.kind === "studio" && <TravelTimes resource={resource} />}
      <Panel title={t("own.feed")} text={t("own.feedText")}>
        <CalendarLinks resourceId={resource.id} />
      </Panel>
      <Portfolio resource={resource} />
      <OutsideCalendars resource={resource} />
      <About resource={resource} edit={edit} />
      {SHARED.has(resource.kind) && (
        <Work writes="POST /api/staff/resources/{resource_id}/payouts">
          <ResourceMoney resource={resource} />
        </Work>
      )}
    </div>
  );
}

interface AboutProps {
  resource: ResourceBody;
  edit: FormOver<ResourceForm, ResourceBody>;
}

function About({ resource, edit }: AboutProps) {
  const { t } = useLanguage();
  const { form, over, typed } = edit;
  const { queryKey } = resourceQuery(resource.id);
  const off = useSaving(queryKey);
  const saving = useMutation({
    mutationKey: queryKey,
    mutationFn: ({ asked }: { asked: ResourceAsked; sent: ResourceForm }) =>
      put<ResourceAnswer>(addressOf(resource.id), asked, over.revision),
    onSuccess: async (answer, { sent }) => {
      edit.saved(sent, answer.resource);
      queryClient.setQueryData(queryKey, answer);
      await renew(resourcesQuery.queryKey, scheduleQuery(resource.id).queryKey);
      await renewTime(resource.id);
      toast({ title: t("settings.saved") });
    },
  });
  return (
    <Loaded query={useQuery(resourcesQuery)} loading={<Skeleton className="h-96 w-full" />}>
      {(all) => (
        <ResourceFields
          all={all}
          form={form}
          onType={edit.change}
          known={resource}
          sending={saving}
          unsaved={typed}
          off={off}
          onChange={() => saving.isError && saving.reset()}
          onSend={(asked) => saving.mutate({ asked, sent: form })}
        />
      )}
    </Loaded>
  );
}
