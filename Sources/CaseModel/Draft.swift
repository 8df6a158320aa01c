package import Values

/// What somebody asks to have recorded: an event type, its data, and what they know of when and whom.
package struct Draft: Sendable {
    package var type: EventType
    package var occurred: Occurrence
    package var data: JSON
    package var role: String?
    package var onBehalfOf: String?
    /// Nil: the people that the data names.
    package var subjects: [String]?
    package var thirdParties: [String]
    package var source: String?
    /// Nil: what the catalogue says of the type.
    package var confidentiality: Confidentiality?
    package var cause: Identifier?
    package var lateReason: String?
    package var provenance: JSON?

    package init(
        _ type: EventType,
        at occurred: Occurrence,
        _ data: JSON,
        role: String? = nil,
        onBehalfOf: String? = nil,
        subjects: [String]? = nil,
        thirdParties: [String] = [],
        source: String? = nil,
        confidentiality: Confidentiality? = nil,
        cause: Identifier? = nil,
        lateReason: String? = nil,
        provenance: JSON? = nil
    ) {
        self.type = type
        self.occurred = occurred
        self.data = data
        self.role = role
        self.onBehalfOf = onBehalfOf
        self.subjects = subjects
        self.thirdParties = thirdParties
        self.source = source
        self.confidentiality = confidentiality
        self.cause = cause
        self.lateReason = lateReason
        self.provenance = provenance
    }
}

/// A rule that what was asked cannot meet: it cannot be true, or it is not ours to do.
package struct Refusal: Error, Hashable, Sendable {
    package let code: Code
    /// The field or thing that it is about.
    package let subject: String?
    /// A sentence that states the rule, without a full stop. Never case content.
    package let rule: String
    package let hint: String?

    package init(_ code: Code, _ rule: String, subject: String? = nil, hint: String? = nil) {
        self.code = code
        self.rule = rule
        self.subject = subject
        self.hint = hint
    }

    package enum Code: String, CaseIterable, Sendable {
        case missingField = "missing-field"
        case unknownField = "unknown-field"
        case invalidValue = "invalid-value"
        case unknownThing = "unknown-thing"
        case takenLabel = "taken-label"
        case outsideFilm = "outside-film"
        case endBeforeStart = "end-before-start"
        case inTheFuture = "in-the-future"
        case nhsNumber = "nhs-number"
        case notOpened = "not-opened"
        case alreadyOpened = "already-opened"
        case wrongTarget = "wrong-target"
        case wrongStream = "wrong-stream"
        case secondPerson = "second-person"
        case roleMissing = "role-missing"
        case disposalState = "disposal-state"
        case held
        case openRequest = "open-request"
        case notBefore = "not-before"
    }
}

/// Something the writer should know about what was recorded all the same.
package struct Warning: Hashable, Sendable {
    package let code: String
    /// A sentence without a full stop. Labels and codes only, never case content.
    package let sentence: String

    package init(_ code: String, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}
