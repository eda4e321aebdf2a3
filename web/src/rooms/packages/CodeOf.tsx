import { useMutation } from "@tanstack/react-query";
import { save } from "../../base/api/client";
import type { GrantShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { useCode } from "./queries";

/** Makes a certificate's code, which is shown this once, and its page to print. */
export function CodeOf({ grant }: { grant: GrantShown }) {
  const { t, locale } = useLanguage();
  const making = useCode(grant.id);
  const code = making.data?.code;
  const printing = useMutation({
    mutationFn: () => save(`/api/prepaid/${grant.id}/paper`, { code, language: locale }),
  });
  return (
    <div className="space-y-3">
      {code ? (
        <Notice title={t("packages.codeOnce")}>
          <p className="tabular whitespace-nowrap font-semibold sm:text-18" data-testid="code">
            {code}
          </p>
          <Button autoFocus size="s" busy={printing.isPending} onClick={() => printing.mutate()}>
            {t("packages.pdf")}
          </Button>
          {printing.isError && <Refusal error={printing.error} />}
        </Notice>
      ) : (
        <>
          <Button size="s" online busy={making.isPending} onClick={() => making.mutate()}>
            {t(grant.coded ? "packages.newCode" : "packages.showCode")}
          </Button>
          {grant.coded && <p className="text-13 text-ink-soft">{t("packages.newCodeHint")}</p>}
        </>
      )}
      {making.isError && <Refusal error={making.error} />}
    </div>
  );
}
