/** An administrator makes a catalog and puts a group and an application into it. */
import { EM, type Play, type Scene, verify } from "../play.js";
import { until } from "../until.js";

type Identified = { readonly id: string };

export const makeCatalog: Scene = {
  name: "catalog",
  title: "A catalog is made",
  async play({ callers, runId, people, remember, tell, verified }: Play) {
    const admin = callers.administrator;
    const displayName = `Demo ${runId}: field research`;
    tell(`${people.administrator.displayName} makes the catalog "${displayName}".`);
    const { id } = await admin.post<Identified>(
      `${EM}/catalogs`,
      { displayName, description: "Made by gatehouse demo.", state: "published", isExternallyVisible: false },
      `${runId}-catalog`,
    );
    const catalog = await admin.get<{ displayName: string; state: string; createdDateTime: string }>(
      `${EM}/catalogs/${id}`,
    );
    verify(
      catalog.displayName === displayName && catalog.state === "published",
      `The catalog reads back as ${JSON.stringify(catalog)}.`,
    );
    remember({ catalogId: id, beganAt: catalog.createdDateTime });
    verified("it is there, and published");
  },
};

export const fillCatalog: Scene = {
  name: "resources",
  title: "A group and an application go into the catalog",
  async play(play: Play) {
    const { callers, runId, remember, tell, verified, fact } = play;
    const admin = callers.administrator;
    const group = await makeGroup(play, "group", `Demo ${runId} researchers`);
    const application = await makeApplication(play);
    tell("The group and the application are registered as resources of the catalog.");
    for (const [originSystem, originId] of [
      ["AadGroup", group],
      ["AadApplication", application.servicePrincipalId],
    ] as const)
      await admin.post(
        `${EM}/resourceRequests`,
        {
          requestType: "adminAdd",
          catalog: { id: fact("catalogId") },
          resource: { originId, originSystem },
        },
        `${runId}-resource-${originSystem}`,
      );
    const resources = await until("both resources are in the catalog", async () => {
      const found = await admin.list<{ id: string; originId: string; originSystem: string }>(
        `${EM}/catalogs/${fact("catalogId")}/resources`,
      );
      return found.length === 2 ? found : undefined;
    });
    const idOf = (originSystem: string) => resources.find((r) => r.originSystem === originSystem)?.id ?? "";
    verify(
      idOf("AadGroup") !== "" && idOf("AadApplication") !== "",
      "The catalog has other resources than asked for.",
    );
    remember({
      groupId: group,
      servicePrincipalId: application.servicePrincipalId,
      appRoleId: application.appRoleId,
      groupResourceId: idOf("AadGroup"),
      applicationResourceId: idOf("AadApplication"),
    });
    verified("the catalog lists both");
  },
};

/** A security group with nobody in it; under a name of this run, so that a second run starts clean. */
export async function makeGroup(
  { callers, runId, tell }: Play,
  nickname: string,
  displayName: string,
): Promise<string> {
  tell(`The directory gets the group "${displayName}".`);
  const { id } = await callers.administrator.post<Identified>(
    "/groups",
    { displayName, mailNickname: `demo-${runId}-${nickname}`, mailEnabled: false, securityEnabled: true },
    `${runId}-${nickname}`,
  );
  return id;
}

async function makeApplication({
  callers,
  runId,
  tell,
}: Play): Promise<{ servicePrincipalId: string; appRoleId: string }> {
  const displayName = `Demo ${runId} field atlas`;
  tell(`The directory gets the application "${displayName}" with the role Contributor.`);
  const application = await callers.administrator.post<{
    appId: string;
    appRoles: readonly { id: string; value: string }[];
  }>(
    "/applications",
    {
      displayName,
      appRoles: [
        {
          id: `${runId}-0000-4000-8000-000000000001`, // the same when the scene is played again after a kill
          allowedMemberTypes: ["User"],
          displayName: "Contributor",
          description: "May add observations.",
          value: "Contributor",
          isEnabled: true,
        },
      ],
    },
    `${runId}-application`,
  );
  const { id } = await callers.administrator.post<Identified>(
    "/servicePrincipals",
    { appId: application.appId },
    `${runId}-service-principal`,
  );
  const role = application.appRoles[0];
  verify(role !== undefined, "The application came back without its role.");
  return { servicePrincipalId: id, appRoleId: role.id };
}
