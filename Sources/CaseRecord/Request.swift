package import CaseModel
import EventLog
package import Values

/// Something to be recorded in one case: entries that belong together, or an entry of another record.
package struct Request: Sendable {
    package let caseID: Identifier
    package let content: Content
    /// Pseudonym of who records it.
    package let by: String
    /// The command's identifier, which its first event takes: a retry with the same is answered, not
    /// recorded again.
    package let command: Identifier?
    /// Number that the case's newest event must have; nil for any.
    package let ifVersion: Int64?
    /// For a history told after the fact; nil for the clock's time.
    package let recordedAt: Instant?

    package enum Content: Sendable {
        case drafts([Draft])
        case imported(Payload)
    }

    package init(
        _ drafts: [Draft],
        in caseID: Identifier,
        by: String,
        command: Identifier? = nil,
        ifVersion: Int64? = nil,
        recordedAt: Instant? = nil
    ) {
        self.init(
            content: .drafts(drafts),
            in: caseID,
            by: by,
            command: command,
            ifVersion: ifVersion,
            recordedAt: recordedAt
        )
    }

    package init(
        content: Content,
        in caseID: Identifier,
        by: String,
        command: Identifier?,
        ifVersion: Int64? = nil,
        recordedAt: Instant? = nil
    ) {
        self.content = content
        self.caseID = caseID
        self.by = by
        self.command = command
        self.ifVersion = ifVersion
        self.recordedAt = recordedAt
    }

    var expectation: StreamExpectation { ifVersion.map(StreamExpectation.version) ?? .any }
}

/// What became of a request.
package struct Receipt: Sendable {
    package let caseID: Identifier
    package let entries: [Entry]
    package let warnings: [Warning]
    /// True when the same command had been recorded before.
    package let isRepeat: Bool
    /// Number of the case's newest event after it.
    package let version: Int64
}
