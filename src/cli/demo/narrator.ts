/** Prints the demo: numbered scenes, sentences, and what was proven. Colour only on a terminal. */
export type Narrator = {
  readonly scene: (number: number, of: number, title: string) => void;
  readonly tell: (sentence: string) => void;
  readonly verified: (what: string) => void;
  readonly failed: (message: string) => void;
  readonly plain: (line: string) => void;
};

export function narrator(write: (text: string) => void, colour: boolean): Narrator {
  const paint = (code: string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    scene: (number, of, title) => write(`\n${paint("1", `${number}/${of}  ${title}`)}\n`),
    tell: (sentence) => write(`      ${sentence}\n`),
    verified: (what) => write(`      ${paint("32", "✓")} ${what}\n`),
    failed: (message) => write(`      ${paint("31", "✗")} ${message}\n`),
    plain: (line) => write(`${line}\n`),
  };
}
