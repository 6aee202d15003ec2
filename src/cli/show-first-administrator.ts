/** Hands the secret of the first administrator to the person who started the server: on their terminal, or in a file that only they can read. */
import { join } from "node:path";
import { writePrivateFile } from "../adapters/embedded/sign-in/private-file.js";
import type { Gatehouse } from "../hosts/embedded/main.js";

/** Lines for the terminal. */
export function firstAdministratorLines({ firstAdministrator, portal }: Gatehouse): readonly string[] {
  if (firstAdministrator === undefined) return [];
  return firstAdministrator.kind === "password"
    ? [
        `  First administrator: ${firstAdministrator.userPrincipalName}`,
        `  Password, shown only now: ${firstAdministrator.password}`,
        "",
      ]
    : [
        "  This server has no administrator yet. Whoever opens this link first becomes it:",
        `    ${setupLink(portal, firstAdministrator.code)}`,
        "",
      ];
}

/** Where there is no terminal. Gives what to tell in the log, which is read by more people than may know the secret. */
export function keepFirstAdministrator(
  { firstAdministrator, portal }: Gatehouse,
  dataFolder: string,
): string | undefined {
  if (firstAdministrator === undefined) return undefined;
  if (firstAdministrator.kind === "password") {
    const path = join(dataFolder, "first-administrator.txt");
    const { userPrincipalName, password } = firstAdministrator;
    writePrivateFile(path, `${userPrincipalName}\n${password}\n`);
    return `The first administrator's password is in ${path}: sign in, then delete the file.`;
  }
  const path = join(dataFolder, "setup-link.txt");
  writePrivateFile(path, `${setupLink(portal, firstAdministrator.code)}\n`);
  return `There is no administrator yet. Whoever opens the link in ${path} becomes it.`;
}

function setupLink(portal: string, code: string): string {
  return `${portal}setup?code=${code}`;
}
