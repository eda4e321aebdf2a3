import { lazy, Suspense } from "react";
import { useUses } from "../../base/shop";
import { Skeleton } from "../../design/Skeleton";
import { HomeBlocks } from "./HomeBlocks";
import { useHome } from "./home";
import { OpensSoon } from "./OpensSoon";

const BookSteps = lazy(async () => ({
  default: (await import("../booking/BookPage")).BookSteps,
}));

/** The first page of a shop without a product on sale: what can be booked there, below what its
 * merchant arranged; else that it opens soon. */
export function NoGoods() {
  const sessions = useUses().booking;
  const home = useHome(sessions);
  if (!sessions) return <OpensSoon />;
  return (
    <>
      {home?.arranged && (
        <div className="page max-w-3xl">
          <HomeBlocks blocks={home.blocks} />
        </div>
      )}
      <Suspense fallback={<Skeleton className="page mt-8 h-96 w-full max-w-3xl rounded-l" />}>
        <BookSteps />
      </Suspense>
    </>
  );
}
