"""The words of a pretend day: schools and people that do not exist, and what they say."""

SCHOOLS = (
    "Hawthorn Vale Academy", "Marlstone High School", "St Osyth's (Example)",
    "Brackenfield College", "Thistledown School", "Kingsmere Example Academy",
    "Larkhill Pretend High", "Oakhampton Green School", "Pennywell Sixth Form",
    "Ravensholme Grammar", "Silverbeck Community School", "Tarnside Academy",
    "Upper Fennimore School", "Wexcombe College", "Ashdale Imaginary School", "Birchover Park",
    "Copperfield Lane School", "Dunmallet High", "Eastmarsh Example College",
    "Foxley Wood Academy", "Glenarrow School", "Heronsgate College", "Ivelbridge School",
    "Juniper Hill Academy", "Kestrel Bank High", "Llanfaen Example School", "Mossbank UTC",
    "Netherwick School", "Orchard Row Academy", "Pebblestone College",
)  # fmt: skip

NAMES = (
    "Aisha", "Alan", "Amy", "Bethan", "Callum", "Carol", "Ceri", "Chidi", "Daniel", "Dawn", "Deepa",
    "Eilidh", "Emma", "Farah", "Gareth", "Gill", "Hamza", "Hannah", "Iain", "Imran", "Jo", "Joanne",
    "Kasia", "Keith", "Kwame", "Lauren", "Liam", "Lorna", "Marcus", "Megan", "Mo", "Nasreen",
    "Nigel", "Olu", "Pat", "Paul", "Priya", "Rhys", "Rob", "Ruth", "Sam", "Sian", "Sunita", "Tom",
    "Wendy", "Yusuf",
)  # fmt: skip

COUNTIES = (
    "Cumbria", "Devon", "Fife", "Gwynedd", "Kent", "Lancashire", "Norfolk", "Shropshire", "Surrey",
    "Tyrone", "West Yorkshire", "Wiltshire",
)  # fmt: skip

CAPTIONS: dict[str, tuple[str, ...]] = {
    "glassware": (
        "Set up for five practicals before nine",
        "Everything washed, everything dry, nothing chipped",
        "Period 1 colour chemistry is ready to go",
        "The good round-bottoms are out today",
    ),
    "tubes": (
        "Universal indicator, the whole rainbow",
        "Thirty racks like this one by break",
        "Someone asked for 'a few' test tubes",
        "pH 1 to pH 14, left to right",
    ),
    "molecule": (
        "All the hydrogens are finally accounted for",
        "Benzene, after a long search under the cupboards",
        "Year 12 organic starts here",
    ),
    "prism": (
        "Blinds down, ray boxes out",
        "Newton would approve",
        "Period 4 optics, seven colours guaranteed",
    ),
    "dishes": (
        "Door handles versus phones: the phones won",
        "Two days at 25 degrees and look at them",
        "Agar poured at half past seven this morning",
    ),
    "gears": (
        "Laser cut this morning, turning by lunch",
        "Ratio of three to one, and it really runs",
        "Year 9 gearboxes, tested and tagged",
    ),
    "dovetails": (
        "Cut by hand, for once",
        "The demonstration joint is back from the workshop",
        "No glue yet and it already holds",
    ),
    "shavings": (
        "Plane irons sharpened over the weekend",
        "The best smell in the whole school",
        "Swept up twice today already",
    ),
    "rule": (
        "Marking out before the saws come on",
        "Measure twice",
        "Forty set squares counted out, forty counted in",
    ),
    "circuit": (
        "Board number 200 of the control project",
        "Found the dry joint!",
        "Soldered, tested, and it blinks",
    ),
    "patching": (
        "Patch panel tidied; nobody noticed, which is the point",
        "Blue is staff, yellow is labs, please keep it so",
        "Every port labelled at last",
    ),
    "towers": (
        "The new servers, quieter than the old ones",
        "Backups ran, and we tried a restore",
        "Three racks and one very small fan heater",
    ),
    "keys": (
        "A keyboard a week gets its caps cleaned",
        "Spare keys for the sticky ones in room 12",
        "120 keyboards, one tin of compressed air",
    ),
    "notes": (
        "Parts photocopied, taped and in folders",
        "Orchestra stands out by eight",
        "Wind band tonight, chairs are ready",
    ),
    "piano": (
        "Tuned in time for the concert",
        "The practice-room piano lives again",
        "One new felt and it sings",
    ),
    "waves": (
        "Recording day: the choir in one take",
        "First multitrack of the GCSE set",
        "Levels checked, no clipping",
    ),
    "faders": (
        "New desk, all channels patched",
        "Sound check for the spring concert",
        "Everything labelled with tape, as it should be",
    ),
    "drum": (
        "New heads on the whole kit",
        "Kit up, mics up, earplugs out",
        "The loud half of the music store",
    ),
    "cutouts": (
        "Year 7 cut-outs, trimmed and mounted",
        "Coloured paper restocked, all forty shades",
        "Corridor display, half way there",
    ),
    "strokes": (
        "Ready-mixed for six classes",
        "Testing the new brushes before they go out",
        "Somebody has to try the paint",
    ),
    "palette": (
        "A-level studio set up for the mock",
        "Palettes scraped and oiled",
        "Still-life day in the studio",
    ),
    "pots": (
        "Out of the kiln at last",
        "Glaze firing opened this morning, no cracks",
        "Cone 6 and every pot in one piece",
    ),
    "fields": (
        "Screen prints drying on every flat surface",
        "Three pulls, three colours",
        "Mixed these inks to match the set",
    ),
    "beams": (
        "Rig focused by lunch, show at seven",
        "New gels in the front wash",
        "Cue 14, held for the photo",
    ),
    "curtain": (
        "House tabs repaired and flying again",
        "Ten minutes to half-hour call",
        "Beginners, please",
    ),
    "masks": (
        "Masks made in D&T, painted in art, worn in drama",
        "Props table, checked twice",
        "Year 8 commedia unit",
    ),
    "bulbs": (
        "All the mirror bulbs work. All of them.",
        "Green room ready for the cast",
        "Make-up call at five",
    ),
    "pitch": (
        "Lines painted before the frost lifted",
        "Cones out for six stations",
        "Pitch marked for the county match",
    ),
    "track": (
        "Hurdles out, heights checked",
        "Sports day set-up in an hour and ten minutes",
        "Lanes swept and ready",
    ),
    "balls": (
        "Every ball pumped up",
        "The store cupboard, emptied, counted and put back",
        "Stock check: two tennis balls to the good",
    ),
    "bibs": (
        "Washed, sorted and on their pegs",
        "Five colours, none missing",
        "Bib day. It comes round so fast",
    ),
    "board": (
        "Staff-room board tidied for the day",
        "Old notices down, new ones up",
        "Library display by the whole team",
    ),
    "tools": (
        "A place for everything",
        "Site team's tool wall, nothing missing at home time",
        "Shadow board finished",
    ),
    "books": (
        "Shelved, stamped and back in order",
        "2,000 new barcodes in the library",
        "Returned over the holidays: all of these",
    ),
    "prints": (
        "Reprographics: 14,000 sheets since Monday",
        "Card restocked, every colour",
        "Exam papers done, now the fun jobs",
    ),
}
"""What is said about a picture, by the scene that was drawn."""

SLIPS = (("ready", "raedy"), ("the ", "teh "), ("and ", "adn "), ("for ", "fro "), (" in ", " ni "))
"""Slips of the finger, and what the moderator makes of them: right, wrong."""
