/** Asks for several at once what is asked one by one in the same moment, at most `most` of them. */
export function together<Answer>(
  ask: (ids: string[]) => Promise<Map<string, Answer>>,
  most: number,
): (id: string) => Promise<Answer | undefined> {
  let open: { ids: Set<string>; answer: Promise<Map<string, Answer>> } | null = null;
  return async (id) => {
    if (!open || open.ids.size >= most) {
      const ids = new Set<string>();
      const answer = new Promise<void>((now) => setTimeout(now)).then(() => {
        if (open?.ids === ids) open = null;
        return ask([...ids]);
      });
      open = { ids, answer };
    }
    open.ids.add(id);
    return (await open.answer).get(id);
  };
}
