package import Values

/// A person's request for what the record holds on them, and how far it has come: who asks, by when
/// to answer, what was decided about each third party, and the harm test.
///
/// Read from entries as they stand, so what was marked in error does not count. It says what is still
/// open; that nothing is answered before is for whoever answers.
package struct SubjectRequest: Sendable {
    package let id: Identifier
    package let position: Int64
    package let person: String
    /// Who asks, if it is somebody else.
    package let requester: String?
    package let askedOn: CivilDate
    /// As recorded with the request, else a month after it was asked.
    package let firstDue: CivilDate
    package let identityChecked: Bool
    package let identityHow: String?
    package let scope: String?
    package var extensions: [Extension] = []
    /// The harm assessments made since, oldest first.
    package var assessments: [HarmAssessment] = []
    /// In the order in which they came up.
    package var parties: [ThirdParty] = []
    package var answer: Answer?

    package struct Extension: Sendable {
        package let position: Int64
        package let due: CivilDate
        package let reason: String
    }

    package struct Answer: Sendable {
        package let position: Int64
        /// Position of the `export-issued` event of the copy that was handed over.
        package let export: Int64?
        /// Of the copy's bytes.
        package let sha256: String?
    }

    package var isOpen: Bool { answer == nil }
    package var answeredBy: Int64? { answer?.position }

    /// No extension reaches past it: a month, and two more.
    package var lastDue: CivilDate { askedOn.adding(months: 3) }

    /// By when to answer, extensions included. What was put off past the law's last day was not put off.
    package var due: CivilDate {
        extensions.last.map { min(max($0.due, firstDue), max(lastDue, firstDue)) } ?? firstDue
    }

    package func isOverdue(on today: CivilDate) -> Bool { isOpen && due < today }

    package static func all(in entries: [Entry]) -> [SubjectRequest] {
        let names = EntryNames(entries)
        var requests: [SubjectRequest] = []
        for line in History.standing(of: entries) {
            guard let type = line.type, let data = line.effective?.data else { continue }
            if type == .subjectAccessRequested {
                if let request = SubjectRequest(line, data) { requests.append(request) }
                continue
            }
            let id = data["request"]?.string.flatMap { Identifier($0) }
            let found = requests.firstIndex { request in
                id.map { request.id == $0 }
                    ?? (request.person == data["person"]?.string && request.isOpen)
            }
            guard let index = found else { continue }
            requests[index].note(type, data, line, names)
        }
        return requests
    }

    private init?(_ line: History.StandingEntry, _ data: JSON) {
        guard let person = data["person"]?.string else { return nil }
        id = line.entry.id
        position = line.entry.position
        self.person = person
        requester = data["requester"]?.string
        askedOn = LondonTime.civil(of: line.interval.to).date
        firstDue = data["due"]?.string.flatMap { CivilDate($0) } ?? askedOn.adding(months: 1)
        identityChecked = data["identityChecked"]?.bool ?? false
        identityHow = data["identityHow"]?.string
        scope = data["scope"]?.string
    }

    private mutating func note(
        _ type: EventType,
        _ data: JSON,
        _ line: History.StandingEntry,
        _ names: EntryNames
    ) {
        let position = line.entry.position
        switch type {
        case .subjectAccessExtended:
            guard let due = data["due"]?.string.flatMap({ CivilDate($0) }) else { return }
            extensions.append(
                Extension(position: position, due: due, reason: data["reason"]?.string ?? "")
            )
        case .harmAssessmentRecorded:
            if let assessment = HarmAssessment(line, names) { assessments.append(assessment) }
        case .thirdPartyConsentSought, .thirdPartyDisclosureDecided:
            guard let name = data["party"]?.string else { return }
            let index = parties.firstIndex { $0.name == name } ?? parties.count
            if index == parties.count { parties.append(ThirdParty(name: name)) }
            if type == .thirdPartyConsentSought {
                parties[index].hear(data, position)
            } else {
                parties[index].decide(data, position, names)
            }
        case .subjectAccessAnswered:
            answer = Answer(
                position: position,
                export: data["export"]?.integer.map { Int64($0) },
                sha256: data["sha256"]?.string
            )
        default: break
        }
    }
}

// MARK: - Third parties

