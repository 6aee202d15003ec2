/** Every command of `gatehouse` with its flags. What a command does is in its own file, and is loaded only when it is run. */
import { Command, CommanderError } from "commander";
import { type Setting, SettingError, START_SETTINGS } from "../hosts/settings.js";
import { CommandFailedError, UsageError } from "./exit.js";

type Environment = { readonly [variable: string]: string | undefined };
type Flags = { readonly [name: string]: string | boolean | undefined };

/** Resolves with the exit code. */
export async function runCommand(typed: readonly string[], environment: Environment): Promise<number> {
  try {
    let code = 0;
    await program(environment, (result) => {
      code = result;
    }).parseAsync(typed, { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed what is wrong already; help and version come this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError || error instanceof SettingError) return complain(error, 2);
    if (error instanceof CommandFailedError) return complain(error, 1);
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

function complain(error: Error, code: number): number {
  process.stderr.write(`gatehouse: ${error.message}\n`);
  return code;
}

function program(environment: Environment, end: (exitCode: number) => void): Command {
  const gatehouse = new Command("gatehouse")
    .description("Entitlement management that an organization runs itself.")
    .exitOverride()
    .showHelpAfterError("(gatehouse help [command] tells what there is)")
    .helpCommand("help [command]", "tells what a command does and which flags it takes");

  const start = gatehouse.command("start").description("runs the server until it is told to stop (Ctrl-C)");
  for (const { flag, variable, meaning, standard } of Object.values<Setting<unknown>>(START_SETTINGS)) {
    start.option(flag, described(meaning, variable, standard));
    if (flag === "--sample") start.option("--no-sample", "a new data folder starts without the sample");
  }
  start.action(async (_: unknown, command: Command) => {
    const { start: run } = await import("./start.js");
    end(await run(typedFlags(command), environment));
  });

  gatehouse
    .command("token")
    .description(
      "prints an access token made with the key of a data folder; works while the server runs, and without it",
    )
    .option("--user <upn>", "for a user of the directory, by userPrincipalName")
    .option("--app <name>", "for an application, by display name, appId or id of its service principal")
    .option("--guest <email>", "for a person of another tenant who is not in the directory")
    .option("--tenant <id>", "with --guest: the tenant; default: one made of the address's domain")
    .option("--scopes <list>", "with --user or --guest: delegated permissions, separated by spaces")
    .option("--roles <list>", "with --app: application permissions; default: those it was granted")
    .option("--lifetime <duration>", "how long it is good for, ISO 8601, up to ten years", "PT1H")
    .option("--data <folder>", described("the data folder", "GATEHOUSE_DATA", ".gatehouse"))
    .action(async (_: unknown, command: Command) => {
      const { token } = await import("./token.js");
      process.stdout.write(`${await token(typedFlags(command), environment)}\n`);
    });

  gatehouse
    .command("demo")
    .description("the main job against a running server, with the official Graph client, every step verified")
    .option("--url <url>", "the server, https", "https://localhost:7443")
    .option("--data <folder>", described("the server's data folder", "GATEHOUSE_DATA", ".gatehouse"))
    .option(
      "--start",
      "brings a server of its own: free ports, simulated clock, a folder that is thrown away",
    )
    .option("--admin <upn>", "who plays the administrator; default: the sample's")
    .option("--step-file <path>", "keeps the progress here, and goes on from it when it is there")
    .option("--steps <number>", "stops after so many steps")
    .action(async (_: unknown, command: Command) => {
      const [{ runDemo }, { demoOptions }] = await Promise.all([
        import("./demo.js"),
        import("./demo-options.js"),
      ]);
      end(await runDemo(demoOptions(typedFlags(command), environment)));
    });

  gatehouse
    .command("host")
    .description("runs any other Azure Functions v4 app (Node.js) in the embedded host")
    .argument("<folder>", "the app: host.json, and package.json with main")
    .option("--port <number>", "http port on 127.0.0.1; 0 picks a free one (default 7071)")
    .option("--data <folder>", "where its instances, queues and documents are kept (default .gatehouse-host)")
    .option("--simulated-clock <instant>", "time stands still here, and moves by POST /test/clock")
    .option("--log-level <level>", "error, warn, info or debug (default info)")
    .action(async (folder: string, _: unknown, command: Command) => {
      const [{ runHost }, { hostOptions }] = await Promise.all([
        import("./host.js"),
        import("./host-options.js"),
      ]);
      end(await runHost(folder, hostOptions(typedFlags(command))));
    });

  for (const command of gatehouse.commands) command.exitOverride().allowExcessArguments(false);
  return gatehouse;
}

/** Only what was typed or has a default of its own here: settings have theirs in their table. */
function typedFlags(command: Command): Flags {
  const flags: { [name: string]: string | boolean | undefined } = {};
  for (const [name, value] of Object.entries<unknown>(command.opts())) {
    // `--no-sample` makes commander give sample=true when neither form was typed.
    if (command.getOptionValueSource(name) === "default" && typeof value === "boolean") continue;
    if (typeof value === "string" || typeof value === "boolean") flags[name] = value;
  }
  return flags;
}

function described(meaning: string, variable: string, standard: string | undefined): string {
  const usually = standard === undefined || standard === "" ? "" : `default ${standard}, `;
  return `${meaning} (${usually}or ${variable})`;
}
