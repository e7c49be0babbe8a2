"""The made-up hand of the made-up head of the Virtual School."""

import io

from PIL import Image, ImageDraw

from kit.files import check_drawing

LETTERS = [[(90, 60), (70, 200), (60, 300)], [(60, 190), (150, 170), (210, 130)], [(230, 50), (190, 210), (200, 300)]]
LINE = [(200, 290), (250, 190), (290, 200), (270, 290), (330, 180), (350, 290), (390, 170), (410, 290), (470, 60), (440, 280), (520, 190), (560, 280), (600, 190), (630, 290), (690, 200), (740, 260), (960, 210)]  # fmt: skip
WAVE = [(50, 340), (400, 318), (880, 330)]


def curve(points):
    """A smooth line through the points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(24):
            t = step / 24
            yield tuple(
                ((2 * s) + (e - b) * t + (2 * b - 5 * s + 4 * e - a) * t * t + (3 * s - b - 3 * e + a) * t**3) / 2
                for b, s, e, a in zip(before, start, end, after, strict=True)
            )
    yield points[-1]


def hand():
    """The picture, as an upload that was checked."""
    paper, out = Image.new("RGBA", (1000, 400), (0, 0, 0, 0)), io.BytesIO()
    pen = ImageDraw.Draw(paper)
    for stroke in (*LETTERS, LINE, WAVE):
        pen.line(list(curve(stroke)), fill="#1c2b57", width=8, joint="curve")
    paper.save(out, "png")
    return check_drawing("hand.png", out.getvalue(), within=(520, 118))
