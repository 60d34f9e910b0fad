// A sentence has at most so many words, so that it can be read once. Code counts as one word.
import { split } from "sentence-splitter";

const max = 35;

export default function sentenceLength(context) {
  const { Syntax, RuleError, report } = context;
  const text = (node) => {
    if (node.type === Syntax.Code || node.type === Syntax.Html) return "code";
    return node.children ? node.children.map(text).join("") : (node.value ?? "");
  };
  return {
    [Syntax.Paragraph]: check,
    [Syntax.TableCell]: check,
  };

  function check(node) {
    // Clauses of a list behind a colon, a semicolon or a dash may be read one by one.
    for (const sentence of split(text(node)).filter(({ type }) => type === "Sentence")) {
      for (const clause of sentence.raw.split(/[:;]\s/)) {
        const words = clause.split(/\s+/).filter((word) => /\p{L}/u.test(word));
        if (words.length > max) {
          report(node, new RuleError(`${words.length} words in one sentence, at most ${max}: "${words.slice(0, 6).join(" ")} ..."`));
        }
      }
    }
  }
}
