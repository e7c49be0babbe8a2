"""Adds to the printed face the letters it lacks: Welsh and others composed from its own parts, other scripts cut from DejaVu Sans.

    .venv/bin/python scripts/compose_letters.py /usr/share/fonts/truetype/dejavu

Run once, its result is committed under kit/pdf/assets; run it again after a new edition of a face.
"""

import math
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).resolve().parent.parent / "kit/pdf/assets"
SPACING = {
    0x300: 0x60,
    0x301: 0xB4,
    0x302: 0x2C6,
    0x303: 0x2DC,
    0x304: 0xAF,
    0x306: 0x2D8,
    0x307: 0x2D9,
    0x308: 0xA8,
    0x30C: 0x2C7,
}
WANTED = [*range(0x100, 0x180), *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3, *range(0x1E02, 0x1E6B), *range(0x1F8, 0x1FA)]
GAP = 0.06  # of an em, between letter and accent
OTHER_SCRIPTS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x2AF), (0x370, 0x3FF), (0x400, 0x52F), (0x531, 0x58F), (0x5D0, 0x5F4), (0x600, 0x6FF), (0x10D0, 0x10FF),
    (0x1E00, 0x1EFF), (0x2010, 0x2015), (0x2030, 0x2044), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2150, 0x215F), (0x2190, 0x2199),
    (0x2200, 0x226F), (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2610, 0x2612), (0x2713, 0x2718), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFFFD, 0xFFFD),
)  # fmt: skip


def glyph_bounds(font, name):
    glyph = font["glyf"][name]
    return glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax


def drawn(pen, font, name, dx=0, dy=0):
    """Draw a glyph, its parts resolved, into `pen`."""
    recorded = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(recorded)
    recorded.replay(TransformPen(pen, (1, 0, 0, 1, dx, dy)))


def compose(cut):
    """Every wanted letter that the face lacks and that is one of its letters with one of its accents."""
    base, path = TTFont(ASSETS / f"AtkinsonHyperlegible-{cut}.ttf"), ASSETS / f"AtkinsonHyperlegible-Ext-{cut}.ttf"
    ext = TTFont(path)
    assert base["head"].unitsPerEm == ext["head"].unitsPerEm
    have, made = set(base.getBestCmap()) | set(ext.getBestCmap()), []
    slant = math.tan(math.radians(-base["post"].italicAngle))
    for point in WANTED:
        parts = unicodedata.normalize("NFD", chr(point))
        if point in have or len(parts) != 2 or ord(parts[1]) not in SPACING:
            continue
        letter = ord("ı") if parts[0] == "i" else ord(parts[0])
        mark = SPACING[ord(parts[1])]
        source = base if mark in base.getBestCmap() else ext
        if letter not in base.getBestCmap() or parts[0] == "j" or mark not in source.getBestCmap():
            continue
        below, above = base.getBestCmap()[letter], source.getBestCmap()[mark]
        x0, _, x1, top = glyph_bounds(base, below)
        a0, foot, a1, head = glyph_bounds(source, above)
        rise = max(0, top + GAP * base["head"].unitsPerEm - foot) if parts[0].isupper() or top > foot else 0
        lean = slant * ((foot + head) / 2 + rise - top / 2)
        pen = TTGlyphPen(None)
        drawn(pen, base, below)
        drawn(pen, source, above, round((x0 + x1 - a0 - a1) / 2 + lean), round(rise))
        name = f"uni{point:04X}"
        ext.setGlyphOrder([*ext.getGlyphOrder(), name])
        ext["glyf"][name] = pen.glyph()
        ext["glyf"][name].recalcBounds(ext["glyf"])
        ext["hmtx"][name] = (base["hmtx"][below][0], ext["glyf"][name].xMin)
        for table in ext["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name
        made.append(chr(point))
    for table in ("GSUB", "GPOS", "GDEF", "DSIG"):
        if table in ext:
            del ext[table]
    ext.save(path)
    print(cut, "".join(made))


def other_scripts(folder, cut):
    """DejaVu Sans with the scripts of Europe and its neighbours, for a name that our face cannot print."""
    source = Path(folder) / ("DejaVuSans.ttf" if cut == "Regular" else f"DejaVuSans-{cut}.ttf")
    font = TTFont(source)
    options = subset.Options(layout_features=["*"], hinting=False, name_IDs=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[point for first, last in OTHER_SCRIPTS for point in range(first, last + 1)])
    cutter.subset(font)
    font.save(ASSETS / f"DejaVuSans-Others-{cut}.ttf")


if __name__ == "__main__":
    for cut in ("Regular", "Bold", "Italic"):
        compose(cut)
    for cut in ("Regular", "Bold"):
        other_scripts(sys.argv[1], cut)
