import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { ProductsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";
import type { CampaignForm } from "./campaignForm";

interface Props {
  chosen: CampaignForm["scope"];
  onChange: (chosen: CampaignForm["scope"]) => void;
}

const MOST = 100;

/** For which products a campaign is; none chosen means all. */
export function ProductScope({ chosen, onChange }: Props) {
  const { t, locale } = useLanguage();
  const asked = { sort: "name", limit: MOST, locale };
  const query = answerQuery<ProductsBody>(["products", "by name", locale], "/products", asked);
  const products = useQuery(query).data?.products;
  const names = new Map(products?.map((product) => [product.id, product.name]));
  const named = chosen.map(({ id, name }) => ({ id, name: names.get(id) ?? name }));
  const open = products?.filter((product) => !chosen.some((one) => one.id === product.id)) ?? [];
  return (
    <div className="space-y-2">
      <Select
        label={t("staff.campaign.scope")}
        hint={t("staff.campaign.scopeHint")}
        value={null}
        none={t("staff.campaign.addProduct")}
        items={open.map((product) => product.id)}
        nameOf={(id) => names.get(id) ?? id}
        onChoose={(id) => id && onChange([...chosen, { id, name: names.get(id) ?? id }])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {named.map((product) => (
            <li key={product.id}>
              <Button
                size="s"
                icon="close"
                aria-label={t("form.removeNamed", { name: product.name })}
                onClick={() => onChange(chosen.filter((one) => one.id !== product.id))}
              >
                {product.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
