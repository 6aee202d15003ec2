/**
 * One at a time for each key, inside this process. A data folder has exactly one server, so this is enough to keep a name unique that is
 * not the id of a document: look, then write, with nobody in between.
 */
export type Serial = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function openSerial(): Serial {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
