import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useShopName } from "../../base/shop";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { makeLink } from "./queries";

/** The link, to be copied or handed to another app of the phone; none yet: it is made. */
export function OwnLink({ code }: { code: string | null }) {
  const { t } = useLanguage();
  const making = useIntent((key) => makeLink(false, key));
  if (code) return <Link code={code} />;
  return (
    <div className="space-y-3">
      <Button kind="primary" busy={making.isPending} onClick={() => making.mutate()}>
        {t("referrals.make")}
      </Button>
      {making.isError && <Refusal error={making.error} />}
    </div>
  );
}

function Link({ code }: { code: string }) {
  const { t } = useLanguage();
  const shop = useShopName();
  const copy = useCopy();
  const [asking, ask] = useState(false);
  const close = () => ask(false);
  const renewing = useIntent((key) => makeLink(true, key), { onSuccess: close });
  const url = `${window.location.origin}/i/${code}`;
  // Whoever closes the sheet has chosen nothing: that is no failure.
  const share = () =>
    navigator.share({ title: shop, text: t("referrals.shared", { shop }), url }).catch(() => {});
  return (
    <div className="space-y-3">
      <Field
        readOnly
        name="link"
        label={t("referrals.link")}
        value={url}
        hint={t("referrals.code", { code, place: `${window.location.host}/i` })}
        onFocus={({ target }) => target.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={() => void copy(url, t("referrals.copied"))}>
          {t("referrals.copy")}
        </Button>
        {typeof navigator.share === "function" && (
          <Button onClick={() => void share()}>{t("referrals.share")}</Button>
        )}
        <Button kind="plain" onClick={() => ask(true)}>
          {t("referrals.renew")}
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={close}
        title={t("referrals.renewTitle")}
        text={t("referrals.renewText")}
      >
        {renewing.isError && <Refusal error={renewing.error} />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t("referrals.keep")}</Button>
          <Button kind="primary" busy={renewing.isPending} onClick={() => renewing.mutate()}>
            {t("referrals.renew")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
