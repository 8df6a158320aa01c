import CaseModel
import CaseRecord
import Values

/// The options of `vigil record`: one for each field of the type, as people write the values, and those
/// that every entry has.
struct FieldArguments {
    var caseName: String?
    var time: String?
    var data: JSON = .object([])
    var record = RecordPlace()
    var staff: String?
    var purpose: String?
    var role: String?
    var lateReason: String?
    var source: String?
    var about: [String]?
    var thirdParties: [String] = []
    var confidentiality: Confidentiality?
    var onBehalfOf: String?
    var cause: Int64?
    var command: Identifier?
    var ifVersion: Int64?
    var format = Format.text
    var target: Int64?
    var isHelp = false

    /// Options that every entry has, with their help.
    static let common: [(option: String, value: String, help: String)] = [
        ("case", "CASE", "the case, by reference or start of id; may stand without --case"),
        ("at", "TIME", "when it happened; now if left out"),
        ("late-reason", "TEXT", "why it is written late"),
        ("source", "TEXT", "where you have it from, if not from yourself"),
        ("about", "PEOPLE", "whom it is about, if not those the fields name"),
        ("third-party", "PEOPLE", "people in it whose data is not the family's to give"),
        ("confidentiality", "CLASS", "practice, clinical or restricted, if not the usual"),
        ("on-behalf-of", "STAFF", "for whom you write it"),
        ("acting-as", "ROLE", "in which of your roles"),
        ("cause", "POSITION", "the entry that led to it"),
        ("json", "OBJECT", "the fields as one JSON object"),
        ("id", "UUID", "the command's identifier: a retry with it records nothing twice"),
        ("if-version", "N", "only if the case's newest entry is number N"),
        ("as", "STAFF", "who you are; else VIGIL_AS"),
        ("record", "FOLDER", "the record; else VIGIL_RECORD"),
        ("secrets", "FOLDER", "the folder of its keys"),
        ("format", "text|json", "how what was recorded is printed back"),
    ]

    private let spec: EventSpec
    private let now: Instant

    init(_ spec: EventSpec, _ words: [String], now: Instant, target: Bool = false) throws {
        self.spec = spec
        self.now = now
        var words = words[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                if word == "-h" {
                    isHelp = true
                } else if target, self.target == nil, let position = Int64(word) {
                    self.target = position
                } else if caseName == nil, !target {
                    caseName = word
                } else {
                    throw usage("'\(word)' stands alone; a field is given as --name value")
                }
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
            let name = parts.first.map(String.init) ?? ""
            if name == "help" {
                isHelp = true
                continue
            }
            let field = spec.fields.first { $0.optionName == name || $0.name == name }
            if let field, field.kind == .boolean, parts.count == 1 {
                let next = words.first.map { ["yes", "no", "true", "false"].contains($0) } ?? false
                try set(field, to: next ? words.removeFirst() : "yes")
                continue
            }
            guard let value = parts.count == 2 ? String(parts[1]) : words.popFirst() else {
                throw usage("'--\(name)' needs a value")
            }
            if let field { try set(field, to: value) } else { try set(common: name, to: value) }
        }
    }

    // MARK: Fields

    private mutating func set(_ field: Field, to text: String) throws {
        let value = try self.value(text, field)
        if case .array(let more) = value, case .array(let before)? = data[field.name] {
            data = data.setting(field.name, to: .array(before + more))
        } else {
            data = data.setting(field.name, to: value)
        }
    }

