import { useLanguage } from "../base/i18n/format";
import { Blank } from "../design/Blank";
import { Button } from "../design/Button";

/** A fault of ours: what is kept is said first. */
export function Crash() {
  const { t } = useLanguage();
  return (
    <div className="page" role="alert">
      <Blank
        heading
        icon="alert"
        title={t("crash.title")}
        hint={t("crash.text")}
        action={
          <Button kind="primary" onClick={() => window.location.reload()}>
            {t("crash.reload")}
          </Button>
        }
      />
    </div>
  );
}
