import type { HomeBody } from "../../base/api/schema";
import { HomeBanner } from "./HomeBanner";
import { HomeCollection } from "./HomeCollection";
import type { TextBlock } from "./home";

/** The blocks that a merchant arranged, in their order; each keeps its place while its products
 * are on their way. */
export function HomeBlocks({ blocks }: Pick<HomeBody, "blocks">) {
  return (
    <div className="mb-8 space-y-8 border-b border-line pb-8 empty:hidden">
      {blocks.map((block, place) => {
        const key = place;
        if (block.kind === "banner")
          return <HomeBanner key={key} block={block} eager={place === 0} />;
        if (block.kind === "collection")
          return <HomeCollection key={key} block={block} eager={place < 2} />;
        return <HomeText key={key} block={block} />;
      })}
    </div>
  );
}

function HomeText({ block }: { block: TextBlock }) {
  return (
    <section data-block="text" className="max-w-3xl space-y-2">
      {block.title && <h2 className="text-18 font-semibold">{block.title}</h2>}
      <div
        className="rich"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises it when it is saved
        dangerouslySetInnerHTML={{ __html: block.html }}
      />
    </section>
  );
}
