/** Who calls, as proven by a token (or the system itself). */

export type Caller =
  | {
      readonly kind: "user";
      readonly objectId: string;
      readonly tenantId: string;
      readonly displayName: string | null;
      readonly userPrincipalName: string | null;
      /** The application that calls for the user. */
      readonly appId: string | null;
      /** Graph delegated permissions (claim scp). */
      readonly scopes: readonly string[];
      /** Directory role template ids: claim wids, or looked up in the directory. */
      readonly directoryRoleIds: readonly string[];
      /**
       * The token is of a tenant whose accounts the directory does not hold. The object id is one of that tenant then: it names nobody
       * here, and gives no role (who-calls.ts says who it is).
       */
      readonly isForeign?: true;
    }
  | {
      readonly kind: "application";
      /** The service principal. */
      readonly objectId: string;
      readonly tenantId: string;
      readonly displayName: string | null;
      readonly appId: string;
      /** Graph application permissions (claim roles). */
      readonly appRoles: readonly string[];
    };

/** Who did something, as events and audit entries record it. */
export type Actor = {
  readonly kind: "user" | "application" | "system";
  /** Object id; null for the system, and for people whom the directory does not have. */
  readonly id: string | null;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
};
