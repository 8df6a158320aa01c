// What is written around the work: referral, consent, other services, the end, corrections.
extension Wording {
    // MARK: Referral

    static let teams = ["perinatal", "infant mental health", "early years"]

    static let referrers = [
        (post: "health visitor", agency: "health-visiting"),
        (post: "health visitor", agency: "health-visiting"), (post: "GP", agency: "gp"),
        (post: "community midwife", agency: "midwifery"),
        (post: "perinatal psychiatrist", agency: "perinatal-psychiatry"),
        (post: "social worker", agency: "childrens-social-care"),
        (post: "psychological wellbeing practitioner", agency: "talking-therapies"),
        (post: "family support worker", agency: "voluntary"),
    ]

    static let referralReasons = [
        "Low mood and little closeness with the baby", "Baby cries much, the %N feels rejected",
        "Anxious handling, few moments of calm", "Slow to build a bond after a hard birth",
        "Worried about repeating own childhood", "Little eye contact seen at the home visit",
        "Was in special care after birth; the %N fears to touch",
    ]

    static let referralHistories = [
        "Depression after an earlier birth; medication then", "Long labour, emergency section",
        "Moved here last year, few friends nearby", "Partner works nights",
        "In care as a child; says %P copes alone", "No mental health care before",
    ]

    static let treatments = [
        (
            post: "consultant perinatal psychiatrist", agency: "perinatal-psychiatry",
            what: "medication reviewed monthly"
        ),
        (post: "GP", agency: "gp", what: "antidepressant"),
        (
            post: "psychological therapist", agency: "talking-therapies",
            what: "cognitive therapy, session 4 of 12"
        ),
        (post: "paediatrician", agency: "paediatrics", what: "reflux clinic"),
    ]

    static let abuseHistories = [
        "Referral letter mentions harm in childhood", "Known to have left a violent partner",
        "Own record of neglect, from the years in care",
    ]

    static let thirdPartyInformation = [
        "Is said to drink at weekends", "Has a court case pending", "Lives two streets away",
    ]

    static let evidence = ["birth certificate seen", "the client says so", "court order seen"]

    static let acceptance = [
        "Small moments are there; VIG can show them", "Wishes to work with film",
        "The bond is the question, not only the mood",
    ]

    static let notAccepted = [
        "Needs psychiatric care first; referrer told", "Lives outside the area",
        "Another service is already doing the same",
    ]

    static let notWanted = [
        "Does not want to be filmed", "No answer to three letters", "Too much now",
    ]

    static let householdReasons = [
        "Works away until spring", "They have parted", "Back from hospital", "Not said",
    ]

    // MARK: Consent

    static let confidentiality = [
        "That a child at risk must be spoken about; said that is fair",
        "What is written down and who reads it", "What cannot stay between us; asked two questions",
    ]

    static let consentExplained = [
        "Purpose, keeping, who sees it, how to withdraw", "The leaflet, read together",
        "That care does not depend on it",
    ]

    static let refusalReasons = [
        "Wants it to stay in the family", "Not sure yet", "No reason given",
    ]

    static let consentChanges = [
        "only until then", "only the last film", "not the one where I cry",
    ]

    static let withdrawalReasons = [
        "I do not want films of us lying about", "my partner does not like it",
        "it is not for us any more",
    ]

    // MARK: Other services

    static let liaisonContents = [
        "Told that the work goes on; next film in two weeks", "Agreed to speak after each review",
        "They see the family on Fridays", "Mood better, sleep still poor",
        "Asked them to look at weight gain", "No worries on their side",
    ]

    static let liaisonAims = ["To say the same thing to the family", "To know who visits when"]

    static let urgentContents = [
        "Told today of what was said; they will see her tomorrow",
        "Went through the risk; they ring tonight", "Asked for an urgent assessment, accepted",
    ]

