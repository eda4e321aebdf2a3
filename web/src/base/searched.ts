interface Listed<Search> {
  useSearch: () => Search;
  useNavigate: () => (to: {
    search: (before: object) => never;
    replace: true;
    resetScroll: false;
  }) => Promise<void>;
}

/** Changes what the list of a route is narrowed by, which stands in the address: the rest of it
 * stays, the page stays where it is, and *back* leads to what was before the list. */
export function useChange<Search extends object>(route: Listed<Search>) {
  const navigate = route.useNavigate();
  return (next: Partial<Search>) =>
    void navigate({
      search: (before) => ({ ...before, ...next }) as never,
      replace: true,
      resetScroll: false,
    });
}
