/// What the catalogue says of one event type: its fields, its rules, how it is kept and how it reads.
package struct EventSpec: Sendable {
    package let type: EventType
    /// The newest schema version; older ones are upcast when read.
    package let schema: Int
    /// What it is called where people read: `Clip chosen`.
    package let title: String
    package let group: Group
    package let keeping: Keeping
    package let confidentiality: Confidentiality
    /// One sentence about when to record it.
    package let purpose: String
    /// How the entry reads in a timeline; `{film}` stands for a field's value, and a part in square
    /// brackets is left out when a field in it has none: `chose {clip}[ as an exception: {pattern}]`.
    package let reads: String
    package let fields: [Field]
    /// Sentences: what is refused, and what is recorded with a warning.
    package let rules: [String]
    /// The data of a believable example, as JSON text.
    package let example: String
    /// The short command, if there is one: `clip choose`.
    package let command: String?

    package init(
        _ type: EventType,
        _ title: String,
        in group: Group,
        keeping: Keeping = .inCase,
        confidentiality: Confidentiality = .clinical,
        schema: Int = 1,
        purpose: String,
        reads: String,
        fields: [Field],
        rules: [String] = [],
        example: String,
        command: String? = nil
    ) {
        self.type = type
        self.title = title
        self.group = group
        self.keeping = keeping
        self.confidentiality = confidentiality
        self.schema = schema
        self.purpose = purpose
        self.reads = reads
        self.fields = fields
        self.rules = rules
        self.example = example
        self.command = command
    }

    package func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    /// The chapters of the catalogue, in the order in which a case meets them.
    package enum Group: String, CaseIterable, Sendable {
        case intake = "Intake and people"
        case sessions = "Sessions and attendance"
        case consent = "Consent"
        case goals = "Goals and helping questions"
        case films = "Films, custody and clips"
        case reviews = "Shared reviews"
        case supervision = "Supervision, skills and reflection"
        case measures = "Measures"
        case safeguarding = "Concerns, risk, disclosure and safeguarding"
        case actions = "Actions, sharing, referrals and liaison"
        case course = "Course of the case and closure"
        case corrections = "Corrections"
        case service = "Service"
        case governance = "Keeping, erasing, keys and copies"
        case access = "Access"
    }

    /// Which unit an event is sealed in, and so what can be erased alone.
    package enum Keeping: Hashable, Sendable {
        /// The case's unit.
        case inCase
        /// The unit of the film that the field `film` names.
        case withFilm
        /// A unit of its own, as for a disclosure or material about a third party.
        case apart
        /// The unit of the event it corrects, else the correction would outlive what was erased.
        case withTarget
        /// The service's unit: outlives every case.
        case inService
        /// The unit of what the service decided about keeping and erasing: outlives every case.
        case inGovernance
        /// The unit of the year's access events.
        case inAccessYear

        /// Whether it belongs to a case, and not to the service.
        package var isOfCase: Bool {
            switch self {
            case .inCase, .withFilm, .apart, .withTarget: true
            case .inService, .inGovernance, .inAccessYear: false
            }
        }
    }
}

/// Who may see an entry by default; rules about roles stand in the policy, not here.
package enum Confidentiality: String, CaseIterable, Comparable, Sendable {
    /// The VIG work itself: films, clips, reviews, supervision.
    case practice
    /// The clinical record: history, risk, measures.
    case clinical
    /// Disclosures, third-party allegations, staff reflections.
    case restricted

    package static func < (a: Confidentiality, b: Confidentiality) -> Bool {
        a.rank < b.rank
    }

    private var rank: Int {
        switch self {
        case .practice: 0
        case .clinical: 1
        case .restricted: 2
        }
    }
}
