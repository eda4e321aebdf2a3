import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Button } from "../../design/Button";
import { useRoleWord } from "../../design/called";
import { Check, Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import type { PartProps } from "./parts";
import { resourcesQuery } from "./queries";
import { CHOICES, KINDS, type NeedTyped, newNeed } from "./serviceForm";

const MOST = 6;

/** Whom and what it needs: role by role. */
export function NeedsFields({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const all = useQuery(resourcesQuery).data?.resources ?? [];
  const { needs } = form;
  return (
    <Panel title={t("services.needs")} text={t("services.needsText")}>
      <div className="space-y-4">
        {needs.map((need, at) => (
          <NeedRow
            // biome-ignore lint/suspicious/noArrayIndexKey: its name is typed in the form
            key={at}
            need={need}
            at={at}
            field={`needs[${at}]`}
            all={all}
            errorOf={errorOf}
            onChange={(next) => change({ needs: needs.with(at, next) })}
            onRemove={
              needs.length > 1 ? () => change({ needs: needs.toSpliced(at, 1) }) : undefined
            }
          />
        ))}
        <div className="flex flex-wrap gap-2">
          {KINDS.map((kind) => (
            <Button
              key={kind}
              type="button"
              size="s"
              disabled={needs.length >= MOST}
              onClick={() => change({ needs: [...needs, newNeed(kind, needs)] })}
            >
              {t(`services.add.${kind}`)}
            </Button>
          ))}
        </div>
      </div>
    </Panel>
  );
}

interface RowProps {
  need: NeedTyped;
  at: number;
  field: string;
  all: ResourceBody[];
  errorOf: PartProps["errorOf"];
  onChange: (need: NeedTyped) => void;
  onRemove?: () => void;
}

export function NeedRow({ need, at, field, all, errorOf, onChange, onRemove }: RowProps) {
  const { t, locale } = useLanguage();
  const role = useRoleWord();
  const places = useId();
  const put = (next: Partial<NeedTyped>) => onChange({ ...need, ...next });
  const those = all.filter((one) => one.kind === need.kind && one.status === "active");
  const read = role(need.role);
  const name = t("services.need", { place: at + 1, kind: t(`services.kinds.${need.kind}`) });
  return (
    <fieldset className="space-y-3 border-b border-line pb-4">
      <legend className="font-medium">{name}</legend>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          label={t("services.role")}
          hint={[t("services.roleHint"), read !== need.role && t("called.readAs", { name: read })]
            .filter(Boolean)
            .join(" ")}
          maxLength={40}
          value={need.role}
          error={errorOf(`${field}.role`)}
          onChange={({ target }) => put({ role: target.value })}
        />
        <Field
          label={t("services.tags")}
          hint={t("services.tagsHint")}
          value={need.tags}
          error={errorOf(`${field}.tags`)}
          onChange={({ target }) => put({ tags: target.value })}
        />
        <Field
          label={t("services.withinKm")}
          hint={t("services.withinKmHint")}
          inputMode="numeric"
          value={need.withinKm}
          error={errorOf(`${field}.withinKm`)}
          onChange={({ target }) => put({ withinKm: target.value })}
        />
        <Field
          label={t("services.around")}
          hint={t("services.aroundHint")}
          maxLength={300}
          list={places}
          value={need.around}
          error={errorOf(`${field}.around`)}
          onChange={({ target }) => put({ around: target.value })}
        />
        <datalist id={places}>
          {all
            .filter((one) => one.kind === "studio" && one.latitude !== null)
            .map((one) => (
              <option key={one.id} value={one.name} />
            ))}
        </datalist>
        <Select
          label={t("services.choice")}
          items={CHOICES}
          nameOf={(each) => t(`services.choices.${each}`)}
          value={need.choice}
          onChoose={(each = "fair") => put({ choice: each })}
        />
        {need.kind !== "photographer" && (
          <Select
            label={t("services.seats")}
            items={["one", "people"] as const}
            nameOf={(each) => t(`services.seatRules.${each}`)}
            value={need.seats}
            onChoose={(each = "one") => put({ seats: each })}
          />
        )}
      </div>
      {those.length > 0 && (
        <fieldset>
          <legend className="text-13 font-medium text-ink-soft">{t("services.only")}</legend>
          <div className="flex max-h-48 flex-wrap gap-x-4 overflow-y-auto">
            {those.map((one) => (
              <Check
                key={one.id}
                label={nameIn(one, locale)}
                checked={need.resources.includes(one.id)}
                onChange={({ target }) =>
                  put({
                    resources: target.checked
                      ? [...need.resources, one.id]
                      : need.resources.filter((id) => id !== one.id),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      {onRemove && (
        <Button type="button" size="s" kind="plain" onClick={onRemove}>
          {t("form.removeNamed", { name })}
        </Button>
      )}
    </fieldset>
  );
}
