import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useIntent } from "../../base/intent";
import { useSession } from "../../base/session";
import { toast } from "../../design/Toasts";
import { keepInvitation, useInvitation } from "./kept";
import { accept } from "./queries";
import { useOff } from "./words";

/** Who came by a friend's link and is logged in has what it promises, without asking for it. */
export function AcceptInvitation() {
  const { t } = useLanguage();
  const off = useOff();
  const words = useProblemWords();
  const code = useInvitation();
  const user = useSession()?.user?.id;
  const { mutate } = useIntent((key, sent: string) => accept(sent, key), {
    onSuccess: async ({ offer, status }) => {
      keepInvitation("");
      if (offer && status === "invited")
        toast({
          title: t("referrals.accepted"),
          text: t("referrals.offFirst", { off: off(offer) }),
        });
      await renew([]); // prices are others now
    },
    onError: (error) => {
      if (asProblem(error).passing) return; // another time
      keepInvitation("");
      toast({ title: t("referrals.notAccepted"), text: words(error), tone: "danger" });
    },
  });
  useEffect(() => {
    if (user && code) mutate(code);
  }, [user, code, mutate]);
  return null;
}
