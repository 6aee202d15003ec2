/** People of the sample organization by name, each with a token: for stories that need this manager and that approver. */
import { mintUserTokens } from "../../src/cli/demo/tokens.js";
import { httpCaller } from "./http-caller.js";
import type { OutsidePerson, Outsider } from "./outsider.js";

/** `names` are display names of the sample organization. */
export async function someone<Name extends string>(
  outsider: Outsider,
  ...names: readonly Name[]
): Promise<Readonly<Record<Name, OutsidePerson>>> {
  const users = await outsider.admin.list<Omit<OutsidePerson, "caller">>(
    "/users?$select=id,displayName,userPrincipalName,mail&$top=200",
  );
  const chosen = names.map((name) => {
    const user = users.find(({ displayName }) => displayName === name);
    if (user === undefined) throw new Error(`The sample organization has no ${name}.`);
    return user;
  });
  const tokens = await mintUserTokens(
    outsider.data,
    chosen.map(({ userPrincipalName }) => userPrincipalName),
  );
  const origin = outsider.server().ready.http;
  // One entry for each name: that is what the loop above has made sure of.
  return Object.fromEntries(
    chosen.map((user, index) => [user.displayName, { ...user, caller: httpCaller(origin, tokens[index]) }]),
  ) as Record<Name, OutsidePerson>;
}
