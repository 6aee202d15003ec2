/** A directory that is asked each question once. For one run over many people, in which an answer may be as old as the run. */
import type { Directory, DirectoryUser } from "../ports/directory.js";

export function rememberingDirectory(real: Directory): Directory {
  const users = new Map<string, Promise<DirectoryUser | undefined>>();
  const user = remembered(users, (id) => real.user(id));
  const transitiveMembers = remembered(new Map<string, Promise<readonly string[]>>(), (id) =>
    real.transitiveMembers(id),
  );
  const applicationOwners = remembered(new Map<string, Promise<readonly string[]>>(), (id) =>
    real.applicationOwners(id),
  );
  return {
    ...real,
    user,
    transitiveMembers,
    applicationOwners,
    async users(ids) {
      const missing = [...new Set(ids)].filter((id) => !users.has(id));
      if (missing.length > 0) {
        const asked = real.users(missing);
        for (const id of missing)
          users.set(
            id,
            asked.then((found) => found.get(id)),
          );
      }
      const found = await Promise.all(ids.map(user));
      return new Map(found.filter((one) => one !== undefined).map((one) => [one.id, one]));
    },
    async managers(userId, levels) {
      const above: DirectoryUser[] = [];
      const seen = new Set([userId]);
      let managerId = (await user(userId))?.managerId ?? null;
      while (managerId !== null && above.length < levels && !seen.has(managerId)) {
        seen.add(managerId);
        const manager = await user(managerId);
        if (manager === undefined) break;
        above.push(manager);
        managerId = manager.managerId;
      }
      return above;
    },
  };
}

function remembered<V>(
  answers: Map<string, Promise<V>>,
  ask: (id: string) => Promise<V>,
): (id: string) => Promise<V> {
  return (id) => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const asked = ask(id);
    answers.set(id, asked);
    return asked;
  };
}