    private func value(_ text: String, _ field: Field) throws -> JSON {
        func refuse(_ rule: String) -> RecordError { usage("'--\(field.optionName)' \(rule)") }
        switch field.kind {
        case .text, .choice, .code, .new, .reference, .staff, .nhsNumber, .sha256:
            return .string(text)
        case .texts: return [.string(text)]
        case .codes, .references, .staffList:
            return JSON(text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty })
        case .integer:
            guard let number = Int(text) else { throw refuse("is a whole number") }
            return JSON(number)
        case .decimal:
            guard let number = try? JSON.parse(text), case .number = number else {
                throw refuse("is a number")
            }
            return number
        case .boolean:
            switch text {
            case "yes", "true": return true
            case "no", "false": return false
            default: throw refuse("is yes or no")
            }
        case .milliseconds:
            guard let milliseconds = duration(text) else {
                throw refuse("is a time in a film or a length: 0:12, 1:02.5, 5min, 12s")
            }
            return JSON(milliseconds)
        case .date:
            if case .date(let date) = WrittenTime.parse(text, now: now) {
                return .string(date.description)
            }
            if let ahead = daysAhead(text) {
                let today = LondonTime.civil(of: now).date
                return .string(today.adding(days: ahead).description)
            }
            throw refuse("is a day: 2026-03-14, 14/03/2026, today, tomorrow, in 3 days, in 2 weeks")
        case .time:
            guard let time = WrittenTime.parse(text, now: now) else {
                throw refuse("is a time; \(WrittenTime.examples)")
            }
            return .string(time.description)
        case .scores:
            var members: [JSON.Member] = []
            for part in text.split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, let number = try? JSON.parse(String(pair[1]).trimmed),
                    case .number = number
                else { throw refuse("is written name=number, name=number") }
                members.append(.init(pair[0].trimmed, number))
            }
            return .object(members)
        case .event: return .string(text)
        case .object:
            guard let json = try? JSON.parse(text), json.members != nil else {
                throw refuse("is a JSON object")
            }
            return json
        }
    }

    /// `tomorrow`, `in 3 days`, `in 2 weeks`.
    private func daysAhead(_ text: String) -> Int? {
        if text == "tomorrow" { return 1 }
        let words = text.split(separator: " ")
        guard words.count == 3, words[0] == "in", let count = Int(words[1]),
            (0...3660).contains(count)
        else { return nil }
        switch words[2] {
        case "day", "days": return count
        case "week", "weeks": return count * 7
        default: return nil
        }
    }

    /// `0:12`, `1:02:03.5`, `12s`, `5min`, `300000ms` in milliseconds.
    private func duration(_ text: String) -> Int? {
        for (suffix, factor) in [("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000)]
        where text.hasSuffix(suffix) {
            return fixed(text.dropLast(suffix.count), factor)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let seconds = fixed(parts[parts.count - 1], 1000),
            seconds < 60_000
        else { return nil }
        var minutes = 0
        for part in parts.dropLast() {
            guard let number = decimal(Array(part.utf8)), number < 100_000 else { return nil }
            minutes = minutes * 60 + number
        }
        return minutes * 60_000 + seconds
    }

    /// A decimal number times `factor`, at most three decimals, exactly.
    private func fixed(_ text: some StringProtocol, _ factor: Int) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = decimal(Array(parts[0].utf8)),
            whole < 100_000_000
        else { return nil }
        guard parts.count == 2 else { return whole * factor }
        let digits = Array(parts[1].utf8)
        guard (1...3).contains(digits.count), let fraction = decimal(digits) else { return nil }
        let scale = [1, 10, 100, 1000][digits.count]
        return whole * factor + fraction * factor / scale
    }

    // MARK: What every entry has

    private mutating func set(common name: String, to text: String) throws {
        func list() -> [String] { text.split(separator: ",").map { $0.trimmed } }
        switch name {
        case "case": caseName = text
        case "at": time = text
        case "late-reason": lateReason = text
        case "source": source = text
        case "about": about = (about ?? []) + list()
        case "third-party": thirdParties += list()
        case "confidentiality":
            guard let known = Confidentiality(rawValue: text) else {
                throw usage("'--confidentiality' is practice, clinical or restricted")
            }
            confidentiality = known
        case "on-behalf-of": onBehalfOf = text
        case "acting-as": role = text
        case "cause":
            guard let position = Int64(text) else { throw usage("'--cause' is a position") }
            cause = position
        case "json", "data":
            do throws(JSONError) {
                guard let members = try JSON.parse(text).members else {
                    throw JSONError(offset: 0, reason: "no object")
                }
                for member in members { data = data.setting(member.name, to: member.value) }
            } catch {
                throw usage("'--json' is a JSON object: \(error)")
            }
        case "id":
            guard let id = Identifier(text) else { throw usage("'--id' is a UUID in lower case") }
            command = id
        case "if-version":
            guard let version = Int64(text) else { throw usage("'--if-version' is a number") }
            ifVersion = version
        case "as": staff = text
        case "record": record.record = text
        case "secrets": record.secrets = text
        case "purpose": purpose = text
        case "format":
            guard let known = Format(rawValue: text), known != .csv else {
                throw usage("'--format' is text or json")
            }
            format = known
        default:
            let options = spec.fields.map { "--\($0.optionName)" }
            throw usage(
                "'\(spec.type.rawValue)' has no option '--\(name)'",
                hint: "its fields are \(options.joined(separator: " "))"
            )
        }
    }

    private func usage(_ sentence: String, hint: String? = nil) -> RecordError {
        RecordError(
            .invalid,
            "usage",
            sentence,
            hint: hint ?? "'vigil events \(spec.type.rawValue)' shows its fields and an example"
        )
    }
}
