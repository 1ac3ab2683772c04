"""Units and dimensions of the user's own: defined one by one or by a file, all or nothing.

What is defined stays: each test is a process of its own.
"""

import io

import pytest
from unit_laws import python

import bu_units as bu
from bu_units import Unit, _definitions, _registry, _unit, names

START = """if True:
        import io, pickle, threading
        import bu_units as bu
        from bu_units import Dimension, Unit, load_definitions, names, parse_unit
        def refused(error, *arguments, function=Unit.define, **keywords):
            before = dir(names)
            try:
                function(*arguments, **keywords)
            except error as caught:
                assert dir(names) == before
                return str(caught)
            raise AssertionError(arguments)
"""


def run(code):
    return python(START + code)


def test_define():
    code = """
        furlong = Unit.define("furlong", "fur", "220 yard", prefixes=False)
        assert furlong is parse_unit("fur") is parse_unit("furlong") is names.furlong
        assert furlong.factor_to(names.metre) == 201.168
        assert str(furlong / names.week) == "fur / wk" and parse_unit("fur/wk") is furlong / names.week
        assert parse_unit("660 ft") is furlong
        assert "furlong" in dir(names) and "fur" in dir(names)
        assert Unit.define("furlong", "fur", "220 yard") is furlong
        assert Unit.define("furlong", "fur", 220 * 3 * Unit("ft") if False else "660 ft") is furlong
        assert Unit.define("inch", "in", "2.54 cm") is names.inch
        mine = Unit.define("smoot", "smoot", parse_unit("67 in"), prefixes=True, aliases=["smoots", "$m"])
        assert names.ksmoot is parse_unit("kilosmoot") is parse_unit("ksmoots") is parse_unit("k$m")
        assert names.ksmoot.factor_to(mine) == 1000.0 and str(names.ksmoot) == "ksmoot"
        spaced = Unit.define("long_hand", "long \u00b5hand", "5 in")
        assert parse_unit("3 long \u03bchand / s") == parse_unit("15 in/s")
        assert parse_unit(str(spaced**2 / names.s)) == spaced**2 / names.s
        print(pickle.dumps((furlong, names.ksmoot)).hex())
    """
    other = f"""
        furlong, ksmoot = pickle.loads(bytes.fromhex("{run(code)}"))
        print(furlong, ksmoot, furlong == parse_unit("220 yd"), Unit.define("furlong", "fur", "220 yd") == furlong)
    """
    assert run(other) == "fur ksmoot True True"


def test_products_keep_the_names_they_have():
    code = """
        klick = Unit.define("klick", "klick", "1 km")
        print(parse_unit("1000 m"), parse_unit("klick"), Unit.define("dozen", "doz", "12"), parse_unit("12"))
    """
    assert run(code) == "km klick doz 1.2 * 10.0^1"


def test_texts_read_before_are_read_anew():
    code = """
        before = str(parse_unit("660 ft"))
        for number in range(50):
            Unit.define(f"thing{number}_", f"th{number}_", f"{number + 2} ft")
        Unit.define("furlong", "fur", "220 yard")
        print(before, parse_unit("660 ft"), len(bu._unit._watchers) < 10)
    """
    assert run(code) == "6.6 * 10.0^2 * ft fur True"


def test_a_product_made_before_takes_the_name_after():
    code = """
        before = names.yard * parse_unit("220")
        text = str(before)
        Unit.define("furlong", "fur", "220 yard")
        print(text, names.yard * parse_unit("220"), before == names.fur)
    """
    assert run(code) == "2.2 * 10.0^2 * yd fur True"


