import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { ResourceAsked, ResourceBody, ResourcesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Choice } from "../../design/Choice";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { SaveButton } from "../../design/SaveButton";
import { KINDS } from "../../rooms/studio/queries";
import { PersonPicker } from "../desk/PersonPicker";
import { FindPlace } from "./FindPlace";
import {
  CELLS,
  type NumberName,
  type ResourceFault,
  type ResourceForm,
  readResource,
} from "./resourceForm";
import { TextFields } from "./TextFields";

interface Props {
  all: ResourcesAnswer;
  form: ResourceForm;
  onType: (next: Partial<ResourceForm>) => void;
  /** What is there already: its kind and cells stay. */
  known?: ResourceBody;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  /** Another way to save it is under way. */
  off?: boolean;
  /** Something is typed that is not saved. */
  unsaved: boolean;
  onChange: () => void;
  onSend: (asked: ResourceAsked) => void;
}

type Text =
  | "name"
  | "zone"
  | "tags"
  | "address"
  | "position"
  | "country"
  | "level"
  | "travelRadiusKm"
  | "requestHours"
  | "share"
  | NumberName;

/** What a resource is, as a form. */
export function ResourceFields(props: Props) {
  const { all, form, onType, known, sending, off, unsaved, onChange, onSend } = props;
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const [faults, setFaults] = useState<ResourceFault[]>([]);
  const refused = sending.isError ? asProblem(sending.error).body.field : undefined;
  const change = (next: Partial<ResourceForm>) => {
    onChange();
    setFaults((now) => now.filter((field) => !(field in next)));
    onType(next);
  };
  const submit = () => {
    const read = readResource(form);
    if ("asked" in read) onSend(read.asked);
    else setFaults(read.faults);
  };
  const errorOf = (field: string) => {
    if (faults.includes(field as ResourceFault)) return t(`studio.fault.${field as ResourceFault}`);
    const also = field === "position" && (refused === "latitude" || refused === "longitude");
    return refused === field || also ? words(sending.error) : null;
  };
  const bind = (field: Text) => ({
    name: field,
    label: t(`studio.field.${field}`),
    value: form[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: errorOf(field),
  });
  const number = (field: NumberName) => ({ ...bind(field), inputMode: "numeric" as const });
  const studios = all.resources.filter((one) => one.kind === "studio");
  const shown = refused !== undefined && errorOf(refused === "latitude" ? "position" : refused);
  return (
    <Panel title={known && t("studio.about")}>
      <Form
        reader="staff"
        sending={sending}
        unsaved={unsaved}
        refusal={shown ? null : undefined}
        onSubmit={submit}
        end={
          <div className="flex justify-end pt-2">
            <SaveButton sending={sending} disabled={off} />
          </div>
        }
      >
        {!known && (
          <Choice
            legend={t("studio.field.kind")}
            value={form.kind}
            onChange={(kind) => change({ kind: kind as ResourceForm["kind"] })}
            items={KINDS.map((value) => ({ value, label: t(`studio.kinds.${value}`) }))}
          />
        )}
        <Field {...bind("name")} maxLength={200} />
        <TextFields texts={form.about} onChange={(about) => change({ about })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field {...bind("zone")} hint={t("studio.zoneHint")} list="zones" autoComplete="off" />
          <Select
            label={t("studio.field.cellMinutes")}
            hint={t(known ? "studio.cellFixed" : "studio.cellHint")}
            disabled={known !== undefined}
            items={CELLS}
            nameOf={(each) => t(`studio.cells.${each}`)}
            value={form.cellMinutes as (typeof CELLS)[number]}
            onChoose={(each = "15") => change({ cellMinutes: each })}
            error={errorOf("cellMinutes")}
          />
          <Field {...number("bufferBefore")} hint={t("studio.bufferHint")} />
          <Field {...number("bufferAfter")} hint={t("studio.bufferHint")} />
          <Field {...number("leadMinutes")} hint={t("studio.leadHint")} />
          <Field {...number("horizonDays")} hint={t("studio.horizonHint")} />
          {form.kind !== "photographer" && (
            <Field {...number("capacity")} hint={t("studio.capacityHint")} />
          )}
          {form.kind !== "studio" && (
            <Select
              label={t("studio.field.studioId")}
              none={t("studio.noStudio")}
              items={studios.map((one) => one.id)}
              nameOf={(id) => studios.find((one) => one.id === id)?.name ?? id}
              value={form.studioId}
              onChoose={(id = "") => change({ studioId: id })}
              error={errorOf("studioId")}
            />
          )}
          {(form.kind === "photographer" || form.kind === "studio") && (
            <PersonPicker
              label={t("studio.field.userId")}
              hint={t("studio.userHint")}
              withRole="photographer"
              value={form.userId}
              error={errorOf("userId")}
              onChange={(userId) => change({ userId })}
            />
          )}
          {form.kind === "photographer" && (
            <>
              <Field {...bind("level")} hint={t("studio.levelHint")} maxLength={60} />
              <Field
                {...bind("travelRadiusKm")}
                inputMode="numeric"
                hint={t("studio.radiusHint")}
              />
            </>
          )}
          <Field {...bind("requestHours")} inputMode="numeric" hint={t("studio.requestHint")} />
          {(form.kind === "photographer" || form.kind === "studio") && (
            <Field {...bind("share")} inputMode="decimal" hint={t("studio.shareHint")} />
          )}
          <Field {...bind("country")} hint={t("studio.countryHint")} maxLength={10} />
        </div>
        <Field {...bind("tags")} hint={t("studio.tagsHint")} />
        {(form.kind === "studio" || form.kind === "photographer") && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field {...bind("address")} maxLength={500} />
            <Field {...bind("position")} hint={t("studio.positionHint")} />
            <div className="sm:col-span-2">
              <FindPlace
                name={form.name}
                address={form.address}
                position={form.position}
                onFound={(position) => change({ position })}
              />
            </div>
          </div>
        )}
        <datalist id="zones">
          {all.zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Form>
    </Panel>
  );
}
