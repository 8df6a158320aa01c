// What is written about concerns, risks, disclosures, and what is decided on them.
extension Wording {
    // MARK: Concerns and risks

    static let concerns = [
        "Baby has a cold and was not taken to the GP", "Bruise on the shin, said to be from a fall",
        "Little food in the house", "Loud quarrel heard before the door was opened",
        "%n slept through the whole visit", "Missed two weighings",
    ]

    static let concernResponses = [
        "Asked about it; explained readily", "Will look again next week", "Rang the GP from there",
    ]

    static let riskHistories = [
        "Hospital care for depression", "Overdose, found by a flatmate", "Cut own arms",
        "Psychosis after an earlier birth",
    ]

    static let periods = ["as a student", "after the first birth", "in the teens", "years ago"]

    static let risks = [
        "Has not slept for three nights, feels unreal", "Thoughts of not being there any more",
        "Fears to hurt %n when alone", "Feels nothing for %n, thinks of giving %m away",
        "Former partner has been at the door", "Stopped the medication without advice",
        "Drinks in the evening when alone with %n",
    ]

    static let riskWords = [
        "I would be no loss", "I do not trust myself at night", "it is as if %h were not mine",
        "I just want to sleep and not wake up", "he said he would come back",
    ]

    static let checkedRisks = [
        "Answered above nought on self-harm; passing thoughts, no plan",
        "Asked about the answer: thoughts last month, none now",
    ]

    static let protections = [
        "Partner at home", "Rings when it gets worse", "Sister nearby", "No plan, looks ahead",
        "Takes the medication again",
    ]

    static let riskReviews = [
        "Slept, sounds rested", "No change", "Seen by psychiatry, medication changed",
        "Thoughts have gone", "Better with the sister there",
    ]

    static let riskRises = ["Thoughts more often, now with a plan", "Alone since the partner left"]

    static let riskClosings = [
        "No worries for four weeks", "Held by the perinatal team now", "The cause has gone",
    ]

    static let riskPlans = [
        "Ring the crisis line, then the sister; guider rings each Friday",
        "Partner sleeps at home; medication kept by him", "Goes to the sister when it gets dark",
    ]

    static let crisisContacts = ["crisis line, day and night", "sister", "duty worker until 17:00"]
    static let toldOfPlan = ["GP", "health visitor", "partner", "perinatal team"]

    // MARK: Actions

    static let actions = [
        "Ring the health visitor", "Ask the GP for an urgent appointment",
        "Ring the client tomorrow morning", "Write to perinatal psychiatry",
        "Ask about the other children", "Visit with a colleague", "Check that the plan is at hand",
    ]

    static let actionOutcomes = [
        "Will visit on Monday", "Seen the same day", "Spoke for ten minutes; safe today",
        "Letter sent", "Nobody there; tried again in the afternoon and reached",
    ]

    static let cancellations = ["The GP has done it", "No longer needed", "Done by another team"]
    static let reassignments = ["On leave", "Known to her already", "Too much on"]

    // MARK: Disclosures

    static let disclosureSummaries = [
        "Harmed as a child by somebody of the wider family", "Hit by a former partner",
        "Left alone for days as a child", "Was made to keep it secret",
    ]

    static let disclosureWords = [
        "nobody looked after us", "I never said it aloud before", "he told me it was our secret",
        "I was small and I thought it was my fault",
    ]

    static let disclosureSettings = [
        "at home, towards the end of a visit", "in the clinic, while looking at the film",
        "on the phone, in the evening",
    ]

    static let disclosureReplies = [
        "Thanked for the trust, explained who needs to know", "Said that it was not %S fault",
        "Listened, asked nothing that was not needed",
    ]

    static let disclosureOptions = ["talk to the police", "counselling", "wait and think"]

    static let disclosureAdditions = [
        "No contact since the move", "The person lives abroad", "Has told the partner as well",
        "Remembers that others knew",
    ]

    static let impacts = [
        "Cannot bear closed doors", "Touch at %o is hard", "Sees danger where there is none",
        "Startles when %n cries",
    ]

    static let impactAreas = ["sleep", "feeding", "touch", "trust in services"]

    // MARK: Decisions

    static let toldLead = [
        "What was said and what was done at once", "The risk, the plan, the other children",
        "Asked for advice before the end of the day",
    ]

    static let courses = [
        (code: "refer", decided: "Refer to social care today"),
        (code: "do-not-refer", decided: "No referral for now"),
        (code: "take-advice", decided: "Ask social care for advice, without names"),
        (code: "watch", decided: "Look at it again at each visit"),
        (code: "share", decided: "Tell the health visitor and the GP"),
    ]

    static let rationales = [
        "Not clear whether a child is at risk", "No child within reach of the person",
        "The plan holds, and others see the family too", "Threshold met in our view",
    ]

    static let options = ["refer now", "wait for the next visit", "ask for advice", "share only"]

    static let clientViews = [
        "Agrees", "Is afraid of it, understands why", "Would rather wait", "Was told, said nothing",
    ]

    // MARK: Staff

    static let allegations = [
        "Shouted at a child in the waiting room", "Held a child's arm too hard",
        "Sent private messages to a parent",
    ]

    static let ladoAdvice = ["Meeting on Thursday", "Does not meet the threshold; write it down"]
}
