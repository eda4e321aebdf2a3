import { Link } from "@tanstack/react-router";
import type { ProductBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { ScrollBox } from "../../design/ScrollBox";
import { StarsInShort } from "../../design/Stars";
import { SupplyWords } from "../../design/SupplyWords";
import { useProductSupply } from "../stock/live";
import { suppliesOf, total } from "../stock/supply";
import type { Row } from "./compare";

interface Props {
  products: ProductBody[];
  rows: Row[];
  onRemove: (id: string) => void;
}

/** What rows are called stays in sight while the products are pushed along. */
const NAME =
  "sticky left-0 z-10 w-24 min-w-24 bg-paper py-3 pr-3 text-left align-top text-13 font-normal text-ink-soft hyphens-auto wrap-anywhere sm:w-44 sm:min-w-44 sm:text-15";
const CELL = "min-w-32 p-3 text-left align-top sm:min-w-44";

/** A product a column, a fact a row. Where they differ it is set off, and said. */
export function CompareTable({ products, rows, onRemove }: Props) {
  const { t } = useLanguage();
  return (
    <ScrollBox label={t("compare.table")} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <table className="w-full border-collapse" data-testid="compared">
        <thead>
          <tr className="border-b border-line">
            <td className={NAME} />
            {products.map((product) => (
              <th key={product.id} scope="col" className={classes(CELL, "font-normal")}>
                <Head product={product} onRemove={() => onRemove(product.id)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-differs={row.differs} className="border-b border-line">
              <th scope="row" className={NAME}>
                {row.name}
                {row.differs && <span className="sr-only"> ({t("compare.differs")})</span>}
              </th>
              {products.map(({ id }, at) => (
                <td
                  key={id}
                  className={classes(
                    CELL,
                    "text-13 wrap-anywhere sm:text-15",
                    row.differs ? "bg-accent-soft font-medium" : "text-ink-soft",
                  )}
                >
                  {row.values[at] ?? <span className="text-ink-faint">{t("compare.unknown")}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Head({ product, onRemove }: { product: ProductBody; onRemove: () => void }) {
  const { t } = useLanguage();
  const supply = useProductSupply(product.id) ?? total(suppliesOf(product));
  const image = product.images[0];
  const cost = costOf(product);
  return (
    <div className="flex max-w-52 flex-col gap-2" data-product={product.handle}>
      <div className="relative">
        <Picture of={image} alt="" sizes="13rem" dimmed={supply.stock + supply.held === 0} />
        <span className="absolute top-1 right-1 rounded-m bg-paper/80">
          <IconButton
            icon="close"
            size="s"
            label={t("form.removeNamed", { name: product.name })}
            onClick={onRemove}
          />
        </span>
      </div>
      <Link
        to="/product/$handle"
        params={{ handle: product.handle }}
        className="font-medium hyphens-auto hover:text-accent"
      >
        {product.name}
      </Link>
      <Price amount={cost} currency={product.currency} from={product.maxPrice > cost} />
      {product.reviewsCount > 0 && (
        <StarsInShort value={product.rating} count={product.reviewsCount} />
      )}
      <p className="text-13">
        <SupplyWords stock={supply.stock} held={supply.held} preorderOn={supply.preorderOn} />
      </p>
    </div>
  );
}
