/** The app's orchestrators, activities and entities by name. Names compare without regard to case, as on Azure. */
import type { RegisteredFunction } from "../binding-service.js";

export const TRIGGERS = {
  orchestrator: "orchestrationtrigger",
  activity: "activitytrigger",
  entity: "entitytrigger",
} as const;

export class FunctionsByName {
  readonly #byName = new Map<string, RegisteredFunction>();

  add(fn: RegisteredFunction): void {
    this.#byName.set(fn.name.toLowerCase(), fn);
  }

  get(name: string): RegisteredFunction | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#byName.has(name.toLowerCase());
  }
}
