// What is said in shared reviews.
extension Wording {
    // MARK: The client

    static let parentOpenings = [
        "it has been a %k week", "%n has been different since %o", "I tried to %d at %o",
        "I kept thinking about the last film", "I nearly did not come today",
        "%o was %k this week", "I was a bit %f about seeing myself",
        "I have been trying to %d more", "it is still %k at %o", "I told my mum about the clip",
        "I do not like how I sound on film", "we had a %k night", "%h %a all the time now",
        "my friend says I look %f", "yesterday I managed to %d", "%n slept, so I slept",
        "there was a %k moment at %o", "I had to %d or I would have cried",
    ]

    static let parentSights = [
        "%h %a", "oh, %h %a", "look, %h %a", "%h %a when I %d", "I %d and then %h %a",
        "I did not see that at the time, %h %a", "that is where I %d", "%h is looking at %t",
        "I think I %d there", "%h %a just before I %d", "there, %h %a again",
        "%h was waiting for me", "I stopped, and %h %a", "I can see %s face change",
        "we are both smiling", "it is so quick, %h %a", "%h looks at %t, and then %h %a",
        "I only %d, that is all I do", "you can see that %h %a",
        "first %h %a, and then %h %a", "%n %a, on %s own",
    ]

    static let parentThoughts = [
        "I feel %f when I see that", "I think %u", "maybe %u", "it makes me feel %f",
        "I never thought %u", "I look %f there", "I always thought %h did not like me",
        "perhaps I do not have to do so much", "I would like more of that at %o",
        "when I %d I feel %f", "so if I %d, %h %a", "I did not know I could %d",
        "that is %k to watch", "I feel a bit %f saying it", "%n and I can do that",
        "is that really me?", "I do not know", "I am not sure, perhaps %u",
        "it was different with my first", "nobody did that with me", "%u, I can see it now",
        "it is %k at %o, but not there", "I thought %h was cross, but %u",
        "if I %d it gets easier", "I want to %d like that again",
    ]

    static let parentPlans = [
        "I will try to %d at %o", "I want to look out for when %h %a",
        "I would like to film %o next time", "I feel more %f than when I came",
        "thank you for showing me that", "I will show my mum", "I think it is going better at %o",
        "I want to %d and see what %h does", "next week will be %k, but I will come",
        "a bit nearer than last time, I would say", "I will %d, and count to five",
        "could we look at %o as well?",
    ]

    static let parentNods = [
        "yes", "yes, I see", "mm", "I suppose so", "right", "no", "not really", "a little",
        "yes, that is it", "oh", "maybe", "okay",
    ]

    // MARK: The guider

    static let guiderOpenings = [
        "how has the week been?", "what would you like to look at today?",
        "last time you said you would like to %d more", "how was %o this week?",
        "I have been looking forward to this", "you were wondering about %o",
        "thank you for letting us film again", "shall we look at the film together?",
        "that sounds %k", "you came, even after a %k week", "I remember that %h %a",
        "tell me more about %o", "what has %n been doing?",
    ]

    static let guiderQuestions = [
        "what do you see there?", "what did you do just before %h %a?",
        "what do you think %n was feeling?", "what happens when you %d?",
        "shall we look again?", "what do you notice about %s face?", "how do you think %h knew?",
        "what was that like for you?", "what would %n say if %h could talk?",
        "where do you see %m looking?", "what is different from before?",
        "what made you %d just then?", "what do you think %h needed?",
        "how does it feel to see that %h %a?", "what would you call that moment?",
    ]

    static let guiderNamings = [
        "yes, %h %a", "you %d, and %h %a", "you saw that, %h %a", "I noticed that you %d",
        "I liked how you %d there", "you gave %m time, and %h %a", "that was quick, %h %a",
        "you look %f there", "I see you both smiling", "you waited, and then %h %a",
        "I wonder if %u", "that sounds %k", "so when you %d, %h %a",
        "you found the right moment to %d", "and %u, I think", "that is you, helping %m",
        "it fits what you asked about %o", "%h shows you that %u",
        "I was struck by how you %d", "both of you, in turn", "you know %m so well",
    ]

    static let guiderNods = [
        "mm", "yes", "go on", "take your time", "I see", "that is right", "you saw it first",
        "let us stay with that", "yes, there", "thank you",
    ]

    static let guiderClosings = [
        "what will you take with you from today?", "shall we film %o next time?",
        "how near is the goal now, from nought to ten?",
        "what would you like to see in the next film?", "you said that %h %a when you %d",
        "that fits your question about %o", "you did a lot of work today",
        "we can come back to that when you like", "what shall I look out for next time?",
        "it was %k, and you stayed with it",
    ]

    // MARK: The infant

    static let sounds = [
        "(babbles)", "(coos)", "(laughs)", "(whimpers)", "(shouts)", "(yawns)", "ah-ah", "ba ba",
        "mm-ba", "(squeals)", "eh", "(sneezes)", "da", "(grizzles)", "(hums)",
    ]

}
