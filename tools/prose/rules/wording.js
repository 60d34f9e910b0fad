// Reports phrases that are hard to read at the first reading. wording.json says which, and what to write instead.
import { readFileSync } from "node:fs";

const wordings = JSON.parse(readFileSync(new URL("../wording.json", import.meta.url), "utf8")).map(
  ({ pattern, instead, flags = "giu" }) => ({ pattern: new RegExp(pattern, flags), instead }),
);

export default function wording(context) {
  const { Syntax, RuleError, report, locator, getSource } = context;
  return {
    [Syntax.Paragraph]: check,
    [Syntax.Header]: check,
    [Syntax.TableCell]: check,
  };

  function check(node) {
    // Code keeps its length and loses its words.
    const source = getSource(node).replace(/`[^`]*`|\]\([^)]*\)/g, (code) => "`".repeat(code.length));
    for (const { pattern, instead } of wordings) {
      for (const found of source.matchAll(pattern)) {
        report(node, new RuleError(`"${found[0].replace(/\s+/g, " ")}": ${instead}`, {
          padding: locator.range([found.index, found.index + found[0].length]),
        }));
      }
    }
  }
}
