// What is written about films, clips, shared reviews and supervision.
extension Wording {
    // MARK: Films and clips

    static let activities = [
        "playing with %t", "%o", "on the mat, face to face", "looking at a book", "feeding",
        "getting ready to go out",
    ]

    static let locations = [
        "clinic server, folder 12", "clinic server, folder 31", "encrypted drive B",
        "encrypted drive C",
    ]

    static let lossAccounts = [
        "The card could not be read", "Bag stolen from the car", "Deleted with another folder",
    ]

    static let destructions = [
        "deleted and overwritten", "card shredded", "deleted from server and backups",
    ]

    static let stopReasons = [
        "it is too much today", "%n is upset", "I do not want to be seen crying",
    ]

    static let responsesToSupervision = [
        "Curious", "Wanted to know what the supervisor will look for", "A little %f, but agreed",
        "Liked that somebody else takes an interest",
    ]

    static let saidOfSupervision = [
        "That the supervisor looks at the guider's part too",
        "Wondered aloud what might be noticed",
    ]

    static let patterns = [
        "%P fills every silence, %n looks away", "%P offers toys quickly, %n turns to %t",
        "%n looks, %P looks at the phone", "%P asks question after question, %n goes quiet",
        "The %N holds %n facing out, they seldom meet eyes", "Each waits for the other to begin",
    ]

    static let clipDescriptions = [
        "%P stops and waits; %n %a; %P smiles back", "%n %a, then %h %a; the %N says what %h does",
        "%P leans in, %n %a, both laugh", "%n %a and the %N answers with the same sound",
        "%P puts %t down; %n %a", "A long look between the two, after which %h %a",
        "%P names what %n feels; %h %a", "Three turns each way, begun by %n",
    ]

    static let rejections = [
        "Ends in tears", "Too long to see the moment", "Shows what does not work",
        "%n is not to be seen", "Good, but nothing to do with the question",
        "Somebody else walks through",
    ]

    // MARK: Reviews

    static let framings = [
        "a moment we both liked", "something about %o", "look at %s eyes",
        "this is what I wanted to show you first", "a very short one",
    ]

    static let responses = [
        "Leans in and laughs", "Tears, then a smile", "Looks from the screen to %n",
        "Voice gets softer", "Asks to see it again", "Turns away, comes back after a while",
        "Copies what is to be seen",
    ]

    static let guiderDecisions = [
        "Played it once more without a word", "Did not fill the silence",
        "Left out the third clip", "Turned to %n, who had begun to fuss",
        "Named how hard it was before going on",
    ]

    static let guiderReasons = [
        "%P was still looking", "There was enough for today", "It was %S turn",
        "%P had not breathed out yet",
    ]

    static let guiderOptions = ["go on to the next clip", "explain it", "ask again", "stop here"]

    static let themes = [
        "Letting %m lead", "Room to answer", "The quiet look", "Waiting is doing something",
        "We are a team", "Small is enough",
    ]

    static let themeResponses = ["Liked the name", "Wrote it down", "Said it back in other words"]

    static let insights = [
        "%n is tired, not cross", "That %u", "It is the waiting that brings %m back",
        "%P can comfort %m", "%S own fear made the silence long",
    ]

    static let parentStrengths = [
        "Sees small signs", "Keeps coming, also after %k weeks", "Speaks to %m with warmth",
        "Can laugh at mishaps", "Knows when to stop",
    ]

    static let reviewAttunement = [
        "The guider waits, the %N goes on", "Short turns both ways",
        "The guider takes up %S words", "They look at the screen and at each other in turn",
    ]

    static let reviewSummaries = [
        "Clips on %o: %P saw that %n %a, and came to think that %u",
        "From doubt to %S own words for the moment in which %h %a",
        "Spoke of %o and of what it is like to %d; agreed to film it",
        "%P saw first, the guider followed; the theme of the first review came back",
    ]

    static let infantWork = [
        "Answered %s sounds", "Held %m and named what %h felt", "Took turns with %t",
    ]

    static let infantWorkEffects = ["%n settled", "The %N joined in", "It became easier to talk"]

    static let reflections = [
        "I wanted to fill the silence", "I was proud of the two of them and said too much",
        "I noticed that I hurried past the sad part", "My question was three questions",
        "I felt useful, which I do not always",
    ]

    static let countertransference = ["Hurried", "Sleepy", "Wish to rescue", "Irritated", "Small"]

    static let understandings = [
        "As %P may feel with %m", "As nobody hurried for %O", "May be mine, to be looked at",
    ]

    // MARK: Supervision

    static let supervisionSummaries = [
        "Looked at three moments of the guider's own attunement", "Chose the clips together",
        "How to stay with %S doubt", "What to do when %n fusses in a review",
        "Turns and silences, counted together",
    ]

    static let supervisionAgreed = [
        "Agrees with the decisions taken", "Slow down at the start",
        "Bring the next film within two weeks", "Ask before telling",
        "Agrees; wants to hear again within a week",
    ]

    static let strengths = [
        "You waited, and %P went on", "You took up %S word", "The question was short and open",
        "Your face showed that you saw it too", "You came back to the goal at the right time",
        "You named the pain before the strength",
    ]

    static let workingPoints = [
        "Leave the question to stand", "Look at %O, not at the screen",
        "One thing at a time", "Say exactly what was good", "Let %O hold the remote control",
        "Come back to %S question",
    ]

    static let guiderStrengths = [
        "Trusts a silence", "Warm and exact", "Uses film of the own work without fear",
        "Sees the infant's part",
    ]

    static let parallels = [
        "He waits for the guider as the %N waits for %n",
        "The guider hurried as the %N does at %o; both slowed down in the end",
        "Supervisor and guider took turns as on the film",
    ]
}
