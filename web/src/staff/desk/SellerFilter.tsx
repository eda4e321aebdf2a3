import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { sellersQuery } from "./sellers";

interface Props {
  bare?: boolean;
  className?: string;
  seller: string | undefined;
  onChoose: (id: string | undefined) => void;
}

/** What is of which seller, in a shop that has some. */
export function SellerFilter({ bare, className, seller, onChoose }: Props) {
  const { t } = useLanguage();
  const sellers = useQuery(sellersQuery).data?.sellers ?? [];
  if (sellers.length === 0) return null;
  return (
    <Select
      dense
      bare={bare}
      className={className}
      label={t("desk.seller")}
      value={seller}
      none={t(bare ? "desk.anySeller" : "list.all")}
      items={sellers.map(({ id }) => id)}
      nameOf={(id) => sellers.find((one) => one.id === id)?.name ?? id}
      onChoose={onChoose}
    />
  );
}
