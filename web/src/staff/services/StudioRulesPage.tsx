import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type { StudioRulesAsked, StudioRulesShown } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { AskingFields } from "./AskingFields";
import { PolicyFields } from "./CancellingFields";
import { useErrors } from "./parts";
import { RULES, rulesQuery, servicesQuery } from "./queries";
import { ShareFields } from "./SharesFields";
import {
  type AskingTyped,
  type Faults,
  type PolicyTyped,
  type SharesTyped,
  typedAsking,
  typedPolicy,
  typedShares,
} from "./serviceForm";
import { readRules } from "./serviceReading";

/** What cancelling and moving cost, and whose what is kept is, where a service says nothing. */
export function StudioRulesPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-3xl">
      <BackLink to="/staff/services">{t("services.title")}</BackLink>
      <Heading title={t("services.rules")} text={t("services.rulesText")} />
      <Loaded query={useQuery(rulesQuery)} loading={<Skeleton className="mt-6 h-80 w-full" />}>
        {(rules) => <Edited rules={rules} />}
      </Loaded>
    </div>
  );
}

type RulesTyped = PolicyTyped & SharesTyped & AskingTyped;

const typedRules = (rules: StudioRulesShown): RulesTyped => ({
  ...typedPolicy(rules.policy),
  ...typedShares(rules.shares),
  ...typedAsking(rules.requests),
});

function Edited({ rules }: { rules: StudioRulesShown }) {
  const { t } = useLanguage();
  const { form, over, ...edit } = useFormOver(rules, typedRules);
  const [faults, setFaults] = useState<Faults>({});
  const saving = useMutation({
    mutationFn: ({ asked }: { asked: StudioRulesAsked; sent: RulesTyped }) =>
      put<StudioRulesShown>(RULES, asked, over.revision),
    onSuccess: async (answer, { sent }) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(rulesQuery.queryKey, answer);
      await renew(servicesQuery.queryKey, ["services"], ["slots"]);
      toast({ title: t("settings.saved") });
    },
  });
  const errorOf = useErrors(faults, saving.isError ? saving.error : null);
  const change = (next: Partial<RulesTyped>) => {
    if (saving.isError) saving.reset();
    setFaults({});
    edit.change(next);
  };
  const submit = () => {
    const read = readRules(form);
    if ("asked" in read) saving.mutate({ asked: read.asked, sent: form });
    else setFaults(read.faults);
  };
  const named = saving.isError && (asProblem(saving.error).body.errors ?? []).length > 0;
  return (
    <Form
      reader="staff"
      sending={saving}
      unsaved={edit.typed}
      refusal={
        named || Object.keys(faults).length > 0 ? (
          <p role="alert" className="text-danger">
            {t("services.lookAgain")}
          </p>
        ) : undefined
      }
      onSubmit={submit}
      end={
        <div className="flex justify-end pt-2">
          <Button type="submit" kind="primary" busy={saving.isPending}>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      <Panel title={t("services.cancelling")} text={t("services.cancellingText")}>
        <div className="space-y-4">
          <PolicyFields form={form} change={change} errorOf={errorOf} />
        </div>
      </Panel>
      <Panel title={t("services.shares")} text={t("services.sharesText")}>
        <ShareFields form={form} change={change} errorOf={errorOf} />
      </Panel>
      <Panel title={t("services.requests")} text={t("services.requestsText")}>
        <AskingFields form={form} change={change} errorOf={errorOf} />
      </Panel>
    </Form>
  );
}
