/** A server as a child process, and the people of its directory with tokens: everything a test needs that talks to the product from outside only. */
import {
  type ChildServer,
  type ChildServerOptions,
  startChildServer,
} from "../../src/cli/demo/child-server.js";
import { mintToken, mintUserTokens } from "../../src/cli/demo/tokens.js";
import { SAMPLE_ADMINISTRATOR } from "../../src/sample/organization/names.js";
import { type HttpCaller, httpCaller } from "./http-caller.js";
import { temporaryFolder } from "./temporary-folder.js";

export type OutsidePerson = {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly caller: HttpCaller;
};

export type Outsider = {
  server(): ChildServer;
  readonly data: string;
  /** Global Administrator of the sample organization. */
  readonly admin: HttpCaller;
  readonly adminToken: string;
  /** Members of the directory other than the administrator, with a token each; at most `count`. */
  people(count: number): Promise<readonly OutsidePerson[]>;
  /** SIGKILL now, and the same folder and ports again. Resolves with the new server when it is ready. */
  killAndRestart(): Promise<ChildServer>;
  /** Only starts: for callers that have killed the server themselves. */
  restart(): Promise<ChildServer>;
  /** Stops the server and removes its folder. */
  end(): Promise<void>;
};

export async function startOutsider(
  name: string,
  options: Omit<ChildServerOptions, "data"> = {},
): Promise<Outsider> {
  const folder = temporaryFolder(name);
  const start = () => startChildServer({ logLevel: "warn", httpsPort: "off", ...options, data: folder.path });
  let server: ChildServer;
  let adminToken = "";
  try {
    server = await start();
    adminToken = await mintToken(folder.path, { user: SAMPLE_ADMINISTRATOR });
  } catch (error) {
    folder.remove();
    throw error;
  }
  const origin = () => server.ready.http;
  const admin = httpCaller(origin(), adminToken);
  return {
    server: () => server,
    data: folder.path,
    admin,
    adminToken,
    people: async (count) => {
      const users = await admin.list<Omit<OutsidePerson, "caller"> & { userType: string | null }>(
        "/users?$select=id,displayName,userPrincipalName,mail,userType&$top=200",
      );
      const chosen = users
        .filter((u) => u.userType !== "Guest" && u.userPrincipalName !== SAMPLE_ADMINISTRATOR)
        .slice(0, count);
      if (chosen.length < count)
        throw new Error(`The directory has ${chosen.length} members; ${count} are needed.`);
      const tokens = await mintUserTokens(
        folder.path,
        chosen.map((u) => u.userPrincipalName),
      );
      return chosen.map((u, i) => ({ ...u, caller: httpCaller(origin(), tokens[i]) }));
    },
    killAndRestart: async () => {
      await server.kill();
      server = await start();
      return server;
    },
    restart: async () => {
      server = await start();
      return server;
    },
    end: async () => {
      await server.kill();
      folder.remove();
    },
  };
}
