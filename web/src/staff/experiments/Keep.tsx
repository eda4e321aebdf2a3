import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { useAct } from "./useAct";

/** What everybody sees since it ended: what they saw before, or one of its variants. */
export function Keep({ one }: { one: ExperimentBody }) {
  const { t } = useLanguage();
  const act = useAct(one);
  const keeping = useIntent((key, variant: number | null) => act("keep", { variant }, key));
  const kept = one.kept === null ? undefined : one.variants[one.kept];
  return (
    <Panel
      title={t("experiments.everybody")}
      text={kept ? t("experiments.keptText", { name: kept.name }) : t("experiments.notKeptText")}
    >
      <div className="flex flex-wrap gap-2" data-testid="keep">
        {one.variants.map(({ name }, at) => {
          const variant = at === 0 ? null : at;
          if (variant === one.kept) return null;
          return (
            <Button key={name} busy={keeping.isPending} onClick={() => keeping.mutate(variant)}>
              {at === 0 ? t("experiments.takeBack") : t("experiments.keep", { name })}
            </Button>
          );
        })}
      </div>
      {keeping.isError && <Refusal reader="staff" error={keeping.error} />}
    </Panel>
  );
}