@pytest.mark.parametrize(
    "arguments, error, reason",
    [
        ('"furlong", "fu", "220 yard"', "ValueError", "'furlong' is taken: it means furlong (fur)"),
        ('"furlong", "fur", "221 yard"', "ValueError", "'furlong' is taken"),
        ('"furlong", "fur", "220 yard", prefixes=True', "ValueError", "'furlong' is taken"),
        ('"furlong", "fur", "220 yard", aliases=["f_"]', "ValueError", "'furlong' is taken"),
        ('"meter", "mt", "1 m"', "ValueError", "'meter' is taken: it means meter (m)"),
        ('"thing", "m", "2 m"', "ValueError", "'m' is taken: it means metre (m)"),
        ('"thing", "th", "2 m", aliases=["km"]', "ValueError", "'km' is taken"),
        ('"ol", "ol", "2 m", prefixes=True', "ValueError", "'mol' is taken"),
        ('"thing", "km22", "2 m"', "ValueError", "'km22' is taken: it means km^22"),
        ('"thing", "degC", "2 m"', "ValueError", "'degC' is taken"),
        ('"pi", "pp", "2 m"', "ValueError", "'pi' is taken"),
        ('"UNITLESS", "pp", "2 m"', "ValueError", "taken"),
        ('"thing", "a*b", "2 m"', "ValueError", "cannot name a unit"),
        ('"two words", "tw", "2 m"', "ValueError", "identifier"),
        ('"_thing", "tw", "2 m"', "ValueError", "identifier"),
        ('"thing", "t w", "2 m", prefixes=True', "ValueError", "takes no prefixes"),
        ('"thing", "tw", "2 m", aliases=["a b"]', "ValueError", "one word"),
        ('"thing", "tw", "2 meterz"', "bu.UnitParseError", "unknown unit 'meterz'"),
        ('"\uff4b\uff47", "tw", "2 m"', "ValueError", "'kg' is taken: it means kilogram (kg)"),
        ('"thing", "\uff4b\uff47", "2 m"', "ValueError", "'kg' is taken"),
        ('"thing", "t\\u200bw", "2 m"', "ValueError", "U+200B cannot be seen"),
        ('"thing", "t\\u202ew", "2 m"', "ValueError", "U+202E cannot be seen"),
        ('"thing", "\\u3164", "2 m"', "ValueError", "U+1160 cannot be seen"),
        ('"thing", "tw", "2 m", aliases=["t\\u2066h"]', "ValueError", "U+2066 cannot be seen"),
        ('"lambda", "tw", "2 m"', "ValueError", "'lambda' is a keyword of Python"),
        ('"None", "tw", "2 m"', "ValueError", "'None' is a keyword of Python"),
        ('"math", "tw", "2 m"', "ValueError", "'math' cannot name a unit"),
        ('"thing", "linalg", "2 m"', "ValueError", "'linalg' cannot name a unit"),
        ('"thing", "tw", "2 m", aliases=["class"]', "ValueError", "'class' is a keyword of Python"),
        ('"thing", "tw", "5.0(3) m"', "bu.UnitParseError", "standard uncertainty 0.3"),
        ('"thing", "tw", "2 dBm"', "ValueError", "dBm is a scale"),
        ('"thing", "tw", "2 tw"', "ValueError", "circular: thing -> thing"),
        ('"thing", "tw", "2 degC"', "ValueError", "degC"),
        ('"thing", "tw", names.degC', "ValueError", "is a scale and no factor"),
        ('"thing", "tw", "0 m"', "ValueError", "zero"),
        ('"thing", "tw", "2 m", aliases="abc"', "TypeError", "aliases are a list"),
        ('"thing", "tw", "2 m", aliases=[1]', "TypeError", "aliases are a list"),
        ('"thing", "tw", "2 m", prefixes=1', "TypeError", "true or false"),
        ('"thing", "tw", 2.0', "TypeError", "not by float"),
        ('"thing", 3, "2 m"', "TypeError", "texts"),
        ('"thing", "tw"', "TypeError", "not by both"),
        ('"thing", "tw", "2 m", dimension=names.m.dim', "TypeError", "not by both"),
        ('"thing", "tw", dimension=names.m.dim', "ValueError", "is counted in metre (m) already"),
    ],
)
def test_what_is_refused_registers_nothing(arguments, error, reason):
    code = f"""
        furlong = Unit.define("furlong", "fur", "220 yard")
        print(refused({error}, {arguments}))
        for text in ("thing", "tw", "th"):
            refused(bu.UnitParseError, text, function=parse_unit)
        assert names.furlong is furlong
    """
    assert reason in run(code)


