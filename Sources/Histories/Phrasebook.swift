/// Fills the slots of phrases with one family's words and with phrases that are drawn.
///
/// A slot is `%` and a letter:
///
/// | slot | stands for |
/// |---|---|
/// | n h m s | the infant: name, he or she, him or her, his or her |
/// | N P O S | the client: mother, she, her (him), her (his) |
/// | i w y | I, me, my when the client speaks; you, you, your when the guider does |
/// | a d | something the infant does; something the client can do |
/// | f u | a feeling; an idea of what the infant means |
/// | t o k | a thing in the room; a time of the day; what such a time was like |
///
/// Phrases are put together as bytes: a caseload has millions of them.
struct Phrasebook {
    enum Speaker {
        case client
        case guider
        /// Whoever writes about both.
        case writer
    }

    private typealias Pronouns = (subject: String, object: String, possessive: String)

    private let name: String
    private let infant: Pronouns
    private let role: String
    private let client: Pronouns
    private var text: [UInt8] = []

    init(_ family: Family) {
        let given = family.infant.name.utf8.prefix { $0 != UInt8(ascii: " ") }
        name = String(decoding: given, as: UTF8.self)
        infant = Phrasebook.pronouns(family.infant)
        role = family.parent.label
        client = Phrasebook.pronouns(family.parent)
    }

    private static func pronouns(_ person: Family.Person) -> Pronouns {
        person.isFemale ? ("she", "her", "her") : ("he", "him", "his")
    }

    /// One of `phrases`, filled, with a capital.
    mutating func say(_ phrases: [String], as speaker: Speaker, _ dice: inout Dice) -> String {
        text.removeAll(keepingCapacity: true)
        add(phrases, as: speaker, &dice)
        return String(decoding: text, as: UTF8.self)
    }

    /// One of each, as sentences after each other; with how many words that makes.
    mutating func speak(
        _ sentences: [[String]],
        as speaker: Speaker,
        _ dice: inout Dice
    ) -> (text: String, words: Int) {
        text.removeAll(keepingCapacity: true)
        for phrases in sentences {
            if let last = text.last {
                if last != UInt8(ascii: "?") { text.append(UInt8(ascii: ".")) }
                text.append(UInt8(ascii: " "))
            }
            add(phrases, as: speaker, &dice)
        }
        var words = 1
        for byte in text where byte == UInt8(ascii: " ") { words += 1 }
        return (String(decoding: text, as: UTF8.self), words)
    }

    private mutating func add(_ phrases: [String], as speaker: Speaker, _ dice: inout Dice) {
        let start = text.count
        fill(dice.pick(phrases), as: speaker, &dice)
        if start < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[start]) {
            text[start] -= 32
        }
    }

    private mutating func fill(_ phrase: String, as speaker: Speaker, _ dice: inout Dice) {
        var isSlot = false
        for byte in phrase.utf8 {
            if isSlot {
                expand(byte, as: speaker, &dice)
                isSlot = false
            } else if byte == UInt8(ascii: "%") {
                isSlot = true
            } else {
                text.append(byte)
            }
        }
    }

    private mutating func expand(_ slot: UInt8, as speaker: Speaker, _ dice: inout Dice) {
        switch slot {
        case UInt8(ascii: "a"): fill(dice.pick(Wording.acts), as: speaker, &dice)
        case UInt8(ascii: "d"): fill(dice.pick(Wording.doings), as: speaker, &dice)
        case UInt8(ascii: "u"): fill(dice.pick(Wording.ideas), as: speaker, &dice)
        case UInt8(ascii: "f"): text.append(contentsOf: dice.pick(Wording.feelings).utf8)
        case UInt8(ascii: "t"): text.append(contentsOf: dice.pick(Wording.things).utf8)
        case UInt8(ascii: "o"): text.append(contentsOf: dice.pick(Wording.occasions).utf8)
        case UInt8(ascii: "k"): text.append(contentsOf: dice.pick(Wording.kinds).utf8)
        case UInt8(ascii: "i"): append("I", "you", client.subject, speaker)
        case UInt8(ascii: "w"): append("me", "you", client.object, speaker)
        case UInt8(ascii: "y"): append("my", "your", client.possessive, speaker)
        case UInt8(ascii: "n"): text.append(contentsOf: name.utf8)
        case UInt8(ascii: "h"): text.append(contentsOf: infant.subject.utf8)
        case UInt8(ascii: "m"): text.append(contentsOf: infant.object.utf8)
        case UInt8(ascii: "s"): text.append(contentsOf: infant.possessive.utf8)
        case UInt8(ascii: "N"): text.append(contentsOf: role.utf8)
        case UInt8(ascii: "P"): text.append(contentsOf: client.subject.utf8)
        case UInt8(ascii: "O"): text.append(contentsOf: client.object.utf8)
        default: text.append(contentsOf: client.possessive.utf8)
        }
    }

    private mutating func append(
        _ ofClient: String,
        _ ofGuider: String,
        _ ofWriter: String,
        _ speaker: Speaker
    ) {
        switch speaker {
        case .client: text.append(contentsOf: ofClient.utf8)
        case .guider: text.append(contentsOf: ofGuider.utf8)
        case .writer: text.append(contentsOf: ofWriter.utf8)
        }
    }
}
