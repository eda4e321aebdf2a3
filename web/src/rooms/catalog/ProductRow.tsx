import { type FocusEvent, type ReactNode, useId } from "react";
import type { ProductBody } from "../../base/api/schema";
import { classes } from "../../design/classes";
import { useWatch } from "../../live/channel";
import { liveStock } from "../stock/live";
import { CARD, CardBody } from "./ProductCard";

/** On a phone a row to push along, its next card in sight; on a wide screen all of it at once. */
export const ROW =
  "-mx-4 flex gap-x-3 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:-mx-6 sm:gap-x-5 sm:px-6 lg:mx-0 lg:grid lg:grid-cols-5 lg:gap-x-6 lg:overflow-visible lg:px-0";
export const PLACE = "w-[40%] shrink-0 sm:w-[28%] md:w-[23%] lg:w-auto";

/** Browsers leave a card half out of sight while a part of its link is to be seen. */
export function bringIn(event: FocusEvent<HTMLLIElement>) {
  event.currentTarget.scrollIntoView({ inline: "nearest", block: "nearest" });
}

interface Props {
  title: ReactNode;
  /** How the row is called in tests and for nobody else. */
  name: string;
  products: ProductBody[];
  /** What can be done with all of them. */
  action?: ReactNode;
}

/** Products beside what one came for, their numbers live; without any there is nothing to see. */
export function ProductRow({ title, name, products, action }: Props) {
  const id = useId();
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  if (products.length === 0) return null;
  return (
    <section aria-labelledby={id} data-row={name} className="space-y-3 border-t border-line pt-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-18 font-semibold">
          {title}
        </h2>
        {action}
      </div>
      <ul className={ROW}>
        {products.map((product) => (
          <li
            key={product.id}
            data-product={product.handle}
            className={classes(CARD, PLACE, "appear")}
            onFocus={bringIn}
          >
            <CardBody product={product} eager={false} row />
          </li>
        ))}
      </ul>
    </section>
  );
}
