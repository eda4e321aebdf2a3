import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { ClosingStanding, PersonAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { SkeletonText } from "../../design/Skeleton";
import { useLeft } from "../../rooms/people/left";
import { ActDialog } from "../desk/ActDialog";
import { buyerName } from "../desk/Buyer";
import { personQuery } from "./queries";

/** Closing the account of who asked the shop for it. */
export function CloseAccount({ seen: { person } }: { seen: PersonAnswer }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const userId = person.userId ?? "";
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t("standing.do.close")}
      </Button>
      {asking && (
        <Confirm
          userId={userId}
          name={buyerName(person) ?? t("people.unknown")}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface ConfirmProps {
  userId: string;
  name: string;
  onClose: () => void;
}

function Confirm({ userId, name, onClose }: ConfirmProps) {
  const { t } = useLanguage();
  const said = useLeft();
  const [giveUp, setGiveUp] = useState(false);
  const path = `/staff/people/${encodeURIComponent(userId)}`;
  const standing = useQuery({
    ...answerQuery<ClosingStanding>(["staff", "closing", userId], `${path}/closing`),
    staleTime: 0,
  });
  return (
    <ActDialog
      title={t("standing.title.close", { name })}
      text={t("standing.means.close")}
      act={t("standing.do.close")}
      grave
      send={(key) => insist(`${path}/close`, { giveUp }, key)}
      onDone={() => renew(["staff", "people"], personQuery(userId).queryKey)}
      told={() => t("standing.did.close")}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {() => (
        <Loaded query={standing} loading={<SkeletonText lines={2} />}>
          {({ open, left }) => (
            <div className="space-y-3">
              {open.length > 0 && (
                <Notice tone="held" title={t("problem.staff-still-open")}>
                  <ul className="list-disc space-y-1 pl-5">
                    {open.map(({ code, count }) => (
                      <li key={code}>{t(`closing.staffOpen.${code}`, { count })}</li>
                    ))}
                  </ul>
                </Notice>
              )}
              {left.length > 0 && (
                <Check
                  data-first
                  label={t("standing.giveUp", { what: left.map(said).join(", ") })}
                  checked={giveUp}
                  onChange={({ target }) => setGiveUp(target.checked)}
                />
              )}
            </div>
          )}
        </Loaded>
      )}
    </ActDialog>
  );
}
