"""A measure over the year as a slope chart in SVG: an open dot at the start, a full one at the end, never without its table."""

from xml.sax.saxutils import escape

ROW = 80
WIDE = (640, 150, 490, 84)  # width, where the slope begins and ends, how many letters of a name fit
NARROW = (340, 90, 250, 44)  # on a telephone: the same letters, not smaller ones


def slope_chart(measures, *, narrow=False):
    """One small slope a measure that has a start and a later value; an empty text when there is none."""
    shape = NARROW if narrow else WIDE
    drawn = [one for one in measures if len(one.values) > 1]
    if not drawn:
        return ""
    parts = [row(one, turn * ROW, shape) for turn, one in enumerate(drawn)]
    said = escape(description(drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shape[0]} {len(drawn) * ROW}" width="{shape[0]}" height="{len(drawn) * ROW}" '
        f'role="img" aria-label="{said}"><title>{said}</title>{"".join(parts)}</svg>'
    )


def row(measure, top, shape):
    """A measure: its line from the first to the last value, the scale its own."""
    _, left, right, letters = shape
    name = measure.what if len(measure.what) <= letters else f"{measure.what[: letters - 1].rstrip()}…"
    first, last = measure.values[0], measure.values[-1]
    low, high = min(value for _, value in measure.values), max(value for _, value in measure.values)
    span = (high - low) or 1

    def height(value):
        return top + 62 - float((value - low) / span) * 36

    steps = len(measure.values) - 1
    points = [(left + (right - left) * n / steps, height(value)) for n, (_, value) in enumerate(measure.values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = ' stroke-dasharray="6 4"' if last[1] < first[1] else ""
    words = 'font-family="Atkinson Hyperlegible" font-size="13" fill="#20282a"'
    (x1, y1), (x2, y2) = points[0], points[-1]
    return (
        f'<text x="0" y="{top + 12}" {words} font-weight="700">{escape(name)}</text>'
        f'<polyline points="{line}" fill="none" stroke="#1d5c63" stroke-width="2.5"{dash}/>'
        f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="5" fill="#fffefb" stroke="#1d5c63" stroke-width="2.5"/>'
        f'<circle cx="{x2:.1f}" cy="{y2:.1f}" r="6" fill="#1d5c63"/>'
        f'<text x="{left - 14}" y="{y1 + 4:.1f}" text-anchor="end" {words}>{first[0]} {plain(first[1])}</text>'
        f'<text x="{right + 14}" y="{y2 + 4:.1f}" {words}>{plain(last[1])} {last[0]}</text>'
    )


def plain(value):
    """A figure without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def description(measures):
    """What the chart shows, for whoever does not see it."""
    told = [
        f"{one.what}: from {plain(one.values[0][1])} to {plain(one.values[-1][1])}{' ' + one.unit if one.unit else ''}"
        for one in measures
    ]
    return "Slope chart. " + "; ".join(told) + ". The table below holds the figures."
