import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { NeedRow } from "./NeedsFields";
import type { PartProps } from "./parts";
import { resourcesQuery } from "./queries";
import { type ExtraTyped, KINDS, newExtra, newNeed } from "./serviceForm";

/** What can be added to it: retouching, a make-up artist. */
export function ExtrasFields({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const all = useQuery(resourcesQuery).data?.resources ?? [];
  const { extras } = form;
  const roles = [...form.needs, ...extras.flatMap(({ need }) => need ?? [])];
  const put = (at: number, next: Partial<ExtraTyped>) =>
    change({ extras: extras.map((one, place) => (place === at ? { ...one, ...next } : one)) });
  return (
    <Panel title={t("services.extras")} text={t("services.extrasText")}>
      <div className="space-y-4">
        {extras.map((one, at) => {
          const field = `extras[${at}]`;
          const place = { place: at + 1 };
          return (
            <fieldset key={one.id} className="space-y-3 border-b border-line pb-4">
              <legend className="font-medium">{t("services.extra", place)}</legend>
              <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
                <Field
                  label={t("services.extraName", place)}
                  maxLength={200}
                  value={one.name}
                  error={errorOf(`${field}.name`)}
                  onChange={({ target }) => put(at, { name: target.value })}
                />
                <AmountField
                  label={t("services.extraPrice", place)}
                  currency={form.currency}
                  value={one.price}
                  error={errorOf(`${field}.price`)}
                  onChange={({ target }) => put(at, { price: target.value })}
                />
                <Field
                  label={t("services.extraMinutes", place)}
                  inputMode="numeric"
                  value={one.minutes}
                  error={errorOf(`${field}.minutes`)}
                  onChange={({ target }) => put(at, { minutes: target.value })}
                />
                <Select
                  label={t("services.extraNeeds")}
                  none={t("services.extraNobody")}
                  items={KINDS}
                  nameOf={(kind) => t(`services.kinds.${kind}`)}
                  value={one.need?.kind}
                  onChoose={(kind) => put(at, { need: kind ? newNeed(kind, roles) : null })}
                />
              </div>
              {one.need && (
                <NeedRow
                  need={one.need}
                  at={0}
                  field={`${field}.need`}
                  all={all}
                  errorOf={errorOf}
                  onChange={(need) => put(at, { need })}
                />
              )}
              <Button
                type="button"
                size="s"
                kind="plain"
                onClick={() => change({ extras: extras.toSpliced(at, 1) })}
              >
                {t("form.removeNamed", { name: t("services.extra", place) })}
              </Button>
            </fieldset>
          );
        })}
        <Button
          type="button"
          size="s"
          onClick={() => change({ extras: [...extras, newExtra(extras)] })}
        >
          {t("services.addExtra")}
        </Button>
      </div>
    </Panel>
  );
}
