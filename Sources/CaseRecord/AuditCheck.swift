import CaseModel
package import Projector
package import Values

/// A safeguarding check: SQL that says where a case falls short of a rule, and when that began.
package struct AuditCheck: Sendable {
    package let question: Question
    package let severity: Severity
    package let reach: Reach
    package let clock: Clock?
    /// Types whose entries make findings about themselves and take none away: such as looks. An audit
    /// need not ask at each of them.
    package let adding: Set<String>
    /// Whether a correction of an entry of any type can change its answer: it asks who wrote in the case.
    package let heedsAllCorrections: Bool
    /// Types whose entries only give a label that later ones name, such as a film. What names a label that
    /// is not there is refused, so they change nothing by themselves, as long as nothing was corrected.
    package let naming: Set<String>
    /// The types whose entries it finds something about: before the first of them it finds nothing. Nil
    /// where any entry may be found wanting.
    package let beginning: Set<String>?

    /// Which entries can change its answer; a correction can as what it corrects can.
    package enum Reach: Sendable, Equatable {
        case types(Set<String>)
        case anything
        /// A finding about an entry depends on that entry alone.
        case itself
    }

    /// For a check that every entry concerns, but most in one way only: they set a clock going again.
    ///
    /// Such an entry makes no finding before a number of days after it happened, and takes away none that
    /// was there when it happened. So an audit need not ask at each of them.
    package struct Clock: Sendable, Equatable {
        /// The setting with the number of days.
        package let rule: String
        /// The types whose entries do more than that.
        package let others: Set<String>
    }

    package enum Severity: String, CaseIterable, Comparable, Sendable {
        case low, moderate, high

        package static func < (a: Severity, b: Severity) -> Bool {
            Severity.allCases.firstIndex(of: a) ?? 0 < Severity.allCases.firstIndex(of: b) ?? 0
        }
    }

    package var id: String { question.id }

    /// Why the rule exists, from the file's head.
    package var why: String { question.script.headerBlock("why").joined(separator: " ") }

    package init(_ question: Question) throws(ProjectionError) {
        self.question = question
        guard let severity = question.script.header("severity").flatMap(Severity.init) else {
            throw .invalid("\(question.file): '-- severity:' is high, moderate or low")
        }
        self.severity = severity
        let types = question.script.headerBlock("types").joined(separator: " ")
        guard !types.isEmpty else {
            throw .invalid("\(question.file): '-- types:' names event types, or is '*' or 'itself'")
        }
        switch types {
        case "itself": reach = .itself
        case "*": reach = .anything
        default:
            reach = .types(try AuditCheck.types(types[...], of: question))
        }
        let added = question.script.headerBlock("adding").joined(separator: " ")
        adding = try AuditCheck.types(added[...], of: question)
        switch question.script.header("corrections") {
        case nil: heedsAllCorrections = false
        case "any": heedsAllCorrections = true
        default: throw .invalid("\(question.file): '-- corrections:' is any, or is left out")
        }
        let named = question.script.headerBlock("naming").joined(separator: " ")
        naming = try AuditCheck.types(named[...], of: question)
        let begin = question.script.headerBlock("begins with").joined(separator: " ")
        beginning = begin.isEmpty ? nil : try AuditCheck.types(begin[...], of: question)
        if case .types(let types) = reach {
            guard beginning?.isSubset(of: types) ?? true else {
                throw .invalid(
                    "\(question.file): what '-- begins with:' names, '-- types:' names too"
                )
            }
            guard adding.union(naming).isSubset(of: types) else {
                throw .invalid(
                    "\(question.file): what '-- adding:' and '-- naming:' name, '-- types:' names too"
                )
            }
        } else if !adding.union(naming).isEmpty {
            throw .invalid(
                "\(question.file): '-- adding:' and '-- naming:' go with '-- types:' that names types"
            )
        }
        let parts = question.script.headerBlock("clock").joined(separator: " ").split(
            separator: ";",
            maxSplits: 1
        )
        guard let rule = parts.first else {
            clock = nil
            return
        }
        guard reach == .anything, parts.count == 2 else {
            throw .invalid(
                "\(question.file): '-- clock:' goes with '-- types: *', and names a setting and, after"
                    + " a semicolon, event types"
            )
        }
        clock = Clock(
            rule: rule.filter { $0 != " " },
            others: try AuditCheck.types(parts[1], of: question)
        )
    }

    private static func types(_ list: Substring, of question: Question) throws(ProjectionError)
        -> Set<String>
    {
        let names = list.split { $0 == "," || $0 == " " }.map(String.init)
        for name in names where EventType(rawValue: name) == nil {
            throw .invalid("\(question.file): '\(name)' is no event type")
        }
        return Set(names)
    }

    /// Whether it may find something from this entry on.
    func begins(with entry: Entry) -> Bool {
        guard let beginning, let type = entry.type else { return true }
        return beginning.contains(type.rawValue)
    }

    /// Whether all that an entry can do is to make findings about itself.
    func onlyAdds(_ entry: Entry) -> Bool {
        entry.type.map { adding.contains($0.rawValue) } ?? false
    }

    /// Whether its answer is the same before and after an entry.
    func isDeaf(to entry: Entry, corrected: EventType?, isCorrected: Bool) -> Bool {
        !concerns(entry, corrected: corrected) || onlyAdds(entry)
            || !isCorrected && entry.type.map { naming.contains($0.rawValue) } ?? false
    }

    /// - Parameter corrected: the type of what the entry corrects; nil when it is no correction, or when
    ///   what it corrects may be anything.
    func concerns(_ entry: Entry, corrected: EventType?) -> Bool {
        // What cannot be read may have been anything.
        guard let type = entry.type else { return true }
        return switch reach {
        case .types(let types):
            types.contains(type.rawValue)
                || type.isCorrection
                    && (heedsAllCorrections
                        || corrected.map { types.contains($0.rawValue) } ?? true)
        case .anything: true
        case .itself: type.isCorrection
        }
    }
}

