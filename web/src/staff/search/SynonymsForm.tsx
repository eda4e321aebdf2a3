import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type { SynonymsBody } from "../../base/api/schema";
import { ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { toast } from "../../design/Toasts";
import { saveSynonyms, synonymsQuery } from "./queries";
import { groupsOf, lineOf, textOf } from "./synonyms";

/** All groups as one text; what somebody else saved meanwhile is not overwritten. */
export function SynonymsForm({ kept }: { kept: SynonymsBody }) {
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? textOf(kept.groups);
  const { groups, lines } = groupsOf(text);
  const changed = typed !== null && textOf(groups) !== textOf(kept.groups);
  const saving = useMutation({
    mutationFn: (sent: string) => saveSynonyms(kept.revision, groupsOf(sent).groups),
    onSuccess: (answer, sent) => {
      queryClient.setQueryData(synonymsQuery.queryKey, answer);
      setTyped(ifStill<string | null>(sent, null));
      toast({ title: t("staffSearch.saved") });
    },
    onError: () => renew(synonymsQuery.queryKey),
  });
  const line = saving.isError ? lineOf(asProblem(saving.error).body.field, lines) : undefined;
  const fault =
    line === undefined ? undefined : t("staffSearch.line", { line, detail: words(saving.error) });
  return (
    <Panel title={t("staffSearch.synonyms")} text={t("staffSearch.synonymsText")}>
      <Form
        reader="staff"
        sending={saving}
        refusal={fault ? null : undefined}
        onSubmit={() => changed && saving.mutate(text)}
        onChange={() => saving.isError && saving.reset()}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3">
            <span role="status" className="text-13 text-ink-soft">
              {changed && t("form.unsaved")}
            </span>
            <Button kind="primary" type="submit" disabled={!changed} busy={saving.isPending}>
              {t(saving.isPending ? "form.saving" : "form.save")}
            </Button>
          </div>
        }
      >
        <TextArea
          label={t("staffSearch.groups")}
          hint={t("staffSearch.example")}
          error={fault}
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Form>
    </Panel>
  );
}
