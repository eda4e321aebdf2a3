import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { sellersQuery } from "../desk/sellers";
import { SeveralOf } from "./SeveralOf";

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** For goods of which sellers only. */
export function SellerScope(props: Props) {
  const { t } = useLanguage();
  const known = useQuery(sellersQuery).data?.sellers ?? [];
  const byId = new Map(known.map((one) => [one.id, one.name]));
  return (
    <SeveralOf
      {...props}
      label={t("promo.sellers")}
      hint={t("promo.sellersHint")}
      add={t("promo.addSeller")}
      known={[...byId.keys()]}
      nameOf={(id) => byId.get(id) ?? id.slice(-6)}
    />
  );
}
