/** How a list that others change stands still and stays new: what was read stays while its filters
 * change, and it is read again every ten seconds, unless its reader went on to later pages, who would
 * be thrown back to the top. */
export const LIVING = {
  placeholderData: <Data>(before: Data) => before,
  refetchInterval: ({ state }: { state: { data?: { pages: unknown[] } } }) =>
    state.data?.pages.length === 1 ? 10_000 : false,
} as const;
