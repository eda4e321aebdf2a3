/**
 * Does it while no other tab of this browser does what has the same name: one after the other. Where
 * the browser has no locks (a page without TLS), at once.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  return locks ? await locks.request(name, work) : await work();
}
