import { Link } from "@tanstack/react-router";
import type { ProductBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { liveStock, useProductSupply } from "../stock/live";
import { suppliesOf, total } from "../stock/supply";
import { useWish, useWishes, useWishToCart } from "./queries";

/** What one wishes for, the latest first, with what is left of each now. */
export function WishesPage() {
  const { t } = useLanguage();
  const session = useSession();
  const query = useWishes();
  const products = query.data?.products ?? [];
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  const gone = Object.keys(query.data?.wished ?? {}).length - products.length;
  return (
    <div className="page max-w-3xl pb-16">
      <Heading title={t("wishes.title")} />
      {session && !session.user ? (
        <LoginFirst title={t("wishes.loginTitle")} hint={t("wishes.loginHint")} />
      ) : query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div role="status" aria-label={t("wishes.loading")} className="space-y-4">
          <Skeleton className="h-24 w-full rounded-l" />
          <Skeleton className="h-24 w-full rounded-l" />
        </div>
      ) : products.length === 0 && gone === 0 ? (
        <Blank
          icon="heart"
          title={t("wishes.none")}
          hint={t("wishes.noneHint")}
          action={<ButtonLink to="/">{t("wishes.toShop")}</ButtonLink>}
        />
      ) : (
        <>
          <ul className="divide-y divide-line border-y border-line">
            {products.map((product) => (
              <Row key={product.id} product={product} />
            ))}
          </ul>
          {gone > 0 && (
            <p className="pt-4 text-13 text-ink-soft">{t("wishes.gone", { count: gone })}</p>
          )}
        </>
      )}
    </div>
  );
}

function Row({ product }: { product: ProductBody }) {
  const { t } = useLanguage();
  const supply = useProductSupply(product.id) ?? total(suppliesOf(product));
  const wish = useWish(product.id);
  const toCart = useWishToCart(product.id);
  const image = product.images[0];
  return (
    <li className="flex flex-wrap items-center gap-4 py-4" data-product={product.handle}>
      <div className="w-20 shrink-0">
        <Picture of={image} alt="" dimmed={supply.stock + supply.held === 0} sizes="10rem" />
      </div>
      <div className="min-w-0 grow basis-40 space-y-1">
        <Link
          to="/product/$handle"
          params={{ handle: product.handle }}
          className="block font-medium hyphens-auto hover:text-accent"
        >
          {product.name}
        </Link>
        <Price
          amount={costOf(product)}
          currency={product.currency}
          from={product.maxPrice > costOf(product)}
          className="text-ink-soft"
        />
        <p>
          <SupplyWords stock={supply.stock} held={supply.held} preorderOn={supply.preorderOn} />
        </p>
        {wish.isError && <Refusal error={wish.error} />}
        {toCart.isError && <Refusal error={toCart.error} />}
      </div>
      {product.variants.length > 1 ? (
        <ButtonLink
          to="/product/$handle"
          params={{ handle: product.handle }}
          aria-label={t("wishes.chooseNamed", { name: product.name })}
        >
          {t("wishes.choose")}
        </ButtonLink>
      ) : (
        (supply.stock > 0 || supply.preorderOn) && (
          <Button
            kind="primary"
            busy={toCart.isPending}
            online
            aria-label={t("wishes.toCartNamed", { name: product.name })}
            onClick={() => toCart.mutate()}
          >
            {t("wishes.toCart")}
          </Button>
        )
      )}
      <Button
        busy={wish.isPending}
        aria-label={t("form.removeNamed", { name: product.name })}
        onClick={() => wish.mutate(false)}
      >
        {t("form.remove")}
      </Button>
    </li>
  );
}
