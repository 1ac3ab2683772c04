// What the explorer answers: a text such as "3.5 inch in mm" -> an exact conversion, or a list of units.
"use strict";
(function (explorer) {
  const { Rational, ONCE, ONE, UnitError, parse, exactText, decimalText } = explorer;

  const SIGNED_NUMBER = new RegExp(`^\\s*([+-]?${explorer.NUMBER_PATTERN})\\s*`);
  // "3/4 inch": in front of a unit, a fraction is the number.
  const SIGNED_FRACTION = new RegExp(
    `^\\s*([+-]?${explorer.NUMBER_PATTERN})\\s*/\\s*(${explorer.NUMBER_PATTERN})(?![0-9.])\\s*(?!\\^|\\*\\*)`,
  );
  const LONGEST_NUMBER = 400; // characters
  const LARGEST_POWER_OF_TEN = 10000;
  const TOO_LARGE = "the result is beyond the range of float64";

  // ---------------------------------------------------------------- reading

  // Run `read` on text.slice(start, end); an error tells its place in the whole text.
  function within(text, start, end, read) {
    try {
      return read(text.slice(start, end));
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      throw new UnitError(error.reason, text, start + error.position);
    }
  }

  // "3.5 inch" -> the number as it is written, the number, the unit and its text; a unit alone counts once.
  function readQuantity(text) {
    const whole = () => ({ written: "1", value: ONCE, unit: parse(text), said: ["", text], bare: false });
    const plain = text.replaceAll("\u2212", "-");
    const fraction = SIGNED_FRACTION.exec(plain);
    const match = fraction || SIGNED_NUMBER.exec(plain);
    if (match === null) return whole();
    let start = match[0].length;
    const rest = text.slice(start);
    // "10^3 m" and "3 2 m" are for the parser of units.
    if (/^(\^|\*\*|[0-9.])/.test(rest)) return whole();
    const numbers = match.slice(1, 3).filter(Boolean).map((digits) => readNumber(digits, text));
    if (fraction && !numbers[1].n) throw new UnitError("a fraction is not divided by zero", text, 0);
    const value = fraction ? numbers[0].over(numbers[1]) : numbers[0];
    const written = match[0].trim();
    if (rest.startsWith("/")) { // "3 / s"
      const unit = within(`1 ${rest}`, 0, rest.length + 2, (part) => shifted(part, text, start - 2));
      return { written, value, unit, said: [written, rest], bare: false };
    }
    if (rest.startsWith("*")) start += 1; // "3 * mV"
    const bare = !text.slice(start).trim();
    const unit = bare ? parse("1") : within(text, start, text.length, parse);
    return { written, value, unit, said: [written, bare ? "" : text.slice(start)], bare };
  }

  function readNumber(digits, text) {
    const power = Number(digits.toLowerCase().split("e")[1] || 0);
    if (digits.length > LONGEST_NUMBER || Math.abs(power) > LARGEST_POWER_OF_TEN) {
      throw new UnitError("the number is out of all proportion", text, 0);
    }
    return Rational.read(digits);
  }

  function shifted(part, text, shift) {
    try {
      return parse(part);
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      throw new UnitError(error.reason, text, Math.max(0, error.position + shift));
    }
  }

  const SIGN = /->|→|=|⇒/;
  const WORD = /\s(?:to|in)(?=\s)/g;

  // The places where a text may part into a quantity and a target: [[end, start], ...], the likeliest first.
  function partings(text) {
    const sign = SIGN.exec(text);
    if (sign) return [[sign.index, sign.index + sign[0].length]];
    const words = [...text.matchAll(WORD)].filter((match) => text.slice(match.index + 3).trim());
    const places = (word) =>
      words.filter((match) => match[0].endsWith(word)).map((match) => [match.index, match.index + 3]);
    return [...places("to"), ...places("in").reverse()];
  }

  // The quantity, and the unit that it is asked for in, if any: { written, value, unit, target }.
  function readQuery(text) {
    const isSign = SIGN.test(text);
    let failure = null;
    for (const [end, start] of partings(text)) {
      try {
        const quantity = within(text, 0, end, readQuantity);
        const target = within(text, start, text.length, readTarget);
        // "12 in ft": the inch, where a number in feet would make no sense.
        const meansInch = quantity.bare && !isSign && !target.dimension.isNumber;
        if (!meansInch) return { ...quantity, target, targetText: text.slice(start).replace(/^\s*\?/, "").trim() };
      } catch (error) {
        if (!(error instanceof UnitError)) throw error;
        failure ??= error;
      }
    }
    try {
      return { ...readQuantity(text), target: null };
    } catch (error) {
      throw failure || error;
    }
  }

  function readTarget(text) {
    const start = /^\s*\??\s*/.exec(text)[0].length; // "3.5 inch = ? mm"
    return within(text, start, text.length, parse);
  }

  // ---------------------------------------------------------------- converting

  const KINDS = explorer.data.kinds.map(([name, unit]) => ({ name, unit, dimension: parse(unit).dimension }));
  const kindsOf = (dimension) =>
    KINDS.filter((kind) => kind.dimension.equals(dimension)).map((kind) => kind.name);
  const kindNamed = (text) => {
    const name = text.replaceAll("_", " ").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
    return KINDS.find((kind) => kind.name === name) || null;
  };

  // "length (m)", "time^-1 (s⁻¹)"
  function dimensionText(dimension) {
    if (dimension.isNumber) return "number (1)";
    const coherent = explorer.formats.unicode(explorer.coherentUnit(dimension));
    const names = kindsOf(dimension);
    return `${names.length ? names.slice(0, 2).join(" or ") : dimension} (${coherent})`;
  }

  // What to write where two units do not convert and one of them may be meant for degrees: "20C in K".
  function degreesHint({ unit, target, said, targetText }) {
    const hints = [explorer.degrees(said[0], said[1].trim()), explorer.degrees("", targetText)];
    const isTemperature = [unit, target].some((each) => each.dimension.parts.some(([base]) => base === "temperature"));
    return isTemperature || hints.every(Boolean) ? hints.filter(Boolean).join("; ") : "";
  }

  // The same for a letter without a target: "20C".
  const letterHint = ([number, text]) => (["C", "F"].includes(text.trim()) ? explorer.degrees(number, text.trim()) : "");

  function checkDimensions(unit, target) {
    if (unit.dimension.equals(target.dimension)) return;
    const [first, second] = [unit, target].map((each) => dimensionText(each.dimension));
    throw new UnitError(`Different dimensions: ${unit} is a unit of ${first}, ${target} of ${second}`, "");
  }

  // How a value in one unit becomes a value in another: { kind, value (double), exact (text or null), ... }.
  function convert(value, from, to) {
    const [unit, target] = [counted(from, to), counted(to, from)];
    checkDimensions(unit, target);
    if (unit === target) {
      return { kind: "factor", factor: ONE, value: finite(value.toNumber()), exact: decimalText(value) };
    }
    if (unit.kind === "point" || target.kind === "point") return convertPoint(value, unit, target);
    if (unit.kind === "level" || target.kind === "level") return convertLevel(value, unit, target);
    const factor = unit.size.over(target.size);
    const one = factor.toNumber();
    if (one === 0 || one === Infinity) throw new UnitError(TOO_LARGE, "");
    const ratio = factor.isShort ? factor.fraction : null;
    const exact = ratio === null ? null : decimalText(value.times(ratio));
    return { kind: "factor", factor, value: finite(factor.toNumber(value), value.n), exact };
  }

  // What counts differences of levels beside a product of them ("dB m / km"), itself no scale.
  function counted(unit, other) {
    const isCounted = unit.step && unit.kind === "level" && other.kind === "unit";
    return isCounted && other.dimension.equals(unit.step.dimension) ? unit.step : unit;
  }

  function finite(number, isMore = 0n) {
    if (!Number.isFinite(number) || (number === 0 && isMore)) throw new UnitError(TOO_LARGE, "");
    return number;
  }

  const zeroOf = (unit) => (unit.kind === "point" ? unit.zero : explorer.ZERO);

  // Factor and offset, both exact.
  function convertPoint(value, unit, target) {
    if (explorer.isDifference(unit) || explorer.isDifference(target)) {
      throw new UnitError("A point on a scale is no difference, nor the other way round", "");
    }
    const size = fractionOf(target.size);
    const factor = fractionOf(unit.size.over(target.size));
    const offset = zeroOf(unit).minus(zeroOf(target)).over(size);
    const result = value.times(factor).plus(offset);
    const exact = target.size.fraction && unit.size.fraction ? decimalText(result) : null;
    return { kind: "point", factor, offset, value: finite(result.toNumber(), result.n), exact };
  }

  // The size as a fraction; that of a root (the Planck temperature) rounded.
  const fractionOf = (size) => size.fraction || Rational.read(String(size.toNumber()));

  // 1 for levels, -1 for differences of levels, 0 for what is no level
  const sideOf = (unit) => (unit.kind !== "level" ? 0 : unit.difference === null ? -1 : 1);

  function convertLevel(value, unit, target) {
    if (sideOf(unit) * sideOf(target) < 0) {
      throw new UnitError(`A level is no difference of levels: ${unit} and ${target} do not convert`, "");
    }
    const number = finite(value.toNumber());
    const ratio = (first, second) => first.size.over(second.size).toNumber();
    let result;
    if (unit.kind !== "level") {
      const size = number * ratio(unit, target.reference);
      if (size <= 0) throw new UnitError(`${number} ${unit} has no level: a logarithm is of a positive number`, "");
      result = Math.log10(size) * target.decade;
    } else if (target.kind === "level") {
      const factor = target.decade / unit.decade;
      const shift = Math.log10(ratio(unit.reference, target.reference)) * target.decade;
      result = shift === 0 ? number * factor : number * factor + shift;
    } else {
      result = 10 ** (number * (1 / unit.decade)) * ratio(unit.reference, target);
    }
    return { kind: "level", value: finite(result), exact: null };
  }

  // ---------------------------------------------------------------- laws

  const VIA = /\s+via\s+([a-z_-]+)\s*$/i;

  const LAWS = explorer.data.laws.map(({ name, relations, per }) => ({
    name,
    relations: relations.map(([first, second, size, power]) => ({
      first: explorer.Dimension.fromObject(first),
      second: explorer.Dimension.fromObject(second),
      size: explorer.Magnitude.fromPairs(size),
      power,
    })),
    per: per.map(([dimension, size]) => ({
      dimension: explorer.Dimension.fromObject(dimension),
      size: explorer.Magnitude.fromPairs(size),
    })),
  }));

  // A law by its name, "mass-energy" or "mass_energy".
  function lawNamed(name, text, position) {
    const law = LAWS.find((each) => each.name === name.toLowerCase().replaceAll("_", "-"));
    const known = LAWS.map((each) => each.name).join(", ");
    if (!law) throw new UnitError(`unknown law '${name}'; known are ${known}`, text, position);
    return law;
  }

  // The factor of a law between two dimensions, and whether it is divided by the value; null where none leads there.
  function way(law, from, to) {
    for (const { first, second, size, power } of law.relations) {
      const forward = first.equals(from) && second.equals(to);
      if (!forward && !(first.equals(to) && second.equals(from))) continue;
      return { size: forward || power < 0 ? size : ONE.over(size), inverse: power < 0 };
    }
    for (const { dimension, size } of law.per) {
      if (from.times(dimension).equals(to)) return { size, inverse: false };
      if (to.times(dimension).equals(from)) return { size: ONE.over(size), inverse: false };
    }
    return null;
  }

  const lawsBetween = (from, to) => LAWS.filter((law) => way(law, from, to) !== null).map((law) => law.name);

  // A value in one unit in another of a different dimension, by a law: through the coherent units of the SI.
  function convertBy(law, value, unit, target) {
    const found = way(law, unit.dimension, target.dimension);
    if (found === null || [unit, target].some((each) => each.kind === "level")) {
      throw new UnitError(`${law.name} leads from neither to the other: ${unit} and ${target}`, "");
    }
    const absolute = unit.kind === "point" ? value.times(unit.size.fraction).plus(unit.zero) : value;
    const own = unit.kind === "point" ? ONE : unit.size;
    if (found.inverse && !absolute.n) throw new UnitError(`0 ${unit} leads to no finite value in ${target}`, "");
    const factor = found.inverse ? found.size.over(own) : found.size.times(own);
    const times = found.inverse ? ONCE.over(absolute) : absolute;
    if (target.kind === "point") {
      const exact = times.times(fractionOf(factor)).minus(target.zero).over(target.size.fraction);
      return { kind: "law", law: law.name, value: finite(exact.toNumber(), exact.n), exact: decimalText(exact) };
    }
    const ratio = factor.over(target.size);
    const exact = ratio.isShort && ratio.fraction ? decimalText(times.times(ratio.fraction)) : null;
    return { kind: "law", law: law.name, value: finite(ratio.toNumber(times), times.n), exact };
  }

  // ---------------------------------------------------------------- explaining

  const NOTATIONS = [
    ["default", "Text"],
    ["unicode", "Unicode"],
    ["latex", "LaTeX"],
    ["siunitx", "siunitx"],
    ["html", "HTML"],
    ["ucum", "UCUM"],
    ["udunits", "UDUNITS"],
  ];

  // A unit in every notation: [[title, text, is it a refusal], ...].
  function notations(unit) {
    return NOTATIONS.map(([name, title]) => {
      try {
        return [title, explorer.formats[name](unit), false];
      } catch (error) {
        if (!(error instanceof UnitError)) throw error;
        return [title, error.reason, true];
      }
    });
  }

  // What a unit is: [[title, text], ...].
  function explain(unit) {
    const facts = [["Name", unit.longName]];
    facts.push(["Dimension", String(unit.dimension)]);
    const kinds = kindsOf(unit.dimension);
    if (kinds.length) facts.push(["Kinds of quantity", kinds.join(", ")]);
    if (unit.kind === "point") {
      facts.push(["Scale", `points, counted from ${decimalText(unit.zero) || unit.zero} ${explorer.coherentUnit(unit.dimension)}`]);
      facts.push(["Differences", String(unit.difference)]);
    } else if (unit.kind === "level") {
      const above = unit.difference === null ? "differences of levels" : `levels above ${unit.reference}`;
      facts.push(["Scale", `${above}: a factor of ten is ${unit.decade} ${unit}`]);
    } else {
      facts.push(["In SI units", inSi(unit)]);
    }
    const { row, prefix, spelling } = unit;
    if (row) {
      if (prefix) {
        facts.push(["Prefix", `${prefix.name} (${prefix.symbol}), ${prefix.base}^${prefix.power} ${spelling}`]);
      }
      facts.push(["Definition", definitionText(row, spelling)]);
      facts.push(["Source", explorer.data.sources[row.source]]);
      const others = namesOf(row, prefix).filter((name) => name !== unit.name);
      if (others.length) facts.push(["Also", others.join(", ")]);
      const taken = { si: "those of the SI", binary: "kilo and greater, and binary ones" }[row.prefixes];
      if (taken && !prefix) facts.push(["Prefixes", taken]);
    } else if (unit.entry) {
      if (unit.entry.aliases.length) facts.push(["Also", unit.entry.aliases.join(", ")]);
    } else if (unit.atoms.length) {
      facts.push(["Made of", unit.atoms.map(([atom]) => `${atom} (${atom.name})`).join(", ")]);
    }
    return facts;
  }

  function definitionText({ definition }, spelling) {
    const isBase = definition.startsWith("[");
    return isBase ? `${spelling} is the base unit of ${definition.slice(1, -1)}` : `${spelling} = ${definition}`;
  }

  // All names and symbols but the symbol itself; full names with the name of the prefix too.
  function namesOf(row, prefix) {
    if (!prefix) return [...row.names, ...row.aliases];
    const full = row.names.flatMap((name) => [prefix.symbol + name, prefix.name + name]);
    return [...full, ...row.aliases.map((alias) => prefix.symbol + alias)];
  }

  // The size of a unit in coherent SI units: exactly where it is short, and as a double.
  function inSi(unit) {
    const coherent = unit.dimension.isNumber ? "" : ` ${explorer.coherentUnit(unit.dimension)}`;
    const exact = exactText(unit.size);
    const number = unit.size.toNumber();
    const decimal = unit.size.isShort && unit.size.fraction ? decimalText(unit.size.fraction) : null;
    return decimal === null ? `${exact}${coherent} (${number})` : `${exact}${coherent}`;
  }

  // The units of a dimension, the smallest first, with the value in each where there is one.
  function unitsOf(dimension, quantity = null) {
    const units = explorer.rows
      .filter((row) => row.dimension.equals(dimension))
      .map((row) => explorer.find(row.names[0]))
      .sort((a, b) => a.size.toNumber() - b.size.toNumber());
    const scales = [...explorer.data.points, ...explorer.data.levels]
      .map((entry) => explorer.find(entry.name))
      .filter((unit) => unit.dimension.equals(dimension));
    return [...units, ...scales].map((unit) => ({ unit, result: quantity && tryConvert(quantity, unit) }));
  }

  // The units with a text in a name, in any case, or of a kind of quantity with it: "ounce", "pressure of".
  function search(text) {
    const part = text.replaceAll("_", " ").trim().split(/\s+/).join(" ").toLowerCase();
    if (part.length < 3) return [];
    const has = (names) => names.some((name) => name.replaceAll("_", " ").toLowerCase().includes(part));
    const named = explorer.rows.filter((row) => has([...row.names, ...row.aliases])).map((row) => explorer.find(row.names[0]));
    const scales = [...explorer.data.points, ...explorer.data.levels]
      .filter((entry) => has([entry.name, ...entry.aliases]))
      .map((entry) => explorer.find(entry.name));
    const ofKinds = KINDS.filter((kind) => kind.name.includes(part)).flatMap((kind) => unitsOf(kind.dimension));
    return [...new Set([...named, ...scales, ...ofKinds.map(({ unit }) => unit)])].map((unit) => ({ unit, result: null }));
  }

  function tryConvert(quantity, unit) {
    try {
      return convert(quantity.value, quantity.unit, unit);
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      return null;
    }
  }

  function answerOf(query, law) {
    const { value, unit, target } = query;
    const isSame = unit.dimension.equals(target.dimension);
    if (law && !isSame) return convertBy(law, value, unit, target);
    try {
      return convert(value, unit, target);
    } catch (error) {
      if (!(error instanceof UnitError) || isSame) throw error;
      const laws = lawsBetween(unit.dimension, target.dimension);
      const hint = degreesHint(query) || (laws.length ? `via ${laws.join(" or via ")} leads there` : "");
      throw new UnitError([error.reason, hint].filter(Boolean).join(". "), error.text, error.position);
    }
  }

  // The answer to a text: { kind: "empty" | "conversion" | "unit" | "kind" | "error", ... }.
  function answer(text) {
    if (!text.trim()) return { kind: "empty" };
    try {
      const via = VIA.exec(text);
      const query = readQuery(via ? text.slice(0, via.index) : text);
      if (query.target === null && !via) {
        return { kind: "unit", ...query, note: letterHint(query.said), units: unitsOf(query.unit.dimension, query) };
      }
      if (query.target === null) throw new UnitError("a law leads to a unit: 1 eV in nm via spectral", text, via.index);
      const law = via ? lawNamed(via[1], text, text.lastIndexOf(via[1])) : null;
      return { kind: "conversion", ...query, result: answerOf(query, law) };
    } catch (error) {
      const kind = kindNamed(text);
      if (kind) return { kind: "kind", name: kind.name, unit: parse(kind.unit), units: unitsOf(kind.dimension) };
      if (!(error instanceof UnitError)) throw error;
      const { reason, position } = error;
      return { kind: "error", reason, text: error.text, position, units: search(text), asked: text.trim() };
    }
  }

  Object.assign(explorer, { KINDS, kindsOf, readQuery, convert, notations, explain, inSi, unitsOf, search, answer });
})(globalThis.brainunitExplorer);
