import Exporter
package import Values

/// What is to leave, for whom, what for, and on what ground.
package struct ExportOrder: Sendable {
    package var profile: String
    package var recipient: String
    package var purpose: String
    /// The lawful basis.
    package var basis: String
    package var asOf: Instant?
    package var knownAt: Instant?
    /// Only what happened from then, and until then.
    package var from: Instant?
    package var until: Instant?
    /// Label of the person whose copy it is; nil for the child.
    package var about: String?
    /// Label of the film or review, for a profile of one thing; nil when there is only one.
    package var of: String?
    /// What is asked for besides the usual: `supervision`.
    package var asked: Set<String>
    /// Position of the `export-issued` event of the document that this one replaces.
    package var replaces: Int64?
    /// The person's request that it answers.
    package var request: Identifier?
    /// Whether the canonical document leaves that the profile's stylesheet would be given: for whoever
    /// writes or checks a profile.
    package var isInput: Bool
    /// Whether a file of that name may be replaced.
    package var overwrite: Bool

    package init(
        profile: String = "case-record",
        recipient: String,
        purpose: String,
        basis: String,
        asOf: Instant? = nil,
        knownAt: Instant? = nil,
        from: Instant? = nil,
        until: Instant? = nil,
        about: String? = nil,
        of: String? = nil,
        asked: Set<String> = [],
        replaces: Int64? = nil,
        request: Identifier? = nil,
        isInput: Bool = false,
        overwrite: Bool = false
    ) {
        self.profile = profile
        self.recipient = recipient
        self.purpose = purpose
        self.basis = basis
        self.asOf = asOf
        self.knownAt = knownAt
        self.from = from
        self.until = until
        self.about = about
        self.of = of
        self.asked = asked
        self.replaces = replaces
        self.request = request
        self.isInput = isInput
        self.overwrite = overwrite
    }

    /// Whom the policy is asked for. Only an audit sees what a profile of oversight can hold; for any
    /// other purpose it is a professional's copy.
    func audience(of profile: Profile) -> String {
        profile.audience == "oversight" && purpose != "audit" && purpose != "technical"
            ? "professional" : profile.audience
    }
}

/// What left.
package struct ExportReceipt: Sendable {
    package let path: String
    /// Of the file's bytes, in lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int64
    package let document: Identifier
    /// Of the `export-issued` event.
    package let position: Int64
    /// How many entries left whole, in part, and not at all. The decisions themselves would fill
    /// memory over ten thousand cases; the log has them by rule.
    package let exported: Int
    package let inPart: Int
    package let withheld: Int
}
