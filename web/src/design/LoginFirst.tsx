import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../base/i18n/format";
import { Blank } from "./Blank";
import { ButtonLink } from "./Button";

/** A page that belongs to somebody: who is nobody yet logs in, and comes back here. */
export function LoginFirst({ title, hint }: { title: string; hint: string }) {
  const { t } = useLanguage();
  const { href } = useLocation();
  return (
    <Blank
      icon="keys"
      title={title}
      hint={hint}
      action={
        <ButtonLink kind="primary" to="/login" search={{ next: href }}>
          {t("shell.login")}
        </ButtonLink>
      }
    />
  );
}
