package import Values

/// A finding of an audit, as it is printed: what is wrong, what shows it, when it could be seen.
package struct Finding: Hashable, Sendable {
    package enum Severity: Hashable, Sendable, CaseIterable { case high, moderate, low }

    /// Possible: it hangs on a time that nobody knows exactly.
    package enum Certainty: Hashable, Sendable { case certain, possible }

    package enum Sight: Hashable, Sendable {
        /// By what was known when the finding became true.
        case visible
        /// Only later, from when a late entry or a correction showed it.
        case hindsight(from: Instant?)
        /// Seen then, explained since by an entry.
        case cleared(by: Int64?)
    }

    /// What somebody answered for it. The finding stays, with its answer.
    package struct Answer: Hashable, Sendable {
        /// `explained`, `accepted`, `action taken`.
        package let kind: String
        package let reason: String
        package let by: String?
        package let at: Instant?

        package init(kind: String, reason: String, by: String? = nil, at: Instant? = nil) {
            self.kind = kind
            self.reason = reason
            self.by = by
            self.at = at
        }
    }

    /// Of the check: `SG12`.
    package let check: String
    package let question: String?
    /// Of the case, on a page about several.
    package let subject: String?
    package let severity: Severity
    package let sentence: String
    /// Positions of the entries that show it.
    package let evidence: [Int64]
    package let since: Instant?
    package let due: Instant?
    package let certainty: Certainty
    package let sight: Sight
    /// The number it was judged by, with its version.
    package let rule: String?
    package let answers: [Answer]

    package init(
        check: String,
        question: String? = nil,
        subject: String? = nil,
        severity: Severity,
        sentence: String,
        evidence: [Int64],
        since: Instant? = nil,
        due: Instant? = nil,
        certainty: Certainty = .certain,
        sight: Sight = .visible,
        rule: String? = nil,
        answers: [Answer] = []
    ) {
        self.check = check
        self.question = question
        self.subject = subject
        self.severity = severity
        self.sentence = sentence
        self.evidence = evidence
        self.since = since
        self.due = due
        self.certainty = certainty
        self.sight = sight
        self.rule = rule
        self.answers = answers
    }
}

// MARK: - Writing

extension Finding {
    /// In the order given, below a line that counts them.
    static func write(_ findings: [Finding], to html: inout HTML, id: String) {
        guard !findings.isEmpty else {
            html.element("p", text: "No findings.")
            return
        }
        html.element("p", ["class": "tally"], text: tally(findings))
        html.element("ol", ["class": "findings"]) { html in
            for (index, finding) in findings.enumerated() {
                finding.write(to: &html, id: "\(id)-\(index + 1)")
            }
        }
    }

    /// `3 findings: 2 high, 1 low. 1 was visible only in hindsight.`
    static func tally(_ findings: [Finding]) -> String {
        let severities = Severity.allCases.compactMap { severity -> String? in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(Plain.number(count)) \(severity.word)"
        }
        var text = Plain.count(findings.count, "finding", "findings")
        text += ": " + severities.joined(separator: ", ") + "."
        let others = [
            (findings.count { $0.certainty == .possible }, "possible, not certain"),
            (findings.count { $0.sight.isHindsight }, "visible only in hindsight"),
            (findings.count { $0.sight.isCleared }, "cleared since"),
        ]
        let parts = others.filter { $0.0 > 0 }.map { "\(Plain.number($0.0)) \($0.1)" }
        return parts.isEmpty ? text : text + " Of these: " + parts.joined(separator: ", ") + "."
    }

    private func write(to html: inout HTML, id: String) {
        html.element("li", ["class": "finding \(severity.word)", "id": id]) { html in
            html.element("p", ["class": "badges"]) { html in
                html.element("span", ["class": "badge \(severity.word)"]) { html in
                    severity.mark(&html)
                    html.text(severity.title)
                }
                html.text(" ")
                html.element("strong", text: check)
                if let subject {
                    html.text(" ")
                    html.element("span", ["class": "subject"], text: subject)
                }
                html.text(" ")
                let isSure = certainty == .certain
                html.element(
                    "span",
                    ["class": isSure ? "badge" : "badge dashed"],
                    text: isSure ? "certain" : "possible"
                )
                html.text(" ")
                html.element("span", ["class": sight.kind], text: sight.title)
            }
            if let question { html.element("p", ["class": "question"], text: question) }
            html.element("p", ["class": "sentence text"], text: sentence)
            let facts = self.facts
            if !facts.isEmpty {
                html.element("dl", ["class": "facts small"]) { html in
                    for fact in facts { fact.write(to: &html) }
                }
            }
            for answer in answers { answer.write(to: &html) }
        }
    }

    private var facts: [Fact] {
        var facts: [Fact] = []
        if let due { facts.append(Fact("Due before", Plain.time(due))) }
        if let since, since != due { facts.append(Fact("Since", Plain.time(since))) }
        switch sight {
        case .visible: break
        case .hindsight(let from):
            if let from { facts.append(Fact("Visible from", Plain.time(from))) }
        case .cleared(let by):
            if let by { facts.append(Fact("Cleared by", "entry \(by)")) }
        }
        if !evidence.isEmpty {
            let positions = Plain.positions(evidence)
            facts.append(Fact(evidence.count == 1 ? "Entry" : "Entries", positions))
        }
        if let rule { facts.append(Fact("Rule", rule)) }
        return facts
    }
}

extension Finding.Severity {
    package var word: String {
        switch self {
        case .high: "high"
        case .moderate: "moderate"
        case .low: "low"
        }
    }

    fileprivate var title: String {
        switch self {
        case .high: "High"
        case .moderate: "Moderate"
        case .low: "Low"
        }
    }

    /// A shape for each, so that a grey copy still tells them apart at a glance.
    fileprivate func mark(_ html: inout HTML) {
        let path =
            switch self {
            case .high: "M5 .5L9.8 9.5H.2z"
            case .moderate: "M5 0L10 5L5 10L0 5z"
            case .low: "M0 5a5 5 0 1 0 10 0a5 5 0 1 0-10 0"
            }
        html.element(
            "svg",
            ["class": "mark", "viewBox": "0 0 10 10", "aria-hidden": "true", "focusable": "false"]
        ) { html in
            html.element("path", ["d": path]) { _ in }
        }
    }
}

extension Finding.Sight {
    fileprivate var isHindsight: Bool { if case .hindsight = self { true } else { false } }
    fileprivate var isCleared: Bool { if case .cleared = self { true } else { false } }

    fileprivate var title: String {
        switch self {
        case .visible: "visible then"
        case .hindsight: "only in hindsight"
        case .cleared: "cleared since"
        }
    }

    fileprivate var kind: String {
        switch self {
        case .visible: "badge"
        case .hindsight: "badge dashed"
        case .cleared: "badge cleared"
        }
    }
}

extension Finding.Answer {
    fileprivate func write(to html: inout HTML) {
        html.element("div", ["class": "answer"]) { html in
            let who = [by, at.map(Plain.time)].compactMap(\.self).joined(separator: ", ")
            html.element("p") { html in
                html.element("strong", text: "Answer: \(kind)")
                if !who.isEmpty { html.text(" (\(who))") }
            }
            html.element("p", ["class": "text"], text: reason)
        }
    }
}
