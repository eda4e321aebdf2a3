import { useState } from "react";
import { insist } from "../../base/api/client";
import type { GroupBody, MembersAdded } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { addressesIn, MOST } from "./addresses";
import { renewMembers } from "./queries";

interface Props {
  group: GroupBody;
  onClose: () => void;
}

/** Customers who come into the group, by their addresses. Those that the shop does not know stay in the field. */
export function AddMembers({ group, onClose }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const [told, setTold] = useState<MembersAdded | null>(null);
  const emails = addressesIn(typed);
  const adding = useIntent(
    (key) => insist<MembersAdded>(`/staff/customer-groups/${group.id}/members`, { emails }, key),
    {
      onSuccess: async (answer) => {
        await renewMembers();
        if (answer.unknown.length === 0) {
          toast({ title: summary(answer) });
          onClose();
          return;
        }
        setTold(answer);
        setTyped(answer.unknown.join("\n"));
      },
    },
  );
  const summary = ({ added, already }: MembersAdded) =>
    [t("groups.added", { count: added }), already > 0 && t("groups.already", { count: already })]
      .filter(Boolean)
      .join(" ");
  return (
    <Dialog open onClose={onClose} title={t("groups.add")} text={t("groups.addText")}>
      <Form
        reader="staff"
        sending={adding}
        onChange={adding.another}
        onSubmit={() => emails.length > 0 && emails.length <= MOST && adding.mutate()}
        end={
          <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
            <Button onClick={onClose}>{t(told ? "form.done" : "form.back")}</Button>
            <Button kind="primary" type="submit" busy={adding.isPending}>
              {t("groups.addThese")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            <div role="status">
              {told && (
                <div className="space-y-1 rounded-m border border-line p-3" data-testid="added">
                  <p>{summary(told)}</p>
                  <p className="text-held-ink">
                    {t("groups.unknown", { count: told.unknown.length })}
                  </p>
                </div>
              )}
            </div>
            <TextArea
              data-first
              name="emails"
              label={t("groups.emails")}
              hint={t("groups.emailsHint", { most: MOST })}
              rows={6}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              error={
                emails.length > MOST
                  ? t("groups.tooMany", { most: MOST })
                  : tried && emails.length === 0
                    ? t("groups.emailsMissing")
                    : null
              }
              onChange={({ target }) => setTyped(target.value)}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
