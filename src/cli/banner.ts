/** What a person sees on the terminal when the server is ready. */
import type { Gatehouse } from "../hosts/embedded/main.js";
import { SAMPLE_ACCOUNTS, SAMPLE_ORGANIZATION } from "../sample/organization/names.js";

import { firstAdministratorLines } from "./show-first-administrator.js";

const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const PLAIN = "\u001b[0m";

export function banner(server: Gatehouse, dataFolder: string): string {
  const lines = [
    `${BOLD}Gatehouse is ready.${PLAIN}`,
    "",
    `  Web       ${BOLD}${server.portal}${PLAIN}`,
    `  API       ${server.http}/v1.0${server.https === undefined ? "" : `  and  ${server.https}/v1.0`}`,
    ...(server.ca === undefined ? [] : [`  For Node  export NODE_EXTRA_CA_CERTS=${server.ca}`]),
    "",
    ...firstAdministratorLines(server),
    ...(server.hasSampleAccounts ? sampleLines(dataFolder) : []),
    `${DIM}Stop with Ctrl-C. Everything is kept in ${dataFolder}.${PLAIN}`,
  ];
  return `\n${lines.join("\n")}\n\n`;
}

function sampleLines(dataFolder: string): readonly string[] {
  const width = Math.max(...SAMPLE_ACCOUNTS.map((account) => account.userPrincipalName.length));
  const [administrator] = SAMPLE_ACCOUNTS;
  const folder = dataFolder === ".gatehouse" ? "" : ` --data ${dataFolder}`;
  return [
    `  The sample organization ${SAMPLE_ORGANIZATION}; its people need no password here.`,
    ...SAMPLE_ACCOUNTS.map(
      (account) => `    ${account.userPrincipalName.padEnd(width)}  ${DIM}${account.role}${PLAIN}`,
    ),
    `  A token   npx gatehouse token --user ${administrator?.userPrincipalName ?? ""}${folder}`,
    "",
  ];
}
