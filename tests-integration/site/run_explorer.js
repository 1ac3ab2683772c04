// Answers of the Unit explorer, a line of JSON for each line of JSON: ["parse", text] or ["convert", text].
"use strict";
const path = require("node:path");
const readline = require("node:readline");

const assets = path.join(__dirname, "..", "..", "docs", "explorer", "assets");
for (const part of ["-data", "-numbers", "-units", "-parse", "-text", ""]) {
  require(path.join(assets, `explorer${part}.js`));
}
const explorer = globalThis.brainunitExplorer;

const pairs = (parts) => parts.map(([base, power]) => [String(base), String(power)]);

function parse(text) {
  const unit = explorer.parse(text);
  return {
    dimension: pairs(unit.dimension.parts),
    size: pairs(unit.size.parts),
    value: String(unit.size.toNumber()),
    name: unit.longName,
    exact: explorer.exactText(unit.size),
    notations: explorer.notations(unit).map(([title, shown, refused]) => [title, refused ? null : shown]),
    facts: Object.fromEntries(explorer.explain(unit)),
  };
}

function convert(text) {
  const answer = explorer.answer(text);
  const units = (answer.units || []).map((u) => String(u.unit));
  if (answer.kind === "error") return { error: answer.reason, position: answer.position, text: answer.text, units };
  if (answer.kind !== "conversion") return { kind: answer.kind, units, note: answer.note };
  const { result } = answer;
  return { kind: result.kind, value: String(result.value), exact: result.exact };
}

const commands = { parse, convert, suggest: (text) => explorer.suggest(text), names: () => explorer.allNames() };

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [command, text] = JSON.parse(line);
  let result;
  try {
    result = commands[command](text);
  } catch (error) {
    if (!(error instanceof explorer.UnitError)) throw error;
    result = { error: error.reason, position: error.position, text: error.text };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
});