/// Where a case fell short of a rule, with all that an auditor needs to judge it.
package struct AuditFinding: Sendable, Equatable {
    package let check: String
    package let caseID: Identifier
    /// The same in every audit: the position of the entry that set the clock going, and a subject.
    package let key: String
    package let severity: AuditCheck.Severity
    /// Positions of the entries that show it.
    package let evidence: [Int64]
    /// When it became true.
    package let since: Instant
    /// From when on it was too late; nil when the rule has no deadline.
    package let due: Instant?
    /// False when it hangs on a time that nobody knows well enough.
    package let isCertain: Bool
    /// The setting and its version that it is judged by.
    package let rule: String?
    /// Parts of a sentence.
    package let expected: String
    package let found: String
    package var seen = Seen.visible
    /// The first time at which it could have been seen by what had been recorded.
    package var visibleFrom: Instant
    package var answer: Answer?

    package enum Seen: Sendable, Equatable {
        /// When it became true, what was known already showed it.
        case visible
        /// Only what was recorded later shows it.
        case hindsight
        /// It was seen once, and this entry explained or undid it.
        case cleared(by: Int64)

        package var word: String {
            switch self {
            case .visible: "visible"
            case .hindsight: "hindsight"
            case .cleared: "cleared"
            }
        }
    }

    /// What somebody said to it.
    package struct Answer: Sendable, Equatable {
        package let position: Int64
        package let answer: String
        package let reason: String
        package let by: String
        /// Whether it still rests on the entries that the answer was given to.
        package let isCurrent: Bool
    }

    package var isCleared: Bool { if case .cleared = seen { true } else { false } }

    /// Open: neither cleared nor answered for what it rests on now.
    package var isOpen: Bool { !isCleared && !(answer?.isCurrent ?? false) }

    init(_ row: [String: Value], of check: AuditCheck, in caseID: Identifier) throws {
        func text(_ name: String) -> String? { row[name]?.text }
        func fail(_ what: String) -> ProjectionError {
            .invalid("\(check.question.file): a finding \(what)")
        }
        guard let key = text("key") ?? row["key"]?.integer.map(String.init) else {
            throw fail("has no key")
        }
        guard let since = text("since").flatMap({ Instant($0) }) else {
            throw RecordError(
                .unavailable,
                "outside-calendar",
                "\(check.id) cannot be judged for the entry at position \(key): the calendar has no"
                    + " working days for \(text("starts")?.prefix(10) ?? "its day")",
                hint: "the settings' calendar covers 2015 to 2030 for the nation of the record"
            )
        }
        guard let written = text("evidence"), let list = try? JSON.parse(written).array else {
            throw fail("names no evidence")
        }
        guard let severity = text("severity").flatMap(AuditCheck.Severity.init) else {
            throw fail("has no severity")
        }
        self.check = check.id
        self.caseID = caseID
        self.key = key
        self.severity = severity
        evidence = list.compactMap(\.integer).map(Int64.init)
        self.since = since
        due = text("due").flatMap { Instant($0) }
        isCertain = text("sure") == "certain"
        rule = text("rule")
        expected = text("expected") ?? ""
        found = text("found") ?? ""
        visibleFrom = since
    }

    /// The position of the entry that it is about.
    var trigger: Int64? { key.split(separator: "/").first.flatMap { Int64($0) } }
}
