// The page of the Unit explorer: reads the query from the box or the address, shows what explorer.js answers.
"use strict";
(function (explorer) {
  const form = document.getElementById("explorer-form");
  if (!form) return;
  const box = document.getElementById("explorer-query");
  const select = document.getElementById("explorer-kind");
  const answerPlace = document.getElementById("explorer-answer");
  const detailsPlace = document.getElementById("explorer-details");
  const { answer, explain, notations, exactText, inSi, formats, KINDS } = explorer;

  // ---------------------------------------------------------------- elements

  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  const hashOf = (query) => `#q=${encodeURIComponent(query)}`;
  const queryLink = (query, text = query) => element("a", { href: hashOf(query) }, text);

  // A table whose rows are headed by their first cell.
  function table(caption, head, rows) {
    const cells = (row) =>
      row.map((cell, column) => element(column ? "td" : "th", column ? {} : { scope: "row" }, cell));
    const body = element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row))));
    const heading = head.map((title) => element("th", { scope: "col" }, title));
    const title = element("caption", {}, caption);
    if (!head.length) return element("table", { className: "table explorer-facts" }, title, body);
    const top = element("thead", {}, element("tr", {}, ...heading));
    // Wider than a phone: scrolled in its own box, by keyboard too.
    return element(
      "div",
      { className: "explorer-scroll", role: "region", tabIndex: 0, "aria-label": caption },
      element("table", { className: "table explorer-list" }, title, top, body),
    );
  }

  const numberText = (number) => String(number).replace("e+", "e");
  const unicode = (unit) => formats.unicode(unit);

  // ---------------------------------------------------------------- answers

  function showConversion({ written, unit, target, result }) {
    const sum = `${written} ${unicode(unit)} = ${numberText(result.value)} ${unicode(target)}`;
    const lines = [element("p", { className: "explorer-result" }, sum), element("p", {}, exactness(result, target))];
    const rule = ruleText(unit, target, result);
    if (rule) lines.push(element("p", {}, rule));
    answerPlace.replaceChildren(...lines);
    const via = result.kind === "law" ? ` via ${result.law}` : "";
    const other = `${written} ${target} to ${unit}${via}`;
    const back = queryLink(other, `The other way round: ${other}`);
    const units = unit === target ? [unit] : [unit, target];
    detailsPlace.replaceChildren(element("p", {}, back), ...units.flatMap(unitTables));
  }

  function exactness(result, target) {
    if (result.exact === null) return "Rounded to the nearest float64.";
    const shown = numberText(result.value);
    const same = explorer.Rational.read(shown).equals(explorer.Rational.read(result.exact));
    return same ? "This is exact." : `Rounded to the nearest float64; exactly ${result.exact} ${unicode(target)}.`;
  }

  function ruleText(unit, target, result) {
    if (result.kind === "law") return `The law that leads from one to the other: ${result.law}.`;
    if (result.kind === "level") return "A logarithm leads from one to the other: there is no conversion factor.";
    if (result.kind === "point") {
      const offset = result.offset.n ? ` + (${shortest(result.offset)})` : "";
      return `value in ${unicode(target)} = value in ${unicode(unit)} × ${shortest(result.factor)}${offset}, exactly`;
    }
    const decimal = exactText(result.factor);
    const fraction = exactText(result.factor, false);
    const number = result.factor.toNumber();
    const shown = decimal === fraction ? decimal : `${decimal} = ${fraction}`;
    const rounded = /[/*^]/.test(decimal) ? `, about ${numberText(number)}` : "";
    return `Conversion factor, exact: 1 ${unicode(unit)} = ${shown} ${unicode(target)}${rounded}`;
  }

  const shortest = (rational) => explorer.decimalText(rational) || String(rational);

  function showUnit({ written, value, unit, units, note }) {
    const size = unit.kind === "unit" ? `1 ${unicode(unit)} = ${inSi(unit)}` : `${unicode(unit)} is a scale`;
    const lines = [element("p", { className: "explorer-result" }, size)];
    if (note) lines.push(element("p", { className: "explorer-note" }, `${note}.`));
    answerPlace.replaceChildren(...lines);
    const rows = units.map(({ unit: other, result }) => [
      queryLink(`${written} ${unit} to ${other}`, unicode(other)),
      other.longName,
      result === null ? "-" : numberText(result.value),
    ]);
    const caption = `${written} ${unicode(unit)} in other units of its dimension (each of them also with the prefixes it takes)`;
    const list = value.n ? [table(caption, ["Unit", "Name", "Value"], rows)] : [];
    detailsPlace.replaceChildren(...unitTables(unit), ...list);
  }

  function showKind({ name, unit, units }) {
    const text = `Units of ${name}: ${units.length}; the coherent unit of the SI is ${unicode(unit)}`;
    answerPlace.replaceChildren(element("p", { className: "explorer-result" }, text));
    detailsPlace.replaceChildren(listOf(`Units of ${name}, the smallest first`, units));
  }

  function listOf(caption, units) {
    const rows = units.map(({ unit: other }) => [
      queryLink(String(other), unicode(other)),
      other.longName,
      other.kind === "unit" ? inSi(other) : "a scale",
    ]);
    return table(caption, ["Unit", "Name", "In SI units"], rows);
  }

  function showError({ reason, text, position, units, asked }) {
    const sentence = reason[0].toUpperCase() + reason.slice(1) + (/[.?]$/.test(reason) ? "" : ".");
    const lines = [element("p", { className: "explorer-error" }, sentence)];
    if (text) {
      const before = text.slice(0, position).replace(/\s/g, " ");
      const caret = element("span", { "aria-hidden": "true" }, `\n${" ".repeat([...before].length)}^`);
      lines.push(element("pre", { className: "explorer-caret" }, text.replace(/\s/g, " "), caret));
      const place = `The place: character ${[...before].length + 1} of ${[...text].length}.`;
      lines.push(element("p", {}, position < text.length ? place : "The place: the end of the text."));
    }
    answerPlace.replaceChildren(...lines);
    const found = units.length ? [listOf(`Units and kinds of quantity with "${asked}" in their names`, units)] : [];
    detailsPlace.replaceChildren(...found);
  }

  function unitTables(unit) {
    const name = unit.prefix ? unit.prefix.name + unit.spelling : unit.longName;
    const heading = element("h2", {}, name === String(unit) ? unicode(unit) : `${name} (${unicode(unit)})`);
    const facts = table(`What ${unit} is`, [], explain(unit));
    const written = notations(unit).map(([title, text, refused]) => [
      title,
      refused ? text : element("code", {}, text),
    ]);
    return [heading, facts, table(`How ${unit} is written`, [], written)];
  }

  function showNothing() {
    answerPlace.replaceChildren(element("p", {}, "The answer will stand here."));
    detailsPlace.replaceChildren();
  }

  const SHOW = {
    empty: showNothing,
    conversion: showConversion,
    unit: showUnit,
    kind: showKind,
    error: showError,
  };

  function show(query) {
    const found = answer(query);
    SHOW[found.kind](found);
    select.value = found.kind === "kind" ? found.name : "";
  }

  // ---------------------------------------------------------------- the query and the address

  function queryOfAddress() {
    const match = /^#q=(.*)$/.exec(window.location.hash);
    if (!match) return null;
    try {
      return decodeURIComponent(match[1]);
    } catch {
      return match[1]; // a stray percent sign
    }
  }

  function keep(query) {
    const address = query.trim() ? hashOf(query) : window.location.pathname + window.location.search;
    window.history.replaceState(null, "", address);
  }

  function fromAddress() {
    const query = queryOfAddress();
    if (query === null) return;
    box.value = query;
    show(query);
  }

  let timer = 0;
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      keep(box.value);
      show(box.value);
    }, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    keep(box.value);
    show(box.value);
  });
  select.append(...KINDS.map(({ name }) => element("option", { value: name }, name)));
  select.addEventListener("change", () => {
    if (select.value) window.location.hash = hashOf(select.value);
  });
  window.addEventListener("hashchange", fromAddress);
  if (queryOfAddress() === null) showNothing();
  else fromAddress();
})(globalThis.brainunitExplorer);