def test_dimensions():
    code = """
        currency = Dimension.define("currency")
        assert Dimension.define("currency") is currency is bu.get_or_create_dimension(currency=1)
        placeholder = names.currency
        assert str(Unit(currency)) == "currency" and parse_unit("currency") is placeholder
        euro = Unit.define("euro", "EUR", dimension=currency, prefixes=True, aliases=["\u20ac"])
        assert Unit(currency) is euro is parse_unit("\u20ac") and parse_unit("kEUR / h").dim is (euro / names.s).dim
        assert Unit.define("euro", "EUR", dimension=currency, prefixes=True, aliases=["\u20ac"]) is euro
        assert placeholder == euro
        assert "counted in euro (EUR) already" in refused(ValueError, "dollar", "USD", dimension=currency)
        dollar = Unit.define("dollar", "USD", "0.9 EUR")
        assert str(dollar / euro) == "USD / EUR" and dollar.factor_to(euro) == 0.9
        cells = Dimension.define("population", "cell")
        assert names.cell is parse_unit("cell")
        cell = Unit.define("cell", "cell", dimension=cells)
        assert names.cell is parse_unit("cell") is cell is Unit(cells)
        speed = Unit.define("benz", "Bz", dimension=(names.m / names.s).dim)
        assert speed == parse_unit("m/s")
        for wrong in ("length", "metre", "day", "two words", ""):
            refused(ValueError, wrong, function=Dimension.define)
        refused(ValueError, "data", "bit", function=Dimension.define)
        refused(ValueError, "currency", "USD", function=Dimension.define)
        refused(TypeError, 3, function=Dimension.define)
        print(Dimension.define("information", "bit") is names.bit.dim, currency)
    """
    assert run(code) == "True currency"


FILE = """
    [dimensions]
    currency = "EUR"
    population = { symbol = "cell" }
    votes = {}

    [units]
    fortnight = "2 week_of_work * 7/5"
    week_of_work = { symbol = "ww", definition = "5 kworkday / 1000" }
    workday = { symbol = "wd", definition = "1 day", prefixes = true, aliases = ["workdays"] }
    euro = { symbol = "EUR", dimension = "currency", prefixes = true }
    dollar = { symbol = "$", definition = "0.9 EUR" }
    wage = { symbol = "wg", definition = "100 $ / wd" }
"""


def test_a_file_in_any_order():
    code = f'''
        text = """{FILE}"""
        units = load_definitions(io.StringIO(text))
        assert [unit.name for unit in units] == ["fortnight", "week_of_work", "workday", "euro", "dollar", "wage"]
        assert names.fortnight == parse_unit("14 day")
        assert names.wage == parse_unit("90 EUR / day") and parse_unit("$ / wd") is names.dollar / names.workday
        assert str(Unit(Dimension([("population", 1)]))) == "cell" and str(parse_unit("3 votes"))
        assert all(a is b for a, b in zip(units, load_definitions(io.BytesIO(text.encode()))))
        print(*units)
    '''
    assert run(code) == "fortnight ww wd EUR $ wg"


