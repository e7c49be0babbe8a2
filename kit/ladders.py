"""Where something stands on a few named steps, drawn as SVG: a ring at the start, a full dot at the latest, never without its table."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

INK, BRAND, LINE = "#20282a", "#1d5c63", "#c9c2b4"
FONT = 'font-family="Atkinson Hyperlegible" font-size="13"'
HEAD = 30
# width, height of a row, the first and the last step's place, how far down in its row the line lies, how many letters fit
WIDE = (640, 34, 330, 590, 17, 46)
NARROW = (340, 56, 34, 296, 40, 46)  # on a telephone: the name above its line, the letters as large


@dataclass(frozen=True)
class Rung:
    """A name and the steps reached, in order of time: pairs of (when, 1 to the number of steps)."""

    what: str
    reached: tuple


def ladder_chart(rungs, steps, *, narrow=False):
    """One line a rung, the steps as columns; an empty text where nothing is reached."""
    drawn = [one for one in rungs if one.reached]
    if not drawn:
        return ""
    width, row, left, right, _, _ = shape = NARROW if narrow else WIDE
    places = [left + (right - left) * n / (len(steps) - 1) for n in range(len(steps))]
    height = HEAD + len(drawn) * row
    heads = "".join(
        f'<text x="{x:.1f}" y="14" text-anchor="middle" {FONT} fill="{INK}">{escape(step)}</text>'
        f'<path d="M{x:.1f} {HEAD - 6}V{height}" stroke="{LINE}" stroke-width="1" fill="none"/>'
        for x, step in zip(places, steps, strict=True)
    )
    body = "".join(line_of(one, HEAD + n * row, places, shape) for n, one in enumerate(drawn))
    said = escape(description(drawn, steps))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'class="aas-halo" role="img" aria-label="{said}"><title>{said}</title>{heads}{body}</svg>'
    )


def line_of(rung, top, places, shape):
    """The name, the line from the first to the latest step, and what was reached between."""
    _, _, _, _, down, letters = shape
    name = rung.what if len(rung.what) <= letters else f"{rung.what[: letters - 1].rstrip()}…"
    y = top + down
    name_at = top + 16 if down > 20 else y + 4
    xs = [places[step - 1] for _, step in rung.reached]
    # on a telephone the steps' lines pass behind the names
    ground = f'<rect x="0" y="{top + 3}" width="{places[-1]:.0f}" height="18" fill="#fffefb"/>' if down > 20 else ""
    parts = [f'{ground}<text x="0" y="{name_at}" {FONT} fill="{INK}">{escape(name)}</text>']
    if xs[0] != xs[-1]:
        dash = ' stroke-dasharray="6 4"' if xs[-1] < xs[0] else ""
        parts.append(f'<path d="M{xs[0]:.1f} {y}H{xs[-1]:.1f}" stroke="{BRAND}" stroke-width="2.5" fill="none"{dash}/>')
    parts.append(f'<circle cx="{xs[0]:.1f}" cy="{y}" r="8" fill="#fffefb" stroke="{BRAND}" stroke-width="2.5"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y}" r="3" fill="{BRAND}"/>' for x in xs[1:-1]]
    if len(xs) > 1:  # inside the ring where nothing has moved
        parts.append(f'<circle cx="{xs[-1]:.1f}" cy="{y}" r="5" fill="{BRAND}"/>')
    return "".join(parts)


def description(rungs, steps):
    """What the chart shows, for whoever does not see it."""
    told = [
        f"{one.what}: " + ", ".join(f"{when.lower()} {steps[step - 1].lower()}" for when, step in one.reached)
        for one in rungs
    ]
    return "Chart of steps. " + "; ".join(told) + "."
