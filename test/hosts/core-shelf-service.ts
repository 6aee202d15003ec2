/** A binding service of the tests' own: trigger, input and output on shelves kept in memory. */
import type {
  Binding,
  BindingService,
  InvocationRequest,
  InvocationResponse,
  Invoke,
  RegisteredFunction,
  TypedData,
} from "../../src/hosts/embedded/binding-service.js";
import { HostError } from "../../src/hosts/embedded/binding-service.js";

export type ShelfService = BindingService & {
  readonly shelves: Map<string, unknown[]>;
  readonly triggered: RegisteredFunction[];
  /** Invokes the function that listens to the shelf. */
  put(shelf: string, request: InvocationRequest): Promise<InvocationResponse>;
  /** Makes the next outputs fail. */
  failOutputs(): void;
};

export function shelfService(): ShelfService {
  const shelves = new Map<string, unknown[]>();
  const triggered: RegisteredFunction[] = [];
  let failing = false;
  let invoke: Invoke | undefined;

  return {
    types: ["shelftrigger", "shelf"],
    shelves,
    triggered,
    hostJson: {
      shelves(section) {
        if (JSON.stringify(section) !== '{"height":3}') throw new HostError("Shelves have the height 3.");
      },
    },
    register: (fn) => void triggered.push(fn),
    input: async (binding) => ({
      json: JSON.stringify({ top: shelves.get(nameOf(binding))?.at(-1) ?? null }),
    }),
    async output(binding, data: TypedData) {
      await Promise.resolve();
      if (failing) throw new Error("the shelf fell down");
      const value: unknown = data.json === undefined ? data : JSON.parse(data.json);
      shelves.set(nameOf(binding), [...(shelves.get(nameOf(binding)) ?? []), value]);
    },
    put(shelf, request) {
      const fn = triggered.find(({ trigger }) => trigger["shelf"] === shelf);
      if (fn === undefined || invoke === undefined) throw new Error(`Nobody listens to ${shelf}.`);
      return invoke(fn.id, request);
    },
    failOutputs: () => {
      failing = true;
    },
    start: async (given) => {
      invoke = given;
    },
    stop: async () => {},
  };
}

function nameOf(binding: Binding): string {
  return String(binding["shelf"]);
}
