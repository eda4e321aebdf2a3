import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Highlights, ProductBody } from "../../base/api/schema";
import { costOf, formerPrice } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Marked } from "../../design/Marked";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { SupplyBar } from "../../design/SupplyBar";
import { SupplyWords } from "../../design/SupplyWords";
import { useStale } from "../../live/connection";
import { useYours } from "../cart/hold";
import { SaleOnCard } from "../flash/SaleOnCard";
import { useProductSupply } from "../stock/live";
import { suppliesOf, total } from "../stock/supply";
import { LowestBefore } from "./LowestBefore";
import { useMemberPrice } from "./memberPrices";
import { UnitPrice } from "./UnitPrice";

export const GRID =
  "grid grid-cols-2 gap-x-3 gap-y-8 sm:grid-cols-3 sm:gap-x-5 lg:grid-cols-4 lg:gap-x-6 lg:gap-y-10";

interface Props {
  product: ProductBody;
  eager: boolean;
  /** Where the words stand that it was found by. */
  found?: Highlights;
}

/** What stands around a card's body. */
export const CARD = "group relative flex flex-col gap-3";

/** A product among those that were asked for. */
export function ProductCard(props: Props) {
  return (
    <article data-product={props.product.handle} className={CARD}>
      <CardBody {...props} />
    </article>
  );
}

interface Steady {
  /** Above other things: its name has two lines, needed or not, so that nothing below moves when it
   * comes. */
  steady?: boolean;
}

interface BodyProps extends Props, Steady {
  /** One of a row below a heading of its own. */
  row?: boolean;
  /** Which it is among those. */
  place?: number;
}

/** The picture leads; below it what it is, what it costs, and how much of it there is. (There are
 * dozens on a page, drawn anew only for news of their own.) */
export const CardBody = memo(function CardBody(props: BodyProps) {
  const { product, eager, found, row, place, steady } = props;
  const Name = row ? "h3" : "h2";
  const supply = useProductSupply(product.id) ?? total(suppliesOf(product));
  const yours = useYours(product.variants.map((variant) => variant.id));
  const stale = useStale();
  const image = product.images[0];
  const first = product.variants[0];
  const cost = costOf(product);
  const theirs = useMemberPrice(product.id);
  const member = theirs && theirs.price < cost ? theirs : null;
  // Of several prices none is struck through; that some are reduced is said on the picture.
  const struck = product.maxPrice > cost ? undefined : first;
  const reduced = !struck && product.variants.some((one) => formerPrice(one) !== null);
  const { t } = useLanguage();
  return (
    <>
      <div className="relative">
        <Picture
          of={image}
          sizes="(min-width: 64rem) 18rem, (min-width: 40rem) 33vw, 50vw"
          alt={image?.alt || product.name}
          eager={eager}
          dimmed={supply.stock + supply.held === 0 && !supply.preorderOn}
        />
        <div className="absolute inset-x-2 top-2 flex flex-col items-start gap-1">
          {place !== undefined && (
            <span
              aria-hidden="true"
              className="tabular grid size-7 shrink-0 place-items-center rounded-full bg-paper text-13 font-semibold"
            >
              {place}
            </span>
          )}
          <SaleOnCard productId={product.id} />
          {reduced && (
            <span className="rounded-m bg-paper px-2 py-0.5 text-13 font-medium">
              {t("shop.reduced")}
            </span>
          )}
        </div>
        {product.reviewsCount > 0 && (
          <span className="absolute bottom-2 left-2 inline-flex rounded-full bg-paper px-2 py-0.5">
            <StarsInShort value={product.rating} count={product.reviewsCount} />
          </span>
        )}
      </div>
      <div className="flex grow flex-col gap-0.5">
        <Name
          className={classes(
            "line-clamp-2 text-15 leading-5 font-medium hyphens-auto",
            steady && "min-h-10",
          )}
        >
          <Link
            to="/product/$handle"
            params={{ handle: product.handle }}
            className="group-hover:text-accent after:absolute after:inset-0 after:rounded-l focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-accent"
          >
            {found?.name ? <Marked pieces={found.name} /> : product.name}
          </Link>
        </Name>
        {member ? (
          <span data-testid="card-member-price">
            <span className="sr-only">{t("product.yours")} </span>
            <Price
              amount={member.price}
              currency={product.currency}
              from={product.maxPrice > cost}
              before={product.maxPrice > cost ? null : cost}
              className="text-accent"
            />
          </span>
        ) : (
          <Price
            amount={cost}
            currency={product.currency}
            from={product.maxPrice > cost}
            before={struck ? formerPrice(struck) : null}
            className="text-ink-soft"
          />
        )}
        {struck && !member && <LowestBefore of={struck} short />}
        <UnitPrice of={member ?? product} className="text-13" />
        {found?.description && !found.name && (
          <p className="line-clamp-2 text-13 text-ink-soft">
            <Marked pieces={found.description} />
          </p>
        )}
      </div>
      <div className="space-y-1.5">
        <SupplyBar {...supply} yours={yours} discreet dimmed={stale} />
        <p className="line-clamp-2 min-h-5 text-13">
          <SupplyWords
            stock={supply.stock}
            held={supply.held}
            yours={yours}
            preorderOn={supply.preorderOn}
            dimmed={stale}
          />
        </p>
      </div>
    </>
  );
});

export function ProductCardSkeleton({ steady }: Steady) {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="aspect-square w-full rounded-l" />
      <div className="flex flex-col gap-0.5">
        <Skeleton className={classes("w-4/5", steady ? "h-10" : "h-5")} />
        <Skeleton className="h-6 w-2/5" />
      </div>
      <div className="space-y-1.5">
        <Skeleton className="h-1 w-full" />
        <Skeleton className="h-5 w-1/2" />
      </div>
    </div>
  );
}
