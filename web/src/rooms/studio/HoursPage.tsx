import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { OwnRulesAsked, ResourceAnswer, ResourceBody } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SaveButton } from "../../design/SaveButton";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { CalendarLinks } from "../booking/CalendarLinks";
import { Blocks } from "./Blocks";
import { OutsideCalendars } from "./OutsideCalendars";
import { OwnPage } from "./OwnPage";
import { rulesQuery } from "./own";
import { renewTime, resourcesQuery, scheduleQuery } from "./queries";
import { ScheduleEditor } from "./ScheduleEditor";
import { Week } from "./Week";

/** Who is booked sets up alone: hours, single days, blocks, buffers, a link for other calendars. */
export function HoursPage() {
  const { t } = useLanguage();
  return (
    <OwnPage title={t("own.hours")}>
      <Hours />
    </OwnPage>
  );
}

function Hours() {
  return (
    <Loaded query={useQuery(rulesQuery)} loading={<Skeleton className="h-96 w-full" />}>
      {({ resource }) => <Mine mine={resource} />}
    </Loaded>
  );
}

/** One's own, and of a studio those of each of its rooms. */
function Mine({ mine }: { mine: ResourceBody }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState(mine.id);
  const { data } = useQuery({ ...resourcesQuery, enabled: mine.kind === "studio" });
  const all = [
    mine,
    ...(data?.resources ?? []).filter(
      (one) => mine.kind === "studio" && one.studioId === mine.id && PARTS.has(one.kind),
    ),
  ];
  const resource = all.find(({ id }) => id === shown) ?? mine;
  return (
    <div className="max-w-4xl space-y-6">
      {all.length > 1 && (
        <Select
          label={t("own.hoursOf")}
          value={resource.id}
          items={all.map(({ id }) => id)}
          nameOf={(id) => all.find((one) => one.id === id)?.name ?? id}
          onChoose={(id = mine.id) => setShown(id)}
          className="max-w-sm"
        />
      )}
      <HoursOf key={resource.id} resource={resource} own={resource.id === mine.id} />
    </div>
  );
}

function HoursOf({ resource, own }: { resource: ResourceBody; own: boolean }) {
  const { t } = useLanguage();
  const schedule = useQuery(scheduleQuery(resource.id));
  return (
    <>
      <Week resource={resource} />
      <Loaded query={schedule} loading={<Skeleton className="h-96 w-full" />}>
        {(said) => <ScheduleEditor resource={resource} said={said} />}
      </Loaded>
      {own && <Rules resource={resource} />}
      <Blocks resource={resource} />
      <Panel title={t("own.feed")} text={t("own.feedText")}>
        <CalendarLinks resourceId={resource.id} />
      </Panel>
      <OutsideCalendars resource={resource} />
    </>
  );
}

/** Of a studio: what has hours of its own there. */
const PARTS = new Set<ResourceBody["kind"]>(["room", "equipment"]);

const FIELDS = ["bufferBefore", "bufferAfter", "leadMinutes", "horizonDays"] as const;

const rulesOf = (resource: ResourceBody): OwnRulesAsked => ({
  bufferBefore: resource.bufferBefore,
  bufferAfter: resource.bufferAfter,
  leadMinutes: resource.leadMinutes,
  horizonDays: resource.horizonDays,
});

function Rules({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  const { form, over, ...edit } = useFormOver(resource, rulesOf);
  const saving = useMutation({
    mutationFn: (sent: OwnRulesAsked) => put<ResourceAnswer>("/studio/rules", sent, over.revision),
    onSuccess: async (answer, sent) => {
      edit.saved(sent, answer.resource);
      queryClient.setQueryData(rulesQuery.queryKey, answer);
      await renewTime(resource.id);
      toast({ title: t("settings.saved") });
    },
  });
  return (
    <Panel title={t("own.rules")} text={t("own.rulesText", { cell: resource.cellMinutes })}>
      <Form
        reader="staff"
        sending={saving}
        unsaved={edit.typed}
        onChange={() => saving.isError && saving.reset()}
        onSubmit={() => saving.mutate(form)}
        end={
          <div className="flex justify-end">
            <SaveButton sending={saving} />
          </div>
        }
      >
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {FIELDS.map((name) => (
            <Field
              key={name}
              type="number"
              inputMode="numeric"
              min={0}
              label={t(`own.field.${name}`)}
              value={form[name]}
              onChange={({ target }) =>
                edit.change({ [name]: Math.max(0, Math.floor(Number(target.value))) })
              }
            />
          ))}
        </div>
      </Form>
    </Panel>
  );
}
