import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../base/i18n/format";
import { useTitle } from "../base/shop";
import { Blank } from "./Blank";
import { ButtonLink } from "./Button";

interface Props {
  title: string;
  hint: string;
  /** The page is nothing else: its heading and its title are this. */
  whole?: boolean;
}

/** A page that belongs to somebody: who is nobody yet logs in, and comes back here. */
export function LoginFirst({ title, hint, whole }: Props) {
  const { t } = useLanguage();
  useTitle(whole ? title : null);
  const { href } = useLocation();
  return (
    <Blank
      icon="person"
      heading={whole}
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
