import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { meetAgain } from "../../live/connection";

const OFTEN = 3_000;

/** Over the page of whoever was logged out meanwhile: they log in beside it, and what they typed stays. */
export function LoginAgain() {
  const { t } = useLanguage();
  const { href } = useLocation();
  const [open, setOpen] = useState(true);
  // Whoever comes back from the other tab goes on at once, and is told what happens as staff are.
  useQuery({ ...sessionQuery, refetchInterval: OFTEN, refetchOnWindowFocus: "always" });
  useEffect(() => meetAgain, []);
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      title={t("session.ended")}
      text={t("session.endedHint")}
    >
      <div className="mt-5 flex justify-end">
        <ButtonLink kind="primary" to="/login" search={{ next: href }} target="_blank">
          {t("session.loginBeside")}
        </ButtonLink>
      </div>
    </Dialog>
  );
}
