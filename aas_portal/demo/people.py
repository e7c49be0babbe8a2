"""The people of Ashenshire: the Virtual School, and two representatives and a head a school."""

from accounts.models import User
from schools.models import Assignment, Role, RoleKind

GIVEN = [
    "Ruth",
    "Sam",
    "Dev",
    "Carys",
    "Leah",
    "Owen",
    "Nadia",
    "Grace",
    "Ivo",
    "Beth",
    "Kofi",
    "Hugh",
    "Mina",
    "Iris",
    "Joel",
    "Amy",
    "Asha",
    "Bryn",
    "Clara",
    "Dilys",
    "Ewan",
    "Fay",
    "Gil",
    "Hana",
    "Ines",
    "Jude",
    "Kit",
    "Lena",
    "Marek",
    "Nell",
    "Olu",
    "Petra",
    "Quin",
    "Rhys",
    "Suki",
    "Tess",
    "Uma",
    "Vik",
    "Wyn",
    "Yara",
    "Zack",
]
FAMILY = [
    "Ellery",
    "Okoro",
    "Patel-Moss",
    "Unwin",
    "Storrs",
    "Cole",
    "Tolliver",
    "Marsh",
    "Ansell",
    "Mensah",
    "Calloway",
    "Shaw",
    "Fenn",
    "Baptiste",
    "Lorrimer",
    "Ashby",
    "Brightwell",
    "Cotter",
    "Dunmore",
    "Eastleigh",
    "Farrow",
    "Garrow",
    "Hallam",
    "Ibbotson",
    "Jessop",
    "Kerrigan",
    "Ludlow",
    "Merrick",
    "Nuttall",
    "Orme",
    "Priestley",
    "Quayle",
    "Rudd",
    "Skelton",
    "Thorpe",
    "Upshall",
    "Varley",
    "Whitlock",
    "Yarwood",
    "Zeller",
]
TITLES = (
    "Assistant head",
    "Learning mentor",
    "SENCO",
    "Pastoral lead",
    "Deputy head",
    "Year leader",
    "Teaching assistant",
    "Family worker",
)


def user(name, persona="", **fields):
    """A person of the demo; no password, no second factor."""
    stem = ".".join("".join(c for c in part.lower() if c.isalpha()) for part in name.split() if part != "Dr")
    made = User(email=f"{stem}@ashenshire.example", name=name, persona=persona, is_demo=True, **fields)
    made.set_unusable_password()
    made.save()
    return made


class People:
    """Everybody, made once, and new names on demand."""

    def __init__(self, chance):
        self.chance = chance
        self.lead = user("Marian Osgood", "lead", is_programme_lead=True, job_title="Programme lead")
        self.cover = user("Tobias Wren", is_programme_lead=True, job_title="Programme lead")
        self.administrator = user(
            "Colin Batts", "administrator", is_administrator=True, job_title="Programme administrator"
        )
        self.adviser = user("Dr Priya Raman", "adviser", is_adviser=True, job_title="Educational psychologist")
        self.other_adviser = user("Gwen Tarrant", is_adviser=True, job_title="Facilitator")
        self.observer = user("Hugh Lacey", "observer", is_observer=True, job_title="Head of the Virtual School")
        self.reviewer = user("Nerys Alderton", "reviewer", is_reviewer=True, job_title="Foster carer")
        self.taken = {person.name for person in User.objects.all()} | {
            "Helen Strand",
            "Jo Pemberton",
            "Tomasz Wilk",
            "Amy Lorrimer",
        }

    def name(self):
        """A name nobody has yet."""
        while True:
            name = f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}"
            if name not in self.taken:
                self.taken.add(name)
                return name
            if len(self.taken) > 1200:
                name = f"{name}-{self.chance.choice(FAMILY)}"
                if name not in self.taken:
                    self.taken.add(name)
                    return name

    def staff(self, school, since, *, names=None, personas=("", "", "")):
        """A headteacher and two representatives with their roles; returns the three users."""
        names = names or (self.name(), self.name(), self.name())
        kinds = (RoleKind.HEADTEACHER, RoleKind.SCHOOL_LEAD, RoleKind.CONTRIBUTOR)
        titles = ("Headteacher", self.chance.choice(TITLES[::2]), self.chance.choice(TITLES[1::2]))
        found = []
        for name, kind, title, persona in zip(names, kinds, titles, personas, strict=True):
            person = user(name, persona, job_title=title)
            Role.objects.create(user=person, school=school, kind=kind, starts_on=since)
            found.append(person)
        return found

    def assign(self, schools):
        """Half of the schools to each adviser."""
        for n, school in enumerate(schools):
            Assignment.objects.create(adviser=self.adviser if n % 2 == 0 else self.other_adviser, school=school)
