import { afterEach, describe, expect, it } from "vitest";
import { aPolicy, group, managerOfTarget } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

describe("whoever asks about somebody else's access without a right to it", () => {
  it("is told the same whether the person has the package or not", async () => {
    s = await scene(aPolicy());
    await s.ask({ requestType: "adminAdd", targetObjectId: "boss" }, ADMIN);
    for (const requestType of ["adminRemove", "adminUpdate", "userRemove", "userUpdate"] as const) {
      const code = async (targetObjectId: string) => {
        const answer = await s.submit({ requestType, targetObjectId }, OLGA);
        return answer.kind === "refused" ? answer.code : "done";
      };
      expect([requestType, await code("boss"), await code("adele")]).toEqual([
        requestType,
        "Forbidden",
        "Forbidden",
      ]);
    }
  });

  it("learns neither when an assignment ended nor whose it was", async () => {
    s = await scene(aPolicy());
    const given = await s.ask({ requestType: "adminAdd", targetObjectId: "boss" }, ADMIN);
    const assignmentId = given.assignmentId ?? "";
    expect(
      await s.submit({ requestType: "adminRemove", assignmentId, targetObjectId: "adele" }, OLGA),
    ).toMatchObject({ code: "Forbidden" });
    await s.ask({ requestType: "adminRemove", assignmentId }, ADMIN);
    for (const requestType of ["adminRemove", "userUpdate"] as const)
      expect(await s.submit({ requestType, assignmentId }, OLGA)).toMatchObject({ code: "Forbidden" });
    expect(await s.submit({ requestType: "adminRemove", assignmentId }, ADMIN)).toMatchObject({
      code: "BadRequest",
    });
  });

  it("is told neither a name by a mail address nor for which policies the person is in the right groups", async () => {
    s = await scene(
      aPolicy({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [group("group")] }),
    );
    const told = async (targetEmail: string) => {
      const answer = await s.submit({ requestType: "onBehalfAdd", targetEmail }, OLGA);
      return answer.kind === "refused" ? answer.message : "done";
    };
    const email = (await s.world.ports.directory.user("adele"))?.userPrincipalName ?? "";
    expect(await told(email)).toBe(await told("nobody@example.net"));
  });

  it("who manages the person is told that they do not have it", async () => {
    s = await scene(aPolicy({ requestorSettings: { onBehalfRequestors: [managerOfTarget()] } }));
    const removal = { requestType: "userRemove", targetObjectId: "adele" } as const;
    expect(await s.submit(removal, MIRIAM)).toMatchObject({ code: "ResourceNotFound" });
    expect(await s.submit({ requestType: "userRemove" }, ADELE)).toMatchObject({ code: "ResourceNotFound" });
  });
});

describe("somebody whose access an administrator takes or shortens", () => {
  it("cannot cancel that before it is carried out", async () => {
    s = await scene(aPolicy());
    const { assignmentId } = await s.ask();
    for (const requestType of ["adminUpdate", "adminRemove"] as const) {
      const request = must(await s.submit({ requestType, assignmentId: assignmentId ?? "" }, ADMIN));
      expect(await s.cancel(ADELE, request)).toMatchObject({ code: "Forbidden" });
      await s.world.settle();
      expect((await s.request(request.id)).state).toBe("delivered");
    }
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("can still turn down access that somebody else asked for on their behalf", async () => {
    s = await scene(
      aPolicy({
        requestorSettings: {
          enableOnBehalfRequestorsToAddAccess: true,
          onBehalfRequestors: [managerOfTarget()],
        },
      }),
    );
    const request = must(await s.submit({ requestType: "onBehalfAdd", targetObjectId: "adele" }, MIRIAM));
    expect(await s.cancel(ADELE, request)).toMatchObject({ kind: "done" });
  });
});
