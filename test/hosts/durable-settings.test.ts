/** The section durableTask of host.json: honoured, accepted as meant for Azure, or refused; never ignored. */
import { afterEach, describe, expect, test } from "vitest";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { durableSettings } from "../../src/hosts/embedded/durable/settings.js";

describe("durableTask in host.json", () => {
  afterEach(() => {
    delete process.env["TEST_TASKHUB"];
  });

  test("may be absent: the extension's defaults hold", () => {
    expect(durableSettings(undefined)).toMatchObject({
      hub: "TestHubName",
      overridesRunning: false,
      actionsMax: 100_000,
      httpPollMs: 30_000,
    });
  });

  test("sets hub, concurrency and limits", () => {
    expect(
      durableSettings({
        hubName: "MyHub",
        maxConcurrentActivityFunctions: 7,
        maxConcurrentOrchestratorFunctions: 8,
        maxConcurrentEntityFunctions: 9,
        maxEntityOperationBatchSize: 10,
        maxOrchestrationActions: 11,
        overridableExistingInstanceStates: "AnyState",
        httpSettings: { defaultAsyncRequestSleepTimeMilliseconds: 12 },
      }),
    ).toMatchObject({
      hub: "MyHub",
      activitiesMax: 7,
      orchestratorsMax: 8,
      entitiesMax: 9,
      entityBatchMax: 10,
      actionsMax: 11,
      httpPollMs: 12,
      overridesRunning: true,
    });
  });

  test("takes the hub's name from a setting", () => {
    process.env["TEST_TASKHUB"] = "FromSetting";
    expect(durableSettings({ hubName: "%TEST_TASKHUB%" }).hub).toBe("FromSetting");
  });

  test("accepts what concerns Azure's storage and telemetry only", () => {
    const azure = {
      storageProvider: { type: "azureManaged", connectionStringName: "DTS" },
      tracing: { distributedTracingEnabled: true },
      extendedSessionsEnabled: true,
      useGracefulShutdown: true,
    };
    expect(durableSettings(azure)).toMatchObject({ hub: "TestHubName" });
  });

  test.each([
    [{ hubName: "no-dashes" }, "extensions.durableTask.hubName"],
    [{ hubName: "ab" }, "extensions.durableTask.hubName"],
    [{ hubName: "%NO_SUCH_SETTING%" }, "NO_SUCH_SETTING"],
    [{ maxConcurrentActivityFunctions: 0 }, "maxConcurrentActivityFunctions"],
    [{ maxConcurrentActivityFunctions: "many" }, "maxConcurrentActivityFunctions"],
    [{ notifications: { eventGrid: { topicEndpoint: "x" } } }, "notifications.eventGrid"],
    [{ localRpcEndpointEnabled: false }, "localRpcEndpointEnabled"],
    [{ versionMatchStrategy: "Strict" }, "versionMatchStrategy"],
    [
      { maxConcurentActivityFunctions: 5 },
      'unknown key "extensions.durableTask.maxConcurentActivityFunctions"',
    ],
  ])("stops the start at %j, and names the key", (section, key) => {
    expect(() => durableSettings(section)).toThrow(HostError);
    expect(() => durableSettings(section)).toThrow(key);
  });
});
