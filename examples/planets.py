"""The sun and its planets at J2000: masses, places and velocities from the elements of their orbits."""

from __future__ import annotations

from typing import Any

import brainunit as u
from brainunit import Quantity

__all__ = ["PLANETS", "bodies"]

# The sun: the nominal GM of resolution B3 of the IAU (2015), over G. The planets, the earth with its moon:
# mass of the sun over mass of the planet, the current best estimates of the IAU (2009), and the elements of
# 1800 to 2050 of E. M. Standish, "Keplerian elements for approximate positions of the major planets", JPL,
# at J2000, to the ecliptic of J2000: semi-major axis in au, eccentricity; in degrees inclination, mean
# longitude, longitude of the perihelion and of the ascending node.
GM_SUN = 1.3271244e20 * (u.meter**3 / u.second**2)
PLANETS = {
    "Mercury": (6023600.0, 0.38709927, 0.20563593, 7.00497902, 252.25032350, 77.45779628, 48.33076593),
    "Venus": (408523.71, 0.72333566, 0.00677672, 3.39467605, 181.97909950, 131.60246718, 76.67984255),
    "Earth": (328900.56, 1.00000261, 0.01671123, -0.00001531, 100.46457166, 102.93768193, 0.0),
    "Mars": (3098708.0, 1.52371034, 0.09339410, 1.84969142, -4.55343205, -23.94362959, 49.55953891),
    "Jupiter": (1047.3486, 5.20288700, 0.04838624, 1.30439695, 34.39644051, 14.72847983, 100.47390909),
    "Saturn": (3497.898, 9.53667594, 0.05386179, 2.48599187, 49.95424423, 92.59887831, 113.66242448),
    "Uranus": (22902.98, 19.18916464, 0.04725744, 0.77263783, 313.23810451, 170.95427630, 74.01692503),
    "Neptune": (19412.24, 30.06992276, 0.00859048, 1.77004347, -55.12002969, 44.96476227, 131.78422574),
}


def bodies() -> tuple[Quantity, Quantity, Quantity, Quantity]:
    """Return places and velocities from the sun at J2000, (bodies, 3), masses, and Kepler's years."""
    with u.using_backend("numpy"):
        columns = u.math.array(list(PLANETS.values())).T
        ratio, a, e = columns[0], columns[1] * u.au, columns[2]
        inclination, longitude, perihelion, node = columns[3:] * u.degree
        gm = (GM_SUN * (1.0 + 1.0 / ratio)).to(u.au**3 / u.day**2)
        motion = u.math.sqrt(gm / a**3)
        along, across = _axes(inclination, perihelion - node, node)
        anomaly = _eccentric_anomaly((longitude - perihelion) / u.radian, e)
        sine, cosine, minor = u.math.sin(anomaly), u.math.cos(anomaly), u.math.sqrt(1.0 - e**2)
        place = (a * (cosine - e))[:, None] * along + (a * minor * sine)[:, None] * across
        speed = a * motion / (1.0 - e * cosine)
        velocity = (speed * minor * cosine)[:, None] * across - (speed * sine)[:, None] * along
        masses = (GM_SUN / u.constants.gravitational_constant).to(u.kg) / u.math.append(1.0, ratio)
        from_sun = (u.math.concatenate([0.0 * q[:1], q]) for q in (place, velocity))
        return *from_sun, masses, 2.0 * u.math.pi / motion


def _eccentric_anomaly(mean: Any, e: Any) -> Any:
    """Solve Kepler's equation ``E - e sin(E) = mean`` by Newton's method, in radians."""
    anomaly = mean
    for _ in range(8):
        excess = anomaly - e * u.math.sin(anomaly) - mean
        anomaly = anomaly - excess / (1.0 - e * u.math.cos(anomaly))
    return anomaly


def _axes(inclination: Quantity, argument: Quantity, node: Quantity) -> tuple[Any, Any]:
    """Return the directions of the perihelion and, in the orbit, 90 degrees ahead of it: (planets, 3)."""
    (si, ci), (sw, cw), (sn, cn) = (
        (u.math.sin(angle), u.math.cos(angle)) for angle in (inclination, argument, node)
    )
    along = [cw * cn - sw * sn * ci, cw * sn + sw * cn * ci, sw * si]
    across = [-sw * cn - cw * sn * ci, -sw * sn + cw * cn * ci, cw * si]
    return u.math.stack(along, axis=1), u.math.stack(across, axis=1)