    static let crisisReasons = [
        "Worse over the weekend", "Not safe alone at night", "Asked for it",
    ]
    static let crisisOutcomes = [
        "Daily visits for a week", "Stayed two nights, back home", "Handed back to the GP",
    ]

    static let shared = [
        "That a call is needed this week", "The risk and the plan for it",
        "What was said, in two sentences", "That sessions go on and when",
    ]

    static let recipients = ["health visitor", "GP", "social worker", "nursery", "midwife"]
    static let bases = ["consent", "vital interests", "public task: safeguarding a child"]
    static let necessities = ["To visit in time", "So that the plan works at night", "To assess"]
    static let kept = ["the content of the sessions", "details of the past", "the low mood"]
    static let keepingReasons = [
        "They need only the times", "No risk to a child follows from it", "Asked us to wait a week",
    ]

    static let socialCareReasons = [
        "Infant left alone twice", "Person said to have harmed others visits the home",
        "Cannot keep %n safe at night", "Needs more help than we can give",
    ]

    static let chaseAnswers = [
        "Duty worker will ring back", "Not yet allocated", "Waiting for the manager",
    ]

    static let outcomes = [
        "Assessment starts this week", "No further action", "Passed to early help",
        "Advice given to the family",
    ]

    static let outcomeResponses = [
        "Agreed", "Asked for it to be looked at again", "Fits with what we see",
    ]

    static let reports = [
        "What was seen on film, strengths and worries", "Five cycles, seen with %n each time",
    ]

    static let conferenceOutcomes = [
        "Child protection plan", "Child in need plan", "No plan; universal services",
    ]

    // MARK: The end

    static let closingSummaries = [
        "Goals mostly met; knows where to turn", "Ended earlier than planned; door stays open",
        "Goes on with the health visitor", "More ease at %o; %n does well",
    ]

    static let closingStatements = [
        "I look forward to mornings now", "I did not think I could be the one who calms %m",
        "it was hard to watch, and I am glad I did", "we found each other", "it was all right",
    ]

    static let onwardCare = ["health visitor", "GP", "perinatal team", "nobody at present"]
    static let letterRecipients = ["the client", "health visitor", "GP", "referrer"]
    static let letters = [
        "Goals with ratings, strengths, ideas for %o", "What was found on film, in the %N's words",
    ]

    static let followUps = [
        "Goals have held; %o is easy now", "Harder since the return to work; still uses the theme",
        "Well; %n walks and talks", "Low again; knows the signs, has seen the GP",
    ]

    static let generalisations = [
        "Waits for the other to finish a sentence", "Plays on the floor with both",
        "Showed a friend how to %d", "Uses the theme at %o",
    ]

    static let reopenReasons = [
        "Asked for more cycles", "Second child expected", "Mood low again, wishes to film",
    ]

    static let holdGrounds = [
        "inquiry", "safeguarding", "legal-claim", "police", "complaint", "subject-access",
    ]

    static let holdAuthorities = [
        "national inquiry, letter on file", "police, data request", "legal services",
    ]

    static let harmRationales = ["Nothing likely to harm", "One part is about somebody else"]

    static let findingAnswers = [
        "Action was noted elsewhere the same day", "Accepted; raised in supervision",
        "The system was down for two days", "Film was held for a request",
    ]

    // MARK: Corrections

    /// Of whatever session it was.
    static let correctedSummaries = [
        "Spoke of %o; %n %a; the %N was %f at the end", "Began a quarter of an hour late",
        "The %N was tired, so it was a short one", "As noted, and the %N asked for the leaflet",
    ]

    static let amendmentReasons = [
        "Wrong word noted", "Heard again on film", "Mixed up with the visit before", "Too short",
    ]

    static let errorReasons = ["Belongs to another family", "Entered twice", "Wrong file was open"]

    static let notesOfOthers = [
        "Rang about the twins' appointment", "Father asked for the school's address",
        "Feeding clinic moved to Tuesday",
    ]
}
