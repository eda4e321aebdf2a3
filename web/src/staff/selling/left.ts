import type { SubOrderBody } from "../../base/api/schema";

/** Of each line, how many units are in no parcel and are still to be sent. */
export const toPack = ({ lines }: Pick<SubOrderBody, "lines">) =>
  lines.map(
    ({ quantity, returned, cameBack, leaving, packed }) =>
      quantity - returned + cameBack - leaving - packed,
  );
