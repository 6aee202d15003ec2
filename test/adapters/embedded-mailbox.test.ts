/** Mail that is kept in the data folder. */
import { afterAll, describe, expect, it } from "vitest";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { openMailbox } from "../../src/adapters/embedded/mailbox/mailbox.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { Mail } from "../../src/application/ports/mailer.js";
import { emptyFolder } from "./embedded-organization.js";

const folder = emptyFolder();
afterAll(() => folder.close());
const { documents, clock } = folder;
const mailbox = openMailbox({ documents, clock, ids: randomIds() });

const mail = (key: string, address: string, subject = key): Mail => ({
  key,
  to: { address, displayName: null },
  subject,
  text: `text of ${key}`,
  html: `<p>${key}</p>`,
});

describe("the mailbox", () => {
  it("keeps a mail once, however often it is sent", async () => {
    await Promise.all([1, 2, 3].map(() => mailbox.send(mail("once", "Anna@example.org"))));
    await mailbox.send(mail("once", "Anna@example.org", "said differently"));
    const { mails } = await mailbox.list({ to: "anna@EXAMPLE.org", top: 10 });
    expect(mails.map(({ subject, recipient }) => [subject, recipient.address])).toEqual([
      ["once", "Anna@example.org"],
    ]);
  });

  it("lists one person's mail, newest first, page by page, and everybody's when nobody is named", async () => {
    for (const number of [1, 2, 3]) {
      await clock.advanceTo(clock.nowMs() + 1000, workTracker());
      await mailbox.send(mail(`b${number}`, "ben@example.org"));
    }
    const first = await mailbox.list({ to: "ben@example.org", top: 2 });
    expect(first.mails.map((one) => one.subject)).toEqual(["b3", "b2"]);
    const second = await mailbox.list({
      to: "ben@example.org",
      top: 2,
      ...(first.continuation === undefined ? {} : { continuation: first.continuation }),
    });
    expect(second.mails.map((one) => one.subject)).toEqual(["b1"]);
    expect(second.continuation).toBeUndefined();
    expect((await mailbox.list({ top: 10 })).mails.map((one) => one.subject)).toEqual([
      "b3",
      "b2",
      "b1",
      "once",
    ]);
  });

  it("takes an address with any characters", async () => {
    await mailbox.send(mail("odd", "o'neil/x#y?@example.org"));
    expect((await mailbox.list({ to: "o'neil/x#y?@example.org", top: 10 })).mails).toHaveLength(1);
  });
});
