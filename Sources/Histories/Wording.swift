/// The phrases that simulated entries are made of, by what they are for.
///
/// Each list stands in a file for its part of the work; `Phrasebook` says what the slots mean.
/// Nobody ever said or wrote any of it.
enum Wording {
    // MARK: Phrases for slots

    /// Something the infant does (`%a`).
    static let acts = [
        "looks up at %w", "turns %s head to %w", "reaches for %y hand", "kicks %s legs",
        "smiles at %w", "makes a little sound", "goes quiet and watches %y face",
        "follows %y voice", "opens %s mouth as if to answer", "puts %s hand on %y arm",
        "stops fussing", "leans in", "waits for %w", "looks away for a moment",
        "comes back to %w", "tries the same sound", "holds on to %y finger", "lifts %s eyebrows",
        "wriggles with delight", "settles against %w", "looks at %t and then at %w",
        "gives %t to %w", "laughs out loud", "stretches out %s arms", "is still and listens",
        "finds %y eyes", "copies %y face", "shows %w %t", "sighs and softens", "claps %s hands",
    ]

    /// Something the client can do (`%d`).
    static let doings = [
        "wait", "sit back", "talk to %m", "sing to %m", "hold still", "look at %m",
        "smile at %m", "say what %h is doing", "copy %s sound", "give %m time",
        "put %t down", "lean in a little", "let %m lead", "say %s name", "stop and listen",
        "follow %s eyes", "make room for %m", "answer %s sound", "speak more softly",
        "count to five", "let %m reach for %t", "move back a bit",
    ]

    static let feelings = [
        "proud", "sad", "surprised", "calm", "nervous", "close", "tired", "hopeful",
        "ashamed", "warm", "silly", "lighter", "frightened", "happy", "moved", "lost", "needed",
    ]

    /// What the infant may mean (`%u`).
    static let ideas = [
        "%h wants %w to answer", "%h is thinking", "%h knows %y voice", "%h is asking for more",
        "%h needs a rest", "%h likes it when it is slow", "%h feels safe there",
        "%h wants to do it alone", "%h is telling %w about %t", "%h was only tired",
        "%h looks for %w first", "%h enjoys %y company", "%h wants a turn",
        "%h is checking on %w", "%h remembers that game", "%h is inviting %w",
        "it matters to %m what comes next", "%h can tell how it feels",
    ]

    static let things = [
        "the blue cup", "the wooden ring", "the blanket", "the rattle", "the book", "the window",
        "the spoon", "the soft rabbit", "the mirror", "the red ball", "the lamp", "the curtain",
        "the cardboard box", "the keys",
    ]

    static let occasions = [
        "bath time", "bedtime", "mealtimes", "nappy changes", "getting dressed", "the walk home",
        "playing on the mat", "waking up", "feeding at night", "reading together",
    ]

    static let kinds = [
        "long", "hard", "good", "strange", "better", "tiring", "quiet", "mixed", "lovely",
        "difficult", "ordinary", "bumpy",
    ]

    // MARK: Names

    static let girls = [
        "Abigail", "Aisha", "Alma", "Amelia", "Anwen", "Ayesha", "Beatrix", "Bronte", "Carys",
        "Chiara", "Clara", "Daisy", "Dilys", "Edith", "Elif", "Eloise", "Esme", "Farah", "Fern",
        "Freya", "Grace", "Hana", "Hazel", "Imogen", "Iona", "Isla", "Ivy", "Jasmine", "Keira",
        "Layla", "Leni", "Lowri", "Mabel", "Maja", "Martha", "Maya", "Mei", "Nadia", "Nia",
        "Niamh", "Orla", "Phoebe", "Rania", "Rosa", "Ruby", "Safiya", "Sorcha", "Tamsin", "Una",
        "Willow", "Yasmin", "Zofia",
    ]

    static let boys = [
        "Adam", "Aled", "Alfie", "Anton", "Arjun", "Arlo", "Barnaby", "Bilal", "Caleb", "Callum",
        "Cillian", "Daniel", "Dylan", "Edmund", "Elis", "Emre", "Ewan", "Finlay", "Gethin",
        "Hamza", "Harvey", "Hugo", "Idris", "Isaac", "Ivo", "Jack", "Jakub", "Jamie", "Joel",
        "Kofi", "Leo", "Lewis", "Mateo", "Milo", "Musa", "Noah", "Oisin", "Omar", "Oscar", "Owen",
        "Rafael", "Reuben", "Rhys", "Rory", "Samir", "Silas", "Theo", "Tobias", "Wilf", "Yusuf",
        "Zac", "Zayn",
    ]

    static let surnames = [
        "Abara", "Ainsworth", "Akhtar", "Attwood", "Bakare", "Bellamy", "Bevan", "Braithwaite",
        "Cassidy", "Chandra", "Cole", "Dacosta", "Dempsey", "Drummond", "Eccleston", "Ellery",
        "Farrow", "Fenwick", "Ferreira", "Gallagher", "Garside", "Greaves", "Haddad", "Harker",
        "Hollis", "Ibrahim", "Ingram", "Jarvis", "Kaur", "Keating", "Kendrick", "Lacey", "Lomax",
        "Mahmood", "Marlow", "Mensah", "Merrick", "Nowak", "Oduya", "Ogden", "Pascoe", "Penrose",
        "Pritchard", "Quigley", "Rahman", "Redfern", "Rigby", "Sadler", "Shackleton", "Siddiqui",
        "Stirling", "Tait", "Thackray", "Trelawney", "Udoh", "Varley", "Vaughan", "Wadsworth",
        "Wexford", "Whelan", "Yardley", "Zielinski",
    ]

    // MARK: Codes

    /// Attunement principles, from the foot of the ladder up.
    static let principles = [
        "BA1", "BA2", "BA3", "BA4", "BA5", "EI1", "EI2", "EI3", "EI4", "EI5", "EI6", "RI1", "RI2",
        "RI3", "RI4", "RI5", "DA1", "DA2", "DA3", "DA4", "DA5", "DA6", "DA7", "GU1", "GU2", "GU3",
        "GU4", "GU5", "GU6", "DD1", "DD2", "DD3", "DD4", "DD5", "DD6", "DD7", "DD8",
    ]

    static let skills = [
        "gives-space", "follows-client", "asks-before-telling", "names-strengths", "names-pain",
        "chooses-clips", "links-to-goals", "short-turns", "own-attunement", "uses-supervision",
    ]

    static let redFlags = ["significant-change", "violent-self-harm", "estrangement"]

    static let abuseCategories = [
        "sexual-abuse", "physical-abuse", "emotional-abuse", "neglect", "domestic-abuse",
        "exploitation", "other",
    ]

    static let liaisonAgencies = [
        "perinatal-psychiatry", "health-visiting", "health-visiting", "gp", "gp", "midwifery",
        "talking-therapies", "childrens-social-care", "nursery-or-school", "voluntary",
        "paediatrics",
    ]
}
