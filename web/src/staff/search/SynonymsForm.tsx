import { useMutation } from "@tanstack/react-query";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type { SynonymsBody } from "../../base/api/schema";
import { ofTold, useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { SaveButton } from "../../design/SaveButton";
import { toast } from "../../design/Toasts";
import { saveSynonyms, synonymsQuery } from "./queries";
import { groupsOf, lineOf, textOf } from "./synonyms";

interface Typed {
  text: string;
}

const typedSynonyms = ({ groups }: SynonymsBody): Typed => ({ text: textOf(groups) });

/** All groups as one text; what somebody else saved meanwhile is not overwritten. */
export function SynonymsForm({ kept }: { kept: SynonymsBody }) {
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const { form, over, typed, ...edit } = useFormOver(kept, typedSynonyms);
  const { groups, lines } = groupsOf(form.text);
  const changed = typed && textOf(groups) !== textOf(kept.groups);
  const saving = useMutation({
    mutationFn: ({ text }: Typed) => saveSynonyms(over.revision, groupsOf(text).groups),
    onSuccess: (answer, sent) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(synonymsQuery.queryKey, answer);
      toast({ title: t("staffSearch.saved") });
    },
    onError: async (refusal) => {
      await renew(synonymsQuery.queryKey);
      edit.set(ofTold(refusal, queryClient.getQueryData(synonymsQuery.queryKey)));
    },
  });
  const line = saving.isError ? lineOf(asProblem(saving.error).body.field, lines) : undefined;
  const fault =
    line === undefined ? undefined : t("staffSearch.line", { line, detail: words(saving.error) });
  return (
    <Panel title={t("staffSearch.synonyms")} text={t("staffSearch.synonymsText")}>
      <Form
        reader="staff"
        sending={saving}
        unsaved={changed}
        refusal={fault ? null : undefined}
        onSubmit={() => changed && saving.mutate(form)}
        onChange={() => saving.isError && saving.reset()}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3">
            <span role="status" className="text-13 text-ink-soft">
              {changed && t("form.unsaved")}
            </span>
            <SaveButton sending={saving} disabled={!changed} />
          </div>
        }
      >
        <TextArea
          label={t("staffSearch.groups")}
          hint={t("staffSearch.example")}
          error={fault}
          rows={8}
          spellCheck={false}
          value={form.text}
          onChange={(event) => edit.change({ text: event.target.value })}
        />
      </Form>
    </Panel>
  );
}
