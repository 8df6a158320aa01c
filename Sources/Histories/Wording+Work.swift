// What is written about sessions, cycles, goals and measures.
extension Wording {
    // MARK: Sessions

    static let places = [
        "at home", "children's centre", "clinic, room 2", "clinic, room 5", "video call",
        "grandmother's flat", "health centre",
    ]

    static let planningSummaries = [
        "The %N spoke of %k weeks; %o is hardest. %n %a now and then, which %P did not notice",
        "Listened to how it came to be so %k; spoke of what goes well at %o",
        "Talked about %o and what %P would like to see; %P seemed %f at the end",
        "The %N wondered whether %u; agreed to look for it on film",
        "Went through what VIG is, who sees the film, and what happens to it",
        "A %k meeting; the %N stayed to the end and asked about the camera",
    ]

    static let filmingSummaries = [
        "Filmed at %o; the %N needed a few minutes to forget the camera", "Filmed play with %t",
        "%n was %k at first, then %h %a", "Prompted once, to %d; after that they found their way",
        "A short film, as %n was tired; enough for this cycle",
    ]

    static let reviewSessionSummaries = [
        "Looked at the clips together; the %N was %f at the end",
        "A lively review with many pauses",
        "The %N came %f and left %f", "Quiet at first; from the second clip on much was said",
    ]

    static let closingSessionSummaries = [
        "Looked back at first and last film; the %N chose %S own moments",
        "Goals rated; spoke of what to do when it gets %k again",
        "Said goodbye; the %N took the record of strengths home",
    ]

    static let observations = [
        "%n %a, then %h %a", "Restless at first; settles when the voice gets softer",
        "%n %a; colour and tone good", "Tired, rubs %s eyes, still %h %a",
        "Alert for twenty minutes; %h %a several times", "Cries at %o, is soothed within a minute",
        "Watches %t for a long while, then %h %a",
    ]

    static let siblingObservations = [
        "Plays beside us, joins in twice", "Asks what the camera is for",
        "Shows the baby %t", "Stays close to the %N, says little",
    ]

    static let progressNotes = [
        "Phoned to confirm the next visit; sounded %f", "The %N reports that %n %a more often",
        "Asked to move the visit; %o has been %k", "Text message: %h %a at %o, %P writes",
        "Left the leaflet on sleep", "The %N asked how long the films are kept; explained",
        "Spoke about %o; will try to %d",
    ]

    static let contactNotes = [
        "Will ring back", "Said it had been a %k week", "Left a message with the new time",
        "Wants to come, has no bus fare", "Number not in use",
    ]

    static let absenceReasons = [
        "%n has a cold", "forgot", "no car", "appointment at the job centre", "too tired",
        "guider ill", "sibling's school rang",
    ]

    static let engagementSigns = [
        "Asked whether others give up", "Did not answer the phone for a week",
        "Said that it will not help anyway", "Came late and wished to leave early",
    ]

    static let lateReasons = [
        "On leave", "Back-to-back visits", "System was down", "Ill for two days",
        "Covered another team", "Notes were on paper first",
    ]

    static let jointDecisions = [
        "Begin with %o; the past stays on the table", "Film at home, not in the clinic",
        "Meet every other week until the holidays", "The partner may join from the third cycle",
    ]

    static let jointReasons = [
        "%P would rather start with what is easier", "Home is where it matters",
        "%n is at %s best there",
    ]

    static let methodReasons = [
        "Pictures come easier to %O than talk", "Has had talking therapies; wants to see, not hear",
        "Small moments are there and go unnoticed",
    ]

    static let otherMethods = [
        "parent-infant psychotherapy", "baby massage group", "watchful waiting", "parenting group",
    ]

    static let methods = [
        "video", "direct work with the infant", "psychotherapy", "developmental guidance", "play",
    ]

    static let contained = [
        "Fear of being judged, spoken about openly", "Hopelessness; stayed with it, did not argue",
        "Shame about the first weeks, heard without hurry", "Anger at services; agreed it was fair",
    ]

    static let containedOutcomes = [
        "Booked the next visit", "Could look at %n again", "Asked to go on",
    ]

    static let formulations = [
        "Keeping busy may keep the sadness away",
        "Silence may feel like being left, so %P fills it",
        "%n may have learned to wait until %P is ready",
        "Being watched may recall earlier inspections; the camera starts as a threat",
        "May see %S own mother in %m when %h cries",
    ]

    static let formulationBases = [
        "First two meetings", "What was said of %o", "How %P spoke of %S own childhood",
    ]

    static let pauseExplanations = [
        "Not the time for film; other contact goes on", "Family ill one after the other",
        "Another matter needs attention first", "Asked for a rest",
    ]

    static let resumeNotes = [
        "Everybody is well again", "Wishes to go on", "What came first is being seen to",
    ]

    static let cycleNotes = ["Short one before the holidays", "With a new question", "At home"]

    static let cycleSummaries = [
        "%P saw how %h %a", "Learned that to %d is enough", "More turns than before; %h %a",
        "Hard to watch at first; ended with a plan for %o", "The question about %o was answered",
    ]

    // MARK: Goals and measures

    static let focuses = ["%o", "Getting to know %n", "Fewer tears at %o", "Time for two at %o"]

    static let goalStatements = [
        "Enjoy %o together", "Feel close to %n", "Understand what %n wants at %o",
        "Stay calm when %n cries", "Play for ten minutes without the phone", "Let %n lead more",
        "Be less afraid of doing it wrong", "Find words for what %h shows me",
    ]

    static let helpingQuestions = [
        "what can I do to help %n feel safe", "how can I see what %h wants",
        "what can I do so that we both enjoy it", "what happens when I %d",
        "how can I keep calm and %d",
    ]

    static let ratingNotes = [
        "it depends on the day", "higher than I thought", "because %h %a now",
        "I want to be honest",
    ]

    static let revisionReasons = [
        "The first wording was ours, not %S", "More exact now", "Half of it is reached",
    ]

    static let goalEndings = [
        "Something else matters more now", "Put together with another goal", "No time to reach it",
    ]

    static let notScored = [
        "Did not wish to", "Ran out of time", "Form left at home", "%n was asleep",
        "Too many items left out",
    ]
}
