import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import type { ExperimentAsked, ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { BackLink } from "../../design/BackLink";
import { Heading } from "../../design/Heading";
import { ExperimentEditor } from "./ExperimentEditor";
import { type ExperimentForm, newVariant } from "./form";
import { renewExperiments } from "./queries";

/** A draft: nobody sees anything of it before it is started. */
export function NewExperimentPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [begin] = useState<ExperimentForm>(() => ({
    key: "",
    name: "",
    goal: "order-paid",
    baseRate: "",
    leastDifference: "",
    variants: [newVariant(t("experiments.asNow")), newVariant("B")],
  }));
  const [form, setForm] = useState(begin);
  const making = useIntent(
    (key: string, asked: ExperimentAsked) =>
      insist<ExperimentBody>("/staff/experiments", asked, key),
    {
      onSuccess: async ({ id }) => {
        await renewExperiments();
        await navigate({
          to: "/staff/experiments/$experimentId",
          params: { experimentId: id },
          ignoreBlocker: true,
        });
      },
    },
  );
  return (
    <div className="max-w-3xl pb-16">
      <BackLink to="/staff/experiments">{t("experiments.title")}</BackLink>
      <Heading title={t("experiments.new")} text={t("experiments.newText")} />
      <ExperimentEditor
        form={form}
        onType={(next) => setForm((now) => ({ ...now, ...next }))}
        sending={making}
        unsaved={form !== begin}
        onChange={making.change}
        onSend={(asked) => making.mutate(asked)}
      />
    </div>
  );
}
