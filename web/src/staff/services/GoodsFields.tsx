import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { ProductPicker } from "../desk/ProductPicker";
import type { PartProps } from "./parts";

const MOST = 20;

/** Goods of the shop that are offered with it: held, paid and handed over with the session. */
export function GoodsFields({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  return (
    <Panel title={t("services.goods")} text={t("services.goodsText")}>
      <ProductPicker
        chosen={form.goods}
        most={MOST}
        error={errorOf("goods") ?? undefined}
        onChange={(goods) => change({ goods })}
      />
    </Panel>
  );
}