def test_files_by_path(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text('[units]\nfurlong = "220 yard"\n', "utf-8")
    code = f"""
        import pathlib
        print(*load_definitions({str(path)!r}), *load_definitions(pathlib.Path({str(path)!r})))
    """
    assert run(code) == "furlong furlong"


@pytest.mark.parametrize(
    "lines, reason",
    [
        (
            "[units]\naa_ = '2 bb_'\nbb_ = '2 cc_'\ncc_ = '2 aa_'",
            "[units] cc_: the definition is circular: aa_ -> bb_ -> cc_ -> aa_",
        ),
        ("[units]\naa_ = '2 m'\nbb_ = '2 mmm'", "[units] bb_: unknown unit 'mmm'"),
        ("[units]\naa_ = '2 bb_'\nbb_ = '2 mmm'", "[units] bb_: unknown unit 'mmm'"),
        ("[units]\naa_ = '2 m'\nmetre = '2 m'", "[units] metre: 'metre' is taken: it means metre (m)"),
        (
            "[units]\naa_ = '2 m'\nbb_ = {symbol='aa_', definition='3 m'}",
            "[units] bb_: 'aa_' is taken: aa_ is defined with it",
        ),
        ("[units]\naa_ = '2 m'\nbb_ = 3", "[units] bb_: a unit is a text or a table"),
        ("[units]\naa_ = '2 m'\nbb_ = {symbol='bb_'}", "[units] bb_: a unit has a definition or a dimension"),
        (
            "[units]\nbb_ = {definition='m', dimension='length'}",
            "[units] bb_: a unit has a definition or a dimension",
        ),
        (
            "[units]\nbb_ = {definition='3 m', prefix=true}",
            "[units] bb_: unknown key 'prefix'; known are aliases",
        ),
        ("[units]\nbb_ = {definition='3 m', prefixes='no'}", "[units] bb_: prefixes is true or false"),
        ("[units]\nbb_ = {definition='3 m', aliases='bb2_'}", "[units] bb_: aliases are a list"),
        ("[units]\nbb_ = {definition=3}", "[units] bb_: a unit is defined by a text"),
        ("[units]\nbb_ = {dimension='wealth'}", "[units] bb_: unknown base dimension 'wealth'"),
        (
            "[dimensions]\nwealth='WW'\n[units]\naa_={dimension='wealth'}\nbb_={dimension='wealth'}",
            "[units] bb_: the dimension",
        ),
        (
            "[dimensions]\nwealth='WW'\nmass='WX'",
            "[dimensions] mass: the base dimension 'mass' is counted in 'kg' already",
        ),
        ("[dimensions]\nwealth='WW'\nworth='WW'", "[dimensions] worth: 'WW' already names"),
        ("[dimensions]\nwealth='m'", "[dimensions] wealth: 'm' already names the base dimension 'length'"),
        ("[dimensions]\nwealth='h'", "[dimensions] wealth: 'h' is taken: it means hour (h)"),
        ("[dimensions]\nwealth=3", "[dimensions] wealth: a dimension has a symbol"),
        (
            "[dimensions]\nwealth='WW'\n[units]\naa_ = '2 WW'\nbb_ = '2 mmm'",
            "[units] bb_: unknown unit 'mmm'",
        ),
        ("[unit]\naa_ = '2 m'", "unknown table [unit]; known are [dimensions] and [units]"),
        ("units = 3", "[units] is a table"),
        ("[units\n", "Expected"),
    ],
)
def test_a_wrong_file_registers_nothing(lines, reason):
    code = f"""
        file = io.BytesIO({lines.encode()!r})
        file.name = "my.toml"
        message = refused(ValueError, file, function=load_definitions)
        for text in ("aa_", "bb_", "cc_", "WW", "wealth"):
            refused(bu.UnitParseError, text, function=parse_unit)
        refused(ValueError, function=lambda: Dimension([("wealth", 1)]))
        load_definitions(io.StringIO("[dimensions]\\nwealth = 'bb_'\\n[units]\\naa_ = '3 bb_'"))  # all still free
        print(message)
    """
    message = run(code)
    assert message.startswith("my.toml: ")
    assert reason in message


def test_other_wrong_files(tmp_path):
    with pytest.raises(FileNotFoundError):
        bu.load_definitions(tmp_path / "none.toml")
    with pytest.raises(ValueError, match="definitions: 'utf-8' codec"):
        bu.load_definitions(io.BytesIO(b"\xff"))


def test_threads_define_and_parse_at_once():
    code = """
        barrier, errors, seen = threading.Barrier(8), [], [[] for _ in range(8)]
        def work(number):
            barrier.wait()
            try:
                for n in range(30):
                    seen[number].append(Unit.define(f"unit{n}_", f"sym{n}_", f"{n + 2} m", prefixes=n % 5 == 0))
                    Unit.define(f"own{number}x{n}_", f"o{number}x{n}_", f"{n + 2} unit{n}_")
                    Dimension.define(f"dimension{n}")
                    parse_unit(f"ksym{n - n % 5}_ / s")
                    parse_unit(f"kg sym{n}_ / s")
                    dir(names)
            except Exception as error:
                errors.append(error)
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert not errors, errors
        assert all(a is b for units in seen for a, b in zip(units, seen[0], strict=True))
        print(len(seen[0]), parse_unit("own7x29_") == parse_unit("961 m"))
    """
    assert run(code) == "30 True"


def test_threads_that_define_one_name_differently():
    code = """
        barrier, results = threading.Barrier(8), []
        def work(number):
            barrier.wait()
            try:
                results.append(Unit.define("thing", "tg", f"{number + 2} m"))
            except ValueError as error:
                results.append(str(error))
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        units = [result for result in results if isinstance(result, Unit)]
        print(len(results), len(units), units == [names.thing])
    """
    assert run(code) == "8 1 True"


def test_what_the_catalogue_says_is_no_new_definition():
    assert Unit.define("inch", "in", "0.0254 m") is names.inch


def test_a_long_chain_of_definitions_is_read_in_any_order():
    code = """
        chain = "".join(f"link_{n}_ = '2 link_{n + 1}_'\\n" for n in range(500))
        load_definitions(io.StringIO(f"[units]\\n{chain}link_500_ = 'm'"))
        print(names.link_0_.exact == bu.Magnitude(2) ** 500)
    """
    assert run(code) == "True"


def test_whatever_goes_wrong_leaves_no_base_dimension(monkeypatch):
    def fails(batch):
        raise KeyboardInterrupt

    monkeypatch.setattr(_definitions._Batch, "commit", fails)
    with pytest.raises(KeyboardInterrupt):
        bu.load_definitions(io.StringIO("[dimensions]\ninterrupted = 'intr'"))
    with pytest.raises(ValueError, match="unknown base dimension"):
        bu.Dimension([("interrupted", 1)])


def test_a_file_may_begin_with_a_byte_order_mark():
    assert bu.load_definitions(io.BytesIO(b"\xef\xbb\xbf[units]\n")) == []


def test_a_dimension_is_no_text():
    with pytest.raises(TypeError, match="dimension= takes a Dimension, got str"):
        Unit.define("lengthy", "lgty", dimension="m")


def test_names_are_forgotten_before_the_next_definition(monkeypatch):
    held = []
    monkeypatch.setattr(_registry, "_own_names", {})
    monkeypatch.setattr(_unit, "forget_names", lambda: held.append(_registry.lock._is_owned()))
    bu.add_standard_unit(bu.names.metre)
    assert held == [True]


def test_names_are_normalised():
    code = """
        unit = Unit.define("\ufb00oo", "\uff26oo", "3 m", aliases=["f\\u2092"])
        assert (unit.name, str(unit)) == ("ffoo", "Foo")
        assert names.ffoo is parse_unit("Foo") is parse_unit("fo") is unit
        assert Dimension.define("\uff50eople") is Dimension.define("people")
        assert refused(ValueError, "lambda", function=Dimension.define)
        for name, symbol in (("\uff58x", "xx"), ("yy", "y\\u200by"), ("math", "mth"), ("lambda", "lm")):
            odd = Unit.create(names.m.dim, name, symbol, factor=3.25)
            assert refused(ValueError, odd, function=bu.add_standard_unit)
        print(Unit.define("mu_thing", "\u00b5thing", "4 m"), parse_unit("\u00b5thing") is parse_unit("\u03bcthing"))
    """
    assert run(code) == "\u03bcthing True"
