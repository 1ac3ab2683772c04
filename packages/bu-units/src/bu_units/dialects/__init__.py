"""Other ways to write units; each is loaded when it is first asked for.

======= ======================================= ============================ =======================
dialect what it is                              read                         print
======= ======================================= ============================ =======================
ucum    UCUM 2.1, case sensitive                ``parse_unit(t, "ucum")``    ``f"{unit:~ucum}"``
udunits UDUNITS-2, the units of CF and netCDF   ``parse_unit(t, "udunits")`` ``f"{unit:~udunits}"``
siunitx macros of the LaTeX package siunitx     (not read)                   ``f"{unit:~siunitx}"``
======= ======================================= ============================ =======================

>>> import bu_units as bu
>>> bu.parse_unit("10*3/uL", dialect="ucum") == bu.parse_unit("10^3 / uL")
True
>>> bu.parse_unit("degrees_north", dialect="udunits")
Unit("°")
>>> f"{bu.parse_unit('J / (K * mol)'):~ucum}"
'J/K/mol'
"""
