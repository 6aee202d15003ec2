/** What the steps of seeding share: the world, who calls, and the names of what has been made so far. */
import type { EmbeddedDirectory } from "../../../src/adapters/embedded/directory/embedded-directory.js";
import type { Caller } from "../../../src/domain/authorization/caller.js";
import type { FlakyConnector } from "../../builders/flaky-connector.js";
import type { World } from "../../builders/world.js";
import { type Answered, at, EM, idOf, type Surface } from "../../hosts/surface-fixture.js";

export const ADMIN = "Global Administrator";

export class Seeding {
  readonly world: World;
  readonly connector: FlakyConnector;
  readonly callers: Record<string, Caller>;
  readonly call: Surface["call"];
  readonly #bugs: readonly unknown[];
  readonly #ids: Record<string, string> = {};

  constructor(
    world: World,
    connector: FlakyConnector,
    callers: Record<string, Caller>,
    surface: { readonly call: Surface["call"]; readonly bugs: readonly unknown[] },
  ) {
    this.world = world;
    this.connector = connector;
    this.callers = callers;
    this.call = surface.call;
    this.#bugs = surface.bugs;
  }

  get directory(): EmbeddedDirectory {
    return this.world.directory;
  }

  get ids(): Readonly<Record<string, string>> {
    return this.#ids;
  }

  newId(): string {
    return this.world.ports.ids.next();
  }

  /** Remembers ids by name. */
  name(ids: Readonly<Record<string, string>>): void {
    Object.assign(this.#ids, ids);
  }

  id(name: string): string {
    const id = this.#ids[name];
    if (id === undefined) throw new Error(`Seeding has made nothing called ${name} yet.`);
    return id;
  }

  /** Must succeed. */
  async send(method: string, path: string, body?: object, as = ADMIN): Promise<Answered> {
    const answer = await this.call(method, path, { as, ...(body === undefined ? {} : { body }) });
    if (this.#bugs[0] !== undefined) throw this.#bugs[0];
    if (answer.status >= 300) throw new Error(`Seeding: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** POST below EM. Gives the id of the new object. */
  async make(path: string, body: object, as = ADMIN): Promise<string> {
    return idOf(await this.send("POST", `${EM}${path}`, body, as));
  }

  /** GET below EM, and what is at the place in the answer. */
  async read(path: string, place: string, as = ADMIN): Promise<string> {
    return String(at((await this.send("GET", `${EM}${path}`, undefined, as)).body, place));
  }
}
