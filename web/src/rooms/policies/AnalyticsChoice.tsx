import { useLanguage } from "../../base/i18n/format";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { useAnalyticsChoice, useAnalyticsWords, useAsksAnalytics } from "./analytics";

/** Whether one agrees to analytics, to be changed at any time; without a title where the page has it. */
export function AnalyticsChoice({ titled = true }: { titled?: boolean }) {
  const { t } = useLanguage();
  const { query, saving } = useAnalyticsChoice();
  const words = useAnalyticsWords(query.data?.services ?? []);
  if (!useAsksAnalytics()) return null;
  const agreed = saving.isPending ? saving.variables : query.data?.agreed === true;
  return (
    <Panel title={titled && t("analytics.title")} text={query.data && words}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {() => (
          <div className="space-y-3">
            <Check
              label={t("analytics.agree")}
              checked={agreed}
              disabled={saving.isPending}
              onChange={({ target }) => saving.mutate(target.checked)}
            />
            <p className="text-13 text-ink-soft">{t("analytics.hint")}</p>
          </div>
        )}
      </Loaded>
      {saving.isError && <Refusal error={saving.error} />}
    </Panel>
  );
}
