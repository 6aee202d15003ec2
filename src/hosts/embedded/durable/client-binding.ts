/** What a durableClient input gives to a function: where the management API is (hosts.md section 2.5). */

/** Below the address of the host. */
export const WEBHOOKS = "/runtime/webhooks/durabletask";

export type ClientPayload = {
  readonly taskHubName: string;
  readonly creationUrls: Readonly<
    Record<"createNewInstancePostUri" | "createAndWaitOnNewInstancePostUri", string>
  >;
  readonly managementUrls: Readonly<Record<string, string>>;
  readonly baseUrl: string;
  readonly requiredQueryStringParameters: string;
  readonly rpcBaseUrl: string;
};

/** `origin`: `http://127.0.0.1:7071`. `key`: what callers must know, as the system key of the extension on Azure. */
export function clientPayload(origin: string, hub: string, key: string): ClientPayload {
  const baseUrl = origin.replace(/\/+$/, "") + WEBHOOKS;
  const create = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]?`;
  return {
    taskHubName: hub,
    creationUrls: {
      createNewInstancePostUri: `${create}code=${key}`,
      createAndWaitOnNewInstancePostUri: `${create}timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=${key}`,
    },
    managementUrls: { ...managementUrls(origin, hub, key, "INSTANCEID"), id: "INSTANCEID" },
    baseUrl,
    requiredQueryStringParameters: `code=${key}`,
    // The SDK's own calls cannot carry a query of ours: the key is part of the path.
    rpcBaseUrl: `${baseUrl}/rpc/${key}/`,
  };
}

/** The links to one instance. `{text}` and `{eventName}` are for the caller to fill in. */
export function managementUrls(
  origin: string,
  hub: string,
  key: string,
  instanceId: string,
): Readonly<Record<string, string>> {
  const instance = `${origin.replace(/\/+$/, "")}${WEBHOOKS}/instances/${encodeURIComponent(instanceId)}`;
  const query = `taskHub=${hub}&connection=Storage&code=${key}`;
  return {
    id: instanceId,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}