extension SubjectRequest {
    /// Somebody else in what was asked for: whether they were asked, what they said, and what was
    /// decided.
    package struct ThirdParty: Sendable {
        /// As entries name them: a person's label, or what stands under third parties.
        package let name: String
        package private(set) var consent: Consent?
        /// Positions of the entries that say so.
        package private(set) var positions: [Int64] = []
        /// What was decided, oldest first. Of several about one entry the newest counts.
        package private(set) var decisions: [Decision] = []
        /// Whether they said something after it was decided, so that it is to be decided again.
        package private(set) var wasHeardSince = false

        package enum Consent: String, Sendable {
            case asked, given, refused
            case notPossible = "not-possible"
        }

        package struct Decision: Sendable {
            package let position: Int64
            package let discloses: Bool
            package let reason: String
            /// The entries it is about; nil for all.
            package let entries: Set<Identifier>?

            package func covers(_ entry: Identifier) -> Bool { entries?.contains(entry) ?? true }
        }

        package init(name: String) { self.name = name }

        fileprivate mutating func hear(_ data: JSON, _ position: Int64) {
            guard let word = data["outcome"]?.string.flatMap({ Consent(rawValue: $0) }) else {
                return
            }
            consent = word
            positions.append(position)
            guard !decisions.isEmpty else { return }
            wasHeardSince = true
            // What they had agreed to leaves no longer; what was to stay stays.
            if word != .given { decisions.removeAll { $0.discloses } }
        }

        fileprivate mutating func decide(
            _ data: JSON,
            _ position: Int64,
            _ names: EntryNames
        ) {
            guard let word = data["decision"]?.string else { return }
            positions.append(position)
            wasHeardSince = false
            let named = data["entries"]?.strings ?? []
            decisions.append(
                Decision(
                    position: position,
                    discloses: word == "disclose",
                    reason: data["reason"]?.string ?? "",
                    entries: named.isEmpty ? nil : names.entries(named)
                )
            )
        }

        /// What is still to be done before the request can be answered; nil when all is.
        package func open(of entries: [Identifier]) -> Open? {
            switch consent {
            case nil: return .notAsked
            case .asked: return .waits
            case .given, .refused, .notPossible: break
            }
            if wasHeardSince { return .decidedBefore }
            guard !decisions.isEmpty else { return .notDecided }
            return entries.allSatisfy { entry in decisions.contains { $0.covers(entry) } }
                ? nil : .notDecided
        }

        package enum Open: String, Sendable {
            case notAsked = "whether they agree is not recorded"
            case waits = "their answer is not recorded"
            case notDecided = "whether to disclose is not decided for every entry"
            case decidedBefore = "it was decided before they were last heard"
        }
    }

    /// What was decided about third parties, for the copy of one person.
    ///
    /// Agreeing to one request is not agreeing to the next: what may be disclosed is the newest
    /// request's. What was to be withheld stays so until it is decided anew.
    package static func decisions(
        for person: String,
        in requests: [SubjectRequest]
    ) -> [String: [ThirdParty.Decision]] {
        let own = requests.filter { $0.person == person }
        var decisions: [String: [ThirdParty.Decision]] = [:]
        for request in own {
            for party in request.parties {
                decisions[party.name, default: []] += party.decisions.filter {
                    !$0.discloses || request.id == own.last?.id
                }
            }
        }
        return decisions
    }
}

// MARK: - Harm

/// Whether telling somebody an entry could do serious harm, as a health professional judged it.
package struct HarmAssessment: Sendable {
    package let position: Int64
    package let person: String
    /// Whether what it is about is kept back.
    package let withholds: Bool
    package let assessedBy: String?
    package let rationale: String?
    /// Whether serious harm was thought likely, if it says.
    package let seriousHarm: Bool?
    /// The last day on which it holds.
    package let until: CivilDate?
    private let entries: Set<Identifier>
    private let isOfEntries: Bool
    private let from: CivilDate?
    private let to: CivilDate?

    init?(_ line: History.StandingEntry, _ names: EntryNames) {
        guard line.type == .harmAssessmentRecorded, let data = line.effective?.data,
            let person = data["person"]?.string
        else { return nil }
        func date(_ name: String) -> CivilDate? { data[name]?.string.flatMap { CivilDate($0) } }
        position = line.entry.position
        self.person = person
        withholds = data["conclusion"]?.string != "disclose"
        assessedBy = data["assessedBy"]?.string
        rationale = data["rationale"]?.string
        seriousHarm = data["seriousHarm"]?.bool
        until = date("until")
        let named = data["entries"]?.strings ?? []
        isOfEntries = !named.isEmpty
        entries = names.entries(named)
        from = date("entriesFrom")
        to = date("entriesTo")
    }

    /// Who judged and why: without either it is a note, and no test.
    package var isComplete: Bool { assessedBy != nil && rationale != nil }

    /// Whether it is about an entry. One that names neither entries nor days is about all; an entry of
    /// which nobody knows when it happened may be of those days.
    package func covers(_ line: History.StandingEntry) -> Bool {
        let isOfDays = from != nil || to != nil
        guard isOfEntries || isOfDays else { return true }
        if entries.contains(line.entry.id) { return true }
        guard isOfDays else { return false }
        let (start, end) = line.interval
        guard let start, line.payload != nil else { return withholds }
        let isBefore = from.map { LondonTime.civil(of: end).date < $0 } ?? false
        let isAfter = to.map { LondonTime.civil(of: start).date > $0 } ?? false
        return !isBefore && !isAfter
    }

    /// Those about a person that hold on a day, oldest first.
    package static func all(
        in entries: [Entry],
        about person: String,
        on day: CivilDate
    ) -> [HarmAssessment] {
        let names = EntryNames(entries)
        return History.standing(of: entries)
            .compactMap { HarmAssessment($0, names) }
            .filter { $0.person == person && $0.until.map { $0 >= day } ?? true }
    }
}

/// How people name entries of a case: by position, or by identifier.
///
/// Whoever names a correction means what it corrects, too: the corrected entry shows its words.
struct EntryNames {
    private var ids: [String: Identifier] = [:]
    private var targets: [Identifier: Identifier] = [:]

    init(_ entries: [Entry]) {
        for entry in entries {
            ids[String(entry.position)] = entry.id
            ids[entry.id.description] = entry.id
            guard entry.type?.isCorrection ?? false,
                let target = entry.payload?.data.target
            else { continue }
            targets[entry.id] = target
        }
    }

    func entries(_ names: [String]) -> Set<Identifier> {
        var found: Set<Identifier> = []
        for name in names {
            var next = ids[name]
            while let id = next, found.insert(id).inserted { next = targets[id] }
        }
        return found
    }
}
