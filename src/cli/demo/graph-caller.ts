/**
 * One person (or application) talking to the server through the official Graph client.
 * Nothing here is special to Gatehouse except the host name and patience: a server that is being started again is asked again.
 */
import { Client, type GraphError } from "@microsoft/microsoft-graph-client";
import { pause } from "./until.js";

export type GraphCaller = {
  readonly name: string;
  get<T>(path: string): Promise<T>;
  /** `key` makes the call safe to repeat: the same key gives the same object, not a second one. */
  post<T>(path: string, body: object, key: string): Promise<T>;
  patch(path: string, body: object): Promise<void>;
  delete(path: string): Promise<void>;
  /** Every item of a collection, through all its pages. */
  list<T>(path: string): Promise<readonly T[]>;
};

/** How long a server that gives no answer at all is asked again. */
const PATIENCE_MS = 60_000;
const PAUSE_BETWEEN_MS = 200;

/** `origin` must be https: the official client sends no token over plain http. */
export function graphCaller(name: string, origin: string, token: string): GraphCaller {
  const client = Client.init({
    baseUrl: `${origin}/`,
    customHosts: new Set([new URL(origin).hostname]),
    authProvider: (done) => done(null, token),
  });
  const get = <T>(path: string) => answered<T>(() => client.api(path).get());
  return {
    name,
    get,
    post: (path, body, key) => answered(() => client.api(path).header("Idempotency-Key", key).post(body)),
    patch: (path, body) => answered(() => client.api(path).patch(body)),
    delete: (path) => answered(() => client.api(path).delete()),
    list: async <T>(path: string) => {
      const items: T[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const page: Page<T> = await get<Page<T>>(next);
        items.push(...page.value);
        next = page["@odata.nextLink"];
      }
      return items;
    },
  };
}

type Page<T> = { readonly value: readonly T[]; readonly "@odata.nextLink"?: string };

/** The HTTP status and Graph code of a refused call; rethrows what is not a refusal. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ status: number; code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (isGraphError(error) && error.statusCode > 0)
      return { status: error.statusCode, code: error.code ?? "", message: error.message };
    throw error;
  }
  return { status: 200, code: "", message: "The call was not refused." };
}

async function answered<T>(call: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + PATIENCE_MS; ; ) {
    try {
      return await call();
    } catch (error) {
      const noAnswer = isGraphError(error) && error.statusCode === -1;
      if (!noAnswer || performance.now() > deadline) throw error;
      await pause(PAUSE_BETWEEN_MS);
    }
  }
}

function isGraphError(error: unknown): error is GraphError {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
}
