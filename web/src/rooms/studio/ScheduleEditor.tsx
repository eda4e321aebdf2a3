import { useMutation } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { queryClient } from "../../base/api/queries";
import type { ResourceBody, ScheduleAnswer } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { toast } from "../../design/Toasts";
import { ExceptionFields } from "./ExceptionFields";
import { addressOf, renewTime, scheduleQuery } from "./queries";
import { RuleFields } from "./RuleFields";
import {
  newException,
  newRule,
  readSchedule,
  type ScheduleForm,
  scheduleFormOf,
} from "./scheduleForm";

interface Props {
  resource: ResourceBody;
  said: ScheduleAnswer;
}

/** What is open only while the studio that it is in is. */
const STAYS = new Set<ResourceBody["kind"]>(["room", "equipment"]);

const typedSchedule = ({ schedule }: ScheduleAnswer) => scheduleFormOf(schedule);

/** What is wrong with one row, in the server's words for it. */
export function faultAt(error: unknown, row: string): string | null {
  const said = asProblem(error).body.errors ?? [];
  const here = said.filter(({ field }) => field === row || field?.startsWith(`${row}.`));
  return here.length > 0 ? [...new Set(here.map(({ detail }) => detail))].join(" ") : null;
}

/** When it is open: weekly hours, single days, public holidays. All by its own clock. */
export function ScheduleEditor({ resource, said }: Props) {
  const { t, formats } = useLanguage();
  const words = useProblemWords("staff");
  const { form, over, typed, ...edit } = useFormOver(said, typedSchedule);
  const saving = useMutation({
    mutationFn: (sent: ScheduleForm) =>
      put<ScheduleAnswer>(`${addressOf(resource.id)}/schedule`, readSchedule(sent), over.version),
    onSuccess: async (answer, sent) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(scheduleQuery(resource.id).queryKey, answer);
      await renewTime(resource.id);
      toast({ title: t("settings.saved") });
    },
  });
  const change = (next: Partial<ScheduleForm>) => {
    if (saving.isError) saving.reset();
    edit.change(next);
  };
  const refused = saving.isError ? (asProblem(saving.error).body.field ?? "") : "";
  const at = /^(rules|exceptions)\[/.test(refused);
  const faultOf = (list: string, place: number) =>
    saving.isError ? faultAt(saving.error, `${list}[${place}]`) : null;
  const inStudio = STAYS.has(resource.kind) && resource.studioId !== null;
  const unsaid = form.exceptions.some((one) => !one.day);
  return (
    <Panel
      title={t("studio.schedule")}
      text={[
        t("studio.scheduleText", { zone: formats.zoneName(resource.zone) }),
        inStudio && t("studio.boundByStudio"),
        resource.kind === "studio" && t("studio.bindsRooms"),
        resource.kind === "studio" && resource.capacity === 1 && t("studio.isLetWhole"),
      ]
        .filter(Boolean)
        .join(" ")}
    >
      <Form
        reader="staff"
        sending={saving}
        unsaved={typed}
        refusal={at || refused === "holidays" ? null : undefined}
        onSubmit={() => typed && !unsaid && saving.mutate(form)}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3">
            <span role="status" className="text-13 text-ink-soft">
              {typed && t("form.unsaved")}
            </span>
            <Button kind="primary" type="submit" disabled={!typed} busy={saving.isPending}>
              {t(saving.isPending ? "form.saving" : "studio.saveSchedule")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            {form.rules.length === 0 && (
              <p className="text-ink-soft">
                {t(inStudio ? "studio.noRulesOfItsOwn" : "studio.noRules")}
              </p>
            )}
            <ul className="space-y-4">
              {form.rules.map((rule, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and all is typed in the form
                <li key={place} className="space-y-3 border-b border-line pb-4">
                  <RuleFields
                    rule={rule}
                    place={place + 1}
                    fault={faultOf("rules", place)}
                    onChange={(next) => change({ rules: form.rules.with(place, next) })}
                    onRemove={() => change({ rules: form.rules.toSpliced(place, 1) })}
                  />
                </li>
              ))}
            </ul>
            <Button
              type="button"
              size="s"
              onClick={() => change({ rules: [...form.rules, newRule()] })}
            >
              {t("studio.addRule")}
            </Button>
            <h3 className="pt-2 font-semibold">{t("studio.exceptions")}</h3>
            <ul className="space-y-4">
              {form.exceptions.map((one, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <li key={place} className="space-y-3 border-b border-line pb-4">
                  <ExceptionFields
                    exception={one}
                    place={place + 1}
                    fault={tried && !one.day ? t("studio.fault.day") : faultOf("exceptions", place)}
                    onChange={(next) => change({ exceptions: form.exceptions.with(place, next) })}
                    onRemove={() => change({ exceptions: form.exceptions.toSpliced(place, 1) })}
                  />
                </li>
              ))}
            </ul>
            <Button
              type="button"
              size="s"
              onClick={() => change({ exceptions: [...form.exceptions, newException()] })}
            >
              {t("studio.addException")}
            </Button>
            <Field
              label={t("studio.holidays")}
              hint={t("studio.holidaysHint")}
              value={form.holidays}
              maxLength={10}
              onChange={({ target }) => change({ holidays: target.value })}
              error={
                refused === "holidays"
                  ? (faultAt(saving.error, refused) ?? words(saving.error))
                  : null
              }
            />
          </>
        )}
      </Form>
    </Panel>
  );
}
