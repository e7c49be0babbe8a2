"""Ashenshire, a fictional county: its districts, trusts, term dates and schools. Every name is made up."""

import random
from datetime import date, timedelta

from schools.models import Phase, School, SchoolStatus, SchoolUrn, Trust
from terms.models import BankHoliday, Term

LA = "999"
DISTRICTS = {
    "Amberside": (441000, 352000),
    "Highmoor": (407000, 381000),
    "Lowfield": (436000, 331000),
    "Stonebeck": (437000, 371000),
}
TRUSTS = ("Three Becks Learning Trust", "Hollin Bank Academies", "The Wetherside Trust")

# name, phase, district: the seventeen of the running cohort first
RUNNING = (
    ("Alderbrook Infant and Nursery", Phase.INFANT, "Highmoor"),
    ("Bramblewick Junior", Phase.JUNIOR, "Amberside"),
    ("Calder Edge Academy", Phase.SECONDARY, "Stonebeck"),
    ("Coppice Lane Primary", Phase.PRIMARY, "Lowfield"),
    ("Dunnock Hill School", Phase.SPECIAL, "Stonebeck"),
    ("Fernhollow CofE Primary", Phase.PRIMARY, "Highmoor"),
    ("Greystones High School", Phase.SECONDARY, "Amberside"),
    ("Hazelbeck Community Primary", Phase.PRIMARY, "Stonebeck"),
    ("Heathervale Primary", Phase.PRIMARY, "Highmoor"),
    ("Kestrel Road Primary", Phase.PRIMARY, "Lowfield"),
    ("Larkstone Junior", Phase.JUNIOR, "Amberside"),
    ("Millrace Primary Academy", Phase.PRIMARY, "Lowfield"),
    ("Oakenfold School", Phase.SECONDARY, "Highmoor"),
    ("Pebbleford Nursery School", Phase.NURSERY, "Amberside"),
    ("St Brannoc’s Catholic Primary", Phase.PRIMARY, "Stonebeck"),
    ("Thistledown Primary", Phase.PRIMARY, "Lowfield"),
    ("Wetherfold Support Centre", Phase.ALTERNATIVE, "Stonebeck"),
)
GRADUATES = (
    ("Willow Bank Junior", Phase.JUNIOR, "Amberside"),
    ("Sallowfield Primary", Phase.PRIMARY, "Highmoor"),
    ("Rookery Lane Infant", Phase.INFANT, "Lowfield"),
    ("Mossgate High School", Phase.SECONDARY, "Stonebeck"),
    ("Tarn Side Primary", Phase.PRIMARY, "Highmoor"),
    ("Quillan Special School", Phase.SPECIAL, "Lowfield"),
    ("Beacon Hill Primary", Phase.PRIMARY, "Stonebeck"),
    ("Eastmere CofE Primary", Phase.PRIMARY, "Amberside"),
)
APPLYING = (
    ("Sallow Green Primary", Phase.PRIMARY, "Lowfield"),
    ("Ravenfold High School", Phase.SECONDARY, "Stonebeck"),
    ("Yarrow Bank Primary", Phase.PRIMARY, "Highmoor"),
    ("Thornlea Special School", Phase.SPECIAL, "Amberside"),
    ("Beckside Infant", Phase.INFANT, "Amberside"),
    ("Whinmoor Junior", Phase.JUNIOR, "Stonebeck"),
    ("Ottersford Academy", Phase.SECONDARY, "Lowfield"),
    ("Linden Park Primary", Phase.PRIMARY, "Highmoor"),
    ("Marl Hill Nursery", Phase.NURSERY, "Lowfield"),
    ("Cobble Lane Primary", Phase.PRIMARY, "Amberside"),
    ("Hartsease CofE Primary", Phase.PRIMARY, "Stonebeck"),
    ("Quarry Road Primary", Phase.PRIMARY, "Highmoor"),
)
FIRST = [
    "Ash",
    "Birch",
    "Bracken",
    "Brook",
    "Cloud",
    "Cowslip",
    "Crag",
    "Drover",
    "Elder",
    "Fallow",
    "Foxglove",
    "Gorse",
    "Hare",
    "Hawthorn",
    "Heron",
    "Holly",
    "Ivy",
    "Juniper",
    "Kingfisher",
    "Lapwing",
    "Linnet",
    "Maple",
    "Meadow",
    "Moor",
    "Nettle",
    "Otter",
    "Pear",
    "Plover",
    "Primrose",
    "Quarry",
    "Rowan",
    "Rush",
    "Sedge",
    "Skylark",
    "Sorrel",
    "Sparrow",
    "Teasel",
    "Thorn",
    "Vale",
    "Warren",
    "Wren",
    "Yew",
]
LAST = ("field", "gate", "ley", "wick", "mere", "stead", "combe", "ridge", "thwaite", "dale")
AGES = {
    Phase.NURSERY: (3, 4),
    Phase.INFANT: (4, 7),
    Phase.JUNIOR: (7, 11),
    Phase.PRIMARY: (4, 11),
    Phase.SECONDARY: (11, 16),
    Phase.SPECIAL: (5, 19),
    Phase.ALTERNATIVE: (11, 16),
    Phase.ALL_THROUGH: (4, 18),
    Phase.SIXTEEN_PLUS: (16, 19),
    Phase.MIDDLE: (9, 13),
}
OTHERS = (
    [Phase.PRIMARY] * 11
    + [Phase.INFANT] * 2
    + [Phase.JUNIOR] * 2
    + [Phase.SECONDARY] * 3
    + [Phase.NURSERY, Phase.SPECIAL, Phase.MIDDLE]
)
ENDING = {
    Phase.NURSERY: "Nursery School",
    Phase.INFANT: "Infant School",
    Phase.JUNIOR: "Junior School",
    Phase.PRIMARY: "Primary School",
    Phase.SECONDARY: "High School",
    Phase.SPECIAL: "School",
    Phase.MIDDLE: "Middle School",
    Phase.ALTERNATIVE: "Support Centre",
    Phase.ALL_THROUGH: "Academy",
    Phase.SIXTEEN_PLUS: "Sixth Form College",
}


