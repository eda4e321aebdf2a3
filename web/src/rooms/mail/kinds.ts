import { useTranslation } from "react-i18next";

/** A kind of mail in words of ours; one that only a newer server knows stands as it is. */
export function useMailKind(): (kind: string) => string {
  const { t, i18n } = useTranslation();
  return (kind) => {
    const key = `mail.kind.${kind}`;
    return i18n.exists(key) ? t(key as "mail.kind.cart-left") : kind;
  };
}
