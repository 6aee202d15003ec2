import { describe, expect, it } from "vitest";
import type {
  CalloutEndpoint,
  CustomExtension,
  CustomExtensionStage,
} from "../../../src/domain/custom-extension/custom-extension.js";
import { extensionProblems } from "../../../src/domain/custom-extension/extension-problems.js";
import { withKeptSecrets, withoutSecrets } from "../../../src/domain/custom-extension/secrets.js";
import {
  CUSTOM_EXTENSION_STAGES,
  stageSettingProblems,
} from "../../../src/domain/custom-extension/stage-setting.js";
import { anExtension } from "../../builders/extensions.js";
import { lasting } from "../../builders/instants.js";

const problems = (says: Partial<CustomExtension>) =>
  extensionProblems(anExtension(says)).map(({ target }) => target);
const waiting = (timeout: string) => ({
  callback: { isForApprovalStage: false, timeoutDuration: lasting(timeout) },
});
const http = (targetUrl: string): CalloutEndpoint => ({ kind: "httpRequestEndpoint", targetUrl });
const logicApp = (url: string | null): CalloutEndpoint => ({
  kind: "logicAppTriggerEndpointConfiguration",
  subscriptionId: "s",
  resourceGroupName: "g",
  logicAppWorkflowName: "w",
  url,
});

describe("a custom extension", () => {
  it("is called for 200 to 2000 milliseconds, and at most once more", () => {
    const client = (timeoutInMilliseconds: number, maximumRetries: number) =>
      problems({ client: { timeoutInMilliseconds, maximumRetries } });
    expect(client(200, 0)).toEqual([]);
    expect(client(2_000, 1)).toEqual([]);
    for (const ms of [199, 2_001])
      expect(client(ms, 0)).toEqual(["clientConfiguration/timeoutInMilliseconds"]);
    for (const retries of [-1, 2])
      expect(client(1_000, retries)).toEqual(["clientConfiguration/maximumRetries"]);
  });

  it("is waited for from 5 minutes to 14 days", () => {
    for (const wait of ["PT5M", "P14D"]) expect(problems(waiting(wait))).toEqual([]);
    for (const wait of ["PT4M59S", "P14DT1S"])
      expect(problems(waiting(wait))).toEqual(["callbackConfiguration/timeoutDuration"]);
  });

  it("for assignments is never waited for", () => {
    const extensionType = "accessPackageAssignmentWorkflowExtension" as const;
    expect(problems({ extensionType })).toEqual(["callbackConfiguration"]);
    expect(problems({ extensionType, callback: null })).toEqual([]);
  });

  it("is reached over https, without user and password in the address", () => {
    for (const url of ["https://hooks.example.org", "https://h.example.org:8443/a?b=c#d"]) {
      expect(problems({ endpoint: http(url) })).toEqual([]);
      expect(problems({ endpoint: logicApp(url) })).toEqual([]);
    }
    for (const url of ["http://hooks.example.org", "https://me:pw@example.org/", "ftp://x", "nowhere", ""]) {
      expect(problems({ endpoint: http(url) })).toEqual(["endpointConfiguration/targetUrl"]);
      expect(problems({ endpoint: logicApp(url) })).toEqual(["endpointConfiguration/url"]);
    }
    expect(problems({ endpoint: logicApp(null) })).toEqual([]);
  });
});

describe("the key in an extension's address", () => {
  const url = "https://prod-1.logic.azure.com/triggers/manual/run?api-version=2016&sp=%2Frun&sig=S3cr3t&x=1";
  const shown = "https://prod-1.logic.azure.com/triggers/manual/run?api-version=2016&sp=%2Frun&sig=***&x=1";

  it("is left out wherever the extension is shown", () => {
    expect(withoutSecrets(logicApp(url))).toEqual(logicApp(shown));
    expect(withoutSecrets(logicApp(null))).toEqual(logicApp(null));
    for (const name of [
      "subscription-key",
      "access_token",
      "x-functions-key",
      "Client_Secret",
      "sharedAccessSignature",
    ])
      expect(withoutSecrets(http(`https://f.example.org/api?v=1&${name}=abc&w=2#x`))).toEqual(
        http(`https://f.example.org/api?v=1&${name}=***&w=2#x`),
      );
    expect(withoutSecrets(http("https://f.example.org/api?code=abc"))).toEqual(
      http("https://f.example.org/api?code=***"),
    );
  });

  it("stays when the address is sent back as it was shown, and is replaced by any other", () => {
    expect(withKeptSecrets(logicApp(shown), logicApp(url))).toEqual(logicApp(url));
    expect(withKeptSecrets(logicApp(url.replace("S3cr3t", "new")), logicApp(url))).toEqual(
      logicApp(url.replace("S3cr3t", "new")),
    );
    expect(withKeptSecrets(http(shown), http(url))).toEqual(http(url));
    expect(withKeptSecrets(http(shown), logicApp(url))).toEqual(http(shown));
    expect(withKeptSecrets(logicApp(shown), http(url))).toEqual(logicApp(shown));
    expect(withKeptSecrets(http("https://else.example.org"), http(url))).toEqual(
      http("https://else.example.org"),
    );
  });
});

describe("the extensions that a policy calls", () => {
  const request = anExtension({ callback: null });
  const assignment = anExtension({
    id: "reminder",
    extensionType: "accessPackageAssignmentWorkflowExtension",
    callback: null,
  });
  const waits = anExtension({ id: "waits" });
  const decides = anExtension({
    id: "decides",
    callback: { isForApprovalStage: true, timeoutDuration: lasting("PT1H") },
  });
  const all = new Map([request, assignment, waits, decides].map((one) => [one.id, one]));
  const wrong = (...settings: readonly (readonly [CustomExtensionStage, string])[]) =>
    stageSettingProblems(
      settings.map(([stage, customExtensionId]) => ({ stage, customExtensionId })),
      all,
    ).map(({ target }) => target);

  it("belong to the policy's catalog", () => {
    expect(wrong(["assignmentRequestCreated", "extension"])).toEqual([]);
    expect(wrong(["assignmentRequestCreated", "elsewhere"])).toEqual([
      "customExtensionStageSettings/0/customExtension/id",
    ]);
  });

  it("are of the kind of their stage: requests until access is given or gone, assignments before they end", () => {
    const fits = (id: string) => CUSTOM_EXTENSION_STAGES.filter((stage) => wrong([stage, id]).length === 0);
    expect(fits("extension")).toEqual([
      "assignmentRequestCreated",
      "assignmentRequestApproved",
      "assignmentRequestGranted",
      "assignmentRequestRemoved",
    ]);
    expect(fits("reminder")).toEqual([
      "assignmentFourteenDaysBeforeExpiration",
      "assignmentOneDayBeforeExpiration",
    ]);
  });

  it("are waited for only before access is given", () => {
    expect(wrong(["assignmentRequestCreated", "waits"], ["assignmentRequestApproved", "waits"])).toEqual([]);
    expect(wrong(["assignmentRequestGranted", "waits"], ["assignmentRequestRemoved", "waits"])).toEqual([
      "customExtensionStageSettings/0/stage",
      "customExtensionStageSettings/1/stage",
    ]);
  });

  it("are named once for each stage, and do not decide who approves", () => {
    expect(
      wrong(["assignmentRequestCreated", "extension"], ["assignmentRequestCreated", "extension"]),
    ).toEqual(["customExtensionStageSettings/1"]);
    expect(wrong(["assignmentRequestCreated", "decides"])).toEqual([
      "customExtensionStageSettings/0/customExtension/id",
    ]);
  });
});
