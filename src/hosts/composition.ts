/** How the function files come by their ports: a host provides them before it loads the app. The files themselves never know which host it is. */
import type { Ports } from "../application/ports/ports.js";
import type { Caller } from "../domain/authorization/caller.js";

/** Proves who calls. Throws nothing: a bad token is a value with the reason for the caller. */
export type Authenticate = (
  authorizationHeader: string | undefined,
) => Promise<
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "unauthenticated"; readonly message: string }
>;

export type Composition = { readonly ports: Ports; readonly authenticate: Authenticate };

let provided: Composition | undefined;

export function provideComposition(composition: Composition): void {
  provided = composition;
}

/** The composition of the running host. Throws when no host has provided one: the function files were loaded by something that is not a host. */
export function composition(): Composition {
  if (provided === undefined)
    throw new Error("No host has provided ports: start with `gatehouse start`, or see src/hosts/azure.ts.");
  return provided;
}
