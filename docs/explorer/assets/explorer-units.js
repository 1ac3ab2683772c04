// The catalogue at work: names, symbols and prefixes looked up; products in their normal form.
"use strict";
(function (explorer) {
  const { Rational, Magnitude, ZERO, ONCE, MINUS_ONCE, ONE } = explorer;
  const data = globalThis.BRAINUNIT_UNITS;

  // ---------------------------------------------------------------- dimensions

  const BASES = Object.keys(data.bases);

  class Dimension {
    // `powers`: Map from base dimensions to Rationals
    constructor(powers) {
      this.parts = BASES.filter((base) => powers.has(base) && powers.get(base).n).map((base) => [
        base,
        powers.get(base),
      ]);
      this.key = this.parts.map(([base, power]) => `${base}^${power}`).join(" ");
    }
    static fromObject(object) {
      const pairs = Object.entries(object).map(([base, power]) => [base, Rational.read(String(power))]);
      return new Dimension(new Map(pairs));
    }
    times(other) {
      const merged = new Map(this.parts);
      for (const [base, power] of other.parts) merged.set(base, (merged.get(base) || ZERO).plus(power));
      return new Dimension(merged);
    }
    power(exponent) {
      return new Dimension(new Map(this.parts.map(([base, power]) => [base, power.times(exponent)])));
    }
    equals(other) {
      return this.key === other.key;
    }
    get isNumber() {
      return this.key === "";
    }
    toString() {
      const factor = ([base, power]) => (power.equals(ONCE) ? base : `${base}^${powerText(power)}`);
      return this.parts.map(factor).join(" ") || "1";
    }
  }
  const NUMBER = new Dimension(new Map());

  const LONGEST_PLAIN = 40; // characters

  // An exponent as in "m^2", "m^0.5" or "m^(1/3)".
  function powerText(power) {
    if (power.isInteger) return String(power).length <= LONGEST_PLAIN ? String(power) : `(${power})`;
    const number = power.toNumber();
    const text = String(number);
    const plain = Math.abs(number) < 1e15 && Math.abs(number) >= 1e-4 && !text.includes("e");
    return plain && Rational.read(text).equals(power) ? text : `(${power})`;
  }

  // ---------------------------------------------------------------- units

  // A named unit, a product of named units, or a scale ("point", "level").
  class Unit {
    constructor(fields) {
      Object.assign(this, { kind: "unit", name: null, symbol: null, coefficient: ONE, parts: null }, fields);
      this.key = `${this.dimension.key}|${this.size.key}`;
    }
    // The named units and their exponents that this one is written with.
    get atoms() {
      return this.parts || (this.name === null ? [] : [[this, ONCE]]);
    }
    get isNamed() {
      return this.name !== null;
    }
    get isOne() {
      return this.key === "|";
    }
    equals(other) {
      return this.key === other.key;
    }
    power(exponent) {
      const pairs = this.atoms.map(([atom, own]) => [atom, own.times(exponent)]);
      return compose(pairs, this.coefficient.power(exponent), false);
    }
    toString() {
      return this.symbol !== null ? this.symbol : explorer.formats.default(this);
    }
    get longName() {
      if (this.name !== null) return this.name;
      const [atom, power] = this.atoms.length === 1 && this.coefficient.isOne ? this.atoms[0] : [];
      return power && ["2", "3"].includes(String(power)) ? `${atom.name}${power}` : String(this);
    }
  }

  // The product in its normal form: equal units merge, radian drops out beside a dimension, and a
  // product that equals a unit with a name of its own becomes that unit.
  function compose(pairs, coefficient = ONE, renamed = true) {
    if (pairs.length === 1 && pairs[0][0].kind !== "unit" && pairs[0][1].equals(ONCE) && coefficient.isOne) {
      return pairs[0][0];
    }
    let kept = merged(pairs);
    let [dimension, size] = [NUMBER, coefficient];
    for (const [atom, power] of kept) {
      dimension = dimension.times(atom.dimension.power(power));
      size = size.times(atom.size.power(power));
    }
    if (!dimension.isNumber) {
      kept = kept.filter(([atom]) => !atom.isOne);
    } else if (size.isOne && (kept.length !== 1 || !coefficient.isOne)) {
      kept = [];
      coefficient = ONE;
    }
    if (coefficient.isOne && kept.length === 1 && kept[0][1].equals(ONCE)) return kept[0][0].scale || kept[0][0];
    if (renamed && (kept.length > 1 || !coefficient.isOne)) {
      const known = named(dimension, size);
      if (known) return known;
    }
    return new Unit({ dimension, size, parts: kept.sort(bySymbol), coefficient });
  }

  // The unit of `compose` as it is written: "N * m", "rad / s". With a number in front it is worked out.
  function written(pairs, coefficient = ONE) {
    const plain = compose(pairs, coefficient, !coefficient.isOne);
    const kept = merged(pairs);
    if (kept.length < 2 || (plain.isOne && plain.coefficient.isOne && !plain.atoms.length)) return plain;
    if (!coefficient.isOne && plain.coefficient.isOne) return plain;
    // Texts have the numerators first; what reads alike is one unit.
    const above = (list) => [...list].sort(([, a], [, b]) => (a.sign < 0) - (b.sign < 0));
    const key = (list) => above(list).map(([atom, power]) => `${atom.symbol || atom.name}^${power}`).join(" ");
    const ordered = [...kept].sort(bySymbol);
    const parts = key(ordered) === key(kept) ? ordered : kept;
    return new Unit({ dimension: plain.dimension, size: plain.size, parts, coefficient });
  }

  // Equal units with the sums of their exponents, a scale as the unit of its differences.
  function merged(pairs) {
    const totals = new Map();
    for (const [given, power] of pairs) {
      const atom = given.step || given;
      const same = `${atom.symbol || atom.name}|${atom.key}`;
      const known = totals.get(same);
      totals.set(same, known ? [known[0], known[1].plus(power)] : [atom, power]);
    }
    return [...totals.values()].filter(([, power]) => power.n);
  }

  function bySymbol([first], [second]) {
    for (const key of [
      (atom) => (atom.symbol || atom.name).toLowerCase(),
      (atom) => atom.symbol || atom.name,
      (atom) => atom.name,
      (atom) => atom.key,
    ]) {
      const [a, b] = [key(first), key(second)];
      if (a !== b) return a < b ? -1 : 1;
    }
    return 0;
  }

  // ---------------------------------------------------------------- names

  const rows = data.units.map((unit) => ({
    ...unit,
    dimension: Dimension.fromObject(unit.dimension),
    size: Magnitude.fromPairs(unit.size),
  }));
  const prefixes = data.prefixes.map((prefix) => ({
    ...prefix,
    size: Magnitude.of(ONCE, prefix.power, prefix.base),
  }));
  const bySymbolOfPrefix = new Map(prefixes.map((prefix) => [prefix.symbol, prefix]));
  const byPower = new Map(prefixes.filter((p) => p.base === 10).map((p) => [String(p.power), p]));

  // Names and symbols -> row and the spelling that the unit takes.
  const stems = new Map();
  const symbols = new Map();
  for (const row of rows) {
    for (const name of row.names) stems.set(name, [row, name]);
    for (const alias of row.aliases) symbols.set(alias, [row, row.names[0]]);
    if (!symbols.has(row.symbol)) symbols.set(row.symbol, [row, row.names[0]]);
  }
  symbols.delete("µm"); // the micro sign is read as "u"

  const takes = (row, prefix) =>
    row.prefixes === "si" ? prefix.base === 10 : row.prefixes === "binary" && prefix.power > 2;

  const found = new Map();

  // The unit of one name or symbol, prefix and power included; null if there is none.
  function find(text) {
    if (!found.has(text)) found.set(text, build(text) || findScale(text));
    return found.get(text);
  }

  function build(text) {
    const exact = stems.get(text) || symbols.get(text);
    if (exact) return unitOf(...exact, null, text);
    const split = firstSplit(text);
    if (split) return unitOf(...split, text.slice(split[2].symbol.length));
    const last = text.slice(-1);
    if ((last === "2" || last === "3") && (data.powers.includes(text) || hasPowers(text.slice(0, -1)))) {
      const base = find(text.slice(0, -1));
      return base ? base.power(new Rational(BigInt(last))) : null;
    }
    return null;
  }

  // Whether a text is the name of a unit in full, with a prefix or without: what has a plural.
  const isWord = (text) => /^\p{Ll}{4,}$/u.test(text);
  const isStem = (text) => stems.has(text) || (symbols.has(text) && isWord(text));
  function isName(text) {
    if (isStem(text) || (isWord(text) && findScale(text) !== null)) return true;
    return prefixes.some((prefix) =>
      [prefix.symbol, prefix.name].some((start) => {
        const rest = text.slice(start.length);
        const stem = stems.get(rest) || symbols.get(rest);
        return text.startsWith(start) && isStem(rest) && takes(stem[0], prefix);
      }),
    );
  }

  // The word itself and what it may be the plural of.
  function singulars(text) {
    const found = [text];
    if (text.endsWith("feet")) found.push(`${text.slice(0, -4)}foot`);
    else if (text.endsWith("millennia")) found.push(`${text.slice(0, -1)}um`);
    else if (text.endsWith("s") && !text.endsWith("ss")) {
      found.push(text.slice(0, -1));
      if (text.endsWith("ies")) found.push(`${text.slice(0, -3)}y`);
      else if (/(s|x|z|ch|sh)es$/.test(text)) found.push(text.slice(0, -2));
    }
    if (text.startsWith("deka")) found.push(...singulars(`deca${text.slice(4)}`));
    return found;
  }

  // The name of the unit that a word means which is no name: "meters", "Ohm"; null for any other.
  function spelled(text) {
    if (Object.hasOwn(data.words, text)) return data.words[text];
    for (const word of ["Ohm", "Ohms"]) {
      const before = text.slice(0, -word.length);
      if (text.endsWith(word) && (!before || bySymbolOfPrefix.has(before))) return `${before}ohm`;
    }
    const counts = (name) => isName(name) && !data.abbreviations.includes(name);
    if (/^\p{Lu}[^\p{Lu}]*\p{Ll}[^\p{Lu}]*$/u.test(text)) {
      const plain = (name) => !prefixes.some((p) => name.startsWith(p.symbol) && isName(name.slice(p.symbol.length)));
      const name = singulars(text.toLowerCase()).find((word) => counts(word) && plain(word));
      if (name !== undefined) return name;
    }
    return singulars(text).find(counts) || null;
  }

  // Whether a full name such as "mmetre" also exists with 2 and 3 behind it ("m2" does not).
  function hasPowers(name) {
    if (stems.has(name) && stems.get(name)[0].powers) return true;
    return [1, 2].some((size) => {
      const stem = stems.get(name.slice(size));
      return bySymbolOfPrefix.has(name.slice(0, size)) && stem !== undefined && stem[0].powers;
    });
  }

  // The first way to read a text as a prefix and a unit that takes it: [row, spelling, prefix].
  function firstSplit(text) {
    for (const size of [2, 1]) { // "da" before "d"
      const prefix = bySymbolOfPrefix.get(text.slice(0, size));
      const stem = stems.get(text.slice(size)) || symbols.get(text.slice(size));
      if (prefix && stem && takes(stem[0], prefix)) return [...stem, prefix];
    }
    for (const prefix of prefixes) {
      if (!text.startsWith(prefix.name)) continue;
      const stem = stems.get(text.slice(prefix.name.length));
      if (stem && takes(stem[0], prefix)) return [...stem, prefix];
    }
    return null;
  }

  // Aliases that are shown as they are written.
  const SECOND_SYMBOLS = new Set(["L"]);

  // The (prefixed) unit of a row under one of its spellings, as it is written with this symbol.
  function unitOf(row, spelling, prefix = null, written = "") {
    const before = prefix ? prefix.symbol : "";
    const size = prefix ? row.size.times(prefix.size) : row.size;
    const { dimension } = row;
    return new Unit({ name: before + spelling, symbol: before + (SECOND_SYMBOLS.has(written) ? written : row.symbol), dimension, size, row, spelling, prefix });
  }

  const renaming = rows.filter((row) => row.renames);

  // The unit whose name a product with this dimension and size takes, if any.
  function named(dimension, size) {
    if (dimension.isNumber) return null; // mV/V is no milliradian
    let prefixed = null;
    for (const row of renaming) {
      if (!row.dimension.equals(dimension)) continue;
      const ratio = size.over(row.size).powerOfTen;
      if (ratio !== null && !ratio.n) return unitOf(row, row.names[0]);
      const prefix = ratio !== null ? byPower.get(String(ratio)) : undefined;
      if (prefix && takes(row, prefix)) prefixed = unitOf(row, row.names[0], prefix);
    }
    return prefixed;
  }

  const baseUnit = (base) => {
    const row = rows.find((candidate) => candidate.definition === `[${base}]`);
    return row ? unitOf(row, row.names[0]) : find(data.bases[base]).step;
  };
  const coherentUnit = (dimension) =>
    compose(dimension.parts.map(([base, power]) => [baseUnit(base), power]));

  // ---------------------------------------------------------------- scales

  const scales = new Map();
  for (const [kind, entries] of [["point", data.points], ["level", data.levels]]) {
    for (const entry of entries) {
      for (const text of [entry.name, entry.symbol, ...entry.aliases]) scales.set(text, [kind, entry]);
    }
  }
  const madeScales = new Map();

  function findScale(text) {
    const [kind, entry] = scales.get(text) || [];
    if (!kind) return null;
    if (!madeScales.has(entry.name)) {
      madeScales.set(entry.name, kind === "point" ? pointOf(entry) : levelOf(entry));
    }
    return madeScales.get(entry.name);
  }

  function pointOf(entry) {
    const difference = find(entry.difference);
    const { dimension, size } = difference;
    const zero = Rational.read(entry.zero);
    const { name, symbol } = entry;
    return new Unit({ kind: "point", name, symbol, dimension, size, difference, step: difference, zero, entry });
  }

  function levelOf(entry) {
    const reference = explorer.parse(entry.reference);
    const difference = entry.difference ? find(entry.difference) : null;
    const { dimension } = reference;
    const { name, symbol, decade } = entry;
    const step = entry.step && stepOf(entry);
    const scale = new Unit({ kind: "level", name, symbol, dimension, size: ONE, difference, reference, decade, step, entry });
    if (step) step.scale = scale;
    return scale;
  }

  // The unit that counts differences of levels in products: dB in dB/km. The dialects have none.
  function stepOf({ name, symbol, step }) {
    const dimension = Dimension.fromObject(step.dimension);
    return new Unit({ name, symbol, dimension, size: Magnitude.fromPairs(step.size), spelling: name });
  }

  const differencesOfPoints = new Set(data.points.map((entry) => entry.difference));
  // Whether a unit is made for differences of points: by name, since kelvin is equal to delta_degC.
  const isDifference = (unit) => unit.atoms.some(([atom]) => differencesOfPoints.has(atom.name));

  // ---------------------------------------------------------------- near names

  const identifier = /^[\p{L}_][\p{L}\p{Mn}\p{Nd}_]*$/u;

  // Every name of the catalogue, systematic prefixes included.
  let everyName = null;
  function allNames() {
    if (everyName) return everyName;
    const names = new Set(data.powers);
    for (const row of rows) {
      for (const before of ["", ...prefixes.filter((p) => takes(row, p)).map((p) => p.symbol)]) {
        for (const name of row.names) {
          names.add(before + name);
          if (row.powers) names.add(`${before}${name}2`).add(`${before}${name}3`);
        }
        for (const symbol of [row.symbol, ...row.aliases]) names.add(before + symbol);
      }
    }
    const inOrder = [...names].filter((name) => identifier.test(name)).sort();
    everyName = [...new Set([...inOrder, ...stems.keys(), ...symbols.keys(), ...scales.keys()])];
    return everyName;
  }

  // Known names near to an unknown one, the nearest first.
  function suggest(text) {
    const known = allNames();
    const same = known.filter((name) => name.toLowerCase() === text.toLowerCase());
    const near = known
      .map((name) => [similarity(text, name), name])
      .filter(([ratio]) => ratio >= 0.7)
      .sort(([a], [b]) => b - a)
      .slice(0, 3)
      .map(([, name]) => name);
    return [...new Set([...same, ...near])].slice(0, 3);
  }

  // Twice the number of characters in common, by longest common blocks, per character of both.
  function similarity(first, second) {
    if ((2 * Math.min(first.length, second.length)) / (first.length + second.length) < 0.7) return 0;
    return (2 * matching(first, second)) / (first.length + second.length);
  }

  function matching(first, second) {
    let [size, startOfFirst, startOfSecond] = [0, 0, 0];
    let lengths = [];
    for (let i = 0; i < first.length; i++) {
      const next = [];
      for (let j = 0; j < second.length; j++) {
        if (first[i] !== second[j]) continue;
        next[j] = (lengths[j - 1] || 0) + 1;
        if (next[j] > size) [size, startOfFirst, startOfSecond] = [next[j], i - next[j] + 1, j - next[j] + 1];
      }
      lengths = next;
    }
    if (!size) return 0;
    const before = matching(first.slice(0, startOfFirst), second.slice(0, startOfSecond));
    const after = matching(first.slice(startOfFirst + size), second.slice(startOfSecond + size));
    return before + size + after;
  }

  Object.assign(explorer, { data, Dimension, NUMBER, Unit, compose, written, find, named, baseUnit, coherentUnit });
  Object.assign(explorer, { rows, prefixes, takes, unitOf, findScale, isDifference, suggest, powerText, allNames });
  Object.assign(explorer, { MINUS_ONCE, spelled });
})(globalThis.brainunitExplorer);
