import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { OwnRulesAsked, ResourceAnswer, ResourceBody } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { CalendarLinks } from "../booking/CalendarLinks";
import { Blocks } from "./Blocks";
import { OutsideCalendars } from "./OutsideCalendars";
import { OwnPage } from "./OwnPage";
import { rulesQuery } from "./own";
import { renewTime, scheduleQuery } from "./queries";
import { ScheduleEditor } from "./ScheduleEditor";
import { Week } from "./Week";

/** A photographer sets up alone: hours, single days, blocks, buffers, a link for other calendars. */
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
      {({ resource }) => <Mine resource={resource} />}
    </Loaded>
  );
}

function Mine({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  const schedule = useQuery(scheduleQuery(resource.id));
  return (
    <div className="max-w-4xl space-y-6">
      <Week resource={resource} />
      <Loaded query={schedule} loading={<Skeleton className="h-96 w-full" />}>
        {(said) => <ScheduleEditor resource={resource} said={said} />}
      </Loaded>
      <Rules resource={resource} />
      <Blocks resource={resource} />
      <Panel title={t("own.feed")} text={t("own.feedText")}>
        <CalendarLinks resourceId={resource.id} />
      </Panel>
      <OutsideCalendars resource={resource} />
    </div>
  );
}

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
        onChange={() => saving.isError && saving.reset()}
        onSubmit={() => saving.mutate(form)}
        end={
          <div className="flex justify-end">
            <Button kind="primary" type="submit" busy={saving.isPending}>
              {t(saving.isPending ? "form.saving" : "form.save")}
            </Button>
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
