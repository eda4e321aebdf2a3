import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Icon } from "../../design/Icon";

interface Props {
  about:
    | { product: string }
    | { resource: string }
    | { order: string; seller?: string; studio?: string };
  /** To whom, where there are several. */
  to?: string;
  /** Where it is rather to talk than to ask. */
  label?: string;
}

/** Leads to a question about it. */
export function AskLink({ about, to, label }: Props) {
  const { t } = useLanguage();
  return (
    <ButtonLink
      kind="plain"
      size="s"
      to="/messages/new"
      search={about}
      className="text-left whitespace-normal!"
    >
      <Icon name="message" size={16} />
      {label ?? (to ? t("messages.askWhom", { name: to }) : t("messages.ask"))}
    </ButtonLink>
  );
}
