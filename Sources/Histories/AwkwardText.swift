/// Texts that people do write, or that get into records by way of other systems, and that break what
/// was made with plain ones in mind.
enum AwkwardText {
    static let quotes = #"She said "no" & 'maybe', then <b>"yes"</b> \ both > one"#
    static let markup = "]]> <!-- --> <?xml ?> &amp; &#1; {film} [clip] %n $(id) `id` '; --"
    static let emoji = "👩🏽‍🍼 feeds 👶🏻, smiles 🙂; flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿"
    static let rightToLeft = "قالت الأم: هو ينتظرني — היא מחייכת (7)"
    /// Letters made of several scalars, and the same letter made of one.
    static let combining = "Zoe\u{308} and Zo\u{eb}, n\u{303}, a\u{328}\u{301}, Å and A\u{30a}"
    /// Characters that XML 1.0 cannot carry, not even as references.
    static let control = "one\u{1}two\u{8}three\u{b}four\u{1b}five\u{fffe}six"
    /// Invisible ones that XML can carry.
    static let invisible =
        "soft\u{ad}hyphen\u{200b}nothing\u{202e}turned\u{202c}\u{feff}\u{85}\u{2028}\u{7f}."
    static let lines = "first line\nsecond line\r\n\tindented\n\n  last, with spaces after  "
    static let spaces = "   "
    static let long = String(repeating: "and then he looked, and she waited, ", count: 120)
    static let name = "Siân D’Arcy-Ó Súilleabháin 王"

    static let all = [
        quotes, markup, emoji, rightToLeft, combining, control, invisible, lines, spaces, long,
        name,
    ]
}