def build_schools(number, chance):
    """The county's schools, by name. More than 90 gives further invented names, for measuring."""
    trusts = [Trust.objects.create(name=name, uid=f"90{n:03d}") for n, name in enumerate(TRUSTS)]
    wanted = list(RUNNING + GRADUATES + APPLYING)
    names = {name for name, _, _ in wanted}
    extra = [(Phase.ALL_THROUGH, "Highmoor"), (Phase.SIXTEEN_PLUS, "Stonebeck")]
    stems = [f"{first}{last}" for last in LAST for first in FIRST]
    chance.shuffle(stems)
    turn = 0
    while len(wanted) < number:
        phase, district = extra.pop() if extra else (chance.choice(OTHERS), chance.choice(list(DISTRICTS)))
        stem = stems[turn % len(stems)] + ("" if turn < len(stems) else f" {turn // len(stems) + 1}")
        turn += 1
        name = f"{stem} {ENDING[phase]}"
        if name not in names:
            names.add(name)
            wanted.append((name, phase, district))
    rows = [school_of(n, *row, trusts, chance) for n, row in enumerate(wanted)]
    School.objects.bulk_create(rows, batch_size=1000)
    SchoolUrn.objects.bulk_create(
        [SchoolUrn(school=school, urn=school.urn, from_on=school.opened_on) for school in rows], batch_size=1000
    )
    return {school.name: school for school in rows}


def school_of(n, name, phase, district, trusts, chance):
    """One school with the facts that the register would give."""
    low, high = AGES[phase]
    east, north = DISTRICTS[district]
    stem = "".join(c for c in name.lower().replace("’", "") if c.isalpha() or c == " ").split()
    pupils = {
        Phase.NURSERY: 60,
        Phase.SPECIAL: 110,
        Phase.ALTERNATIVE: 48,
        Phase.SECONDARY: 870,
        Phase.SIXTEEN_PLUS: 640,
    }.get(phase, 230)
    status = SchoolStatus.OPEN
    if n == 60:
        status = SchoolStatus.CLOSING
    elif n == 61:
        status = SchoolStatus.PROPOSED
    elif n == 62:
        status = SchoolStatus.CLOSED
    school = School(
        name=name,
        urn=f"{900100 + n}" if n < 99000 else None,
        phase=phase,
        type_name="Academy converter" if n % 4 == 0 else "Community school",
        status=status,
        opened_on=date(1975, 9, 1),
        closed_on=date(2024, 8, 31) if status == SchoolStatus.CLOSED else None,
        la_code=LA,
        la_name="Ashenshire",
        district=district,
        street=f"{chance.randint(1, 90)} School Lane",
        town=district,
        county="Ashenshire",
        postcode=f"ZZ{1 + n % 9} {1 + n % 9}{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}",
        telephone=f"01632 96{n % 10000:04d}",
        age_low=low,
        age_high=high,
        pupils=max(20, int(chance.gauss(pupils, pupils / 5))),
        trust=trusts[n % len(trusts)] if n % 4 == 0 else None,
        easting=east + chance.randint(-6000, 6000),
        northing=north + chance.randint(-6000, 6000),
        contact_email=f"office@{stem[0]}{stem[1] if len(stem) > 1 else ''}.example",
        contact_checked_on=date(2025, 9, 1),
    )
    school.search_text = school.text_to_search()
    return school


def build_calendar(today):
    """Six half-terms for each of five school years around today, and England's bank holidays as they are known."""
    first = today.year - 2 if today.month >= 9 else today.year - 3
    for year in range(first, first + 5):
        easter = easter_of(year + 1)
        spans = (
            ("Autumn 1", weekday_from(date(year, 9, 3)), monday(date(year, 10, 24)) - timedelta(days=3)),
            ("Autumn 2", monday(date(year, 10, 24)) + timedelta(days=7), weekday_before(date(year, 12, 19))),
            ("Spring 1", weekday_from(date(year + 1, 1, 5)), monday(date(year + 1, 2, 15)) - timedelta(days=3)),
            ("Spring 2", monday(date(year + 1, 2, 15)) + timedelta(days=7), easter - timedelta(days=9)),
            ("Summer 1", easter + timedelta(days=9), monday(date(year + 1, 5, 27)) - timedelta(days=3)),
            ("Summer 2", monday(date(year + 1, 5, 27)) + timedelta(days=7), weekday_before(date(year + 1, 7, 21))),
        )
        label = f"{year}-{(year + 1) % 100:02d}"
        for name, starts_on, ends_on in spans:
            Term.objects.get_or_create(starts_on=starts_on, defaults={"year": label, "name": name, "ends_on": ends_on})
        for day, name in ((easter - timedelta(days=2), "Good Friday"), (easter + timedelta(days=1), "Easter Monday")):
            BankHoliday.objects.get_or_create(day=day, defaults={"name": name})


def monday(day):
    """The Monday of a week."""
    return day - timedelta(days=day.weekday())


def weekday_from(day):
    """The day itself, or the Monday after a weekend: a term begins on a day of school."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def weekday_before(day):
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def easter_of(year):
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def chance_of(seed=2026):
    """The same county every time."""
    return random.Random(seed)  # noqa: S311 no secret depends on it
